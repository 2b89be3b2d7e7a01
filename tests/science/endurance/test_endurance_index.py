"""The endurance index, the rating and the table of Péronnet and Thibault."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.endurance_index import (
    TABLE,
    endurance_index,
    endurance_of_races,
    endurance_table,
    rating,
    speed_held,
    time_over,
)


def test_a_half_marathon_at_78_percent() -> None:
    """A worked example of a French club: 18 km/h, 78 % held over 90 minutes."""
    found = endurance_index(78, 5400)
    assert found.value == pytest.approx(-8.61, abs=0.01)
    assert found.value is not None
    assert rating(found.value) == "average"


def test_ratings_are_those_in_print() -> None:
    assert [rating(index) for index in (-4, -6, -8, -10, -12)] == ["very high", "high", "average", "low", "very low"]


@pytest.mark.parametrize(
    ("share", "duration"),
    [(None, 3600), (80, None), (0, 3600), (100, 3600), (120, 3600), (80, 420), (80, 600), (80, 30_000),
     (float("nan"), 3600), (80, float("inf")), (35, 900)],
)  # fmt: skip
def test_no_index_from_what_is_no_race(share: float | None, duration: float | None) -> None:
    found = endurance_index(share, duration)
    assert found.value is None
    assert found.reason


@given(st.floats(3, 6.5), st.floats(-12, -2))
def test_two_races_give_back_the_runner_they_came_from(speed: float, index: float) -> None:
    races = [(speed_held(speed, index, t).value or 0, t) for t in (1200.0, 5400.0)]
    found = endurance_of_races([(v * t, t) for v, t in races])
    assert found.speed.value == pytest.approx(speed)
    assert found.index.value == pytest.approx(index)
    assert found.races == 2


@given(st.floats(3, 6.5), st.floats(-12, -2), st.floats(3_000, 42_195))
def test_a_time_over_a_distance_is_the_time_its_speed_lasts(speed: float, index: float, distance: float) -> None:
    found = time_over(speed, index, distance)
    if found.value is None:
        assert found.reason
        return
    held = speed_held(speed, index, min(max(found.value, 420), 21_600)).value or 0
    assert held * found.value == pytest.approx(distance, rel=1e-6)


def test_the_table_falls_with_time_and_starts_at_the_whole() -> None:
    rows = endurance_table(5.0, -6.4)
    assert [row.duration for row in rows] == list(TABLE)
    assert rows[0].share == pytest.approx(100)
    assert rows[-1].share == pytest.approx(100 - 6.4 * math.log(14_400 / 420))
    assert all(a.speed > b.speed and a.distance < b.distance for a, b in pairwise(rows))
    assert endurance_table(0, -6) == endurance_table(5, 0) == endurance_table(math.nan, -6) == ()


def test_races_too_alike_or_upside_down_tell_nothing() -> None:
    assert endurance_of_races([]).index.value is None
    assert "twice as long" in (endurance_of_races([(5000, 1200), (5200, 1250)]).index.reason or "")
    assert "not all-out" in (endurance_of_races([(5000, 1500), (21_097.5, 5400)]).index.reason or "")
    assert endurance_of_races([(3000, 0), (math.nan, 100), (400, 60)]).races == 0
