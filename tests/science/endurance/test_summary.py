"""Summaries of rides, runs, pool swims and gym sessions, with and without every channel."""

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.endurance.summary import Lap, Summary, Thresholds, summarise

EPOCH = 1_762_000_000.0
HOUR = EPOCH + np.arange(3601.0)
ATHLETE = Thresholds(max_hr=190, resting_hr=50, lthr=170, ftp=250, threshold_speed=4.0, sex="female", weight=60)


def test_an_even_hour_on_the_bike_at_threshold() -> None:
    channels = {
        "power": np.full(3601, 250.0),
        "heart_rate": np.full(3601, 168.0),
        "cadence": np.where(np.arange(3601) % 10 == 0, 0, 90.0),
        "temperature": np.full(3601, -2.0),
        "speed": np.full(3601, 10.0),
        "distance": np.arange(3601) * 10.0,
    }
    ride = summarise(HOUR, channels, "cycling", thresholds=ATHLETE)
    assert (ride.elapsed, ride.timer, ride.moving, ride.distance) == (3600, 3600, 3600, 36000)
    assert ride.normalized_power == pytest.approx(250)
    assert (ride.load.value, ride.load.method) == (pytest.approx(100, rel=1e-3), "power")
    assert ride.intensity == pytest.approx(1)
    assert ride.variability_index == pytest.approx(1)
    assert ride.efficiency_factor == pytest.approx(250 / 168)
    assert ride.decoupling == pytest.approx(0)
    assert (ride.average_cadence, ride.average_temperature) == (90, -2)
    assert ride.average_speed == pytest.approx(10)
    assert ride.ascent is None
    assert "altitude" in ride.reasons["ascent"]
    assert ride.reasons["graded_speed"] == "Graded pace is for running and walking."


def test_an_hour_of_running_at_threshold_pace_and_up_a_hill() -> None:
    flat = {"distance": np.arange(3601) * 4.0, "altitude": np.full(3601, 100.0)}
    run = summarise(HOUR, flat, "running", thresholds=ATHLETE)
    assert (run.load.value, run.load.method) == (pytest.approx(100, rel=1e-3), "pace")
    hill = flat | {"altitude": 100 + np.arange(3601) * 0.2}
    climb = summarise(HOUR, hill, "running", thresholds=ATHLETE)
    assert climb.ascent == pytest.approx(720)
    assert climb.graded_speed == pytest.approx(4 * 1.19)
    assert climb.load.value == pytest.approx(100 * 1.19**2, rel=1e-3)
    assert climb.intensity == pytest.approx(1.19, rel=1e-3)


def test_a_run_from_positions_alone() -> None:
    latitude = 51 + np.arange(3601) * 3.0 / 111195
    run = summarise(HOUR, {"latitude": latitude, "longitude": np.zeros(3601)}, "running", thresholds=ATHLETE)
    assert run.distance == pytest.approx(10800, rel=1e-3)
    assert run.average_speed == pytest.approx(3, rel=1e-3)
    assert run.load.method == "pace"


def test_pool_swim_with_lengths_instead_of_positions() -> None:
    laps = [Lap(EPOCH + 30 * n, 30, 25) for n in range(40)]
    swim = summarise(np.zeros(0), {}, "pool_swimming", laps=laps, thresholds=Thresholds(threshold_speed=1.0))
    assert (swim.elapsed, swim.moving, swim.distance) == (1200, 1200, 1000)
    assert swim.average_speed == pytest.approx(5 / 6)
    assert swim.load.method == "pace"
    assert swim.load.value == pytest.approx(1200 / 3600 * (5 / 6) ** 3 * 100)
    assert swim.intensity == pytest.approx(5 / 6)


def test_pool_swim_recorded_in_jumps_of_a_length() -> None:
    distance = np.floor(np.arange(1201) / 30) * 25
    swim = summarise(EPOCH + np.arange(1201.0), {"distance": distance}, "swimming")
    assert swim.moving == 1200
    assert swim.average_speed == pytest.approx(1000 / 1200)


def test_a_swim_with_a_point_a_minute_is_not_a_hundred_metres_a_second() -> None:
    time = EPOCH + np.arange(80) * 58.0
    swim = summarise(time, {"speed": np.full(80, 0.96), "distance": np.arange(80) * 58 * 0.96}, "open_water_swimming")
    assert swim.moving == swim.elapsed == 79 * 58
    assert swim.average_speed == pytest.approx(0.96)


def test_average_speed_is_not_faster_than_anyone_went() -> None:
    """Mostly a shuffle of 0.2 m/s: its metres belong to no time in motion."""
    speed = np.where(np.arange(301) < 30, 0.7, 0.2)
    walk = summarise(EPOCH + np.arange(301.0), {"speed": speed, "distance": np.cumsum(speed) - speed[0]}, "walking")
    assert walk.moving == 29
    assert walk.average_speed == pytest.approx(0.7)
    assert walk.average_speed <= (walk.max_speed or 0) + 1e-9


def test_strength_by_heart_rate_by_feel_and_by_nothing() -> None:
    beats = {"heart_rate": np.full(3601, 120.0)}
    assert summarise(HOUR, beats, "strength_training", thresholds=ATHLETE).load.method == "heart_rate"
    felt = summarise(EPOCH + np.array([0.0, 3600]), {}, "strength_training", rpe=6)
    assert (felt.load.method, felt.load.value) == ("rpe", pytest.approx(70))
    unknown = summarise(EPOCH + np.array([0.0, 3600]), {}, "strength_training")
    assert unknown.load.method == "duration"
    assert unknown.intensity is None
    assert unknown.distance is None
    assert unknown.reasons["distance"] == "No distance was recorded."


def test_pauses_count_in_elapsed_but_nowhere_else() -> None:
    channels = {"power": np.full(3601, 250.0), "distance": np.arange(3601) * 10.0}
    ride = summarise(HOUR, channels, "cycling", pauses=[(EPOCH + 600, EPOCH + 1200)], thresholds=ATHLETE)
    assert (ride.elapsed, ride.timer, ride.moving) == (3600, 3000, 3000)
    assert ride.load.value == pytest.approx(100 * 3000 / 3600, rel=1e-3)


def test_a_trainer_ride_without_speed_moves_by_the_stopwatch() -> None:
    for channels in ({"power": np.full(3601, 200.0)}, {"power": np.full(3601, 200.0), "distance": np.zeros(3601)}):
        ride = summarise(HOUR, channels, "cycling", pauses=[(EPOCH, EPOCH + 600)])
        assert ride.moving == 3000
        assert "stopwatch" in ride.cautions["moving"]


def test_a_night_between_two_halves_adds_no_load() -> None:
    time = np.concatenate((EPOCH + np.arange(1800.0), EPOCH + 40000 + np.arange(1800.0)))
    ride = summarise(time, {"power": np.full(3600, 250.0)}, "cycling", thresholds=ATHLETE)
    assert ride.load.value == pytest.approx(100)
    assert ride.elapsed == 41799


def test_half_hertz_recording_scores_the_same() -> None:
    time = HOUR[::2]
    ride = summarise(time, {"power": np.full(time.size, 200.0)}, "cycling", thresholds=ATHLETE)
    assert ride.load.value == pytest.approx(64, rel=1e-3)


def test_an_uneven_ride_warns_about_decoupling() -> None:
    power = np.tile(np.repeat([400.0, 50.0], 60), 31)[:3601]
    ride = summarise(HOUR, {"power": power, "heart_rate": np.full(3601, 150.0)}, "cycling", thresholds=ATHLETE)
    assert ride.decoupling is not None
    assert "uneven" in ride.cautions["decoupling"]


def test_a_spike_is_no_top_speed() -> None:
    speed = np.full(3601, 3.0)
    speed[100] = 80
    run = summarise(HOUR, {"speed": speed, "distance": np.arange(3601) * 3.0}, "running")
    assert run.max_speed == 3


def test_nothing_at_all() -> None:
    empty = summarise(np.zeros(0), {}, "running")
    known = {item.name for item in fields(Summary) if getattr(empty, item.name) is not None}
    assert known == {"load", "reasons", "cautions"}
    assert empty.load.value is None
    assert empty.load.reason == "Load needs a duration."


number = st.floats(-1e4, 1e4) | st.just(math.nan) | st.just(math.inf) | st.just(0.0)
CHANNELS = (
    "speed",
    "distance",
    "altitude",
    "heart_rate",
    "power",
    "cadence",
    "temperature",
    "latitude",
    "longitude",
)


@st.composite
def recordings(draw: st.DrawFn) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    size = draw(st.integers(0, 50))
    clock = draw(st.lists(st.floats(0, 5e4) | st.just(math.nan), min_size=size, max_size=size))
    if draw(st.booleans()):
        clock = sorted(clock, key=lambda moment: (math.isnan(moment), moment))
    names = draw(st.sets(st.sampled_from(CHANNELS)))
    columns = {name: np.array(draw(st.lists(number, min_size=size, max_size=size)), dtype=np.float64) for name in names}
    return np.array(clock, dtype=np.float64), columns


@settings(max_examples=150, deadline=None)
@given(
    recordings(),
    st.sampled_from(["running", "cycling", "swimming", "strength_training", "hiking"]),
    st.sampled_from(
        [Thresholds(), ATHLETE, Thresholds(max_hr=100, resting_hr=100, lthr=10, ftp=0, threshold_speed=-1.0)]
    ),
    st.lists(st.tuples(st.floats(0, 5e4), st.floats(0, 5e4)), max_size=3),
)
def test_any_recording_gives_finite_values_or_reasons(
    recording: tuple[np.ndarray, dict[str, np.ndarray]],
    sport: str,
    thresholds: Thresholds,
    pauses: list[tuple[float, float]],
) -> None:
    summary = summarise(recording[0], recording[1], sport, pauses, thresholds=thresholds)
    for item in fields(Summary):
        if item.name in ("load", "reasons", "cautions"):
            continue
        value = getattr(summary, item.name)
        assert (value is None) == (item.name in summary.reasons)
        assert value is None or math.isfinite(value)
    assert summary.load.value is None or summary.load.value >= 0
    if summary.elapsed is not None and summary.timer is not None and summary.moving is not None:
        assert -1e-6 <= summary.moving <= summary.timer + 1e-6 <= summary.elapsed + 2e-6
