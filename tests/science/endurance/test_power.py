"""Normalized power and what follows from it: definition, published cases, hostile channels."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.power import (
    bike_score,
    decoupling,
    efficiency_factor,
    intensity_factor,
    normalized_power,
    relative_intensity,
    training_stress_score,
    variability_index,
    x_power,
)

NAN = math.nan
streams = arrays(np.float64, st.integers(0, 90), elements=st.floats(-500, 3000) | st.just(NAN))


def by_definition(power: np.ndarray) -> float:
    windows = [power[end - 30 : end].mean() for end in range(30, power.size + 1)]
    return float(np.mean(np.array(windows) ** 4) ** 0.25)


def test_constant_power_is_itself() -> None:
    assert normalized_power(np.full(3600, 200.0)).value == pytest.approx(200, abs=1e-9)


def test_thirty_seconds_on_and_off() -> None:
    on_off = np.tile(np.repeat([400.0, 0.0], 30), 60)
    assert normalized_power(on_off).value == pytest.approx(267.647876, abs=1e-5)


@given(arrays(np.float64, st.integers(30, 90), elements=st.floats(0, 3000)))
def test_equals_the_definition_window_by_window(power: np.ndarray) -> None:
    assert normalized_power(power).value == pytest.approx(by_definition(power), rel=1e-9, abs=1e-6)


def test_reference_streams(oracle: Callable[[str], Any]) -> None:
    recorded = oracle("streams")
    for case in oracle("normalized_power")["cases"]:
        if case["stream"] not in recorded:
            continue
        power = np.array(recorded[case["stream"]], dtype=np.float64)
        found = normalized_power(power).value
        assert found == pytest.approx(case["np_reference"], abs=1e-9)
        assert intensity_factor(found, 250).value == pytest.approx(case["if_ftp250"], rel=1e-9)
        assert training_stress_score(power.size, found, 250).value == pytest.approx(case["tss_ftp250"], rel=1e-9)
        assert variability_index(found, float(power.mean())).value == pytest.approx(case["vi"], rel=1e-9)


def test_textbook_stress_scores() -> None:
    assert training_stress_score(3600, 250, 250).value == pytest.approx(100)
    assert training_stress_score(7200, 180, 240).value == pytest.approx(112.5)
    assert training_stress_score(5400, 220, 275).value == pytest.approx(96)


def test_real_activities(oracle: Callable[[str], Any]) -> None:
    for case in oracle("tss_intervals_icu")["cases"]:
        if "icu_load" in case:
            found = training_stress_score(case["moving_time_s"], case["np_w"], case["ftp_w"]).value
            assert found == pytest.approx(case["icu_load"], abs=1)


@given(streams)
def test_any_channel_gives_a_plausible_value_or_a_reason(power: np.ndarray) -> None:
    metric = normalized_power(power)
    if metric.value is None:
        assert power.size < 30 or not np.isfinite(power).any()
    else:
        assert 0 <= metric.value <= max(0, np.nanmax(power)) + 1e-6


def test_empty_short_missing_zero_and_negative_power() -> None:
    assert "no power" in (normalized_power(np.zeros(0)).reason or "")
    assert "no power" in (normalized_power(np.full(100, NAN)).reason or "")
    assert "30 seconds" in (normalized_power(np.ones(29)).reason or "")
    assert normalized_power(np.zeros(100)).value == 0
    assert normalized_power(np.full(100, -5.0)).value == 0
    assert normalized_power(np.full(100, 200.0)).caution is not None
    assert normalized_power(np.full(300, 200.0)).caution is None
    assert normalized_power(np.full(60, 1e200)).value == pytest.approx(1e200)


@pytest.mark.parametrize("ftp", [None, 0.0, -200.0, NAN, math.inf])
def test_without_a_threshold_there_is_no_intensity(ftp: float | None) -> None:
    assert intensity_factor(200, ftp).value is None
    assert training_stress_score(3600, 200, ftp).value is None


def test_undefined_ratios() -> None:
    assert variability_index(200, 0).value is None
    assert efficiency_factor(200, 0).value is None
    assert efficiency_factor(None, 140).value is None
    assert efficiency_factor(210, 140).value == 1.5
    assert training_stress_score(-1, 200, 250).value is None


def test_decoupling_of_two_halves() -> None:
    time = np.arange(3600.0)
    power, beats = np.repeat([200.0, 190.0], 1800), np.repeat([140.0, 150.0], 1800)
    assert decoupling(time, power, beats).value == pytest.approx(11.33333333333334)
    speed, pulse = np.repeat([3.0, 2.9], 1800), np.repeat([150.0, 156.0], 1800)
    assert decoupling(time, speed, pulse).value == pytest.approx(7.051282051282054)


def test_decoupling_on_the_reference_stream(oracle: Callable[[str], Any]) -> None:
    power = np.array(oracle("streams")["synth_3600"], dtype=np.float64)
    beats = 130 + np.round(20 * np.arange(3600) / 3600)
    expected = next(case for case in oracle("aerobic_decoupling")["cases"] if case.get("stream") == "synth_3600")
    found = decoupling(np.arange(3600.0), power, beats).value
    assert found == pytest.approx(expected["mean_power_based_pct"], abs=0.01)


def test_decoupling_undefined() -> None:
    time, ones = np.arange(100.0), np.ones(100)
    assert decoupling(np.zeros(0), np.zeros(0), np.zeros(0)).value is None
    assert decoupling(time, ones, np.zeros(100)).value is None
    assert decoupling(time, np.zeros(100), ones).value is None
    assert decoupling(time, ones, ones, warm_up=200).value is None
    assert decoupling(np.array([5.0]), np.ones(1), np.ones(1)).value is None


def test_x_power_of_the_reference_streams(oracle: Callable[[str], Any]) -> None:
    recorded = oracle("streams")
    for case in oracle("normalized_power")["cases"]:
        power = np.array(recorded[case["stream"]], dtype=np.float64)
        assert x_power(power).value == pytest.approx(case["xpower_gc_seed0"], abs=1e-9)
        assert x_power(power).value == pytest.approx(case["peer_gc_xpower"], abs=1e-6)


@given(streams)
def test_x_power_of_any_channel_is_below_its_peak_or_has_a_reason(power: np.ndarray) -> None:
    metric = x_power(power)
    if metric.value is None:
        assert power.size < 30 or not np.isfinite(power).any()
    else:
        assert 0 <= metric.value <= max(0, np.nanmax(power)) + 1e-6


def test_x_power_of_rest_and_of_a_corrupt_reading() -> None:
    assert x_power(np.zeros(100)).value == 0
    assert x_power(np.full(100, -5.0)).value == 0
    assert x_power(np.full(60, 1e200)).value is not None
    assert "30 seconds" in (x_power(np.ones(29)).reason or "")


def test_bike_score_is_a_hundred_for_an_hour_at_critical_power() -> None:
    assert bike_score(3600, 250, 250).value == pytest.approx(100)
    assert bike_score(1800, 200, 250).value == pytest.approx(32)
    assert relative_intensity(200, 250).value == pytest.approx(0.8)


@pytest.mark.parametrize("threshold", [None, 0.0, -200.0, NAN, math.inf])
def test_without_a_critical_power_there_is_no_bike_score(threshold: float | None) -> None:
    assert bike_score(3600, 200, threshold).value is None
    assert relative_intensity(200, threshold).reason
    assert bike_score(-1, 200, 250).value is None
    assert bike_score(3600, None, 250).value is None
