"""Impossible values go, honest values stay, and time always runs forwards."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.formats.cleaning import BOUNDS, both_feet, clean, plausible

T0 = 1_600_000_000.0


def test_impossible_heart_rates_are_dropped_with_a_sentence_but_zeros_silently() -> None:
    cleaned = clean(T0 + np.arange(4.0), {"heart_rate": np.array([0.0, 120, 251, 300])}, "running")
    assert np.isnan(cleaned.channels["heart_rate"][[0, 2, 3]]).all()
    assert cleaned.notes == ["2 heart rate values were dropped: outside 25 to 250 bpm."]


def test_one_wild_time_costs_one_point() -> None:
    time = T0 + np.arange(100.0)
    time[40] = T0 + 90_000
    cleaned = clean(time, {"power": np.arange(100.0)}, "cycling")
    assert len(cleaned.time) == 99
    assert 40.0 not in cleaned.channels["power"]
    assert cleaned.notes == ["1 point was dropped because time ran backwards."]


def test_blocks_out_of_order_are_sorted() -> None:
    time = T0 + np.concatenate([np.arange(50.0, 100), np.arange(50.0)])
    cleaned = clean(time, {"power": time - T0}, "cycling")
    assert np.array_equal(cleaned.time, T0 + np.arange(100.0))
    assert np.array_equal(cleaned.channels["power"], np.arange(100.0))


def test_one_second_spread_over_two_records_is_joined() -> None:
    time = T0 + np.array([0.0, 0.0, 1.0])
    channels = {"heart_rate": np.array([120.0, np.nan, 121]), "power": np.array([200.0, 210, 220])}
    cleaned = clean(time, channels, "cycling")
    assert cleaned.channels["heart_rate"].tolist() == [120.0, 121.0]
    assert cleaned.channels["power"].tolist() == [210.0, 220.0]


@pytest.mark.parametrize("nowhere", [(0.0, 0.0), (180.0, 180.0), (46.0, 180.0), (91.0, 7.0)])
def test_positions_without_a_fix_are_dropped(nowhere: tuple[float, float]) -> None:
    latitude, longitude = np.full(10, 46.0), np.full(10, 7.0)
    latitude[0], longitude[0] = nowhere
    cleaned = clean(T0 + np.arange(10.0), {"latitude": latitude, "longitude": longitude}, "running")
    assert np.isnan(cleaned.channels["latitude"][0])
    assert np.isnan(cleaned.channels["longitude"][0])
    assert np.isfinite(cleaned.channels["latitude"][1:]).all()


def test_a_position_out_of_reach_is_dropped_and_the_track_goes_on() -> None:
    latitude = 46.0 + np.arange(60.0) * 1e-5
    latitude[:3] = 10.0
    latitude[30] = 47.0
    cleaned = clean(
        T0 + np.arange(60.0), {"latitude": latitude.astype(np.float64), "longitude": np.full(60, 7.0)}, "running"
    )
    assert np.flatnonzero(np.isnan(cleaned.channels["latitude"])).tolist() == [0, 1, 2, 30]
    assert cleaned.notes == ["4 positions were dropped: too far away to be reached in time."]


def test_distance_leaps_count_nothing() -> None:
    distance = np.arange(20.0) * 5
    distance[10] += 80_000
    cleaned = clean(T0 + np.arange(20.0), {"distance": distance}, "cycling")
    assert (np.diff(cleaned.channels["distance"]) >= 0).all()
    assert cleaned.channels["distance"][-1] == pytest.approx(85.0)


def test_cadence_of_devices_that_count_both_feet_is_left_alone() -> None:
    assert both_feet(np.array([0, 84.0, 86]), "running") == 2.0
    assert both_feet(np.array([0, 168.0, 172]), "running") == 1.0
    assert both_feet(np.array([90.0]), "cycling") == 1.0


def test_stated_values_nobody_could_reach_are_unknown() -> None:
    assert plausible("heart_rate", 255.0) is None
    assert plausible("heart_rate", float("nan")) is None
    assert plausible("heart_rate", 150.0) == 150.0


NUMBERS = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(-1e3, 1e3))
TIMES = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(T0, T0 + 5e3), st.floats(0, 5e9))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(TIMES, NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=40), st.sampled_from(["running", "other"])
)
def test_whatever_comes_in_nothing_impossible_goes_out(
    rows: list[tuple[float, float, float, float, float]], sport: str
) -> None:
    table = np.array(rows, np.float64).reshape(-1, 5)
    names = ("heart_rate", "latitude", "longitude", "distance")
    cleaned = clean(table[:, 0], {name: table[:, place + 1] for place, name in enumerate(names)}, sport)
    assert np.isfinite(cleaned.time).all()
    assert (np.diff(cleaned.time) > 0).all()
    for name, values in cleaned.channels.items():
        known = values[np.isfinite(values)]
        low, high = BOUNDS[name]
        assert len(values) == len(cleaned.time)
        assert len(known)
        assert known.min() >= low
        assert known.max() <= high * (1 if name != "distance" else 40)


def test_leaps_away_and_back_are_dropped_told_and_kept_aside() -> None:
    time = T0 + np.arange(100.0)
    altitude, speed, rate = np.full(100, 500.0), np.full(100, 3.0), np.full(100, 140.0)
    altitude[40:43], speed[60], rate[70] = 900.0, 24.0, 230.0
    cleaned = clean(time, {"altitude": altitude, "speed": speed, "heart_rate": rate}, "running")
    for name, rows, value in (("altitude", [40, 41, 42], 900.0), ("speed", [60], 24.0), ("heart_rate", [70], 230.0)):
        assert np.flatnonzero(np.isnan(cleaned.channels[name])).tolist() == rows
        assert np.flatnonzero(cleaned.removed[name] == value).tolist() == rows
    assert cleaned.notes[0] == "3 altitude values were dropped: away and back faster than possible."


def test_a_step_that_stays_is_no_leap() -> None:
    altitude = np.where(np.arange(100) < 50, 500.0, 900.0)
    cleaned = clean(T0 + np.arange(100.0), {"altitude": altitude}, "running")
    assert np.array_equal(cleaned.channels["altitude"], altitude)
    assert cleaned.removed == {}


@settings(max_examples=60)
@given(
    st.lists(st.floats(-1e4, 1e4) | st.just(float("nan")), min_size=1, max_size=40),
    st.lists(st.floats(0, 300), min_size=1, max_size=40),
)
def test_every_change_keeps_its_original(altitudes: list[float], rates: list[float]) -> None:
    size = min(len(altitudes), len(rates))
    given_ = {"altitude": np.array(altitudes[:size]), "heart_rate": np.array(rates[:size])}
    cleaned = clean(T0 + np.arange(float(size)), given_, "running")
    for name, values in given_.items():
        kept = cleaned.channels.get(name, np.full(size, np.nan))
        removed = cleaned.removed.get(name, np.full(size, np.nan))
        changed = np.isfinite(values) & (values != 0) & ~(kept == values)
        np.testing.assert_array_equal(removed[changed], values[changed])
        assert np.isnan(removed[~changed]).all()
        assert bool(cleaned.notes) or not changed.any()
