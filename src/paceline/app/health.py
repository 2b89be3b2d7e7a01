"""Whether everything runs: for load balancers, operators and Prometheus."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from fastapi import APIRouter, Request
from sqlalchemy import text
from starlette.responses import Response

from paceline.infra.database import SYSTEM
from paceline.infra.jobs.worker import STALLED_AFTER
from paceline.infra.machinery import Machinery
from paceline.infra.metrics import CONTENT_TYPE, METRICS

router = APIRouter(tags=["operations"])
PATIENCE = 5.0
_WORKERS = text("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :stalled)")


@router.get("/healthz", responses={503: {"description": "A part is down; the body says which."}})
async def healthz(request: Request) -> Response:
    """Database, worker and storage, each with ok or a sentence."""
    gear: Machinery = request.app.state.machinery
    parts = await check(gear)
    healthy = all(state == "ok" for state in parts.values())
    body: dict[str, Any] = {"status": "ok" if healthy else "degraded", "parts": parts}
    return Response(orjson.dumps(body), 200 if healthy else 503, media_type="application/json")


@router.get("/metrics")
async def metrics() -> Response:
    """Counts and durations of this process, in Prometheus's text format."""
    return Response(METRICS.render(), headers={"Content-Type": CONTENT_TYPE})


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
