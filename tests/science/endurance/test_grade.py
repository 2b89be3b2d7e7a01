"""What slopes cost, against Minetti's measurements and the population curve."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.grade import (
    energy_used,
    foot_cost,
    grade_along,
    graded_speed,
    normalized_graded_speed,
    pace_factor,
    running_cost,
    running_stress_score,
    swimming_stress_score,
    walking_cost,
)


@pytest.mark.parametrize(("grade", "measured"), [(0.0, 3.40), (-0.20, 1.73), (-0.45, 3.92), (0.45, 18.93)])
def test_running_cost_is_near_minettis_measurements(grade: float, measured: float) -> None:
    assert float(running_cost(grade)) == pytest.approx(measured, abs=0.5)


def test_reference_curves(oracle: Callable[[str], Any]) -> None:
    for case in oracle("grade_adjustment")["cases"]:
        if case["fn"] == "minetti_running_cost":
            assert float(running_cost(case["grade"])) == pytest.approx(case["expected_j_kg_m"], abs=1e-9)
        if case["fn"] == "minetti_walking_cost":
            assert float(walking_cost(case["grade"])) == pytest.approx(case["expected_j_kg_m"], abs=1e-9)
        if case["fn"] == "strava_gap_curve_points":
            assert float(pace_factor(case["grade_pct"] / 100)) == pytest.approx(case["factor"], abs=1e-9)


@pytest.mark.parametrize(
    ("percent", "factor"),
    [(0, 1), (5, 1.19), (10, 1.48), (20, 2.29), (-5, 0.9), (-8, 0.875), (-20, 1.085), (60, 3.739)],
)
def test_population_pace_factor(percent: float, factor: float) -> None:
    assert float(pace_factor(percent / 100)) == pytest.approx(factor, abs=1e-9)


def test_minetti_factor() -> None:
    assert float(pace_factor(0.10, "minetti")) == pytest.approx(1.658, abs=1e-3)
    assert float(pace_factor(-0.20, "minetti")) == pytest.approx(0.500, abs=1e-3)
    assert float(pace_factor(0.9, "minetti")) == float(pace_factor(0.45, "minetti"))


@given(st.floats(0, 1), st.floats(0, 1))
def test_steeper_up_costs_more(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert float(pace_factor(low)) <= float(pace_factor(high)) + 1e-12


def test_a_steady_hill_has_a_steady_grade() -> None:
    distance = np.arange(0.0, 1000, 3)
    slope = grade_along(distance, 200 + 0.08 * distance)
    assert slope == pytest.approx(np.full(distance.size, 0.08))
    assert graded_speed(np.full(3, 3.0), np.array([0.0, 0.10, math.nan])) == pytest.approx([3, 4.44, 3])


@given(
    arrays(np.float64, 40, elements=st.floats(0, 5000) | st.just(math.nan)),
    arrays(np.float64, 40, elements=st.floats(-400, 9000) | st.just(math.nan)),
)
def test_grade_is_held_within_what_was_measured(distance: np.ndarray, altitude: np.ndarray) -> None:
    slope = grade_along(distance, altitude)
    known = slope[np.isfinite(slope)]
    assert (np.abs(known) <= 0.45).all()


def test_no_road_no_grade() -> None:
    assert np.isnan(grade_along(np.zeros(10), np.arange(10.0))).all()
    assert np.isnan(grade_along(np.arange(10.0), np.full(10, math.nan))).all()
    assert grade_along(np.zeros(0), np.zeros(0)).size == 0


@pytest.mark.parametrize(
    ("seconds", "pace", "threshold", "expected"),
    [(3600, 300, 300, 100), (3600, 300, 270, 81), (5400, 330, 285, 111.8801652892562)],
)
def test_running_stress_score(seconds: float, pace: float, threshold: float, expected: float) -> None:
    assert running_stress_score(seconds, 1000 / pace, 1000 / threshold).value == pytest.approx(expected)


def test_swimming_stress_score_is_cubic() -> None:
    assert swimming_stress_score(3700, 50 / 60, 1.0).value == pytest.approx(59.47788065843621)


@pytest.mark.parametrize("threshold", [None, 0.0, -3.0, math.nan])
def test_scores_without_a_threshold(threshold: float | None) -> None:
    assert running_stress_score(3600, 3, threshold).value is None
    assert swimming_stress_score(3600, 1, threshold).value is None


def test_scores_without_speed_or_time() -> None:
    assert running_stress_score(3600, None, 4).value is None
    assert running_stress_score(3600, math.nan, 4).value is None
    assert running_stress_score(-1, 3, 4).value is None


def test_normalized_graded_speed() -> None:
    assert normalized_graded_speed(np.full(600, 3.5)).value == pytest.approx(3.5)
    assert normalized_graded_speed(np.full(29, 3.5)).value is None
    assert normalized_graded_speed(np.full(100, math.nan)).value is None


def test_minetti_as_measured(oracle: Callable[[str], Any]) -> None:
    curves = {"minetti_measured_running": running_cost, "minetti_measured_walking": walking_cost}
    for case in oracle("grade_adjustment")["cases"]:
        if case["fn"] in curves:
            assert float(curves[case["fn"]](case["grade"])) == pytest.approx(case["poly"], abs=1e-9)
            assert abs(case["poly"] - case["measured"]) < 0.9


def test_hiking_counts_only_where_ultra_runners_hike() -> None:
    assert float(foot_cost(0.10)) == float(running_cost(0.10))
    assert float(foot_cost(-0.2)) == float(running_cost(-0.2))
    assert float(foot_cost(0.25)) == float(walking_cost(0.25)) < float(running_cost(0.25))
    assert (foot_cost(np.linspace(-1, 1, 201)) > 0).all()


def test_energy_of_a_level_kilometre() -> None:
    road = np.arange(0.0, 1001, 10)
    assert energy_used(road, np.zeros(road.size), 70).value == pytest.approx(3.6 * 1000 * 70)
    assert energy_used(road, np.full(road.size, math.nan), 70).value == pytest.approx(3.6 * 1000 * 70)
    assert energy_used(road, np.full(road.size, 0.1), 70).value == pytest.approx(5.968214 * 1000 * 70)


@pytest.mark.parametrize("weight", [None, 0.0, -70.0, math.nan, math.inf])
def test_energy_without_weight_or_road(weight: float | None) -> None:
    assert energy_used(np.arange(5.0), np.zeros(5), weight).reason
    assert energy_used(np.full(5, math.nan), np.zeros(5), 70).reason
    assert energy_used(np.zeros(0), np.zeros(0), 70).reason
