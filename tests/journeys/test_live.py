"""An open page follows what others do: at once, and after being offline."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import Page, expect

from tests.cast import Cast
from tests.endurance.activities.make import upload
from tests.journeys.conftest import DESK, Visitors
from tests.journeys.test_upload import run_file

pytestmark = pytest.mark.browser
FINE = {"sleep": "4", "energy": "4", "recovery": "4", "stress": "2", "note": "Legs are back."}


async def _mark(page: Page) -> None:
    await page.evaluate("window.neverLeft = true")


async def _never_left(page: Page) -> bool:
    return await page.evaluate("window.neverLeft === true")


async def test_a_coach_sees_a_check_in_and_an_upload_arrive(visitors: Visitors, cast: Cast) -> None:
    visit = await visitors.open(cast.alice, DESK)
    page = visit.page
    await visit.go(f"/people/{cast.bob.id}")
    await expect(page.locator("html[data-connection='live']")).to_have_count(1)
    await expect(page.get_by_text("No check-in in 14 days.")).to_be_visible()
    await _mark(page)
    assert (await cast.bob.web.post("/check-in", data=FINE)).status_code == 303
    await expect(page.get_by_role("region", name="Check-ins")).to_contain_text("Legs are back.")
    await expect(page.get_by_role("heading", level=2, name=re.compile("Ready|Good|Train|Green", re.I))).to_be_visible()
    recording = run_file(datetime(2026, 6, 10, 5, 0, tzinfo=UTC))
    assert (await cast.bob.api.post("/api/v1/activities", **upload(recording))).status_code == 201
    await expect(page.get_by_role("region", name="Recent activities").get_by_role("link")).to_have_count(2)
    assert await _never_left(page)
    await visit.check()


async def test_what_happened_while_offline_appears_afterwards(visitors: Visitors, cast: Cast) -> None:
    visit = await visitors.open(cast.alice, DESK)
    page = visit.page
    await visit.go("/queue")
    word = page.locator("[data-live-word]")
    await expect(word).to_have_text("Live")
    await expect(page.get_by_text("Nobody needs you now")).to_be_visible()
    await _mark(page)
    await visit.context.set_offline(True)
    await expect(word).to_have_text(re.compile("^Offline since"))
    hurts = {**FINE, "hurts": ["left knee"], "levels": ["left knee:7"]}
    assert (await cast.bob.web.post("/check-in", data=hurts)).status_code == 303
    await page.wait_for_timeout(700)
    await expect(page.get_by_text("Nobody needs you now")).to_be_visible()
    await visit.context.set_offline(False)
    await expect(word).to_have_text("Live", timeout=10_000)
    await expect(page.locator(".queue > li", has_text="Bob Dahl")).to_contain_text("left knee", timeout=10_000)
    assert await _never_left(page)
