"""Riegel's prediction: worked values, symmetry and unusable input."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from paceline.science.endurance.riegel import fit_exponent, personal_exponent, predict


def test_ten_kilometres_to_half_marathon() -> None:
    assert predict(10000, 2400, 21097.5).value == pytest.approx(5295.367394564456, rel=1e-12)
    assert predict(5000, 1200, 10000, exponent=1.07).value == pytest.approx(2519.3200406953615, rel=1e-12)


def test_reference_values(oracle: Callable[[str], Any]) -> None:
    for case in oracle("riegel")["cases"]:
        if "expected_s" in case:
            found = predict(case["d1_m"], case["t1_s"], case["d2_m"], case["exponent"]).value
            assert found == pytest.approx(case["expected_s"], rel=1e-12)


@given(st.floats(400, 2e5), st.floats(60, 1e5), st.floats(400, 2e5))
def test_there_and_back(distance: float, duration: float, target: float) -> None:
    there = predict(distance, duration, target).value
    assert there is not None
    assert predict(target, there, distance).value == pytest.approx(duration, rel=1e-9)


@given(st.floats(), st.floats(), st.floats(), st.floats())
def test_any_input_gives_a_value_or_a_reason(a: float, b: float, c: float, d: float) -> None:
    metric = predict(a, b, c, d)
    assert (metric.value is None) == bool(metric.reason)


def test_personal_exponent_is_recovered_and_kept_plausible() -> None:
    second = predict(5000, 1200, 10000, exponent=1.10).value
    assert second is not None
    assert personal_exponent((5000, 1200), (10000, second)).value == pytest.approx(1.10)
    assert personal_exponent((5000, 1200), (10000, 2000)).value == 1.03
    assert personal_exponent((5000, 1200), (10000, 9000)).value == 1.20
    assert "too close" in (personal_exponent((5000, 1200), (5200, 1300)).reason or "")
    assert personal_exponent((0, 1200), (10000, 2500)).value is None


def test_far_and_ultra_predictions_carry_a_caution() -> None:
    assert predict(5000, 1200, 10000).caution is None
    assert "rough" in (predict(1500, 300, 42195).caution or "")
    assert "best case" in (predict(42195, 12000, 80000).caution or "")


RACES = [(1500.0, 300.0), (5000.0, 1110.0), (10000.0, 2320.0), (21097.5, 5160.0)]


def test_the_exponent_of_several_races_is_the_slope_on_paper() -> None:
    fit = fit_exponent(RACES)
    far, long = np.log(np.array(RACES)).T
    line = stats.linregress(far, long)
    assert fit.exponent.value == pytest.approx(line.slope)
    assert fit.races == 4
    scatter = float(np.sum((long - line.intercept - line.slope * far) ** 2))
    expected = ((4 * 0.02**2 + scatter) / 6 / np.sum((far - far.mean()) ** 2)) ** 0.5
    assert fit.error.value == pytest.approx(expected)
    assert fit.low.value == pytest.approx(line.slope - 1.96 * expected)
    assert fit.high.value == pytest.approx(line.slope + 1.96 * expected)


def test_two_races_give_the_exponent_between_them_and_a_usual_error() -> None:
    fit = fit_exponent(RACES[1:3])
    assert fit.exponent.value == pytest.approx(personal_exponent(RACES[1], RACES[2]).value)
    assert fit.error.value == pytest.approx(0.02 * 2**0.5 / np.log(2))


@given(st.floats(1.04, 1.19), st.floats(300, 2000), st.lists(st.floats(1500, 100000), min_size=2, max_size=6))
def test_a_true_exponent_is_recovered(exponent: float, first: float, distances: list[float]) -> None:
    fit = fit_exponent([(distance, first * (distance / 1500) ** exponent) for distance in distances])
    if max(distances) / min(distances) < 1.499:
        assert "too close" in (fit.exponent.reason or "")
    elif max(distances) / min(distances) > 1.501:
        assert fit.exponent.value == pytest.approx(exponent)
        assert fit.low.value is not None
        assert fit.high.value is not None
        assert fit.low.value < exponent < fit.high.value


def test_a_jogged_race_shows_in_the_exponent() -> None:
    fit = fit_exponent([(5000, 1200), (10000, 4000)])
    assert fit.exponent.value == 1.20
    assert "not a full effort" in (fit.exponent.caution or "")
    assert fit.low.value is not None
    assert fit.low.value > 1.20


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=5))
def test_any_races_give_an_exponent_or_a_reason(races: list[tuple[float, float]]) -> None:
    fit = fit_exponent(races)
    for metric in (fit.exponent, fit.error, fit.low, fit.high):
        assert (metric.value is None) == bool(metric.reason)
    if fit.exponent.value is not None:
        assert 1.03 <= fit.exponent.value <= 1.20
