"""One line and one measurement per request, and an id that ties a person's report to the lines about it."""

import re
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paceline.infra.clock import Clock
from paceline.infra.ids import new_id
from paceline.infra.metrics import METRICS, Metrics

log = structlog.get_logger("paceline.request")
VALID_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
UNMATCHED = "(none)"


class RequestLog:
    """Pure ASGI middleware, the outermost one. Logs the route's template, never the path: paths carry tokens."""

    def __init__(self, app: ASGIApp, clock: Clock, metrics: Metrics = METRICS) -> None:
        self._app, self._clock, self._metrics = app, clock, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _given_id(scope) or str(new_id())
        header = (b"x-request-id", request_id.encode())
        began = self._clock.monotonic()
        status, streams = 500, False  # without an answer, the server sends 500

        async def send_with_id(message: Message) -> None:
            nonlocal status, streams
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message.get("headers", ())
                streams = any(
                    name == b"content-type" and value.startswith(b"text/event-stream") for name, value in headers
                )
                message["headers"] = [*headers, header]
            await send(message)

        tokens = structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            await self._app(scope, receive, send_with_id)
        finally:
            seconds = self._clock.monotonic() - began
            route, method = route_of(scope), scope["method"]
            self._metrics.request(route, method, status, None if streams else seconds)
            log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 2))
            structlog.contextvars.reset_contextvars(**tokens)


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as "/plans/{plan_id}"; a fixed word when none did."""
    context: Any = scope.get("fastapi", {}).get("effective_route_context")
    for candidate in (context, scope.get("route")):
        template = getattr(candidate, "path_format", None) or getattr(candidate, "path", None)
        if template:
            return str(template)
    if "endpoint" not in scope:
        return UNMATCHED
    if "app_root_path" in scope:  # a mounted app, such as static files, leaves only its prefix behind
        return f"{scope['root_path'][len(scope['app_root_path']) :]}/*"
    # A plain route: without parameters its template is the path itself.
    return UNMATCHED if scope.get("path_params") else scope["path"]


def _given_id(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return value.decode() if VALID_ID.fullmatch(value) else None
    return None
