"""Running at altitude: the model gives the records of its time, and losses like those of real races."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paceline.science.endurance.altitude_running import (
    Runner,
    aerobic_share_of,
    altitude_slowdown,
    power_needed,
    power_sustained,
    time_elsewhere,
)

# Men's world records at the end of 1987.
RECORDS = {100: 9.93, 200: 19.72, 400: 43.86, 800: 101.73, 1500: 209.46, 5000: 778.39, 10_000: 1633.81, 42_195: 7632.0}
FASTEST = Runner(83.5 * 20.9 / 60)  # 83.5 ml O2/kg/min, Péronnet & Thibault 1989


def best_time(distance: float, altitude: float = 0) -> float:
    low, high = distance / 12, distance / 2
    for _ in range(100):
        middle = (low + high) / 2
        spare = power_sustained(FASTEST, middle, altitude) - power_needed(distance / middle, distance, altitude)
        low, high = (low, middle) if spare > 0 else (middle, high)
    return low


def test_the_records_of_1987_come_out_as_well_as_in_the_paper() -> None:
    errors = [abs(best_time(distance) / record - 1) for distance, record in RECORDS.items()]
    assert sum(errors) / len(errors) < 0.0073  # the mean error the abstract states
    assert max(errors) < 0.015


def test_sprints_gain_at_altitude_and_long_races_lose() -> None:
    """The abstract: 101.9 % over 100 m at Mexico City, 101.4 % over 400 m at 2400 m, and losses from 800 m on."""
    assert best_time(100) / best_time(100, 2250) == pytest.approx(1.019, abs=0.004)
    assert best_time(400) / best_time(400, 2400) == pytest.approx(1.014, abs=0.003)
    losses = [best_time(distance, 2250) / best_time(distance) - 1 for distance in (800, 1500, 5000, 10_000, 42_195)]
    assert losses == sorted(losses)
    assert losses[0] > 0


def test_ten_kilometres_at_mexico_city() -> None:
    found = altitude_slowdown(10_000, 1659.4, 2250)  # the world record before the games of 1968, won in 1767.4 s
    assert found.value == pytest.approx(5.3, abs=0.5)
    assert found.caution


@given(st.floats(1500, 42_195), st.floats(2.5, 6), st.floats(0, 4000))
def test_there_and_back_is_the_same_time(distance: float, speed: float, altitude: float) -> None:
    duration = distance / speed
    there = time_elsewhere(distance, duration, run_at=0, wanted_at=altitude)
    if there.value is None:
        assert there.reason
        return
    assert there.value >= duration * 0.99
    if there.value <= 21_600:
        back = time_elsewhere(distance, there.value, run_at=altitude, wanted_at=0)
        assert back.value == pytest.approx(duration, rel=1e-6)


@given(st.floats(0, 4000), st.floats(0, 4000))
def test_higher_is_slower_for_long_races(one: float, other: float) -> None:
    low, high = sorted((one, other))
    slower = [altitude_slowdown(10_000, 2700, altitude).value or 0 for altitude in (low, high)]
    assert slower[0] <= slower[1] + 1e-6
    assert aerobic_share_of(low) >= aerobic_share_of(high)


@pytest.mark.parametrize(
    ("distance", "duration", "altitude"),
    [(None, 2400, 1000), (10_000, None, 1000), (10_000, 2400, None), (0, 2400, 1000), (100, 12, 1000),
     (100_000, 36_000, 1000), (10_000, 2400, 5000), (10_000, 2400, math.nan), (10_000, math.inf, 1000)],
)  # fmt: skip
def test_no_number_outside_what_it_is_for(
    distance: float | None, duration: float | None, altitude: float | None
) -> None:
    found = altitude_slowdown(distance, duration, altitude)
    assert found.value is None
    assert found.reason


def test_at_the_sea_nothing_is_lost() -> None:
    assert altitude_slowdown(5000, 1200, 0).value == pytest.approx(0, abs=1e-6)
    assert altitude_slowdown(5000, 1200, -100).value is not None
