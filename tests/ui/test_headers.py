"""Security headers on every answer."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from paceline.ui import jinja
from paceline.ui.headers import SecurityHeaders, content_policy


async def answer(request: Request) -> PlainTextResponse:
    own = {"Content-Security-Policy": "sandbox", "Cache-Control": "max-age=60"} if request.url.path == "/file" else {}
    return PlainTextResponse("x", headers=own)


def client(*, secure: bool = True) -> TestClient:
    app = Starlette(routes=[Route("/", answer), Route("/file", answer)])
    return TestClient(SecurityHeaders(app, secure=secure, images=("https://tiles.example",)))


def test_every_answer_carries_them(engine: jinja.Engine) -> None:
    for path in ("/", "/missing"):
        headers = client().get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert engine.assets.import_map_hash in headers["content-security-policy"]
        assert headers["strict-transport-security"].startswith("max-age=")


def test_without_https_no_promise_of_https(engine: jinja.Engine) -> None:
    assert "strict-transport-security" not in client(secure=False).get("/").headers


def test_a_route_may_say_otherwise(engine: jinja.Engine) -> None:
    headers = client().get("/file").headers
    assert headers["content-security-policy"] == "sandbox"
    assert headers.get_list("cache-control") == ["max-age=60"]


def test_the_policy_allows_nothing_inline() -> None:
    policy = content_policy(("'sha256-x'",), ("https://tiles.example",))
    assert policy.startswith("default-src 'none'; script-src 'self' 'sha256-x'; style-src 'self';")
    assert "unsafe" not in policy
    assert "img-src 'self' data: https://tiles.example" in policy
    for rule in ("base-uri 'none'", "object-src 'none'", "form-action 'self' https://checkout.stripe.com"):
        assert rule in policy


def test_the_hash_is_of_the_map_in_the_page(engine: jinja.Engine, tmp_path: Path) -> None:
    import base64
    import hashlib
    import re

    html = engine.render("ui/offline.html", None, jinja.Rendering())
    found = re.search(r'<script type="importmap">(.*?)</script>', html, re.DOTALL)
    assert found
    digest = base64.b64encode(hashlib.sha256(found.group(1).encode()).digest()).decode()
    assert engine.assets.import_map_hash == f"'sha256-{digest}'"
