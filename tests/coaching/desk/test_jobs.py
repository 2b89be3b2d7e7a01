"""What makes the desk look again, and the look each morning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import text

from paceline.coaching.desk import evaluates_on
from paceline.coaching.desk.jobs import MORNING, close_ended, look_each_morning, plan_morning, wake
from paceline.core.identity import ProfileChanged
from paceline.core.relationships import RelationshipEnded, RelationshipStarted
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.events import Event, Reactions
from paceline.infra.jobs import Work
from paceline.infra.machinery import Machinery
from paceline.infra.schedule import sweep
from paceline.infra.tx import Transactions
from tests.cast import Cast, Stage
from tests.coaching.desk.conftest import Desk
from tests.coaching.recommendations.make import evidence


@dataclass(frozen=True, slots=True)
class Heard(Event):
    name: ClassVar[str] = "testing.heard"
    athlete_id: UUID


async def test_events_a_source_listens_to_ask_for_one_look(cast: Cast, gear: Machinery, stage: Stage) -> None:
    for beginnings, wanted in ((("testing.",), 1), (("readiness.", "checkins."), 0)):
        listening = Transactions(gear.database, gear.clock, Reactions([evaluates_on(*beginnings)]))
        async with listening.open(cast.bob.actor) as tx:
            for _ in range(3):
                await tx.emit(Heard(cast.bob.id))
        assert (await stage.run_jobs()).count("desk:evaluate_athlete") == wanted


async def test_nobody_looks_at_who_has_no_coach(cast: Cast, gear: Machinery, stage: Stage) -> None:
    listening = Transactions(gear.database, gear.clock, Reactions([evaluates_on("testing.")]))
    async with listening.open(cast.charlie.actor) as tx:
        await tx.emit(Heard(cast.charlie.id))
    assert "desk:evaluate_athlete" not in await stage.run_jobs()


async def test_the_job_looks_for_each_coach(cast: Cast, desk: Desk) -> None:
    desk.source.says[cast.bob.id] = [evidence("a", 40)]
    await desk.run(cast.bob)
    await desk.run(cast.bob)
    assert [row.risk for row in await desk.rows(cast.alice)] == [40]


async def entry(gear: Machinery, athlete: UUID) -> list[tuple[str, datetime]]:
    async with gear.transactions.open(SYSTEM) as tx:
        rows = await tx.session.execute(
            text("SELECT time_zone, next_due_at FROM schedule_entry WHERE account_id = :a AND kind = :k"),
            {"a": athlete, "k": MORNING},
        )
        return [(row.time_zone, row.next_due_at) for row in rows]


async def test_each_morning_from_the_start_of_a_relationship(
    cast: Cast, gear: Machinery, stage: Stage, clock: FixedClock
) -> None:
    for _ in range(2):
        async with cast.alice.tx() as tx:
            await tx.emit(RelationshipStarted(cast.bob.id, cast.alice.id, cast.bob.id))
        assert "desk:plan_morning" in await stage.run_jobs()
        five_in_oslo = datetime(2026, 6, 12, 3, tzinfo=UTC)
        assert await entry(gear, cast.bob.id) == [("Europe/Oslo", five_in_oslo)]
    clock.set(five_in_oslo)
    async with gear.transactions.open(SYSTEM) as tx:
        await sweep(tx.session, gear.dailies, tx.now)
    assert "desk:look_each_morning" in await stage.run_jobs()


async def test_five_in_the_morning_moves_with_the_person(cast: Cast, gear: Machinery, stage: Stage) -> None:
    await plan_morning.run(Work(gear), account_id=str(cast.bob.id))
    async with cast.bob.tx() as tx:
        await tx.session.execute(
            text("UPDATE identity_person SET time_zone = 'Asia/Tokyo' WHERE account_id = :me"), {"me": cast.bob.id}
        )
        await tx.emit(ProfileChanged(cast.bob.id, "Asia/Tokyo"))
    await stage.run_jobs()
    assert await entry(gear, cast.bob.id) == [("Asia/Tokyo", datetime(2026, 6, 11, 20, tzinfo=UTC))]
    await plan_morning.run(Work(gear), account_id=str(cast.charlie.id))
    assert await entry(gear, cast.charlie.id) == []


async def test_the_morning_look_finds_what_nobody_did(cast: Cast, desk: Desk) -> None:
    desk.source.says[cast.bob.id] = [evidence("silence", 30)]
    await look_each_morning.run(Work(desk.gear), account_id=str(cast.bob.id), day=str(date(2026, 6, 11)))
    assert [row.risk for row in await desk.rows(cast.alice)] == [30]


async def test_a_wake_that_comes_early_or_late_is_harmless(cast: Cast, desk: Desk, clock: FixedClock) -> None:
    row = await desk.look(cast.alice, cast.bob, evidence("a", 40))
    assert row is not None
    body = {"decision": "deferred_24h", "version": 1}
    await cast.alice.api.post(f"/api/v1/interventions/{row.id}/decision", json=body)
    for hours, status in ((1, "snoozed"), (23, "open"), (40, "open")):
        clock.advance(timedelta(hours=hours))
        await wake.run(Work(desk.gear), coach_id=str(cast.alice.id), athlete_id=str(cast.bob.id))
        assert [one.status for one in await desk.rows(cast.alice)] == [status]


async def test_the_end_of_a_relationship_closes_what_waits(
    cast: Cast, desk: Desk, stage: Stage, gear: Machinery
) -> None:
    await desk.look(cast.alice, cast.bob, evidence("a", 40))
    await close_ended.run(Work(gear), coach_id=str(cast.alice.id), athlete_id=str(cast.bob.id))
    assert [one.status for one in await desk.rows(cast.alice)] == ["open"], "a relationship that goes on keeps it"
    async with gear.transactions.open(SYSTEM) as tx:
        await tx.session.execute(
            text("UPDATE relationships_relationship SET status = 'ended' WHERE coach_id = :a"), {"a": cast.alice.id}
        )
        await tx.emit(RelationshipEnded(cast.bob.id, cast.alice.id, cast.bob.id))
    assert "desk:close_ended" in await stage.run_jobs()
    async with gear.transactions.open(SYSTEM) as tx:
        found = await tx.session.execute(
            text("SELECT status, outcome FROM desk_intervention WHERE coach_id = :a"), {"a": cast.alice.id}
        )
        assert [tuple(row) for row in found] == [("closed", "expired")]
