"""Fitness and flags from what was done on calendar days."""

from datetime import date, timedelta

import pytest

from paceline.endurance.metrics import fitness_between, fitness_on, load_flags
from tests.cast import Cast, Member

TODAY = date(2026, 6, 11)


async def trains(
    member: Member, days: int, *, hours: float = 1.0, rpe: int = 8, distance: float | None = None, until: date = TODAY
) -> None:
    for back in range(days):
        body = {
            "sport": "running",
            "started_at": f"{until - timedelta(days=back)}T07:00:00+02:00",
            "duration": hours * 3600,
            "rpe": rpe,
            **({"distance": distance} if distance else {}),
        }
        answer = await member.api.post("/api/v1/activities/manual", json=body)
        assert answer.status_code == 201, answer.text


async def test_without_history_nothing_is_claimed(cast: Cast) -> None:
    async with cast.bob.tx() as tx:
        nothing = await fitness_on(tx, cast.bob.id, TODAY)
        flags = await load_flags(tx, cast.bob.id, TODAY)
    assert (nothing.ctl, nothing.tsb, nothing.days_of_history) == (None, None, 0)
    assert flags.acute_chronic.value is flags.monotony.value is flags.spike.value is flags.ramp.value is None
    assert all(one.reason for one in (flags.acute_chronic, flags.monotony, flags.spike, flags.ramp))


async def test_fitness_follows_the_days(cast: Cast) -> None:
    await trains(cast.bob, 10)
    async with cast.alice.tx() as tx:
        days = await fitness_between(tx, cast.bob.id, TODAY - timedelta(days=11), TODAY + timedelta(days=1))
        today = await fitness_on(tx, cast.bob.id, TODAY)
    assert [one.days_of_history for one in days] == [0, 0, *range(1, 12)]
    assert days[-2] == today
    # After n days of 100 from nothing: 100 (1 - exp(-n / 42)).
    assert today.ctl == pytest.approx(100 * (1 - 2.718281828 ** (-10 / 42)), rel=1e-6)
    assert today.atl == pytest.approx(100 * (1 - 2.718281828 ** (-10 / 7)), rel=1e-6)
    assert today.tsb is not None
    assert today.tsb < 0
    assert days[-1].load == 0
    assert days[-1].atl is not None
    assert days[-1].atl < (today.atl or 0)
    async with cast.charlie.tx() as tx:
        assert (await fitness_on(tx, cast.bob.id, TODAY)).days_of_history == 0


async def test_flags_describe_the_month(cast: Cast) -> None:
    await trains(cast.bob, 28, distance=8000, until=TODAY - timedelta(days=1))
    await trains(cast.bob, 1, hours=2.5, distance=20_000)
    async with cast.bob.tx() as tx:
        flags = await load_flags(tx, cast.bob.id, TODAY)
    assert flags.spike.value == pytest.approx(2.5)
    assert flags.spike_band == "large"
    assert flags.acute_chronic.value is not None
    assert flags.acute_chronic.value > 1
    assert flags.monotony.value is not None
    assert flags.monotony.value > 1.5
    assert flags.ramp.value is not None
    assert flags.ramp.value > 0
