"""Whether every part of an instance is well, each in a word or a sentence."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from paceline.infra.database import SYSTEM
from paceline.infra.machinery import Machinery
from paceline.infra.worker import STALLED_AFTER

PATIENCE = 5.0
_WORKERS = text(
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :stalled)"
)


async def check(gear: Machinery) -> dict[str, str]:
    """Each part's state in a word or a sentence."""
    return {
        "database": await _state(lambda: _database(gear)),
        "worker": await _state(lambda: _worker(gear)),
        "storage": await _state(gear.storage.check),
    }


async def _state(part: Callable[[], Awaitable[str | None]]) -> str:
    try:
        return await asyncio.wait_for(part(), PATIENCE) or "ok"
    except TimeoutError:
        return "does not answer"
    except Exception as error:  # noqa: BLE001 - health reports every failure in words
        return f"fails: {type(error).__name__}"


async def _database(gear: Machinery) -> None:
    async with gear.database.session(SYSTEM) as session:
        await session.execute(text("SELECT 1"))


async def _worker(gear: Machinery) -> str | None:
    async with gear.database.session(SYSTEM) as session:
        alive = await session.scalar(_WORKERS, {"stalled": STALLED_AFTER})
    return None if alive else "no worker has beaten its heart lately"
