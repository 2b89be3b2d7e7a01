"""Best efforts are exact: compared with brute force, at the first second, over the full length and over stops."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.efforts import best_by_distance, best_by_time, mean_maximal

whole_watts = arrays(np.float64, st.integers(1, 60), elements=st.integers(0, 1500).map(float))


@given(whole_watts)
def test_every_duration_equals_brute_force(power: np.ndarray) -> None:
    durations = range(1, power.size + 2)
    found = best_by_time(power, durations)
    assert [effort.duration for effort in found] == list(range(1, power.size + 1))
    for effort in found:
        windows = [power[start : start + effort.duration].mean() for start in range(power.size - effort.duration + 1)]
        assert effort.value == pytest.approx(max(windows))
        assert windows[effort.start] == pytest.approx(max(windows))


def test_the_window_at_the_first_second_and_the_whole_length() -> None:
    power = np.concatenate((np.full(60, 400.0), np.full(60, 100.0)))
    minute, whole = best_by_time(power, (60, 120))
    assert (minute.value, minute.start) == (400, 0)
    assert (whole.value, whole.start) == (250, 0)


def test_reference_streams(oracle: Callable[[str], Any]) -> None:
    recorded = oracle("streams")
    for case in oracle("mean_maximal_power")["cases"]:
        if "expected" not in case or case["stream"] not in recorded:
            continue
        power = np.array(recorded[case["stream"]], dtype=np.float64)
        found = {effort.duration: effort for effort in best_by_time(power, [int(key) for key in case["expected"]])}
        for duration, (watts, _) in case["expected"].items():
            assert found[int(duration)].value == pytest.approx(watts, abs=1e-9)


def test_missing_power_is_coasting_but_missing_heart_rate_is_not_bridged() -> None:
    values = np.full(100, 150.0)
    values[40:60] = math.nan
    assert best_by_time(values, (100,), "zero")[0].value == pytest.approx(120)
    assert best_by_time(values, (100,)) == ()
    assert best_by_time(values, (40,))[0].value == 150
    assert best_by_time(np.full(10, math.nan), (1, 5)) == ()
    assert best_by_time(np.zeros(0), (1,)) == ()


def test_curve_runs_from_one_second_to_the_full_length() -> None:
    curve = mean_maximal(np.arange(3600.0))
    assert (curve[0].duration, curve[0].value) == (1, 3599)
    assert (curve[-1].duration, curve[-1].value) == (3600, pytest.approx(1799.5))
    assert mean_maximal(np.zeros(0)) == ()
    assert [effort.duration for effort in mean_maximal(np.ones(1))] == [1]


def brute_force(time: np.ndarray, road: np.ndarray, target: float) -> float:
    marks = np.unique(np.concatenate((road, road - target, road + target)))
    starts = [mark for mark in marks if road[0] <= mark and mark + target <= road[-1]]
    leave = [time[np.flatnonzero(road <= mark)[-1]] for mark in starts]
    best = math.inf
    for mark, _ in zip(starts, leave, strict=True):
        best = min(best, arrival(time, road, mark + target) - departure(time, road, mark))
    return best


def arrival(time: np.ndarray, road: np.ndarray, mark: float) -> float:
    index = max(1, int(np.flatnonzero(road >= mark)[0]))
    share = (mark - road[index - 1]) / (road[index] - road[index - 1]) if road[index] > road[index - 1] else 0
    return float(time[index - 1] + share * (time[index] - time[index - 1]))


def departure(time: np.ndarray, road: np.ndarray, mark: float) -> float:
    index = min(int(np.flatnonzero(road <= mark)[-1]), road.size - 2)
    share = (mark - road[index]) / (road[index + 1] - road[index]) if road[index + 1] > road[index] else 0
    return float(time[index] + share * (time[index + 1] - time[index]))


@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 40)), min_size=1, max_size=25), st.integers(1, 200))
def test_every_distance_equals_brute_force(steps: list[tuple[int, int]], target: int) -> None:
    time = np.cumsum([0.0, *(float(seconds) for seconds, _ in steps)])
    road = np.cumsum([0.0, *(float(metres) for _, metres in steps)])
    found = best_by_distance(time, road, (float(target),))
    if target > road[-1]:
        assert found == ()
    else:
        assert found[0].duration == pytest.approx(brute_force(time, road, target))
        assert time[0] - 1e-9 <= found[0].start <= time[-1]


def test_steady_running_and_both_ends_interpolated() -> None:
    time = np.arange(0.0, 1001, 7)
    found = best_by_distance(time, 4.0 * time, (400.0, 1000.0))
    assert [effort.duration for effort in found] == pytest.approx([100, 250])


def test_a_stop_counts_inside_but_not_at_the_ends() -> None:
    time = np.array([0.0, 100, 200, 300, 400])
    road = np.array([0.0, 0, 400, 400, 800])
    one, both = best_by_distance(time, road, (400.0, 800.0))
    assert one.duration == 100
    assert (both.duration, both.start) == (300, 100)


def test_a_jump_of_the_positioning_makes_no_record() -> None:
    time = np.arange(0.0, 600)
    road = 3.0 * time
    road[300:] += 2000
    assert best_by_distance(time, road, (1000.0,))[0].duration < 10
    assert best_by_distance(time, road, (1000.0,), fastest=10.5)[0].duration > 320


@pytest.mark.parametrize("size", [0, 1])
def test_too_few_samples(size: int) -> None:
    assert best_by_distance(np.zeros(size), np.zeros(size)) == ()
