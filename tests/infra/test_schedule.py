"""Once each local day at a wall time: through clock changes, outages, moves and restarts."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from paceline.infra.database import SYSTEM
from paceline.infra.ids import new_id
from paceline.infra.jobs import Jobs, Work
from paceline.infra.machinery import Machinery
from paceline.infra.schedule import schedule_daily, sweep
from paceline.kit.days import instant_of

jobs = Jobs("test_schedule")
KIND = "test.morning"


@jobs.job("wake")
async def wake(work: Work, *, account_id: str, day: str) -> None:
    raise AssertionError("never run here")


async def days_run(session: AsyncSession, account_id: UUID) -> list[date]:
    query = text(
        "SELECT local_date FROM schedule_run WHERE account_id = :id AND outcome = 'queued' ORDER BY local_date"
    )
    return list((await session.scalars(query, {"id": account_id})).all())


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Oslo", datetime(2026, 3, 27, tzinfo=UTC)),
        ("Europe/Oslo", datetime(2026, 10, 23, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 6, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 2, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 3, 27, tzinfo=UTC)),
        ("Pacific/Chatham", datetime(2026, 4, 3, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2011, 12, 28, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 10, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("at", [time(2, 30), time(6, 0), time(0, 15)])
async def test_each_local_day_runs_once(gear: Machinery, zone: str, start: datetime, at: time) -> None:
    account_id = new_id()
    async with gear.database.session(SYSTEM) as session:
        await schedule_daily(session, account_id, KIND, at, zone, start)
        for hours in range(0, 24 * 6):
            await sweep(session, {KIND: wake}, start + timedelta(hours=hours, minutes=20))
            await sweep(session, {KIND: wake}, start + timedelta(hours=hours, minutes=20))
        days = await days_run(session, account_id)
        await session.execute(text("DELETE FROM schedule_entry WHERE account_id = :id"), {"id": account_id})
    assert max(Counter(days).values()) == 1
    local = [(start + timedelta(hours=h)).astimezone(ZoneInfo(zone)).date() for h in range(24 * 6)]
    wanted = sorted(set(local))[1:-1]
    assert [day for day in days if day in wanted] == wanted


async def test_after_an_outage_todays_run_is_made_up_and_older_ones_are_not(gear: Machinery) -> None:
    account_id, start = new_id(), datetime(2026, 6, 1, tzinfo=UTC)
    back = datetime(2026, 6, 4, 11, 0, tzinfo=UTC)
    async with gear.database.session(SYSTEM) as session:
        await schedule_daily(session, account_id, KIND, time(6, 0), "Europe/Oslo", start)
        for minutes in range(3):
            await sweep(session, {KIND: wake}, back + timedelta(minutes=minutes))
        assert await days_run(session, account_id) == [date(2026, 6, 4)]
        await session.execute(text("DELETE FROM schedule_entry WHERE account_id = :id"), {"id": account_id})


async def test_moving_to_another_zone_neither_repeats_nor_skips_the_day(gear: Machinery) -> None:
    account_id, noon = new_id(), datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    async with gear.database.session(SYSTEM) as session:
        await schedule_daily(session, account_id, KIND, time(6, 0), "Europe/Oslo", datetime(2026, 6, 1, tzinfo=UTC))
        await sweep(session, {KIND: wake}, noon)
        await schedule_daily(session, account_id, KIND, time(6, 0), "Pacific/Honolulu", noon)
        for hours in range(48):
            await sweep(session, {KIND: wake}, noon + timedelta(hours=hours))
        days = await days_run(session, account_id)
        await session.execute(text("DELETE FROM schedule_entry WHERE account_id = :id"), {"id": account_id})
    assert days == [date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3)][: len(days)]
    assert len(days) >= 2


ZONES = st.sampled_from(
    ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"]
)


@settings(max_examples=200, deadline=None)
@given(ZONES, st.dates(date(2005, 1, 2), date(2035, 1, 1)), st.times().map(lambda t: t.replace(microsecond=0)))
def test_a_wall_time_becomes_the_first_instant_that_shows_it_or_follows_the_gap(zone: str, day: date, at: time) -> None:
    instant = instant_of(day, at, zone)
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert wall >= wanted
    if wall != wanted:
        just_before = (instant - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert just_before < wanted
