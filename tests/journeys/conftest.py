"""A served application with a worker, and browsers that visit it the way people do."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from paceline.app.boot import jobs_of
from paceline.app.registry import slices
from paceline.infra.machinery import Machinery
from paceline.infra.worker import run_worker
from tests.cast import Member, Stage

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
AXE_SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# The innermost elements that reach beyond the window.
TOO_WIDE = """[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
  && ![...one.children].some((inner) => inner.getBoundingClientRect().right > innerWidth + 1))
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = "names => axe.run(document, {runOnly: names, resultTypes: ['violations']})"


def browser_path() -> str:
    named = os.environ.get("PACELINE_TEST_BROWSER")
    found = named or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if not found:
        pytest.fail("The browser tests need Chromium: `make test` installs it, or name one in PACELINE_TEST_BROWSER.")
    return found


@pytest.fixture(scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """One browser for the run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def address(session_app: FastAPI, session_gear: Machinery) -> AsyncGenerator[str]:
    """The application behind a real socket, with a worker beside it."""
    server = uvicorn.Server(
        uvicorn.Config(session_app, port=0, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    stop = asyncio.Event()
    working = asyncio.create_task(run_worker(session_gear, jobs_of(slices()), stop=stop))
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    stop.set()
    server.should_exit = True
    await asyncio.gather(serving, working)


@dataclass
class Visit:
    """A browser window and what went wrong in it."""

    page: Page
    context: BrowserContext
    address: str
    trouble: list[str] = field(default_factory=list[str])

    async def go(self, path: str) -> None:
        """Open a page of the site."""
        await self.page.goto(self.address + path)

    async def check(self, only: str | None = None) -> None:
        """No violation of WCAG 2.2 AA (or of one of its rules), no sideways scrolling, no error in the console."""
        if await self.page.evaluate("typeof axe") == "undefined":
            await self.page.evaluate(AXE_SOURCE)
        result: dict[str, Any] = await self.page.evaluate(AXE, [only] if only else WCAG)
        found = [f"{v['id']}: {v['help']} {[n['target'] for n in v['nodes']][:3]}" for v in result["violations"]]
        assert found == [], f"{self.page.url}: {found}"
        wide = await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px: {await self.page.evaluate(TOO_WIDE)}"
        assert self.trouble == []


@dataclass
class Visitors:
    """Opens windows."""

    chromium: Browser
    address: str
    stack: AsyncExitStack

    async def open(
        self, member: Member | None = None, size: dict[str, int] = DESK, *, touch: bool | None = None
    ) -> Visit:
        """A fresh window, signed in as a member or as nobody."""
        phone = size is PHONE if touch is None else touch
        context = await self.chromium.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            has_touch=phone,
            is_mobile=phone,
            timezone_id="Europe/Oslo",
            locale="en-GB",
            reduced_motion="reduce",
        )
        self.stack.push_async_callback(context.close)
        context.set_default_timeout(10_000)
        if member is not None:
            await context.add_cookies(
                [{"name": "session", "value": member.web.cookies["session"], "url": self.address}]
            )
        page = await context.new_page()
        visit = Visit(page, context, self.address)
        page.on("pageerror", lambda error: visit.trouble.append(f"script: {error}"))
        page.on(
            "console",
            lambda said: (
                visit.trouble.append(f"console: {said.text}")
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        page.on(
            "request",
            lambda asked: (
                visit.trouble.append(f"asked another host: {asked.url}")
                if _elsewhere(asked.url, self.address)
                else None
            ),
        )
        return visit


def _elsewhere(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:"))


@pytest.fixture
async def visitors(chromium: Browser, address: str, stage: Stage) -> AsyncGenerator[Visitors]:
    """Windows for one test."""
    async with AsyncExitStack() as stack:
        yield Visitors(chromium, address, stack)
