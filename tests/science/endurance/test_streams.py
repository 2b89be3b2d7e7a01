"""Even seconds, moving time, climb and distance on clean, torn and hostile clocks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from paceline.science.endurance.streams import (
    ascent_descent,
    distance_from_positions,
    distance_moving,
    elapsed_time,
    even_clock,
    even_seconds,
    in_order,
    longest_step,
    moving_seconds,
    moving_time,
    pace,
    paused_until,
    sample_seconds,
    speed_from_distance,
)

EPOCH = 1_762_000_000.0
NAN = math.nan


def clocks(size: int = 50) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, st.integers(0, size), elements=st.floats(0, 1e6) | st.just(NAN))


@given(clocks())
def test_in_order_is_strictly_increasing_and_starts_with_the_first_known(time: np.ndarray) -> None:
    kept = time[in_order(time)]
    assert (np.diff(kept) > 0).all()
    assert kept.size == 0 or kept[0] == time[np.isfinite(time)][0]
    assert kept.size > 0 or not np.isfinite(time).any()


def test_duplicate_and_backward_timestamps_are_left_out() -> None:
    time = np.array([0.0, 1, 1, 0.5, NAN, 2])
    assert in_order(time).tolist() == [True, True, False, False, False, True]
    assert in_order(np.array([0.0, 1e-135])).tolist() == [True, False]


def test_one_hertz_passes_through_unchanged() -> None:
    time = EPOCH + np.arange(100) + 0.123
    values = np.sin(np.arange(100.0))
    values[[3, 50]] = NAN
    assert np.array_equal(even_seconds(time, values), values, equal_nan=True)


def test_half_hertz_and_smart_recording_are_joined_linearly() -> None:
    time = EPOCH + np.array([0.0, 2, 4, 10])
    assert even_seconds(time, np.array([0.0, 20, 40, 100])).tolist() == [10.0 * second for second in range(11)]


def test_missing_values_are_not_bridged() -> None:
    found = even_seconds(np.array([0.0, 2, 4, 6]), np.array([1.0, NAN, 3, 5]))
    assert np.array_equal(found, [1, NAN, NAN, NAN, 3, 4, 5], equal_nan=True)


def test_long_gaps_and_pauses_are_left_out_not_filled() -> None:
    time = np.concatenate((np.arange(0.0, 60), np.arange(20000.0, 20060)))
    assert even_clock(time).size == 120
    assert even_clock(np.arange(0.0, 61), pauses=[(10, 30)]).size == 61 - 19
    assert even_clock(np.array([0.0, 1e12])).size == 2


@given(clocks())
def test_even_clock_never_outgrows_what_was_recorded(time: np.ndarray) -> None:
    assert even_clock(time).size <= 31 * max(1, time.size)


@pytest.mark.parametrize("size", [0, 1])
def test_empty_and_single_sample(size: int) -> None:
    time, values = np.zeros(size), np.ones(size)
    assert even_seconds(time, values).size == size
    assert sample_seconds(time).sum() == 0
    assert speed_from_distance(time, values).size == size
    assert ascent_descent(values).ascent.value is None
    assert distance_from_positions(values, values).size == size


def test_overlapping_pauses_count_once() -> None:
    moments = np.array([0.0, 10, 15, 20, 40])
    assert paused_until(moments, [(12, 18), (10, 14), (30, 30), (25, 20)]).tolist() == [0, 0, 5, 8, 8]
    assert paused_until(moments, []).tolist() == [0] * 5


def test_a_sample_stands_for_the_time_before_it_less_the_pause() -> None:
    assert sample_seconds(np.array([0.0, 5, 10, 100])).tolist() == [0, 5, 5, 0]
    assert sample_seconds(np.array([0.0, 5, 10, 100]), pauses=[(10, 95)]).tolist() == [0, 5, 5, 5]


def test_elapsed_time() -> None:
    assert elapsed_time(np.array([5.0, 6, 65])).value == 60
    assert elapsed_time(np.array([NAN])).value is None


def test_moving_time_from_speed_and_from_distance() -> None:
    time = np.arange(0.0, 101)
    speed = np.where((time > 20) & (time <= 50), 0.1, 3.0)
    assert moving_time(time, speed=speed).value == 70
    distance = np.concatenate(([0.0], np.cumsum(speed[1:])))
    assert moving_time(time, distance=distance).value == 70
    assert moving_time(time, speed=speed, pauses=[(90, 100)]).value == 60
    assert moving_time(time).value is None
    assert moving_time(time, speed=np.full(101, NAN)).value is None


def test_moving_time_of_a_watch_that_writes_once_a_minute() -> None:
    """Open water: a point every 50 s or so is how such a watch records, not a row of stops."""
    time = np.cumsum(np.concatenate(([0.0], np.tile([45.0, 52.0, 62.0], 30))))
    speed = np.concatenate(([0.0], np.full(90, 0.95)))
    assert moving_time(time, speed=speed).value == time[-1]
    assert longest_step(time) == 104
    time[60:] += 1800
    assert moving_time(time, speed=speed).value == pytest.approx(time[-1] - 1800 - (time[60] - time[59] - 1800))


def test_half_a_minute_is_the_longest_step_of_a_watch_that_writes_each_second() -> None:
    assert longest_step(np.arange(100.0)) == longest_step(np.zeros(1)) == longest_step(np.zeros(0)) == 30


def test_metres_without_time_in_motion_count_for_no_speed() -> None:
    seconds = np.array([0.0, 1, 1, 0, 0, 1, 0])
    distance = np.array([0.0, 3, 6, 6.4, NAN, 9.8, 40])
    assert distance_moving(distance, seconds).value == pytest.approx(3 + 3 + 3.4)
    assert distance_moving(distance, np.ones(7)).value == 40
    assert distance_moving(np.full(7, NAN), seconds).value is None


@given(clocks())
def test_time_in_motion_is_never_longer_than_the_clock(time: np.ndarray) -> None:
    clock = time[in_order(time)]
    seconds = moving_seconds(clock, np.full(clock.size, 2.0))
    assert seconds.sum() <= (clock[-1] - clock[0] if clock.size else 0) + 1e-6


def test_speed_from_distance_never_runs_backwards() -> None:
    time = np.array([0.0, 1, 2, 2, 3])
    speeds = speed_from_distance(time, np.array([0.0, 5, 3, 9, NAN]))
    assert speeds[:3].tolist() == [5, 5, 0]
    assert np.isnan(speeds[3:]).all()


def test_pace() -> None:
    assert pace(4.0).value == 250
    assert pace(0.0).value is None
    assert pace(NAN).value is None


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    total = distance_from_positions(np.array([0.0, NAN, 1.0]), np.array([0.0, NAN, 0.0]))
    assert total[-1] == pytest.approx(111195, abs=1)
    assert math.isnan(total[1])


def test_noise_below_the_hysteresis_is_no_climb() -> None:
    noise = 100 + np.tile([0.0, 1.4, -1.4], 500)
    climb = ascent_descent(noise)
    assert (climb.ascent.value, climb.descent.value) == (0, 0)


def test_hills_are_counted_in_full() -> None:
    profile = np.concatenate((np.linspace(100, 180, 400), np.linspace(180, 150, 200), np.linspace(150, 200, 300)))
    climb = ascent_descent(profile)
    assert climb.ascent.value == pytest.approx(130)
    assert climb.descent.value == pytest.approx(30)


@given(arrays(np.float64, st.integers(2, 80), elements=st.floats(-400, 8000)))
def test_climb_less_drop_is_the_net_height_within_the_hysteresis(altitude: np.ndarray) -> None:
    climb = ascent_descent(altitude)
    up, down = climb.ascent.value, climb.descent.value
    assert up is not None
    assert down is not None
    assert min(up, down) >= 0
    assert abs((up - down) - (altitude[-1] - altitude[0])) < 6 + 1e-6
    reverse = ascent_descent(altitude[::-1])
    assert reverse.ascent.value == pytest.approx(down, abs=6)


@pytest.mark.parametrize("noise", [0.3, 1.0, 2.5])
def test_a_long_line_is_climbed_as_one_walked_point_by_point(noise: float) -> None:
    altitude = 60 * np.sin(np.arange(4000) / 90) + np.random.default_rng(3).normal(0, noise, 4000)
    low = high = altitude[0]
    turns, direction = [], 0
    for height in altitude[1:]:
        low, high = min(low, height), max(high, height)
        if direction >= 0 and high - height >= 3:
            turns.append(high)
            direction, low = -1, height
        elif direction <= 0 and height - low >= 3:
            turns.append(low)
            direction, high = 1, height
    swings = np.diff([*turns, high if direction > 0 else low])
    climb = ascent_descent(altitude)
    assert climb.ascent.value == pytest.approx(swings[swings > 0].sum(), rel=1e-12)
    assert climb.descent.value == pytest.approx(-swings[swings < 0].sum(), rel=1e-12)


def test_a_pause_over_everything_leaves_nothing() -> None:
    assert even_seconds(np.array([1.0, 2.0, 3.0]), np.array([5.0, 6.0, 7.0]), pauses=[(0, 17)]).size == 0


@given(clocks(30), st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), max_size=5))
def test_recorded_seconds_are_never_negative(time: np.ndarray, pauses: list[tuple[float, float]]) -> None:
    seconds = sample_seconds(time[in_order(time)], pauses)
    assert (seconds >= 0).all()
    assert (seconds <= 30).all()
