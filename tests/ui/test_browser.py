"""The gallery of all components in a real browser: accessible, quiet, on this host only, under the strict policy."""

import asyncio
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from paceline.ui import errors, headers, jinja, origin, static_routes
from paceline.ui.page import fragment, page, say, see, toast

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:websockets", "ignore::ResourceWarning"),
]
SHOTS = os.environ.get("PACELINE_SHOTS")
# Elements that stick out of the page, except those inside a region that scrolls by itself.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter((el) => el.getBoundingClientRect().right > innerWidth + 1 && !el.closest('.scroll-x, .table-wrap'))
  .map((el) => el.tagName + '.' + el.getAttribute('class'))"""
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}


@dataclass
class Told:
    """What the browser sent to the server, for the tests to look at."""

    posts: list[dict[str, str]] = field(default_factory=list)
    last_ids: list[str | None] = field(default_factory=list)
    fetched: int = 0


class SignedIn:
    """Puts a viewer into the scope, as the app's own middleware does."""

    def __init__(self, app: ASGIApp, viewer: Any) -> None:
        self.app, self.viewer = app, viewer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/plain"):
            scope.setdefault("state", {})["viewer"] = self.viewer
        await self.app(scope, receive, send)


def made_app(cast: Any, folder: Path, told: Told) -> ASGIApp:
    """A small app around the gallery."""
    jinja.configure({"walks": folder / "templates"}, "a test secret", cast.NAV, clock=lambda: cast.NOW)

    async def gallery(request: Request) -> Response:
        return page("ui/gallery.html", cast.Gallery())

    async def failing(request: Request) -> Response:
        return errors.error_page(404, reference="7f3a")

    async def live(request: Request) -> Response:
        told.last_ids.append(request.headers.get("last-event-id"))

        async def events() -> AsyncIterator[str]:
            yield "retry: 100\n\n"
            yield f"id: {len(told.last_ids)}\nevent: message\ndata: laps/1\n\n"
            await asyncio.sleep(0.3 if len(told.last_ids) == 1 else 2)

        return StreamingResponse(events(), media_type="text/event-stream")

    async def region(request: Request) -> Response:
        told.fetched += 1
        return HTMLResponse(f"<p>fetched {told.fetched}</p>")

    async def post(request: Request) -> Response:
        form = await request.form()
        told.posts.append({key: str(value) for key, value in form.items()})
        return say(toast("Snoozed to tomorrow.", undo="/undo"))

    async def upload(request: Request) -> Response:
        form = await request.form()
        name = getattr(form["file"], "filename", "")
        told.posts.append({"file": name})
        return (
            PlainTextResponse("This is not a FIT file.", 422) if name.endswith(".bad") else PlainTextResponse("One run")
        )

    async def flashed(request: Request) -> Response:
        return see("/gallery", flash="Plan published.")

    async def search(request: Request) -> Response:
        return HTMLResponse('<a role="option" href="/people/jonas">Jonas Weber</a>')

    async def form(request: Request) -> Response:
        return fragment("walks/form.html", "content", cast.Gallery())

    app = Starlette(
        routes=[
            Route("/gallery", gallery),
            Route("/today", gallery),
            Route("/plain/error", failing),
            Route("/live", live),
            Route("/region", region),
            Route("/undo", post, methods=["POST"]),
            Route("/snooze", post, methods=["POST"]),
            Route("/imports", upload, methods=["POST"]),
            Route("/publish", flashed, methods=["POST"]),
            Route("/search", search),
            Route("/form", form),
        ]
    )
    static_routes.mount(app)
    return headers.SecurityHeaders(origin.OriginGuard(SignedIn(app, cast.IDA)), secure=False)


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def site(cast: Any, slice_folder: Path, told: Told) -> Iterator[str]:
    """The app on a free port, in a thread of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(
        made_app(cast, slice_folder, told), port=port, log_level="critical", ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    server.force_exit = True
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    result: list[Browser] = []
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        result.append(opened)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def closed_afterwards(browser: Browser) -> Iterator[None]:
    """No page of one test goes on talking to the server during the next."""
    yield
    for context in browser.contexts:
        context.close()


@dataclass
class Watched:
    """A browser page with everything it complained about."""

    page: Page
    complaints: list[str]
    foreign: list[str]


def watched(browser: Browser, site: str, size: str, scheme: str = "light") -> Watched:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=size == "phone",
        reduced_motion="reduce",
    )
    seen = Watched(context.new_page(), [], [])
    seen.page.on("console", lambda m: seen.complaints.append(m.text) if m.type in {"error", "warning"} else None)
    seen.page.on("pageerror", lambda e: seen.complaints.append(str(e)))
    seen.page.on("request", lambda r: None if r.url.startswith((site, "data:")) else seen.foreign.append(r.url))
    return seen


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_is_accessible_and_quiet(browser: Browser, site: str, size: str, scheme: str) -> None:
    seen = watched(browser, site, size, scheme)
    seen.page.goto(f"{site}/gallery")
    seen.page.wait_for_selector(".u-over")
    if SHOTS:
        seen.page.screenshot(path=f"{SHOTS}/gallery--{size}-{scheme}.png", full_page=True)
    assert_accessible(seen.page)
    for words in ("Live", "Reconnecting (try 12 in 30 s)"):
        seen.page.locator("[data-live-word]").evaluate("(el, words) => { el.textContent = words; }", words)
        assert seen.page.evaluate(TOO_WIDE) == [], "the page scrolls sideways"
    assert seen.complaints == []
    assert seen.foreign == []


@pytest.mark.parametrize("size", list(SIZES))
def test_signed_out_pages_are_accessible(browser: Browser, site: str, size: str) -> None:
    seen = watched(browser, site, size)
    for path in ("/plain/error", "/offline"):
        seen.page.goto(site + path)
        if SHOTS:
            seen.page.screenshot(path=f"{SHOTS}/{path.split('/')[-1]}--{size}.png")
        assert_accessible(seen.page)
    assert [c for c in seen.complaints if "404" not in c] == []


def test_behaviours(browser: Browser, site: str, told: Told) -> None:
    seen = watched(browser, site, "desktop")
    page_ = seen.page
    page_.goto(f"{site}/gallery")
    page_.wait_for_selector(".u-over")
    check_palette(page_)
    check_keys(page_)
    check_tabs_tables_and_menus(page_)
    check_theme(page_)
    check_charts(page_)
    check_toast(page_, told)
    check_upload(page_, told)
    assert [c for c in seen.complaints if "422" not in c] == []


def assert_accessible(page_: Page) -> None:
    found = Axe().run(page_)
    assert found.violations_count == 0, found.generate_report()


def until(page_: Page, condition: str) -> None:
    """Poll from outside: Playwright's own wait needs eval in the page, which the content policy refuses."""
    for _ in range(200):
        if page_.evaluate(condition):
            return
        page_.wait_for_timeout(25)
    raise AssertionError(f"never became true: {condition}")


def check_palette(page_: Page) -> None:
    page_.keyboard.press("Control+k")
    page_.wait_for_selector("#palette[open]")
    if SHOTS:
        page_.screenshot(path=f"{SHOTS}/palette--desktop.png")
    assert_accessible(page_)
    page_.keyboard.type("cal")
    assert page_.locator("#palette [role=option]:visible").first.inner_text().startswith("Calendar")
    page_.locator("#palette-found-0").wait_for()
    page_.keyboard.press("Escape")
    assert not page_.locator("#palette").is_visible()


def check_keys(page_: Page) -> None:
    page_.evaluate("document.activeElement.blur()")
    page_.keyboard.press("j")
    page_.keyboard.press("j")
    assert page_.locator(".queue > li[aria-current]").inner_text() == "Ida Solberg"
    page_.keyboard.press("k")
    assert page_.locator(".queue > li[aria-current]").inner_text() == "Jonas Weber"
    page_.focus("#f-note")
    page_.keyboard.type("j?")
    assert page_.input_value("#f-note") == "j?"
    page_.locator("h1").click()
    page_.evaluate("document.activeElement.blur()")
    page_.keyboard.press("?")
    assert page_.locator("#keys").is_visible()
    assert_accessible(page_)
    page_.keyboard.press("Escape")


def check_tabs_tables_and_menus(page_: Page) -> None:
    page_.focus("#tabs-one")
    page_.keyboard.press("ArrowRight")
    assert page_.locator("#tabs-two-panel").is_visible()
    assert not page_.locator("#tabs-one-panel").is_visible()
    page_.locator("th button", has_text="Time").click()
    assert page_.locator("tbody tr >> nth=0").locator("td >> nth=1").inner_text() == "34:24"
    summary = page_.get_by_label("More for this session")
    summary.click()
    assert page_.get_by_text("Undo the change").is_visible()
    page_.keyboard.press("ArrowDown")
    page_.keyboard.press("Escape")
    assert not page_.get_by_text("Undo the change").is_visible()
    page_.get_by_role("button", name="Revoke token").first.click()
    assert page_.locator("#ask").is_visible()
    page_.locator("#ask").get_by_role("button", name="Cancel").click()
    assert not page_.locator("#ask").is_visible()


def check_theme(page_: Page) -> None:
    page_.locator("summary.workspace").click()
    if SHOTS:
        page_.screenshot(path=f"{SHOTS}/account--desktop.png")
    assert_accessible(page_)
    page_.locator(".sidebar").get_by_text("Dark theme").click()
    assert page_.evaluate("document.documentElement.dataset.theme") == "dark"
    page_.reload()
    assert page_.evaluate("document.documentElement.dataset.theme") == "dark"
    page_.wait_for_selector(".u-over")


def check_charts(page_: Page) -> None:
    page_.locator(".stream .u-over").first.scroll_into_view_if_needed()
    box = page_.locator(".stream .u-over").first.bounding_box()
    assert box is not None
    page_.mouse.move(box["x"] + 100, box["y"] + 20)
    assert page_.locator("[data-now]").nth(1).inner_text() != "6:25"
    page_.mouse.down()
    page_.mouse.move(box["x"] + 220, box["y"] + 20, steps=4)
    page_.mouse.up()
    reset = page_.get_by_role("button", name="Show all")
    reset.click()
    assert not reset.is_visible()
    page_.get_by_role("button", name="Show as table").click()
    assert page_.locator("[data-charts-target=table] tbody tr").count() > 10
    assert_accessible(page_)


def check_toast(page_: Page, told: Told) -> None:
    page_.evaluate("htmx.ajax('POST', '/snooze', {values: {day: 'tomorrow'}})")
    page_.locator(".toast", has_text="Snoozed").wait_for()
    if SHOTS:
        page_.screenshot(path=f"{SHOTS}/toast--desktop-dark.png")
    assert told.posts[-1] == {"day": "tomorrow"}
    page_.locator(".toast").get_by_role("button", name="Undo").click()
    until(page_, "document.querySelectorAll('.toast').length === 1")
    for _ in range(200):
        if len(told.posts) == 2:
            break
        page_.wait_for_timeout(25)
    assert len(told.posts) == 2
    page_.get_by_role("button", name="Close message").click()
    assert page_.locator(".toast").count() == 0


def check_upload(page_: Page, told: Told) -> None:
    files = [{"name": n, "mimeType": "application/octet-stream", "buffer": b"x"} for n in ("a.fit", "b.fit", "c.bad")]
    page_.set_input_files(".upload input[type=file]", files)  # type: ignore[arg-type]
    page_.locator(".upload-rows >> text=This is not a FIT file.").wait_for()
    until(page_, "document.querySelectorAll('.upload-rows [data-tone=positive]').length === 2")
    assert page_.locator(".upload-rows >> text=One run").count() == 2
    assert page_.locator(".upload-rows").get_by_role("button", name="Try again").count() == 1


def test_live_regions_refetch_and_reconnect_with_the_last_id(browser: Browser, site: str, told: Told) -> None:
    seen = watched(browser, site, "desktop")
    told.last_ids.clear()
    told.fetched = 0
    seen.page.goto(f"{site}/gallery")
    seen.page.evaluate(
        """() => { const div = document.createElement('div'); div.dataset.live = 'laps';
        div.setAttribute('hx-get', '/region'); div.setAttribute('hx-trigger', 'live'); div.id = 'r';
        document.querySelector('main').append(div); htmx.process(div); }"""
    )
    until(seen.page, "document.documentElement.dataset.connection === 'live'")
    until(seen.page, "document.getElementById('r').textContent.includes('fetched')")
    # In one look: by the next it may have come back.
    until(
        seen.page,
        "document.documentElement.dataset.connection === 'reconnecting'"
        " && document.querySelector('[data-live-word]').textContent.includes('Reconnecting')",
    )
    until(seen.page, "document.documentElement.dataset.connection === 'live'")
    assert told.last_ids[0] is None
    assert told.last_ids[1] == "1"
    assert [c for c in seen.complaints if "ERR_" not in c] == []


def test_a_flash_is_shown_once_after_the_redirect(browser: Browser, site: str) -> None:
    seen = watched(browser, site, "phone")
    seen.page.goto(f"{site}/gallery")
    seen.page.evaluate(
        """() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/publish';
        document.body.append(form); form.submit(); }"""
    )
    seen.page.locator(".toast", has_text="Plan published.").wait_for()
    if SHOTS:
        seen.page.screenshot(path=f"{SHOTS}/flash--phone.png")
    seen.page.reload()
    assert seen.page.locator(".toast").count() == 0
    seen.page.get_by_role("button", name="More", exact=True).click()
    seen.page.locator("#more").get_by_text("Missions").wait_for()
    if SHOTS:
        seen.page.screenshot(path=f"{SHOTS}/drawer--phone.png")
    assert_accessible(seen.page)
