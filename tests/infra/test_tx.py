"""One transaction: rows, jobs, ledger and hints leave together or not at all; each actor sees their own."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest
from sqlalchemy import text

from paceline.core.audit import entries_of
from paceline.core.identity import Person
from paceline.infra.database import SYSTEM
from paceline.infra.events import Event, Handler, Reactions
from paceline.infra.jobs import Jobs, Work
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Transactions, Tx
from tests.cast import Cast, Stage

jobs = Jobs("test")


@jobs.job("do_something", one_waiting="{account_id}")
async def do_something(work: Work, *, account_id: str) -> None:
    raise AssertionError("never run here")


@dataclass(frozen=True, slots=True)
class Happened(Event):
    name: ClassVar[str] = "test.happened"
    scope: ClassVar[str] = "wellness"
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class Followed(Event):
    name: ClassVar[str] = "test.followed"
    athlete_id: UUID


async def count_jobs(gear: Machinery, account_id: UUID) -> int:
    async with gear.database.session(SYSTEM) as session:
        query = text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'account_id' = :id")
        return (await session.scalar(query, {"id": str(account_id)})) or 0


async def test_a_commit_delivers_rows_jobs_and_ledger(cast: Cast, gear: Machinery) -> None:
    async with cast.bob.tx() as tx:
        await tx.emit(Happened(cast.bob.id))
        assert await tx.defer(do_something, account_id=cast.bob.id) is not None
    assert await count_jobs(gear, cast.bob.id) == 1
    async with cast.bob.tx() as tx:
        assert "test.happened" in [entry.name for entry in (await entries_of(tx, cast.bob.id)).items]


async def test_a_rollback_leaves_nothing(cast: Cast, gear: Machinery) -> None:
    with pytest.raises(ZeroDivisionError):
        async with cast.bob.tx() as tx:
            await tx.emit(Happened(cast.bob.id))
            await tx.defer(do_something, account_id=cast.bob.id)
            raise ZeroDivisionError
    assert await count_jobs(gear, cast.bob.id) == 0
    async with cast.bob.tx() as tx:
        assert (await entries_of(tx, cast.bob.id)).items == []


async def test_the_same_work_waits_once_and_spoils_nothing(cast: Cast, gear: Machinery) -> None:
    async with cast.bob.tx() as tx:
        assert await tx.defer(do_something, account_id=cast.bob.id) is not None
        assert await tx.defer(do_something, account_id=cast.bob.id) is None
        await tx.emit(Happened(cast.bob.id))
    assert await count_jobs(gear, cast.bob.id) == 1
    async with cast.bob.tx() as tx:
        assert len((await entries_of(tx, cast.bob.id)).items) == 1


async def test_the_ledger_shows_each_what_is_shared_with_them(stage: Stage, cast: Cast) -> None:
    trainer = await stage.member("Tove Trainer", "coach")
    await stage.relate(trainer, cast.bob, scopes=("training",))
    async with cast.bob.tx() as tx:
        await tx.emit(Happened(cast.bob.id))
    seen: dict[str, int] = {}
    for person in (cast.alice, trainer, cast.charlie, cast.dana):
        async with person.tx() as tx:
            seen[person.name] = len((await entries_of(tx, cast.bob.id)).items)
    assert seen == {"Alice Berg": 1, "Tove Trainer": 0, "Charlie Out": 0, "Dana Root": 0}


async def test_the_ledger_is_append_only(cast: Cast) -> None:
    async with cast.bob.tx() as tx:
        await tx.emit(Happened(cast.bob.id))
    async with cast.bob.tx() as tx:
        changed = await tx.session.execute(
            text("UPDATE audit_entry SET name = 'forged' WHERE athlete_id = :me"), {"me": cast.bob.id}
        )
        removed = await tx.session.execute(text("DELETE FROM audit_entry WHERE athlete_id = :me"), {"me": cast.bob.id})
        assert (changed.rowcount, removed.rowcount) == (0, 0)  # type: ignore[attr-defined]


async def test_people_see_those_they_work_with_and_nobody_else(cast: Cast) -> None:
    async with cast.alice.tx() as tx:
        assert await tx.session.get(Person, cast.bob.id) is not None
        assert await tx.session.get(Person, cast.charlie.id) is None
    async with cast.charlie.tx() as tx:
        assert await tx.session.get(Person, cast.bob.id) is None


async def test_a_reaction_to_a_reaction_is_refused(cast: Cast, gear: Machinery) -> None:
    async def follow(tx: Tx, event: Happened) -> None:
        await tx.emit(Followed(event.athlete_id))

    async def follow_on(tx: Tx, event: Followed) -> None:
        await tx.emit(Happened(event.athlete_id))

    reactions = Reactions([Handler(Happened, follow), Handler(Followed, follow_on)])
    transactions = Transactions(gear.database, gear.clock, reactions)
    with pytest.raises(RuntimeError, match="an action is missing"):
        async with transactions.open(cast.bob.actor) as tx:
            await tx.emit(Happened(cast.bob.id))


async def test_today_is_the_persons_own_day(stage: Stage) -> None:
    honolulu = await stage.member("Hana Far", "athlete", time_zone="Pacific/Honolulu")
    kiritimati = await stage.member("Kiri Early", "athlete", time_zone="Pacific/Kiritimati")
    days: list[str] = []
    for person in (honolulu, kiritimati):
        async with person.tx() as tx:
            days.append(tx.today(await tx.session.get_one(Person, person.id)).isoformat())
    assert days == ["2026-06-10", "2026-06-11"]
