"""Pages, fragments, redirects, toasts and error pages."""

from typing import Any

import pytest
from jinja2 import UndefinedError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from paceline.ui import jinja
from paceline.ui.errors import error_page
from paceline.ui.flash import Flash, Signer
from paceline.ui.page import fragment, page, render, say, see, toast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(engine: jinja.Engine, cast: Any) -> TestClient:
    async def show(request: Request) -> Response:
        if "out" not in request.query_params:
            request.state.viewer = cast.IDA
        return page("walks/show.html", cast.Show("<b>Ida</b>"), block="region", toasts=[toast("Saved.", undo="/undo")])

    async def part(request: Request) -> Response:
        return fragment("walks/show.html", "region", cast.Show("Ida"), status=422)

    async def go(request: Request) -> Response:
        answer = see("/show?out", flash="Plan <published>.")
        answer.set_cookie("kept", "1")
        return answer

    async def only_words(request: Request) -> Response:
        return say(toast("Snoozed."))

    async def lost(request: Request) -> Response:
        return error_page(404, reference="7f3a")

    routes = [Route("/show", show), Route("/part", part), Route("/go", go, methods=["POST"])]
    return TestClient(Starlette(routes=[*routes, Route("/words", only_words), Route("/lost", lost)]))


def test_a_browser_gets_the_whole_page(client: TestClient) -> None:
    answer = client.get("/show")
    assert answer.text.startswith("<!doctype html>")
    assert "&lt;b&gt;Ida&lt;/b&gt;" in answer.text
    assert "1.6\u00a0km" in answer.text
    assert answer.headers["vary"] == "HX-Request"
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert 'class="toast"' in answer.text


def test_htmx_gets_the_block_and_the_toast_out_of_band(client: TestClient) -> None:
    answer = client.get("/show", headers=HTMX)
    assert answer.text.startswith("&lt;b&gt;Ida&lt;/b&gt; 1.6")
    assert '<div id="toasts" hx-swap-oob="beforeend">' in answer.text
    assert 'hx-post="/undo"' in answer.text
    assert "<html" not in answer.text
    assert answer.headers["vary"] == "HX-Request"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_links_and_history_get_the_whole_page(client: TestClient, header: str) -> None:
    assert client.get("/show", headers={**HTMX, header: "true"}).text.startswith("<!doctype html>")


def test_a_fragment_is_a_fragment_for_everyone(client: TestClient) -> None:
    answer = client.get("/part")
    assert answer.status_code == 422
    assert answer.text.startswith("Ida 1.6")


def test_the_shell_marks_where_we_are_and_what_waits(client: TestClient) -> None:
    text = client.get("/show").text
    assert "Ida Solberg" in text
    assert 'href="/queue"' not in text
    assert 'value="coach"' in text
    assert " waiting" in text
    assert "Sign out" not in client.get("/show?out").text


def test_a_redirect_carries_its_message_once(client: TestClient) -> None:
    answer = client.post("/go", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/show?out"
    assert "kept=1" in answer.headers["set-cookie"]
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "Plan &lt;published&gt;." in client.get("/show?out").text
    assert "published" not in client.get("/show?out").text


def test_htmx_is_redirected_by_header(client: TestClient) -> None:
    answer = client.post("/go", headers=HTMX, follow_redirects=False)
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"] == "/show?out"
    assert "location" not in answer.headers


@pytest.mark.parametrize("url", ["https://evil.example", "//evil.example", "/\\evil", "plans", "/a\r\nb"])
def test_redirects_stay_on_this_site(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        see(url)


def test_words_alone_leave_the_region(client: TestClient) -> None:
    answer = client.get("/words", headers=HTMX)
    assert answer.headers["hx-reswap"] == "none"
    assert "Snoozed." in answer.text


def test_an_error_page_has_plain_words(client: TestClient) -> None:
    answer = client.get("/lost")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "7f3a" in answer.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 500, 502, 503])
def test_every_status_has_a_page(engine: jinja.Engine, status: int) -> None:
    answer = error_page(status)
    assert answer.status_code == status
    assert getattr(answer.context, "title")  # noqa: B009


def test_forged_flashes_are_no_message() -> None:
    good = Signer("one").dump(Flash("Hello"))
    assert Signer("one").load(good) == Flash("Hello")
    assert Signer("two").load(good) is None
    assert Signer("one").load(good[:-1]) is None
    assert Signer("one").load(None) is None


def test_an_unknown_name_in_a_template_is_a_mistake(engine: jinja.Engine, cast: Any) -> None:
    with pytest.raises(UndefinedError):
        render("walks/show.html", None)
    with pytest.raises(LookupError, match="no block"):
        engine.render("walks/show.html", cast.Show("x"), jinja.Rendering(), "nowhere")
    with pytest.raises(TypeError):
        render("walks/show.html", {"name": "x"})


def test_text_templates_are_not_escaped(engine: jinja.Engine, cast: Any) -> None:
    assert render("walks/letter.txt", cast.Show("Ida & Jonas")) == "Dear Ida & Jonas"
    assert "<style>" in engine.render("ui/mail/base.html", None, jinja.Rendering())


def test_attributes_refuse_inline_code() -> None:
    assert jinja.attributes({"hx_post": "/x?a&b", "disabled": True, "id": None}) == ' hx-post="/x?a&amp;b" disabled'
    for name in ("style", "onclick"):
        with pytest.raises(ValueError, match=name):
            jinja.attributes({name: "x"})
