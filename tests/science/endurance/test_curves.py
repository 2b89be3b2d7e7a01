"""Mean-maximal curves are exact for whole, thousandth and odd numbers alike, and merge by the better activity."""

import math
import timeit
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.curves import DAY, Curve, curve_grid, envelope, mean_maximal, merge
from paceline.science.endurance.efforts import best_by_time

channels = st.one_of(
    arrays(np.float64, st.integers(1, 60), elements=st.integers(0, 2000).map(float)),
    arrays(np.float64, st.integers(1, 60), elements=st.integers(-200, 12000).map(lambda n: n / 1000)),
    arrays(np.float64, st.integers(1, 60), elements=st.floats(-1e3, 1e6)),
)


@given(channels)
def test_every_duration_equals_brute_force(values: np.ndarray) -> None:
    curve = mean_maximal(values, range(1, values.size + 5))
    assert curve.durations.tolist() == list(range(1, values.size + 1))
    for duration, value, start in zip(curve.durations, curve.values, curve.starts, strict=True):
        means = np.lib.stride_tricks.sliding_window_view(values, duration).mean(axis=1)
        assert value == pytest.approx(means.max(), rel=1e-9, abs=1e-9)
        assert means[start] == pytest.approx(means.max(), rel=1e-9, abs=1e-9)


def test_reference_streams(oracle: Callable[[str], Any]) -> None:
    recorded = oracle("streams")
    for case in oracle("mean_maximal_power")["cases"]:
        power = np.array(recorded[case["stream"]], dtype=np.float64)
        curve = mean_maximal(power, [int(key) for key in case["expected"]])
        for duration, (watts, start) in case["expected"].items():
            place = int(np.searchsorted(curve.durations, int(duration)))
            assert curve.values[place] == pytest.approx(watts, abs=1e-9)
            assert curve.starts[place] == start


def test_the_first_second_and_the_whole_length_which_others_miss(oracle: Callable[[str], Any]) -> None:
    """sauce4strava and sweat leave out the window that starts at the first sample."""
    case = next(c for c in oracle("mean_maximal_power")["cases"] if c["stream"] == "synth_3600")
    curve = mean_maximal(np.array(oracle("streams")["synth_3600"], dtype=np.float64))
    assert curve.at(1800) == pytest.approx(case["expected"]["1800"][0], abs=1e-9)
    assert curve.at(1800) != pytest.approx(case["peer_sauce"]["1800"], abs=0.05)
    assert curve.at(3600) is not None


@given(arrays(np.float64, st.integers(0, 80), elements=st.floats(0, 200) | st.just(math.nan)))
def test_gaps_follow_the_rule_of_best_efforts(values: np.ndarray) -> None:
    for missing in ("zero", "gap"):
        curve = mean_maximal(values, (1, 2, 7, 20, 80), missing)
        known = best_by_time(values, (1, 2, 7, 20, 80), missing)
        assert curve.durations.tolist() == [effort.duration for effort in known]
        assert curve.values == pytest.approx([effort.value for effort in known], rel=1e-9, abs=1e-9)


def test_a_standard_grid_of_about_two_hundred_that_every_length_shares() -> None:
    day = curve_grid(DAY)
    assert 190 <= day.size <= 210
    assert {5, 60, 300, 1200, 3600}.issubset(day.tolist())
    assert (np.diff(day) > 0).all()
    assert curve_grid(4000).tolist() == [*day[day <= 4000].tolist(), 4000]
    assert curve_grid(DAY + 5)[-1] == DAY + 5
    assert curve_grid(1).tolist() == [1]
    assert curve_grid(0).size == 0


def test_empty_and_single() -> None:
    assert mean_maximal(np.zeros(0)).durations.size == 0
    assert mean_maximal(np.array([7.0])).values.tolist() == [7.0]
    assert mean_maximal(np.ones(5), (0, -3, 6)).values.size == 0
    assert mean_maximal(np.full(5, math.nan), missing="gap").values.size == 0
    assert merge({}).holders == ()


def test_numbers_no_sensor_gives_are_missing() -> None:
    values = np.array([100.0, math.inf, -math.inf, 1e300, 100.0])
    assert mean_maximal(values, (1, 5)).values.tolist() == [100, 40]
    assert mean_maximal(values, (1, 5), "gap").durations.tolist() == [1]


def test_sums_beyond_32_bits_stay_exact() -> None:
    values = np.full(1500, 2_000_000.0)
    assert mean_maximal(values, (1500,)).values.tolist() == [2_000_000.0]


def test_merging_keeps_the_better_and_says_whose_it_is() -> None:
    sprint = mean_maximal(np.array([900.0, 100, 100, 60]), (1, 2, 4))
    steady = mean_maximal(np.full(6, 300.0), (1, 2, 4, 6))
    best = merge({"sprint": sprint, "steady": steady})
    assert best.durations.tolist() == [1, 2, 4, 6]
    assert best.values.tolist() == [900, 500, 300, 300]
    assert best.holders == ("sprint", "sprint", "steady", "steady")
    assert merge({"first": steady, "second": steady}).holders == ("first",) * 4


@given(st.lists(channels, min_size=1, max_size=5))
def test_a_merged_curve_is_the_maximum(recorded: list[np.ndarray]) -> None:
    curves = {str(number): mean_maximal(values, range(1, 61)) for number, values in enumerate(recorded)}
    best = merge(curves)
    for place, duration in enumerate(best.durations):
        held = {name: value for name, curve in curves.items() if (value := curve.at(duration)) is not None}
        assert best.values[place] == max(held.values()) == held[best.holders[place]]


@given(channels)
def test_the_envelope_never_rises_and_never_hides(values: np.ndarray) -> None:
    curve = mean_maximal(values, range(1, values.size + 1))
    shown = envelope(curve.values)
    assert (np.diff(shown) <= 0).all()
    assert (shown >= curve.values).all()
    assert shown.max() == curve.values.max()


def test_a_duration_the_curve_does_not_have() -> None:
    curve = Curve(np.array([1, 5]), np.array([3.0, 2.0]), np.array([0, 0]))
    assert (curve.at(5), curve.at(4), curve.at(6)) == (2.0, None, None)


@pytest.mark.parametrize("kind", ["smooth", "rough", "even", "plateaus"])
def test_numbers_that_are_no_whole_steps_are_exact_too(kind: str) -> None:
    """They are searched in coarser steps first, where many windows look alike."""
    chance = np.random.default_rng(4)
    values = {
        "smooth": 3 + chance.normal(0, 1e-5, 5000).cumsum(),
        "rough": 3 + chance.normal(0, 0.5, 5000),
        "even": np.full(5000, math.pi),
        "plateaus": np.repeat(math.pi + np.round(chance.normal(0, 1, 20), 1), 250),
    }[kind]
    curve = mean_maximal(values)
    known = best_by_time(values, curve.durations.tolist(), "zero")
    assert curve.values.tolist() == [effort.value for effort in known]
    assert curve.starts.tolist() == [effort.start for effort in known] or kind == "even"


def test_a_day_at_one_hertz_takes_milliseconds() -> None:
    """5 ms when nothing else runs; the bound only catches a search that grew out of hand."""
    watts = np.clip(np.random.default_rng(1).normal(180, 60, DAY), 0, None).round()
    assert min(timeit.repeat(lambda: mean_maximal(watts), number=1, repeat=5)) < 0.05
