"""The live stream: server-sent events that say where to look again, and replay what a lost connection missed."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from paceline.core.identity import Gear, RequestTx
from paceline.infra.database import SYSTEM, Actor
from paceline.infra.machinery import Machinery
from paceline.infra.metrics import METRICS
from paceline.infra.realtime.hub import Audience, Hub, Listener
from paceline.infra.realtime.stream import Hint, hints_after, newest, number_fresh, oldest

router = APIRouter(tags=["live"])

LONGEST = 600.0
HEARTBEAT = 15.0
REFRESH_AUDIENCE = 30.0
RESET = b"event: reset\ndata: {}\n\n"
T = TypeVar("T")
# Reads that go on to their end although the page that wanted them is gone.
_unfinished: set[asyncio.Task[Any]] = set()
_AUDIENCE = text("SELECT athlete_id, scope FROM relationships_grant WHERE coach_id = :me")


@router.get(
    "/events/stream",
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {
                "text/event-stream": {
                    "example": 'id: 42\\nevent: hint\\ndata: {"place":"checkins.submitted","person":"0197…"}\\n\\n'
                }
            }
        }
    },
)
async def stream(
    request: Request,
    tx: RequestTx,
    gear: Gear,
    last_event_id: Annotated[str | None, Header()] = None,
    after: Annotated[int | None, Query(ge=0, description="Where to start instead of Last-Event-ID.")] = None,
) -> StreamingResponse:
    """Hints about your own data and what is shared with you. An `event: reset` means: look everywhere again."""
    wanted = after if after is not None else int(last_event_id) if last_event_id and last_event_id.isdigit() else None
    hub: Hub = request.app.state.hub
    return StreamingResponse(
        _events(hub, gear, tx.person, wanted), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


async def _events(hub: Hub, gear: Machinery, me: UUID, wanted: int | None) -> AsyncGenerator[bytes]:
    deadline = gear.clock.monotonic() + LONGEST
    audience, start, missed, lost = await _to_its_end(_beginning(gear, me, wanted))
    with METRICS.sse_client():
        async with hub.join(me, audience, missed[-1].sequence if missed else start) as listener:
            yield b"retry: 2000\n\n" + (RESET if lost else f"id: {start}\nevent: ready\ndata: {{}}\n\n".encode())
            for hint in missed:
                yield _encode(hint)
            async for chunk in _follow(listener, gear, deadline):
                yield chunk


async def _beginning(gear: Machinery, me: UUID, wanted: int | None) -> tuple[Audience, int, list[Hint], bool]:
    async with gear.database.session(SYSTEM) as session:
        await number_fresh(session)
    # The audience and the hints missed are read as the person, so that row-level security decides.
    async with gear.database.session(Actor(me)) as session:
        return await _audience(session, me), *await _missed(session, wanted)


async def _to_its_end(read: Coroutine[Any, Any, T]) -> T:
    """A page that is left ends its stream at any line; the short read it waits for is not torn out of the connection."""
    task = asyncio.ensure_future(read)
    _unfinished.add(task)
    task.add_done_callback(_finished)
    return await asyncio.shield(task)


def _finished(task: asyncio.Task[Any]) -> None:
    _unfinished.discard(task)
    if not task.cancelled():
        # Looked at, so that a failure nobody waits for any more is not reported as forgotten.
        task.exception()


async def _audience_now(gear: Machinery, me: UUID) -> Audience:
    async with gear.database.session(Actor(me)) as session:
        return await _audience(session, me)


async def _audience(session: AsyncSession, me: UUID) -> Audience:
    rows = await session.execute(_AUDIENCE, {"me": me})
    return frozenset((row.athlete_id, row.scope) for row in rows)


async def _missed(session: AsyncSession, wanted: int | None) -> tuple[int, list[Hint], bool]:
    """Where the stream starts, what was missed before, and whether more was missed than is still kept."""
    last = await newest(session)
    if wanted is None or wanted > last:
        return last, [], wanted is not None
    first = await oldest(session)
    missed = list(await hints_after(session, wanted))
    return wanted, missed, (first > wanted + 1 and first > 1 and wanted > 0) or len(missed) >= 500


async def _follow(listener: Listener, gear: Machinery, deadline: float) -> AsyncGenerator[bytes]:
    refreshed = gear.clock.monotonic()
    while gear.clock.monotonic() < deadline:
        try:
            hint = await asyncio.wait_for(listener.queue.get(), HEARTBEAT)
        except TimeoutError:
            yield b": still here\n\n"
        else:
            yield _encode(hint)
            if not hint.place.startswith("relationships.") and gear.clock.monotonic() - refreshed < REFRESH_AUDIENCE:
                continue
        listener.audience = await _to_its_end(_audience_now(gear, listener.account_id))
        refreshed = gear.clock.monotonic()
    yield b"event: again\ndata: {}\n\n"


def _encode(hint: Hint) -> bytes:
    data = orjson.dumps({"place": hint.place, "person": hint.person_id})
    return b"id: %d\nevent: hint\ndata: %s\n\n" % (hint.sequence, data)
