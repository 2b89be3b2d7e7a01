"""Least squares and their errors against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from paceline.science.endurance.regression import least, linear_fit, t_95


def test_student_quantiles() -> None:
    for freedom in range(1, 400):
        assert t_95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-4)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-100, 100)), min_size=3, max_size=20))
def test_a_line_equals_scipys(points: list[tuple[int, int]]) -> None:
    x, y = np.array(points, dtype=np.float64).T
    found = linear_fit(np.column_stack((np.ones_like(x), x)), y)
    if np.unique(x).size < 2:
        assert found is None
        return
    expected = stats.linregress(x, y)
    assert found is not None
    intercept, slope = found.estimates
    assert slope.value == pytest.approx(expected.slope, abs=1e-7)
    assert intercept.value == pytest.approx(expected.intercept, abs=1e-6)
    if np.unique(y).size < 2:
        assert slope.error == pytest.approx(0, abs=1e-12)  # scipy has no error for a flat line
        return
    assert slope.error == pytest.approx(expected.stderr, abs=1e-6)
    assert intercept.error == pytest.approx(expected.intercept_stderr, abs=1e-5)


def test_as_many_points_as_numbers_leave_no_error() -> None:
    found = linear_fit(np.array([[1.0, 1], [1, 2]]), np.array([3.0, 5]))
    assert found is not None
    assert found.values == pytest.approx((1, 2))
    assert [(estimate.error, estimate.low) for estimate in found.estimates] == [(None, None)] * 2
    flat = linear_fit(np.array([[1.0, 1], [1, 2], [1, 3]]), np.full(3, 7.0))
    assert flat is not None
    assert flat.r_squared is None


@given(st.floats(0.5, 400))
def test_the_least_place_is_found(place: float) -> None:
    assert least(lambda x: (x - place) ** 2, 0.1, 1000) == pytest.approx(place, rel=1e-6)
