"""The web application: every slice's routers behind the middleware, with its machinery for as long as it lives."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Lifespan

from paceline import __version__
from paceline.app import health, home, problems
from paceline.app.gates import GatedRouter
from paceline.app.pages import configure_pages
from paceline.app.quick import QuickLists, quick_plans
from paceline.app.registry import slices as all_slices
from paceline.infra.machinery import Machinery
from paceline.infra.realtime.hub import Hub
from paceline.infra.request_log import RequestLog
from paceline.infra.slices import Slice
from paceline.ui import static_routes
from paceline.ui.headers import SecurityHeaders
from paceline.ui.origin import OriginGuard

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, text in (
        (401, "Not signed in"),
        (403, "Not allowed"),
        (404, "Not found, or not shared with you"),
        (409, "Conflict"),
        (422, "Malformed or impossible"),
        (429, "Too many tries"),
    )
}
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:paceline:problem:not_found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; programs decide by it."},
        "detail": {"type": "string", "description": "A sentence for the person."},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def create_app(machinery: Machinery, slices: Sequence[Slice] | None = None) -> FastAPI:
    """The application over a machinery somebody else opens and closes."""
    slices = all_slices() if slices is None else slices

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        hub = Hub(machinery.database)
        await hub.start()
        app.state.hub = hub
        yield
        await hub.stop()

    app = routed(slices, lifespan)
    app.state.machinery = machinery
    configure_pages(machinery, slices)
    static_routes.mount(app)
    problems.install(app)
    _wrap(app, machinery)
    return app


def routed(slices: Sequence[Slice], lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The routes and their description, without anything to answer from."""
    app = FastAPI(
        title="Paceline",
        version=__version__,
        summary="The open coaching platform.",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    _include(app, slices)
    _describe(app)
    return app


def _include(app: FastAPI, slices: Sequence[Slice]) -> None:
    api = APIRouter(prefix="/api/v1", responses=ERRORS)
    for s in slices:
        if s.api is not None:
            api.include_router(GatedRouter(s.api, depth=2))
    # Routes are tried one after another; programs ask more often than people do.
    app.include_router(api)
    for s in slices:
        if s.pages is not None:
            app.include_router(GatedRouter(s.pages, depth=0), include_in_schema=False)
    app.include_router(health.router)
    app.include_router(home.router, include_in_schema=False)


def _describe(app: FastAPI) -> None:
    original = app.openapi

    def described() -> dict[str, Any]:
        schema = original()
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        return schema

    app.openapi = described


def _wrap(app: FastAPI, machinery: Machinery) -> None:
    secure = machinery.settings.public_url.startswith("https://")
    app.add_middleware(QuickLists, gear=machinery, plans=quick_plans(app.routes))
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(OriginGuard)
    app.add_middleware(SecurityHeaders, secure=secure)
    app.add_middleware(RequestLog, clock=machinery.clock)
