"""The short way of hot lists: endpoints marked `quick` are answered before the framework routes, when that is possible.

Whatever is unusual goes the ordinary way: no token, a closed session, filters, a query that is wrong, a lost connection.
The short way can therefore only answer what the endpoint would have answered.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from fastapi.routing import iter_route_contexts
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from paceline.core.identity.web import Quick, read_json
from paceline.infra.machinery import Machinery


def quick_plans(routes: list[BaseRoute]) -> dict[str, tuple[Any, Quick]]:
    """The marked endpoints by path; paths with parameters cannot be looked up, so they are refused."""
    found: dict[str, tuple[Any, Quick]] = {}
    for context in iter_route_contexts(routes):
        endpoint: Any = getattr(context, "endpoint", None)
        plan: Quick | None = getattr(endpoint, "quick", None)
        path = context.path
        if plan is None or path is None:
            continue
        if "{" in path or "GET" not in (context.methods or ()):
            raise ValueError(f"{path}: only GET of a fixed path can be quick")
        found[path] = (endpoint, plan)
    return found


class QuickLists:
    """ASGI middleware, the innermost one."""

    def __init__(self, app: ASGIApp, gear: Machinery, plans: Mapping[str, tuple[Any, Quick]]) -> None:
        self._app, self._gear, self._plans = app, gear, plans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a statement's bytes, or pass the request on."""
        marked = self._plans.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        body = None if marked is None else await self._read(Request(scope), marked[1])
        if marked is None or body is None:
            await self._app(scope, receive, send)
            return
        scope["endpoint"] = marked[0]
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _read(self, request: Request, plan: Quick) -> bytes | None:
        asked = plan(request.scope["query_string"].decode("latin-1"))
        if asked is None:
            return None
        try:
            return await read_json(request, self._gear, *asked)
        except (psycopg.OperationalError, PoolTimeout):
            return None
