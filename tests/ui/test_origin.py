"""Cross-site requests that change something are refused; every case of the rule."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from paceline.ui.origin import OriginGuard


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse("done")


METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
APP = OriginGuard(Starlette(routes=[Route("/{path:path}", answer, methods=METHODS)]), exempt=["/webhooks/"])
HOST = "pace.example"


def status(method: str = "POST", path: str = "/plans", **headers: str) -> int:
    client = TestClient(APP, base_url=f"https://{HOST}")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, path, headers=named).status_code


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_safe_methods_pass_from_anywhere(method: str) -> None:
    assert status(method, sec_fetch_site="cross-site", origin="https://evil.example") == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("site", "expected"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
def test_the_browser_says_where_it_starts(method: str, site: str, expected: int) -> None:
    assert status(method, sec_fetch_site=site) == expected


def test_an_unknown_or_empty_word_is_refused() -> None:
    assert status(sec_fetch_site="elsewhere") == 403
    assert status(sec_fetch_site="") == 403


def test_the_fetch_header_outranks_the_origin() -> None:
    assert status(sec_fetch_site="cross-site", origin=f"https://{HOST}") == 403
    assert status(sec_fetch_site="same-origin", origin="https://evil.example") == 200


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (f"https://{HOST}", 200),
        (f"https://{HOST.upper()}", 200),
        (f"https://{HOST}:443", 200),
        (f"https://{HOST}:8443", 403),
        ("https://evil.example", 403),
        (f"https://{HOST}.evil.example", 403),
        (f"https://evil{HOST}", 403),
        (f"https://user@{HOST}", 403),
        ("null", 403),
        ("", 403),
        (HOST, 403),
        (f"ftp://{HOST}", 403),
    ],
)
def test_without_it_the_origin_must_be_this_host(origin: str, expected: int) -> None:
    assert status(origin=origin) == expected


def test_ports_belong_to_the_origin() -> None:
    assert status(origin="http://localhost:8000", host="localhost:8000") == 200
    assert status(origin="http://localhost:9000", host="localhost:8000") == 403


def test_with_neither_header_a_cookie_needs_a_bearer_token() -> None:
    assert status(cookie="session=abc") == 403
    assert status(cookie="session=abc", authorization="Bearer abc") == 200
    assert status(cookie="session=abc", authorization="bearer abc") == 200
    assert status(cookie="session=abc", authorization="Bearer ") == 403
    assert status(cookie="session=abc", authorization="Basic abc") == 403
    assert status(sec_fetch_site="cross-site", authorization="Bearer abc") == 200


def test_a_program_without_cookies_rides_on_nobodys_session() -> None:
    assert status() == 200
    assert status(origin="https://evil.example", host="localhost:8000") == 403
    assert status(sec_fetch_site="cross-site") == 403


def test_signed_webhooks_are_exempt_by_whole_segments() -> None:
    assert status(path="/webhooks/strava", cookie="a=b") == 200
    assert status(path="/webhooks", cookie="a=b") == 200
    assert status(path="/webhooks-of-evil", cookie="a=b") == 403
    assert status(path="/plans/webhooks/", cookie="a=b") == 403


def test_the_refusal_is_in_plain_words_and_not_kept() -> None:
    refused = TestClient(APP, cookies={"session": "abc"}).post("/plans")
    assert "nothing was changed" in refused.text
    assert refused.headers["cache-control"] == "no-store"
