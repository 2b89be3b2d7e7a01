"""Estimated running power against GOVSS, and whose watts may be compared with whose."""

import itertools
import math
from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.running_power import (
    PowerSource,
    comparable,
    power_source,
    running_power,
    steady_running_power,
    why_not_comparable,
)

SOURCES: tuple[PowerSource, ...] = get_args(PowerSource)


def test_reference_runs(oracle: Callable[[str], Any]) -> None:
    for case in oracle("running_power_govss")["cases"]:
        found = steady_running_power(
            case["speed_m_s"], weight=case["weight_kg"], height=case["height_m"], grade=case["slope"]
        )
        assert found.value == pytest.approx(case["expected_w"], abs=1e-6)


def test_published_runner_on_the_level_and_uphill() -> None:
    assert steady_running_power(3, weight=70, height=1.75).value == pytest.approx(262.553, abs=1e-3)
    assert steady_running_power(3, weight=70, height=1.75, grade=0.1).value == pytest.approx(430.555, abs=1e-3)


def test_a_recording_with_holes() -> None:
    speed = np.array([0.0, 3.0, 3.0, math.nan, 9.0, -1.0])
    grade = np.array([0.0, 0.0, math.nan, 0.0, 0.0, 0.0])
    watts = running_power(speed, grade, weight=70, height=1.75)
    assert watts[0] == 0
    assert watts[1] == watts[2] == pytest.approx(262.553, abs=1e-3)
    assert np.isnan(watts[3:]).all()
    assert np.isnan(running_power(speed, grade, weight=0, height=1.75)).all()


@pytest.mark.parametrize("bad", [None, 0.0, -1.0, math.nan, math.inf])
def test_without_a_body_there_is_no_estimate(bad: float | None) -> None:
    assert steady_running_power(3, weight=bad, height=1.75).reason
    assert steady_running_power(3, weight=70, height=bad).reason


@given(st.none() | st.floats(), st.floats())
def test_any_speed_and_slope_gives_finite_watts_or_a_reason(speed: float | None, grade: float) -> None:
    metric = steady_running_power(speed, weight=70, height=1.75, grade=grade)
    assert metric.reason if metric.value is None else 0 <= metric.value < 6000


@given(arrays(np.float64, 20, elements=st.floats()), arrays(np.float64, 20, elements=st.floats()))
def test_any_channel_never_gives_infinity(speed: np.ndarray, grade: np.ndarray) -> None:
    assert not np.isinf(running_power(speed, grade, weight=70, height=1.75)).any()


@pytest.mark.parametrize(
    ("fields", "device", "source"),
    [
        (["Power", "Form Power", "Leg Spring Stiffness"], "Garmin Forerunner 955", "stryd"),
        (["Stryd", "Power"], "COROS PACE 3", "stryd"),
        (["RP_Power"], "Garmin Fenix 6", "garmin"),
        ([], "Garmin Forerunner 965", "garmin"),
        ([], "fenix 8", "garmin"),
        ([], "COROS PACE 3", "coros"),
        ([], "Polar Vantage V3", "polar"),
        ([], "Apple Watch Ultra 2", "apple"),
        ([], "Suunto Race", "suunto"),
        ([], "", "unknown"),
        (["Heart Rate Zone"], "some watch", "unknown"),
    ],
)
def test_whose_watts(fields: list[str], device: str, source: PowerSource) -> None:
    assert power_source(fields, device) == source


def test_a_bicycle_has_a_meter_whatever_the_watch() -> None:
    assert power_source([], "Garmin Edge 1040", "cycling") == "meter"
    assert power_source([], "Garmin Forerunner 965", "trail_running") == "garmin"


@pytest.mark.parametrize(("first", "second"), list(itertools.product(SOURCES, SOURCES)))
def test_vendors_are_never_mixed_where_peers_draw_them_in_one_curve(first: PowerSource, second: PowerSource) -> None:
    """With one running power curve for all makers a new watch sets a record, or ends the season."""
    assert comparable(first, second) == comparable(second, first)
    assert comparable(first, second) == (first == second != "unknown")
    assert (why_not_comparable(first, second) is None) == comparable(first, second)
