"""TRIMP and its threshold-hour score against published values and impossible thresholds."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.heart import (
    Sex,
    edwards_trimp,
    heart_rate_stress_score,
    lucia_trimp,
    trimp,
    trimp_from_average,
)


def steady(minutes: int, reserve: float) -> tuple[np.ndarray, np.ndarray]:
    time = np.arange(0.0, minutes * 60 + 1)
    return time, np.full(time.size, 60 + reserve * 130)


@pytest.mark.parametrize(("sex", "expected"), [("male", 103.0673353251515), ("female", 116.26205389934124)])
def test_an_hour_at_seventy_percent(sex: Sex, expected: float) -> None:
    time, beats = steady(60, 0.7)
    assert trimp(time, beats, max_hr=190, resting_hr=60, sex=sex).value == pytest.approx(expected)
    assert trimp_from_average(3600, 151, max_hr=190, resting_hr=60, sex=sex).value == pytest.approx(expected)


def test_reference_values(oracle: Callable[[str], Any]) -> None:
    for case in oracle("trimp_hrtss_srpe")["cases"]:
        if case["fn"] == "banister_trimp":
            for sex, key in (("male", "male"), ("female", "female_morton1990_0_86")):
                found = trimp_from_average(
                    case["minutes"] * 60, 60 + case["hrr"] * 130, max_hr=190, resting_hr=60, sex=sex
                )
                assert found.value == pytest.approx(case[key], rel=1e-9)


def test_per_sample_on_a_published_ride(oracle: Callable[[str], Any]) -> None:
    ride = np.array(oracle("clarke_hr_stream"), dtype=np.float64)
    case = next(c for c in oracle("trimp_hrtss_srpe")["cases"] if c["fn"] == "per_sample_trimp_clarke_hr")
    impulse = trimp(ride[:, 0], ride[:, 1], max_hr=190, resting_hr=45, sex="male")
    assert impulse.value == pytest.approx(case["expected_trimp"], rel=1e-9)
    score = heart_rate_stress_score(impulse.value, max_hr=190, resting_hr=45, lthr=170, sex="male")
    assert score.value == pytest.approx(case["tTSS_check"], rel=1e-9)


@pytest.mark.parametrize(("lthr", "expected"), [(163, 239.0876), (170.5, 199.4920)])
def test_stress_score_against_threshold(lthr: float, expected: float) -> None:
    score = heart_rate_stress_score(333, max_hr=190, resting_hr=60, lthr=lthr, sex="male")
    assert score.value == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("sex", ["male", "female", None])
def test_an_hour_at_threshold_is_a_hundred(sex: Sex | None) -> None:
    time, beats = steady(60, 0.85)
    impulse = trimp(time, beats, max_hr=190, resting_hr=60, sex=sex)
    score = heart_rate_stress_score(impulse.value, max_hr=190, resting_hr=60, sex=sex)
    assert score.value == pytest.approx(100)
    assert score.caution is not None
    assert (impulse.caution is None) == (sex is not None)


@pytest.mark.parametrize(
    ("max_hr", "resting_hr"), [(None, 60), (190, None), (0, 60), (60, 60), (50, 60), (math.nan, 60), (190, -1)]
)
def test_unusable_reserve(max_hr: float | None, resting_hr: float | None) -> None:
    time, beats = steady(10, 0.5)
    assert trimp(time, beats, max_hr=max_hr, resting_hr=resting_hr).reason
    assert heart_rate_stress_score(50, max_hr=max_hr, resting_hr=resting_hr).reason
    assert trimp_from_average(600, 120, max_hr=max_hr, resting_hr=resting_hr).reason


@pytest.mark.parametrize("lthr", [60, 40, 200, math.nan])
def test_threshold_outside_the_reserve(lthr: float) -> None:
    assert "between" in (heart_rate_stress_score(50, max_hr=190, resting_hr=60, lthr=lthr).reason or "")


def test_dropouts_gaps_and_pauses_add_nothing() -> None:
    time, beats = steady(60, 0.5)
    whole = trimp(time, beats, max_hr=190, resting_hr=60, sex="male").value
    holes = beats.copy()
    holes[100:700] = 0
    part = trimp(time, holes, max_hr=190, resting_hr=60, sex="male").value
    paused = trimp(time, beats, max_hr=190, resting_hr=60, sex="male", pauses=((99, 699),)).value
    assert whole is not None
    assert part == pytest.approx(whole * 5 / 6)
    assert paused == pytest.approx(whole * 5 / 6)
    holes[100:1200] = math.nan
    assert "quarter" in (trimp(time, holes, max_hr=190, resting_hr=60, sex="male").reason or "")


@given(arrays(np.float64, st.integers(0, 60), elements=st.floats(-20, 400) | st.just(math.nan)))
def test_any_heart_rate_stays_between_rest_and_maximum(beats: np.ndarray) -> None:
    metric = trimp(np.arange(float(beats.size)), beats, max_hr=190, resting_hr=60, sex="male")
    most = beats.size / 60 * 0.64 * math.exp(1.92)
    assert metric.reason if metric.value is None else 0 <= metric.value <= most


def stretches(*minutes_and_bpm: tuple[int, float]) -> tuple[np.ndarray, np.ndarray]:
    beats = np.concatenate([np.full(minutes * 60, bpm) for minutes, bpm in minutes_and_bpm])
    return np.arange(0.0, beats.size + 1), np.concatenate((beats[:1], beats))


def test_lucia_of_three_stretches(oracle: Callable[[str], Any]) -> None:
    case = next(case for case in oracle("trimp_hrtss_srpe")["cases"] if case["fn"] == "lucia")
    below, between, above = case["minutes_below_vt1_between_above_vt2"]
    time, beats = stretches((below, 120), (between, 150), (above, 175))
    assert lucia_trimp(time, beats, vt1=140, vt2=165).value == pytest.approx(case["expected"])


def test_edwards_weighs_tenths_of_maximum_and_an_edge_counts_upward() -> None:
    time, beats = stretches((10, 90), (10, 100), (10, 120), (10, 140), (10, 160), (10, 180))
    assert edwards_trimp(time, beats, max_hr=200).value == pytest.approx(10 * (0 + 1 + 2 + 3 + 4 + 5))
    edge = np.full(601, math.nextafter(120.0, 0))
    assert edwards_trimp(np.arange(601.0), edge, max_hr=200).value == pytest.approx(10)
    assert edwards_trimp(np.arange(601.0), np.full(601, 250.0), max_hr=200).value == pytest.approx(50)


@pytest.mark.parametrize(
    ("vt1", "vt2"), [(None, 160), (140, None), (0, 160), (160, 160), (170, 160), (math.nan, 160), (140, math.inf)]
)
def test_lucia_needs_two_thresholds_in_order(vt1: float | None, vt2: float | None) -> None:
    time, beats = steady(10, 0.5)
    assert lucia_trimp(time, beats, vt1=vt1, vt2=vt2).reason


@pytest.mark.parametrize("max_hr", [None, 0.0, -1.0, math.nan, math.inf])
def test_edwards_needs_a_maximum(max_hr: float | None) -> None:
    time, beats = steady(10, 0.5)
    assert edwards_trimp(time, beats, max_hr=max_hr).reason


def test_zone_impulses_leave_out_pauses_and_refuse_a_session_without_heart_rate() -> None:
    time, beats = steady(60, 0.5)
    whole = edwards_trimp(time, beats, max_hr=190).value
    assert whole is not None
    paused = edwards_trimp(time, beats, max_hr=190, pauses=((99, 699),)).value
    assert paused == pytest.approx(whole * 5 / 6)
    beats[100:1200] = math.nan
    assert "quarter" in (edwards_trimp(time, beats, max_hr=190).reason or "")
    assert "no heart rate" in (lucia_trimp(time, np.zeros(time.size), vt1=140, vt2=160).reason or "")
