"""Routes of what is the same for everybody: style sheets, scripts, the service worker, the web manifest, the offline page."""

from typing import Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from paceline.ui import jinja
from paceline.ui.assets import PREFIX, Assets
from paceline.ui.page import page


class Mountable(Protocol):
    """An application whose routes can be added to."""

    @property
    def routes(self) -> list[BaseRoute]:
        """The application's own list of routes."""
        ...


def mount(app: Mountable, assets: Assets | None = None) -> None:
    """Add `/static/…`, the service worker, the web manifest and the offline page to an application."""
    held = assets or jinja.engine().assets

    async def offline(request: Request) -> ASGIApp:
        return page("ui/offline.html", None)

    app.routes.extend(
        [
            Route(PREFIX + "/{path:path}", held.serve, methods=["GET", "HEAD"]),
            Route("/service-worker.js", held.service_worker, methods=["GET"]),
            Route("/manifest.webmanifest", held.web_manifest, methods=["GET"]),
            Route("/offline", offline, methods=["GET"]),
        ]
    )
