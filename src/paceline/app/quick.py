"""The short way of hot lists and pages: endpoints marked `quick` are answered before the framework routes, when that is possible.

Whatever is unusual goes the ordinary way: no token, a closed session, filters, a query that is wrong, a lost connection.
The short way can therefore only answer what the endpoint would have answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from fastapi.routing import iter_route_contexts
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from paceline.core.identity.web import Drawn, Quick, read_json, read_page
from paceline.infra.machinery import Machinery
from paceline.ui import jinja


@dataclass(frozen=True, slots=True)
class Marked:
    """An endpoint with its short way; with `draw` it is a page, otherwise JSON."""

    endpoint: Any
    plan: Quick
    draw: Drawn | None = None


def quick_plans(routes: list[BaseRoute]) -> dict[str, Marked]:
    """The marked endpoints by path; paths with parameters cannot be looked up, so they are refused."""
    found: dict[str, Marked] = {}
    for context in iter_route_contexts(routes):
        marked = _marked(getattr(context, "endpoint", None))
        path = context.path
        if marked is None or path is None:
            continue
        if "{" in path or "GET" not in (context.methods or ()):
            raise ValueError(f"{path}: only GET of a fixed path can be quick")
        found[path] = marked
    return found


def _marked(endpoint: Any) -> Marked | None:
    quick = getattr(endpoint, "quick", None)
    return None if quick is None else Marked(endpoint, *quick)


class QuickLists:
    """ASGI middleware, the innermost one."""

    def __init__(self, app: ASGIApp, gear: Machinery, plans: Mapping[str, Marked]) -> None:
        self._app, self._gear, self._plans = app, gear, plans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a statement's bytes, or pass the request on."""
        marked = self._plans.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        answer = None if marked is None else await self._read(Request(scope), marked)
        if marked is None or answer is None:
            await self._app(scope, receive, send)
            return
        scope["endpoint"] = marked.endpoint
        await answer(scope, receive, send)

    async def _read(self, request: Request, marked: Marked) -> Response | None:
        query = request.scope["query_string"].decode("latin-1")
        asked = marked.plan(query)
        if asked is None:
            return None
        try:
            if marked.draw is None:
                body = await read_json(request, self._gear, *asked)
                return None if body is None else Response(body, media_type="application/json")
            found = await read_page(request, self._gear, *asked)
        except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout):
            return None
        if found is None:
            return None
        viewer, body = found
        request.state.viewer = viewer
        return marked.draw(viewer, query, body, jinja.engine().formatter(viewer))
