"""Answers browsers with pages, fragments, redirects and toasts; a page decides on sending what the request needs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, get_args

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from paceline.ui import jinja
from paceline.ui.flash import COOKIE, Flash, Tone
from paceline.ui.viewer import Theme, Viewer

FLASH_SECONDS = 60


def wants_fragment(connection: HTTPConnection) -> bool:
    """True for an htmx request that swaps a region; boosted links and history need the whole page."""
    headers = connection.headers
    whole = headers.get("hx-boosted") == "true" or headers.get("hx-history-restore-request") == "true"
    return headers.get("hx-request") == "true" and not whole


def viewer_of(scope: Scope) -> Viewer | None:
    """The signed-in person, put into the scope's state by the edge."""
    found = scope.get("state", {}).get("viewer")
    return found if isinstance(found, Viewer) else None


def rendering_for(connection: HTTPConnection, flashes: Sequence[Flash] = ()) -> jinja.Rendering:
    """What the templates know about this request."""
    viewer = viewer_of(connection.scope)
    chosen = connection.cookies.get("theme") or (viewer.theme if viewer else "auto")
    theme = chosen if chosen in get_args(Theme) else "auto"
    return jinja.Rendering(viewer, connection.url.path, theme, jinja.engine().formatter(viewer), flashes)


class Page(Response):
    """A page that renders itself when it is sent, because only then it can see the request."""

    media_type = "text/html"

    def __init__(
        self,
        template: str,
        context: object,
        *,
        block: str | None = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        toasts: Sequence[Flash] = (),
        badges: Mapping[str, int] | None = None,
        always_block: bool = False,
    ) -> None:
        """With `always_block` the block is sent to every client, as a fragment is."""
        super().__init__(b"", status, dict(headers or {}))
        self.template, self.context, self.block = template, context, block
        self.toasts, self.badges, self.always_block = tuple(toasts), dict(badges or {}), always_block
        self.headers["Cache-Control"] = "no-store"
        self.headers.append("Vary", "HX-Request")

    def _render(self, connection: HTTPConnection) -> str:
        if self.block is not None and (self.always_block or wants_fragment(connection)):
            rendering = rendering_for(connection)
            return jinja.engine().render(self.template, self.context, rendering, self.block) + _out_of_band(
                self.toasts, rendering, self.badges
            )
        kept = jinja.engine().signer.load(connection.cookies.get(COOKIE))
        if COOKIE in connection.cookies:
            self.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        flashes = (*([kept] if kept else []), *self.toasts)
        return jinja.engine().render(self.template, self.context, rendering_for(connection, flashes))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Render for this request and send."""
        self.body = self._render(HTTPConnection(scope)).encode()
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def page(
    template: str,
    context: object,
    *,
    block: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    toasts: Sequence[Flash] = (),
    badges: Mapping[str, int] | None = None,
) -> Page:
    """A whole page, or only `block` when htmx asks for a region. Names set at a child template's top level are not
    known inside a block that is rendered alone. `badges` are counts in the navigation that a region brings up to date.
    """
    return Page(template, context, block=block, status=status, headers=headers, toasts=toasts, badges=badges)


def fragment(
    template: str,
    block: str,
    context: object,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    toasts: Sequence[Flash] = (),
) -> Page:
    """One block of a template, whoever asks."""
    return Page(template, context, block=block, status=status, headers=headers, toasts=toasts, always_block=True)


def toast(text: str, tone: Tone = "positive", *, undo: str | None = None) -> Flash:
    """A message for `page(..., toasts=[…])`; with `undo` it carries a button that posts there."""
    return Flash(text, tone, undo)


def _out_of_band(toasts: Sequence[Flash], rendering: jinja.Rendering, badges: Mapping[str, int] | None = None) -> str:
    engine = jinja.engine()
    said = ""
    with jinja.bound(rendering):
        if toasts:
            said += str(engine.macros.toasts_out_of_band(toasts))
        if badges and rendering.viewer:
            shell = engine.shell(replace(rendering, viewer=replace(rendering.viewer, badges=badges)))
            said += str(engine.macros.badges_out_of_band(shell, badges))
    return said


class Toasts(Response):
    """An answer that changes nothing on the page and only says something."""

    media_type = "text/html"

    def __init__(self, toasts: Sequence[Flash], status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        """`HX-Reswap: none` keeps the target as it is; the toasts still arrive out of band."""
        super().__init__(b"", status, {"HX-Reswap": "none", "Cache-Control": "no-store", **(headers or {})})
        self.toasts = tuple(toasts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Render for this request and send."""
        self.body = _out_of_band(self.toasts, rendering_for(HTTPConnection(scope))).encode()
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def say(*toasts: Flash, status: int = 200, headers: Mapping[str, str] | None = None) -> Toasts:
    """Only toasts, for an htmx request whose region stays as it is."""
    return Toasts(toasts, status, headers)


class See(Response):
    """Post, redirect, get: 303 for a browser, `HX-Redirect` for htmx."""

    def __init__(self, url: str, flash: Flash | None = None) -> None:
        """Only addresses on this site; leaving it is a different, deliberate answer."""
        if not url.startswith("/") or url.startswith("//") or "\\" in url or any(ord(c) < 32 for c in url):
            raise ValueError(f"not an address on this site: {url!r}")
        super().__init__(b"", 303)
        self.url, self.flash = url, flash
        self.headers["Cache-Control"] = "no-store"
        self.headers["Vary"] = "HX-Request"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose the kind of redirect and send."""
        connection = HTTPConnection(scope)
        if wants_fragment(connection):
            self.status_code = 204
            self.headers["HX-Redirect"] = self.url
            del self.headers["Content-Length"]
        else:
            self.headers["Location"] = self.url
        if self.flash:
            value, secure = jinja.engine().signer.dump(self.flash), connection.url.scheme == "https"
            self.set_cookie(
                COOKIE, value, max_age=FLASH_SECONDS, path="/", secure=secure, httponly=True, samesite="lax"
            )
        await super().__call__(scope, receive, send)


def see(url: str, flash: str | Flash | None = None, tone: Tone = "positive") -> See:
    """Go to another page of this site, with a message that is shown there once."""
    return See(url, Flash(flash, tone) if isinstance(flash, str) else flash)


def render(template: str, context: object, viewer: Viewer | None = None, **known: Any) -> str:
    """A template as text, for e-mails and jobs that have no request."""
    return jinja.engine().render(
        template, context, jinja.Rendering(viewer=viewer, fmt=jinja.engine().formatter(viewer), **known)
    )
