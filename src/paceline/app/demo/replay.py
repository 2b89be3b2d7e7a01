"""Transactions of the past: the product's own actions at the time they would have happened."""

from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from paceline.infra.clock import FixedClock
from paceline.infra.database import Actor
from paceline.infra.events import Event, Reactions
from paceline.infra.jobs import JobDefinition, Work
from paceline.infra.machinery import Machinery
from paceline.infra.slices import Slice
from paceline.infra.tx import Tx

# What reacts for good. A briefing, a look from the desk or a mail belongs to its own day and is made for today only.
LASTING = frozenset({"audit", "calendar", "readiness"})
# Readiness is read over weeks, so mornings longer ago are kept without being assessed.
LONG_AGO = frozenset({"audit", "calendar"})
BEFORE = frozenset({"audit"})
# What a worker would have done by now for one person, in this order, and the name under which it takes them.
OWED = (
    ("readiness:assess_today", "athlete_id"),
    ("today:make_briefings", "athlete_id"),
    ("desk:plan_morning", "account_id"),
    ("desk:evaluate_athlete", "athlete_id"),
)


@dataclass(frozen=True, slots=True)
class ReplayTx(Tx):
    """A transaction in which nothing is queued, for the past has no queue, and nobody is told, for nobody was looking."""

    async def defer(self, job: JobDefinition, /, **arguments: Any) -> int | None:
        return None

    async def tell(self, person: UUID, where: str, *, scope: str = "training") -> None:
        return None


@dataclass(frozen=True, slots=True)
class Moment:
    """An open transaction whose clock can be moved on: many things at their own times, saved together."""

    session: AsyncSession
    actor: Actor
    clock: FixedClock
    reactions: Reactions

    def at(self, when: datetime) -> ReplayTx:
        """The transaction at that time."""
        self.clock.set(when)
        return ReplayTx(self.session, self.actor, when, self.reactions)


class Replay:
    """Opens moments of the past, and brings a person up to date at the end of it."""

    def __init__(self, machinery: Machinery, clock: FixedClock, slices: Sequence[Slice]) -> None:
        self.machinery = machinery
        self.clock = clock
        self._handlers = {one.name: one.handlers for one in slices}
        self._jobs = {job.name: job for one in slices if one.jobs for job in one.jobs.definitions}

    @asynccontextmanager
    async def open(self, actor: Actor, reacting: Collection[str] = LASTING) -> AsyncGenerator[Moment]:
        """A transaction of somebody's, to which the slices named react."""
        handlers = (
            one
            for name, of_slice in self._handlers.items()
            if name in reacting
            for one in of_slice
            # Besides the ledger, what listens to everything asks the desk to look, and that is not done for the past.
            if one.event is not Event or name == "audit"
        )
        async with self.machinery.database.session(actor) as session:
            yield Moment(session, actor, self.clock, Reactions(handlers))

    async def bring_up_to_date(self, athlete_id: UUID, at: datetime) -> None:
        """Readiness, briefing and the desk's look, as a worker would have made them at that time."""
        self.clock.set(at)
        for name, argument in OWED:
            if name in self._jobs:
                await self._jobs[name].run(Work(self.machinery), **{argument: str(athlete_id)})
