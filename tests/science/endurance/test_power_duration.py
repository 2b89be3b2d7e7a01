"""Models of the whole power curve: what made the data is found again, and thin data gives a reason."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from paceline.science.endurance.critical import Effort, power_at, time_at
from paceline.science.endurance.power_duration import (
    OmniModel,
    critical_power_with_peak,
    fit_omni,
    omni_power,
    omni_power_at,
    power_index,
)

SECONDS = (5.0, 15.0, 60.0, 180.0, 300.0, 720.0, 1200.0)


def cases(oracle: Callable[[str], Any]) -> dict[str, Any]:
    return {case["id"]: case for case in oracle("critical_power")["cases"]}


def test_three_parameters_of_the_reference(oracle: Callable[[str], Any]) -> None:
    case = cases(oracle)["fit3_synthetic"]
    fit = critical_power_with_peak([Effort(t, p) for t, p in zip(case["t"], case["p"], strict=True)])
    assert fit.model is not None
    assert fit.model.critical == pytest.approx(case["expected_cp"], rel=1e-6)
    assert fit.model.reserve == pytest.approx(case["expected_wprime"], rel=1e-6)
    assert fit.model.peak == pytest.approx(case["expected_pmax"], rel=1e-6)
    assert fit.critical is not None
    assert fit.critical.error == pytest.approx(0.0251, abs=1e-3)


def test_errors_agree_with_an_independent_solver() -> None:
    seconds = np.array(SECONDS)
    watts = 260 + 18000 / (seconds + 23) + np.array([4.0, -5, 3, -2, 1, -1, 2])
    fit = critical_power_with_peak([Effort(t, p) for t, p in zip(seconds, watts, strict=True)])
    start = (250, 18000, 1000)
    found, covariance = curve_fit(lambda t, cp, w, peak: cp + w / (t + w / (peak - cp)), seconds, watts, start)
    for estimate, value, variance in zip(
        (fit.critical, fit.reserve, fit.peak), found, np.diag(covariance), strict=True
    ):
        assert estimate is not None
        assert estimate.value == pytest.approx(value, rel=1e-5)
        assert estimate.error == pytest.approx(math.sqrt(variance), rel=1e-3)


def test_omni_domain_of_the_reference(oracle: Callable[[str], Any]) -> None:
    case = cases(oracle)["omni_synthetic"]
    model = fit_omni(np.array(case["t"]), np.array(case["p"]))
    assert model is not None
    found = (model.critical, model.peak, model.reserve, model.fade)
    expected = (case["expected"][name] for name in ("cp", "pmax", "w", "a"))
    assert found == pytest.approx(tuple(expected), rel=1e-5)
    for seconds, power in zip(case["t"], case["p"], strict=True):
        assert omni_power_at(model, seconds).value == pytest.approx(power, abs=0.1)


def test_power_index_of_the_reference(oracle: Callable[[str], Any]) -> None:
    for name, case in cases(oracle).items():
        if name.startswith("gc_power_index"):
            assert power_index(case["p_w"], case["duration_s"]).value == pytest.approx(case["expected"], rel=1e-12)
    assert power_index(0, 300).value is None


@settings(max_examples=25)
@given(st.floats(100, 400), st.floats(8000, 30000), st.floats(500, 1200))
def test_a_true_curve_is_recovered(cp: float, reserve: float, above: float) -> None:
    shift = reserve / above
    fit = critical_power_with_peak([Effort(t, cp + reserve / (t + shift)) for t in SECONDS])
    assert fit.model is not None, fit.reason
    assert fit.model.critical == pytest.approx(cp, rel=1e-4)
    assert fit.model.peak == pytest.approx(cp + above, rel=1e-3)
    power = power_at(fit.model, 30).value
    assert power is not None
    assert time_at(fit.model, power).value == pytest.approx(30, rel=1e-6)


@pytest.mark.parametrize(
    ("seconds", "word"),
    [((), "there are 0"), ((5, 60, 1200), "there are 3"), ((90, 180, 300, 720), "a minute"), ((5, 15, 60, 300), "ten")],
)
def test_thin_data_gives_a_reason(seconds: tuple[float, ...], word: str) -> None:
    fit = critical_power_with_peak([Effort(t, 260 + 18000 / (t + 20)) for t in seconds])
    assert fit.model is None
    assert word in (fit.reason or "")


@given(st.lists(st.tuples(st.floats(1, 1800), st.floats(0.1, 10000)), max_size=8))
def test_any_efforts_give_a_model_or_a_reason(pairs: list[tuple[float, float]]) -> None:
    fit = critical_power_with_peak([Effort(*pair) for pair in pairs])
    assert (fit.model is None) == bool(fit.reason)


def test_the_omni_curve_falls_and_ends() -> None:
    model = OmniModel(260, 18000, 1050, 40)
    values = [omni_power_at(model, seconds).value or 0 for seconds in (1, 60, 600, 1800, 3600, 36000)]
    assert values == sorted(values, reverse=True)
    assert values[4] == pytest.approx(260 + 18000 / 3600 - 40 * math.log(2), abs=1e-6)
    assert omni_power_at(model, 1e9).value is None
    assert omni_power_at(model, 0).value is None
    assert fit_omni(np.array([5.0, 60]), np.array([900.0, 400])) is None
    assert fit_omni(np.array([5.0, 60, 600, 3600]), np.array([200.0, 300, 400, 500])) is None


def test_power_that_rises_after_half_an_hour_is_no_omni_curve() -> None:
    seconds = np.array([5.0, 30, 120, 600, 1800, 5400, 10800])
    shape = OmniModel(260, 18000, 1050, 20)
    watts = np.array([omni_power_at(shape, second).value or 0 for second in seconds])
    assert fit_omni(seconds, watts) is not None
    assert fit_omni(seconds, watts + np.array([0, 0, 0, 0, 0, 50, 82])) is None


def test_power_over_any_duration_from_best_efforts() -> None:
    model = OmniModel(260.0, 18_000.0, 1000.0, 20.0)
    efforts = [Effort(t, omni_power_at(model, t).value or 0) for t in (5.0, 30.0, 120.0, 600.0, 1800.0, 5400.0)]
    assert omni_power(efforts, 300).value == pytest.approx(omni_power_at(model, 300).value or 0, rel=1e-3)
    assert omni_power(efforts, 3600).value == pytest.approx(omni_power_at(model, 3600).value or 0, rel=1e-3)
    assert omni_power(efforts, 20_000).caution
    assert "from a sprint" in (omni_power(efforts[2:], 300).reason or "")
    assert omni_power(efforts, 0).value is omni_power([], 300).value is None
