"""One request or job is one transaction: what an action may do in it, and nothing else."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from paceline.infra.clock import Clock
from paceline.infra.database import Actor, Database
from paceline.infra.events import Event, Reactions
from paceline.infra.jobs import JobDefinition, enqueue
from paceline.infra.metrics import METRICS
from paceline.infra.realtime.stream import record
from paceline.kit.days import InTimeZone, local_day

_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Tx:
    """A transaction: the session, who acts, and the instant at which all of it happens.

    These are all its members; adding one needs a decision record.
    """

    session: AsyncSession
    actor: Actor
    now: datetime
    _reactions: Reactions = field(repr=False)
    _depth: int = field(default=0, repr=False)

    async def emit(self, event: Event) -> None:
        """Let the ledger keep the event and let higher slices react, in this transaction."""
        if self._depth >= _DEEPEST:
            raise RuntimeError(f"{event.name} was raised by a reaction to a reaction: an action is missing")
        METRICS.event(event.name)
        deeper = replace(self, _depth=self._depth + 1)
        for handler in self._reactions.to(event):
            await handler.react(deeper, event)

    async def defer(self, job: JobDefinition, /, **arguments: Any) -> int | None:
        """Ask for a job; it exists only if this transaction commits. None when the same work already waits."""
        return await enqueue(self.session, job, arguments)

    async def tell(self, person: UUID, where: str, *, scope: str = "training") -> None:
        """Let open pages of the person, and of those they share the scope with, know where to look again."""
        await record(self.session, person, where, scope, self.now)

    def today(self, person: InTimeZone) -> date:
        """The person's own calendar day."""
        return local_day(self.now, person.time_zone)

    @property
    def person(self) -> UUID:
        """The account that acts; an error in transactions of nobody or the system."""
        if self.actor.account_id is None:
            raise RuntimeError("nobody acts in this transaction")
        return self.actor.account_id


class Transactions:
    """Opens transactions: the edge's tool, given to requests, jobs and commands."""

    def __init__(self, database: Database, clock: Clock, reactions: Reactions) -> None:
        self.database = database
        self.clock = clock
        self.reactions = reactions

    @asynccontextmanager
    async def open(self, actor: Actor) -> AsyncGenerator[Tx]:
        """A transaction that commits when left without an error."""
        async with self.database.session(actor) as session:
            yield self.within(session, actor)

    def within(self, session: AsyncSession, actor: Actor) -> Tx:
        """A transaction around a session somebody else commits."""
        return Tx(session, actor, self.clock.now(), self.reactions)
