"""What is kept of fitness equals what is computed on the spot, whatever happens to activities and in whatever order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from paceline.core.audit import entries_of
from paceline.endurance.activities import daily_loads
from paceline.endurance.metrics import fitness_between, fitness_on, versions
from paceline.endurance.metrics.jobs import find_stale
from paceline.endurance.metrics.keeping import BEGINNING, freshen
from paceline.endurance.metrics.series import all_days, computed
from paceline.endurance.metrics.types import FitnessDay
from paceline.endurance.metrics.volumes import weeks_by_sport
from paceline.infra.database import SYSTEM
from paceline.infra.ids import new_id
from paceline.infra.jobs import Work
from paceline.infra.tx import Tx
from paceline.science.endurance.catalogue import CATALOGUE
from tests.cast import Cast, Stage

TODAY = date(2026, 6, 11)
INSERT = text(
    """
    INSERT INTO activities_activity (id, athlete_id, source, sport, family, name, started_at, time_zone, day, elapsed, moving,
        distance, load, load_reason, notes, reasons, cautions, quality, pauses, lengths, file_part, created_at, changed_at)
    VALUES (:id, :athlete, 'upload', 'running', :family, 'Run', :at, 'Europe/Oslo', :day, 3600, 3600, 10000, :load, '', '', '{}',
        '{}', '[]', '[]', '[]', 0, :at, :at)
    """
)


async def did(tx: Tx, athlete: UUID, day: date, load: float | None, family: str = "running") -> UUID:
    """A session, written as a bulk import writes: without an event."""
    key = new_id()
    at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    await tx.session.execute(
        INSERT, {"id": key, "athlete": athlete, "family": family, "at": at, "day": day, "load": load}
    )
    return key


async def stale_from(tx: Tx, athlete: UUID) -> date | None:
    return await tx.session.scalar(text("SELECT stale_from FROM metrics_state WHERE athlete_id = :a"), {"a": athlete})


async def on_the_spot(tx: Tx, athlete: UUID, first: date, last: date) -> list[FitnessDay]:
    return all_days(computed(await daily_loads(tx, athlete, BEGINNING, last), last), first, last)


def same(kept: list[FitnessDay], fresh: list[FitnessDay]) -> None:
    assert len(kept) == len(fresh)
    for one, other in zip(kept, fresh, strict=True):
        assert (one.day, one.days_of_history, one.load) == (other.day, other.days_of_history, pytest.approx(other.load))
        for name in ("ctl", "atl", "tsb", "ramp"):
            found, expected = getattr(one, name), getattr(other, name)
            assert found == (None if expected is None else pytest.approx(expected, abs=1e-9)), (one, other, name)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "add", "delete", "restore", "weigh", "move"]),
        st.integers(0, 400),
        st.one_of(st.none(), st.floats(0, 300)),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


async def _apply(tx: Tx, athlete: UUID, known: list[UUID], step: tuple) -> None:
    kind, back, load, at_once = step
    day = TODAY - timedelta(days=back)
    if kind == "add" or not known:
        known.append(await did(tx, athlete, day, load))
    else:
        chosen = known[back % len(known)]
        change = {
            "delete": "deleted_at = now()",
            "restore": "deleted_at = NULL",
            "weigh": "load = :load",
            "move": "day = :day",
        }[kind]
        await tx.session.execute(
            text(f"UPDATE activities_activity SET {change} WHERE id = :id"), {"id": chosen, "load": load, "day": day}
        )
    if at_once:
        await freshen(tx, athlete, at_once=True)
        assert await stale_from(tx, athlete) is None


@given(steps=STEPS, first=st.integers(-20, 420), length=st.integers(0, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_kept_equals_computed(stage: Stage, steps: list[tuple], first: int, length: int) -> None:
    member = await stage.member("Kept Computed", "athlete")
    known: list[UUID] = []
    start = TODAY - timedelta(days=first)
    async with member.tx() as tx:
        for step in steps:
            await _apply(tx, member.id, known, step)
            fresh = await on_the_spot(tx, member.id, start, start + timedelta(days=length))
            assert list(await fitness_between(tx, member.id, start, start + timedelta(days=length))) == fresh or (
                await stale_from(tx, member.id) is None
            )
        await freshen(tx, member.id, at_once=True)
        for begin in (start, TODAY - timedelta(days=420), TODAY - timedelta(days=1)):
            end = begin + timedelta(days=length)
            same(list(await fitness_between(tx, member.id, begin, end)), await on_the_spot(tx, member.id, begin, end))


async def test_a_bulk_import_without_events_is_noticed(cast: Cast, stage: Stage) -> None:
    async with cast.bob.tx() as tx:
        await did(tx, cast.bob.id, TODAY - timedelta(days=900), 50)
        await freshen(tx, cast.bob.id, at_once=True)
        assert await stale_from(tx, cast.bob.id) is None
        await did(tx, cast.bob.id, TODAY - timedelta(days=300), 80)
        assert await stale_from(tx, cast.bob.id) == TODAY - timedelta(days=300)
        assert (await fitness_on(tx, cast.bob.id, TODAY - timedelta(days=300))).load == 80
    await find_stale.run(Work(stage.gear))
    assert "metrics:compute_days" in await stage.run_jobs()
    async with cast.bob.tx() as tx:
        assert await stale_from(tx, cast.bob.id) is None
        assert (await fitness_on(tx, cast.bob.id, TODAY - timedelta(days=300))).load == 80


async def test_a_recent_session_counts_at_once_and_an_old_one_in_a_job(cast: Cast, stage: Stage) -> None:
    async def log(day: date) -> None:
        body = {"sport": "running", "started_at": f"{day}T07:00:00+02:00", "duration": 3600, "rpe": 5}
        assert (await cast.bob.api.post("/api/v1/activities/manual", json=body)).status_code == 201

    await log(TODAY)
    async with cast.bob.tx() as tx:
        assert await stale_from(tx, cast.bob.id) is None
    await log(TODAY - timedelta(days=400))
    async with cast.bob.tx() as tx:
        assert await stale_from(tx, cast.bob.id) == TODAY - timedelta(days=400)
        assert (await fitness_on(tx, cast.bob.id, TODAY)).days_of_history == 401
    done = await stage.run_jobs()
    assert {"metrics:compute_days", "metrics:measure_activities"} <= set(done)
    async with cast.bob.tx() as tx:
        assert await stale_from(tx, cast.bob.id) is None
        assert (await fitness_on(tx, cast.bob.id, TODAY)).days_of_history == 401


async def test_a_new_version_is_computed_in_the_background_and_told(
    cast: Cast, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with cast.bob.tx() as tx:
        await did(tx, cast.bob.id, TODAY, 60)
    await find_stale.run(Work(stage.gear))
    await stage.run_jobs()
    new = {**CATALOGUE, "fitness": replace(CATALOGUE["fitness"], version=CATALOGUE["fitness"].version + 1)}
    monkeypatch.setattr(versions, "CATALOGUE", new)
    async with cast.bob.tx() as tx:
        kept = await versions.version_of(tx, cast.bob.id, "fitness")
        assert kept is not None
        assert kept < versions.DAYS.version
    # Everybody else of this database is out of date as well, and a round takes only so many.
    for _ in range(20):
        await find_stale.run(Work(stage.gear))
        await stage.run_jobs()
        async with cast.bob.tx() as tx:
            if await versions.version_of(tx, cast.bob.id, "fitness") == versions.DAYS.version:
                break
    async with cast.alice.tx() as tx:
        assert await versions.version_of(tx, cast.bob.id, "fitness") == versions.DAYS.version
        entries = await entries_of(tx, cast.bob.id, size=20, cursor=None)
    assert [one.facts["metric"] for one in entries.items if one.name == "metrics.recomputed"] == ["fitness"]
    assert "Fitness, fatigue and form: computed anew" in (await cast.bob.web.get("/fitness")).text
    async with cast.charlie.tx() as tx:
        assert await versions.version_of(tx, cast.bob.id, "fitness") is None


async def test_nobody_else_sees_or_writes_what_is_kept(cast: Cast) -> None:
    async with cast.bob.tx() as tx:
        await did(tx, cast.bob.id, TODAY, 60)
        await freshen(tx, cast.bob.id)
    for table in ("state", "version", "day", "sport"):
        count = text(f"SELECT count(*) FROM metrics_{table} WHERE athlete_id = :a")
        async with cast.alice.tx() as tx:
            assert await tx.session.scalar(count, {"a": cast.bob.id}) == 1
        async with cast.charlie.tx() as tx:
            assert await tx.session.scalar(count, {"a": cast.bob.id}) == 0
    async with cast.charlie.tx() as tx:
        changed = await tx.session.execute(
            text("UPDATE metrics_day SET load = 0 WHERE athlete_id = :a"), {"a": cast.bob.id}
        )
        assert changed.rowcount == 0  # type: ignore[attr-defined]


async def test_an_account_that_goes_takes_its_metrics_along(stage: Stage) -> None:
    member = await stage.member("Gone Soon", "athlete")
    async with member.tx() as tx:
        await did(tx, member.id, TODAY, 60)
        await freshen(tx, member.id)
    async with stage.gear.database.session(SYSTEM) as session:
        await session.execute(text("DELETE FROM identity_account WHERE id = :a"), {"a": member.id})
        assert (
            await session.scalar(text("SELECT count(*) FROM metrics_day WHERE athlete_id = :a"), {"a": member.id}) == 0
        )


async def test_weeks_are_right_while_days_are_stale(cast: Cast) -> None:
    """What is kept of weeks is passed over as long as it is not true."""
    async with cast.bob.tx() as tx:
        await did(tx, cast.bob.id, TODAY, 50)
        assert await stale_from(tx, cast.bob.id) is not None
        at_once = await weeks_by_sport(tx, cast.bob.id, TODAY - timedelta(days=200), TODAY)
        assert [(one.sessions, one.load) for one in at_once] == [(1, 50.0)]
        await freshen(tx, cast.bob.id, at_once=True)
        assert await weeks_by_sport(tx, cast.bob.id, TODAY - timedelta(days=200), TODAY) == at_once
        await did(tx, cast.bob.id, TODAY - timedelta(days=150), 80)
        assert await stale_from(tx, cast.bob.id) is not None
        stale = await weeks_by_sport(tx, cast.bob.id, TODAY - timedelta(days=200), TODAY)
        assert [one.load for one in stale] == [80.0, 50.0]
        await freshen(tx, cast.bob.id, at_once=True)
        assert await weeks_by_sport(tx, cast.bob.id, TODAY - timedelta(days=200), TODAY) == stale
