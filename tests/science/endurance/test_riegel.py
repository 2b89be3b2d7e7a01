"""Riegel's prediction: worked values, symmetry and unusable input."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.riegel import personal_exponent, predict


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
