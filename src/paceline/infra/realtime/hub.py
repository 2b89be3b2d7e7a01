"""One listener a process: numbers fresh hints and hands them to every open stream they concern."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import structlog

from paceline.infra.database import SYSTEM, Database
from paceline.infra.database.address import APP
from paceline.infra.realtime.stream import AT_ONCE, CHANNEL, Hint, hints_after, newest, number_fresh

FALLBACK_POLL = 2.0
log = structlog.get_logger("paceline.realtime")

Audience = frozenset[tuple[UUID, str]]


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: what its person may hear of, and the hints not yet sent."""

    account_id: UUID
    audience: Audience
    after: int
    queue: asyncio.Queue[Hint] = field(default_factory=lambda: asyncio.Queue(maxsize=1000))

    def hears(self, hint: Hint) -> bool:
        """Whether the hint is about the person or about something shared with them."""
        if hint.sequence <= self.after:
            return False
        return hint.person_id == self.account_id or (hint.person_id, hint.scope) in self.audience


class Hub:
    """Fans hints out to the streams of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: set[Listener] = set()
        self._last = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def clients(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    async def start(self) -> None:
        """Begin to listen."""
        async with self._database.session(SYSTEM) as session:
            await number_fresh(session)
            self._last = await newest(session)
        self._task = asyncio.create_task(self._run(), name="realtime-hub")

    async def stop(self) -> None:
        """Stop listening; open streams end by themselves."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def join(self, account_id: UUID, audience: Audience, after: int) -> AsyncGenerator[Listener]:
        """A listener for as long as a stream is open; hints up to `after` it has had already."""
        if not self._listeners:
            # Nobody was looking since: what lies before belongs to no open stream.
            self._last = max(self._last, after)
        listener = Listener(account_id, audience, after)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("live updates lost the database, trying again", error=str(error))
                await asyncio.sleep(1)

    async def _listen(self) -> None:
        url = self._database.address.as_role(APP)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            while True:
                await self._deliver()
                async for _ in connection.notifies(timeout=FALLBACK_POLL, stop_after=1):
                    pass

    async def _deliver(self) -> None:
        if not self._listeners:
            # Nobody is looking: leave the stream unnumbered and save the queries; replay numbers it.
            return
        async with self._database.session(SYSTEM) as session:
            await number_fresh(session)
        while True:
            async with self._database.session(SYSTEM) as session:
                hints = await hints_after(session, self._last)
            for hint in hints:
                self._hand_out(hint)
            if len(hints) < AT_ONCE:
                return

    def _hand_out(self, hint: Hint) -> None:
        self._last = hint.sequence
        for listener in self._listeners:
            if listener.hears(hint):
                _put(listener, hint)


def _put(listener: Listener, hint: Hint) -> None:
    try:
        listener.queue.put_nowait(hint)
    except asyncio.QueueFull:
        log.warning("a live stream reads too slowly, hints dropped; it catches up when it reconnects")
