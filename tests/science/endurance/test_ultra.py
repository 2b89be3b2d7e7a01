"""Time over a hilly ultra: level and short it is plain arithmetic; hills, hours and stops only ever add."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paceline.science.endurance.ultra import FRESH, course_factor, four_hour_speed, ultra_time


def level(metres: float) -> tuple[np.ndarray, np.ndarray]:
    road = np.arange(0, metres + 1, 100.0)
    return road, np.full(road.size, 500.0)


def rolling(metres: float, height: float, wave: float = 4000) -> tuple[np.ndarray, np.ndarray]:
    road = np.arange(0, metres + 1, 25.0)
    return road, 500 + height / 2 * (1 - np.cos(2 * math.pi * road / wave))


def test_a_level_course_under_four_hours_is_distance_over_speed() -> None:
    found = ultra_time(*level(30_000), 3.0)
    assert found.time.value == pytest.approx(10_000)
    assert found.low.value == found.high.value == found.moving.value == found.time.value
    assert "race prediction" in (found.time.caution or "")


def test_eight_level_hours_fade_by_the_stated_share() -> None:
    """From dt/df = 1 + 3 % a beyond four hours: t = 4 h + (e^(0.03 x 4) - 1) / 0.03 h."""
    found = ultra_time(*level(2.5 * 8 * 3600), 2.5)
    expected = FRESH + math.expm1(0.03 * 4) / 0.03 * 3600
    assert found.time.value == pytest.approx(expected, rel=1e-4)
    assert (found.low.value or 0) < expected < (found.high.value or 0)


def test_hills_cost_and_level_distance_says_how_much() -> None:
    flat, hilly = ultra_time(*level(80_000), 2.5), ultra_time(*rolling(80_000, 300), 2.5)
    assert flat.level_distance == pytest.approx(80_000)
    # 6000 m of climb; mountain runners count a kilometre for each hundred metres, which is more than running it costs.
    assert 100_000 < (hilly.level_distance or 0) < 140_000
    assert (hilly.time.value or 0) > (flat.time.value or 0)


def test_a_slope_up_costs_more_the_steeper_and_downhill_is_no_gift() -> None:
    up = course_factor(np.array([0.0, 0.05, 0.1, 0.2, 0.3, 0.4]))
    assert up[0] == 1
    assert (np.diff(up) > 0).all()
    down = course_factor(np.array([-0.05, -0.1, -0.2, -0.3]))
    assert down.min() > 0.85


def test_stops_are_added_and_arrivals_come_before_them() -> None:
    course = level(100_000)
    plain = ultra_time(*course, 2.6)
    found = ultra_time(*course, 2.6, [(70_000, 1200), (25_000, 600)])
    assert found.time.value == pytest.approx((plain.time.value or 0) + 1800)
    assert found.moving.value == plain.moving.value
    first, second = found.arrivals
    assert (first.distance, second.distance) == (25_000, 70_000)
    assert first.time == pytest.approx(25_000 / 2.6, rel=1e-3)
    assert second.low < second.time < second.high
    assert second.time > 70_000 / 2.6 + 600
    for stop in ((-1, 60), (100_001, 60), (5000, -1), (math.nan, 60), (5000, math.inf)):
        assert ultra_time(*course, 2.6, [stop]).time.value is None


@settings(max_examples=40)
@given(st.floats(10_000, 170_000), st.floats(0, 400), st.floats(1.2, 4.5))
def test_bands_hold_and_faster_is_never_later(metres: float, height: float, speed: float) -> None:
    course = rolling(metres, height)
    found, faster = ultra_time(*course, speed), ultra_time(*course, speed * 1.05)
    if found.time.value is None or faster.time.value is None:
        assert found.time.reason or faster.time.value is not None
        return
    assert (found.low.value or 0) <= found.time.value <= (found.high.value or 0)
    assert faster.time.value < found.time.value
    assert found.time.value >= metres / speed * 0.85


def test_no_time_for_what_is_no_course() -> None:
    some = np.arange(10.0) * 100
    for road, heights in (
        (np.zeros(0), np.zeros(0)),
        (np.array([5.0]), np.array([1.0])),
        (some, some[:-1]),
        (some * np.nan, some),
        (np.zeros(10), some),
        (some, np.full(10, np.inf)),
        (some * 1e6, some),
    ):
        assert ultra_time(road, heights, 2.5).time.reason
    for speed in (None, 0.0, -1.0, math.nan, 20.0):
        assert ultra_time(*level(60_000), speed).time.reason


def test_the_speed_for_four_hours_comes_from_a_race() -> None:
    marathon = four_hour_speed(42_195, 4 * 3600)
    assert marathon.value == pytest.approx(42_195 / 14_400)
    ten = four_hour_speed(10_000, 2700)
    assert 2.9 < (ten.value or 0) < 3.3
    assert ten.caution
    for distance, duration in ((0, 3600), (10_000, 0), (10_000, 60), (math.nan, 3600), (500_000, 3600)):
        assert four_hour_speed(distance, duration).value is None
    assert four_hour_speed(10_000, 2700, 2.0).value is None
