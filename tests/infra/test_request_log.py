"""The line and the measurement each request leaves behind."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from paceline.infra.clock import SystemClock
from paceline.infra.metrics import Metrics
from paceline.infra.request_log import RequestLog


def made(metrics: Metrics) -> FastAPI:
    app = FastAPI(middleware=[Middleware(RequestLog, clock=SystemClock(), metrics=metrics)])
    inner, outer = APIRouter(), APIRouter()

    @inner.get("/{plan_id}/weeks/{number}")
    async def week(plan_id: str, number: int) -> dict[str, Any]:
        return {"seen": get_contextvars()}

    @outer.get("/boom")
    async def boom() -> None:
        raise RuntimeError("boom")

    @outer.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(iter(["data: 1\n\n"]), media_type="text/event-stream")

    outer.include_router(inner, prefix="/plans")
    app.include_router(outer, prefix="/api")

    @app.get("/reset/{token}")
    async def reset(token: str) -> PlainTextResponse:
        return PlainTextResponse("ok")

    app.mount("/static", StaticFiles(directory="."), name="static")
    return app


def ask(path: str, method: str = "GET", **headers: str) -> tuple[Any, dict[str, Any], Metrics]:
    metrics = Metrics()
    client = TestClient(made(metrics), raise_server_exceptions=False)
    with capture_logs() as lines:
        reply = client.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    [line] = [line for line in lines if line["event"] == "request"]
    return reply, line, metrics


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/api/plans/p1/weeks/3", "/api/plans/{plan_id}/weeks/{number}", 200),
        ("/api/plans/p1/weeks/x", "/api/plans/{plan_id}/weeks/{number}", 422),
        ("/reset/c4n4ry", "/reset/{token}", 200),
        ("/nowhere/c4n4ry", "(none)", 404),
        ("/api/boom", "/api/boom", 500),
        ("/static/c4n4ry.css", "/static/*", 404),
        ("/openapi.json", "/openapi.json", 200),
    ],
)
def test_a_line_names_the_route_and_never_the_path(path: str, route: str, status: int):
    reply, line, metrics = ask(path)
    assert (line["route"], line["status"], line["method"], reply.status_code) == (route, status, "GET", status)
    assert line["ms"] >= 0
    assert "c4n4ry" not in str(line)
    assert f'route="{route}",status="{status}"' in metrics.render().decode()
    assert b"c4n4ry" not in metrics.render()


def test_the_method_is_counted_even_when_the_route_does_not_know_it():
    _, line, _ = ask("/reset/x", "DELETE")
    assert (line["method"], line["status"]) == ("DELETE", 405)


def test_every_request_gets_an_id_that_its_lines_share():
    reply, _, _ = ask("/api/plans/p1/weeks/3")
    made_up = reply.headers["x-request-id"]
    assert UUID(made_up).version == 7
    assert reply.json()["seen"]["request_id"] == made_up


async def test_the_id_does_not_leak_into_what_the_task_does_next():
    inside: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        inside.append(get_contextvars())
        raise RuntimeError("boom")

    scope = {"type": "http", "method": "GET", "headers": [(b"x-request-id", b"abcdefgh")]}
    with pytest.raises(RuntimeError):
        await RequestLog(app, SystemClock(), Metrics())(scope, asyncio.sleep, asyncio.sleep)  # type: ignore[arg-type]
    assert inside == [{"request_id": "abcdefgh"}]
    assert get_contextvars() == {}


def test_a_good_id_from_a_proxy_is_kept():
    reply, _, _ = ask("/reset/x", X_Request_ID="abc-123.DEF_456")
    assert reply.headers["x-request-id"] == "abc-123.DEF_456"


@pytest.mark.parametrize("bad", ["short", "x" * 65, "has space in it", "semi;colon;here", "<script>alert(1)</script>"])
def test_a_bad_id_is_replaced(bad: str):
    reply, _, _ = ask("/reset/x", X_Request_ID=bad)
    assert UUID(reply.headers["x-request-id"]).version == 7


def test_a_stream_is_counted_and_not_timed():
    _, line, metrics = ask("/api/events")
    assert line["status"] == 200
    assert b'paceline_http_requests_total{method="GET",route="/api/events",status="200"} 1.0' in metrics.render()
    assert b'paceline_http_request_seconds_count{method="GET",route="/api/events"}' not in metrics.render()


async def test_what_is_no_request_passes_through():
    passed: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope["type"])

    await RequestLog(app, SystemClock(), Metrics())({"type": "lifespan"}, asyncio.sleep, asyncio.sleep)  # type: ignore[arg-type]
    assert passed == ["lifespan"]
