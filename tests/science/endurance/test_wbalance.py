"""Balance of the reserve: reference rides, a plain loop, sampling that does not matter, and unusable input."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.wbalance import Form, d_balance, w_balance

FORMS: tuple[Form, ...] = ("differential", "integral")


def plain(power: np.ndarray, cp: float, reserve: float, tau: float | None) -> np.ndarray:
    left, owed = [], 0.0
    for watts in power:
        if tau is not None:
            owed = owed * math.exp(-1 / tau) + max(watts - cp, 0)
        elif watts >= cp:
            owed += watts - cp
        else:
            owed *= math.exp(-(cp - watts) / reserve)
        left.append(reserve - owed)
    return np.array(left)


def test_reference_rides(oracle: Callable[[str], Any]) -> None:
    recorded = oracle("streams")
    for case in oracle("wprime_balance")["cases"]:
        power = np.array(recorded[case["stream"]], dtype=np.float64)
        integral = w_balance(power, case["cp"], case["wprime"], "integral")
        exact = w_balance(power, case["cp"], case["wprime"])
        assert integral.tau.value == pytest.approx(case["tau_s"], rel=1e-12)
        assert integral.lowest.value == pytest.approx(case["integral_min"], abs=1e-3)
        assert integral.end.value == pytest.approx(case["integral_end"], abs=1e-3)
        assert exact.lowest.value == pytest.approx(case["exact_exponential_min"], abs=1e-3)
        assert exact.end.value == pytest.approx(case["exact_exponential_end"], abs=1e-3)
        minutes = integral.left[59::60][: len(case["every_60s_integral"])]
        assert minutes == pytest.approx(case["every_60s_integral"][: minutes.size], abs=1e-3)


def test_others_step_coarsely_or_cut_to_whole_numbers(oracle: Callable[[str], Any]) -> None:
    """Euler's step of a second (sauce4strava, sweat, GoldenCheetah) is up to 75 J away from the exact solution."""
    recorded = oracle("streams")
    for case in oracle("wprime_balance")["cases"]:
        exact = w_balance(np.array(recorded[case["stream"]], dtype=np.float64), case["cp"], case["wprime"])
        assert exact.lowest.value is not None
        assert 3 < abs(exact.lowest.value - case["differential_min"]) < 75


@settings(max_examples=30)
@given(
    arrays(np.float64, st.integers(1, 1200), elements=st.integers(0, 1200).map(float)),
    st.floats(50, 500),
    st.floats(20, 40000),
)
def test_both_forms_equal_a_plain_loop(power: np.ndarray, cp: float, reserve: float) -> None:
    for form in FORMS:
        found = w_balance(power, cp, reserve, form)
        expected = plain(power, cp, reserve, found.tau.value)
        assert found.left == pytest.approx(expected, rel=1e-9, abs=1e-6)
        assert found.lowest_at == int(found.left.argmin())


def test_the_differential_form_does_not_depend_on_the_sampling() -> None:
    power = np.repeat([400.0, 100.0, 500.0, 0.0], 120)
    every_second = w_balance(power, 250, 20000)
    every_ten = w_balance(power[::10], 250, 20000, seconds=10)
    assert every_ten.left == pytest.approx(every_second.left[9::10], rel=1e-12, abs=1e-6)
    assert every_ten.end.value == pytest.approx(every_second.end.value or 0)


def test_below_zero_stays_below_zero_with_a_caution() -> None:
    found = w_balance(np.full(200, 400.0), 250, 20000)
    assert found.lowest.value == pytest.approx(-10000)
    assert found.below_zero.value == 67  # the 134th second is the first below zero
    assert "set too low" in (found.lowest.caution or "")
    spent = w_balance(np.full(100, 450.0), 250, 20000)
    assert (spent.lowest.value, spent.below_zero.value) == (0, 0)
    fine = w_balance(np.full(100, 400.0), 250, 20000)
    assert (fine.below_zero.value, fine.lowest.caution) == (0, None)


def test_at_critical_power_nothing_changes_and_coasting_refills() -> None:
    assert w_balance(np.full(600, 250.0), 250, 20000).left.tolist() == [20000.0] * 600
    power = np.concatenate((np.full(60, 450.0), np.full(3600, math.nan)))
    found = w_balance(power, 250, 20000)
    assert found.lowest.value == pytest.approx(8000)
    assert found.end.value == pytest.approx(20000, abs=1)
    assert (w_balance(np.full(60, -50.0), 250, 20000).left == 20000).all()


def test_a_ride_never_below_critical_power_has_a_time_constant() -> None:
    assert w_balance(np.full(60, 300.0), 250, 20000, "integral").tau.value == pytest.approx(546 * math.exp(-2.5) + 316)


def test_distance_balance() -> None:
    found = d_balance(np.full(60, 6.0), 4.0, 200)
    assert found.end.value == pytest.approx(80)
    assert "Only the integral" in (found.tau.reason or "")


@pytest.mark.parametrize("unusable", [None, 0.0, -1.0, math.nan, math.inf])
def test_unusable_thresholds(unusable: float | None) -> None:
    power = np.full(60, 300.0)
    for found in (
        w_balance(power, unusable, 20000),
        w_balance(power, 250, unusable, "integral"),
        d_balance(power, unusable, 200),
        w_balance(power, 250, 20000, seconds=unusable or 0),
    ):
        assert found.left.size == 0
        assert found.lowest.value is None
        assert found.lowest.reason
        assert found.lowest_at is None


@pytest.mark.parametrize("power", [np.zeros(0), np.full(5, math.nan)])
def test_nothing_recorded(power: np.ndarray) -> None:
    assert "nothing recorded" in (w_balance(power, 250, 20000).end.reason or "")


@given(
    arrays(np.float64, st.integers(0, 80), elements=st.floats()),
    st.floats(),
    st.floats(),
    st.floats(),
    st.sampled_from(FORMS),
)
def test_any_input_gives_numbers_or_a_reason(
    power: np.ndarray, cp: float, reserve: float, seconds: float, form: Form
) -> None:
    found = w_balance(power, cp, reserve, form, seconds)
    assert np.isfinite(found.left).all()
    for metric in (found.lowest, found.below_zero, found.end):
        assert (metric.value is None) == bool(metric.reason)
