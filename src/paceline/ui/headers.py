"""Adds the security headers to every answer: strict content policy, no sniffing, framing, leaked addresses, kept copies."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

TWO_YEARS = "max-age=63072000; includeSubDomains"
# `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with forms, which OriginGuard refuses.
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    # Almost every answer is about a person; what is the same for everybody says itself how long it may be kept.
    "Cache-Control": "no-store",
}


def content_policy(
    script_hashes: Sequence[str] = (),
    images: Sequence[str] = (),
    forms: Sequence[str] = ("https://checkout.stripe.com",),
) -> str:
    """The Content-Security-Policy: this site only, no inline script or style, one hashed import map."""
    rules = {
        "default-src": ("'none'",),
        "script-src": ("'self'", *script_hashes),
        "style-src": ("'self'",),
        "img-src": ("'self'", "data:", *images),
        "connect-src": ("'self'",),
        "form-action": ("'self'", *forms),
        "base-uri": ("'none'",),
        "object-src": ("'none'",),
        "frame-ancestors": ("'none'",),
        "manifest-src": ("'self'",),
        "worker-src": ("'self'",),
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


class SecurityHeaders:
    """ASGI middleware. A route may set a header of its own, which then stands."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        secure: bool,
        script_hashes: Callable[[], Sequence[str]] | None = None,
        images: Sequence[str] = (),
    ) -> None:
        """`secure` says that the site is reached by HTTPS; without hashes those of the configured assets are used."""
        self.app = app
        self.secure = secure
        self.script_hashes = script_hashes or _import_map_hash
        self.images = images

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add what the answer does not say itself."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
                said = {name.lower() for name, _ in given}
                message["headers"] = [*given, *(pair for pair in self._ours() if pair[0] not in said)]
            await send(message)

        await self.app(scope, receive, guarded)

    def _ours(self) -> Sequence[tuple[bytes, bytes]]:
        return _encoded(tuple(self.script_hashes()), tuple(self.images), self.secure)


@lru_cache(maxsize=8)
def _encoded(script_hashes: Sequence[str], images: Sequence[str], secure: bool) -> Sequence[tuple[bytes, bytes]]:
    """The headers as they are sent; they change only with the assets, which in production they never do."""
    headers = {"Content-Security-Policy": content_policy(script_hashes, images), **FIXED}
    if secure:
        headers["Strict-Transport-Security"] = TWO_YEARS
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _import_map_hash() -> Sequence[str]:
    from paceline.ui import jinja

    return (jinja.engine().assets.import_map_hash,)
