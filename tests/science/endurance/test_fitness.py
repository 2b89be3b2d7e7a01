"""Fitness, fatigue and form against closed forms, real days and awkward ones."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.fitness import fitness_series, project

loads = st.lists(st.floats(0, 1000), max_size=60)


def test_a_hundred_a_day() -> None:
    series = fitness_series([100] * 84)
    days = [0, 6, 13, 27, 41, 83]
    assert series.ctl[days] == pytest.approx([2.35, 15.35, 28.35, 48.66, 63.21, 86.47], abs=0.005)
    assert series.atl[days] == pytest.approx([13.31, 63.21, 86.47, 98.17, 99.75, 100], abs=0.005)


def test_reference_series(oracle: Callable[[str], Any]) -> None:
    cases = {case["id"]: case for case in oracle("performance_management_chart")["cases"]}
    case = cases["sauce_run_seed0"]
    series = fitness_series(case["loads"])
    assert series.ctl == pytest.approx(case["expected_ctl"], rel=1e-9)
    assert series.atl == pytest.approx(case["expected_atl"], rel=1e-9)
    step = cases["step_100_120d_1-exp(-1/tc)"]
    constant = fitness_series([100] * 120)
    for day, expected in step["ctl_day"].items():
        assert constant.ctl[int(day) - 1] == pytest.approx(expected, rel=1e-9)


def test_real_days(oracle: Callable[[str], Any]) -> None:
    case = next(
        case for case in oracle("performance_management_chart")["cases"] if case["id"] == "intervals_icu_real_1455_days"
    )
    keys = [key for key in case if isinstance(case[key], list)]
    load_key = next(key for key in keys if "load" in key)
    ctl_key = next(key for key in keys if key.endswith("ctl"))
    series = fitness_series(case[load_key])
    assert np.abs(series.ctl - np.array(case[ctl_key])).max() < 1e-5


def test_form_is_the_evening_before() -> None:
    series = fitness_series([0, 0], initial_ctl=60, initial_atl=75)
    assert series.tsb[0] == -15
    assert series.tsb[1] == pytest.approx(series.ctl[0] - series.atl[0])


def test_ramp_looks_back_seven_days() -> None:
    series = fitness_series([100] * 20, initial_ctl=30)
    assert np.isnan(series.ramp[:6]).all()
    assert series.ramp[6] == pytest.approx(series.ctl[6] - 30)
    assert series.ramp[10] == pytest.approx(series.ctl[10] - series.ctl[3])


@given(loads, loads)
def test_projection_continues_as_if_it_had_happened(past: list[float], planned: list[float]) -> None:
    whole, ahead = fitness_series([*past, *planned]), project(fitness_series(past), planned)
    for name in ("ctl", "atl", "tsb", "ramp"):
        found, expected = getattr(ahead, name), getattr(whole, name)[len(past) :]
        assert np.allclose(found, expected, equal_nan=True)


@given(loads, st.floats(0, 200))
def test_fitness_stays_between_its_start_and_the_loads(daily: list[float], start: float) -> None:
    series = fitness_series(daily, initial_ctl=start, initial_atl=start)
    bounds = [*daily, start]
    for values in (series.ctl, series.atl):
        assert (values >= min(bounds) - 1e-9).all()
        assert (values <= max(bounds) + 1e-9).all()


def test_days_without_training_are_zeros() -> None:
    assert np.array_equal(fitness_series([None, math.nan, 50]).ctl, fitness_series([0, 0, 50]).ctl)
    assert fitness_series([]).ctl.size == 0
    assert fitness_series([80]).ctl.size == 1


@pytest.mark.parametrize("load", [-1.0, math.inf])
def test_impossible_loads_are_refused_in_words(load: float) -> None:
    with pytest.raises(ValueError, match="cannot be negative or infinite"):
        fitness_series([load])


def test_impossible_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        fitness_series([1], ctl_days=0)
    with pytest.raises(ValueError, match="a number"):
        fitness_series([1], initial_ctl=math.nan)
