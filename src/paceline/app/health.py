"""Whether everything runs: for load balancers, operators and Prometheus."""

from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.infra.health import check
from paceline.infra.machinery import Machinery
from paceline.infra.metrics import CONTENT_TYPE, METRICS

router = APIRouter(tags=["operations"])


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
