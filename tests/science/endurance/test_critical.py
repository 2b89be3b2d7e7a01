"""Critical power and speed against published trials, an independent solver, and efforts that do not fit."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import curve_fit

from paceline.science.endurance.critical import (
    CriticalModel,
    Effort,
    Form,
    critical_power,
    critical_speed,
    fit_two_parameters,
    power_at,
    time_at,
    time_over,
)

# Vanhatalo 2007 as printed by Clarke & Skiba 2013.
SECONDS = np.array([160.0, 205, 260, 430, 685])
WATTS = np.array([453.0, 430, 405, 375, 360])
TRIALS = [Effort(t, p, f"trial {t:.0f}") for t, p in zip(SECONDS, WATTS, strict=True)]
FORMS: tuple[Form, ...] = ("work_time", "inverse_time", "hyperbolic")


@pytest.mark.parametrize(
    ("form", "cp", "reserve", "tolerance"),
    [
        ("inverse_time", 330.0974103890499, 19857.150086168862, 1e-9),
        ("work_time", 330.8959908611217, 19604.195180329683, 1e-9),
        ("hyperbolic", 332.16631871540733, 18949.740870262358, 1e-5),
    ],
)
def test_the_three_forms_on_published_trials(form: Form, cp: float, reserve: float, tolerance: float) -> None:
    fit = critical_power(TRIALS, form)
    assert fit.model is not None
    assert fit.model.critical == pytest.approx(cp, rel=tolerance)
    assert fit.model.reserve == pytest.approx(reserve, rel=tolerance)
    assert fit.used == tuple(TRIALS)
    assert fit.value.value == fit.model.critical


def test_errors_agree_with_an_independent_solver() -> None:
    _, covariance = curve_fit(lambda p, cp, w: w / (p - cp), WATTS, SECONDS, p0=(300, 20000))
    fitted = fit_two_parameters(SECONDS, WATTS, "hyperbolic")
    assert fitted is not None
    for estimate, variance in zip(fitted.estimates, np.diag(covariance), strict=True):
        assert estimate.error == pytest.approx(math.sqrt(variance), rel=1e-4)
        assert estimate.error is not None
        assert estimate.high == pytest.approx(estimate.value + 3.1824 * estimate.error)
    assert fitted.r_squared == pytest.approx(0.99832, abs=1e-5)


def test_reference_values(oracle: Callable[[str], Any]) -> None:
    cases = {case["id"]: case for case in oracle("critical_power")["cases"]}
    moritani = cases["moritani1981_MP"]
    fitted = fit_two_parameters(np.array(moritani["t_min"]) * 60, np.array(moritani["p_w"], dtype=float), "work_time")
    assert fitted is not None
    assert fitted.values[0] == pytest.approx(moritani["computed_cp"], rel=1e-9)
    assert fitted.values[1] / 60 == pytest.approx(moritani["computed_wprime_w_min"], rel=1e-9)
    for name, case in cases.items():
        if name.startswith(("morton1996_tlim", "cp2_tlim")):
            model = CriticalModel(case["cp"], case["wprime"], case.get("pmax"))
            found = time_at(model, case["p_w"]).value
            assert found == pytest.approx(max(case["expected_t_s"], 0), abs=1e-6)


def test_running_trials(oracle: Callable[[str], Any]) -> None:
    case = next(case for case in oracle("critical_power")["cases"] if case["id"] == "critical_speed_3_trials")
    trials = [Effort(t, d / t) for d, t in zip(case["d_m"], case["t_s"], strict=True)]
    fit = critical_speed(trials)
    assert fit.critical is not None
    assert fit.reserve is not None
    assert fit.critical.value == pytest.approx(case["expected_cs_m_s"], rel=1e-9)
    assert fit.reserve.value == pytest.approx(case["expected_dprime_m"], rel=1e-9)
    assert fit.model is None  # three trials that leave D′ open to 22 % are not a model
    assert "D′ is only known to 22%" in (fit.reason or "")


@given(st.floats(60, 450), st.floats(5000, 40000), st.sampled_from(FORMS))
def test_a_true_model_is_recovered_and_its_inverse_holds(cp: float, reserve: float, form: Form) -> None:
    truth = CriticalModel(cp, reserve)
    efforts = [Effort(t, cp + reserve / t) for t in (150.0, 300, 600, 1200)]
    fit = critical_power(efforts, form)
    assert fit.model is not None, fit.reason
    assert fit.model.critical == pytest.approx(cp, rel=1e-4)
    assert fit.model.reserve == pytest.approx(reserve, rel=1e-3)
    power = power_at(truth, 400).value
    assert power is not None
    assert time_at(truth, power).value == pytest.approx(400, rel=1e-9)


def test_only_efforts_that_can_be_all_out_are_used() -> None:
    fit = critical_power(
        [
            *TRIALS,
            Effort(30, 800),
            Effort(3600, 300),
            Effort(300, 350, "easy"),
            Effort(0, 400),
            Effort(200, math.nan),
            Effort(200, 1e9),
        ]
    )
    assert fit.used == tuple(TRIALS)
    why = dict(fit.left_out)
    assert list(why) == [5, 6, 7, 8, 9, 10]
    assert "2 to 30 minutes" in why[5]
    assert "2 to 30 minutes" in why[6]
    assert "not all-out" in why[7]
    assert "above zero" in why[8]
    assert "above zero" in why[9]
    assert "fault" in why[10]


def test_of_two_efforts_of_one_length_the_harder_is_used() -> None:
    fit = critical_power([*TRIALS, Effort(260, 380, "weaker")])
    assert fit.used == tuple(TRIALS)
    assert [place for place, _ in fit.left_out] == [5]


@pytest.mark.parametrize(
    ("efforts", "word"),
    [
        ([], "there are 0"),
        (TRIALS[:2], "there are 2"),
        ([Effort(200, 400), Effort(250, 390), Effort(300, 380)], "too alike"),
        ([Effort(120, 1000), Effort(600, 200), Effort(1200, 20)], "do not fit together"),
        ([Effort(150, 400), Effort(300, 300), Effort(900, 290), Effort(1500, 200)], "only known to"),
    ],
)
def test_no_model_without_a_reason(efforts: list[Effort], word: str) -> None:
    fit = critical_power(efforts)
    assert fit.model is None
    assert word in (fit.reason or "")
    assert fit.value.value is None


def test_outside_its_range_the_model_says_so() -> None:
    model = CriticalModel(300, 20000)
    assert power_at(model, 600).caution is None
    assert "Below two minutes" in (power_at(model, 30).caution or "")
    assert "Beyond 30 minutes" in (power_at(model, 3600).caution or "")
    assert power_at(model, 0).value is None
    assert power_at(model, math.inf).value is None
    assert "no limit" in (time_at(model, 300).reason or "")
    assert time_at(model, math.nan).value is None
    assert time_at(CriticalModel(300, 20000, 900), 1000).value == 0


def test_time_over_a_distance() -> None:
    model = CriticalModel(4.5, 200)
    assert time_over(model, 5000).value == pytest.approx(4800 / 4.5)
    assert "reserve alone" in (time_over(model, 150).reason or "")
    assert time_over(CriticalModel(4.5, 200, 9), 5000).value is None


@pytest.mark.parametrize(
    "numbers", [(0, 1, None), (300, 0, None), (math.nan, 1, None), (300, 1, 300), (300, 1, math.inf)]
)
def test_an_impossible_model_cannot_be_made(numbers: tuple[float, float, float | None]) -> None:
    with pytest.raises(ValueError, match=r"above"):
        CriticalModel(*numbers)


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=8), st.sampled_from(FORMS))
def test_any_efforts_give_a_model_or_a_reason(pairs: list[tuple[float, float]], form: Form) -> None:
    efforts = [Effort(*pair) for pair in pairs]
    for fit in (critical_power(efforts, form), critical_speed(efforts, form)):
        assert (fit.model is None) == bool(fit.reason)
        assert len(fit.used) + len(fit.left_out) == len(efforts)


@given(st.lists(st.tuples(st.floats(120, 1800), st.floats(0.1, 10000)), max_size=6), st.sampled_from(FORMS))
def test_a_model_is_always_physical(pairs: list[tuple[float, float]], form: Form) -> None:
    fit = critical_power([Effort(*pair) for pair in pairs], form)
    if fit.model is None:
        assert fit.reason
    else:
        assert 0 < fit.model.critical < min(effort.value for effort in fit.used)
        assert fit.model.reserve > 0
