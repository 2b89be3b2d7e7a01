"""Refuses requests that change something and come from another site (cross-site request forgery), without tokens.

The rule is that of Go 1.25 `net/http.CrossOriginProtection`: trust `Sec-Fetch-Site`, else compare `Origin` with `Host`.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})
DEFAULT_PORTS = {"http": "80", "https": "443"}
REFUSAL = "This request seems to come from another site, so nothing was changed. Open the page again and retry."


def _authority(host: str, scheme: str) -> str:
    """Host and port in one comparable form."""
    lowered = host.strip().lower()
    return lowered.removesuffix(":" + DEFAULT_PORTS.get(scheme, ""))


def same_origin(headers: Headers) -> bool:
    """True when the browser says that the request starts at this very site."""
    sites = headers.getlist("sec-fetch-site")
    if sites:
        return all(site.strip().lower() in SAME_SITE for site in sites)
    origins, hosts = headers.getlist("origin"), headers.getlist("host")
    if len(origins) != 1 or len(hosts) != 1:
        return False
    origin = urlsplit(origins[0])
    if origin.scheme not in DEFAULT_PORTS or not origin.netloc:
        return False
    return _authority(origin.netloc, origin.scheme) == _authority(hosts[0], origin.scheme)


def carries_bearer(headers: Headers) -> bool:
    """A browser never adds such a token by itself, so a request with one cannot be forged."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and bool(token.strip())


def from_a_program(headers: Headers) -> bool:
    """Every browser names an origin when it posts; what names none and has no cookie rides on nobody's session."""
    return not any(name in headers for name in ("sec-fetch-site", "origin", "cookie"))


class OriginGuard:
    """ASGI middleware. `exempt` lists path prefixes whose requests are signed by their sender (webhooks)."""

    def __init__(self, app: ASGIApp, exempt: Sequence[str] = ()) -> None:
        """Prefixes match whole path segments."""
        self.app = app
        self.exempt = tuple(prefix.rstrip("/") for prefix in exempt)

    def _allowed(self, scope: Scope) -> bool:
        if scope["method"] in SAFE_METHODS or self._exempted(scope["path"]):
            return True
        headers = Headers(scope=scope)
        return carries_bearer(headers) or from_a_program(headers) or same_origin(headers)

    def _exempted(self, path: str) -> bool:
        if ".." in path.split("/"):
            return False
        return any(path == prefix or path.startswith(prefix + "/") for prefix in self.exempt)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to a forged request, pass on every other."""
        if scope["type"] != "http" or self._allowed(scope):
            await self.app(scope, receive, send)
            return
        await PlainTextResponse(REFUSAL, 403, {"Cache-Control": "no-store"})(scope, receive, send)
