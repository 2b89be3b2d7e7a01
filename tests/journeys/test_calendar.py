"""Moving sessions by mouse and by keyboard, paging, undoing a removal; all of it is still so after a reload."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.cast import Cast
from tests.endurance.calendar.make import look, plan, record
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


async def test_moving_paging_and_undoing(visitors: Visitors, cast: Cast) -> None:
    long = await plan(cast.bob, "2026-06-16", title="Long run")
    tempo = await plan(cast.bob, "2026-06-18", title="Tempo", workout_type="tempo")
    await plan(cast.bob, "2026-06-08", title="Hills")
    await plan(cast.bob, "2026-06-09", title="Easy")
    await record(cast.bob, "2026-06-09", minutes=60)
    visit = await visitors.open(cast.bob, DESK)
    page = visit.page
    await visit.go("/calendar/2026-06")
    done = page.locator("[data-day='2026-06-09'] .slot")
    await expect(done).to_have_count(1)
    await expect(done).to_contain_text("On plan")
    await expect(page.locator("[data-day='2026-06-08'] .slot")).to_contain_text("missed")
    await expect(page.get_by_role("region", name="Week 24")).to_contain_text("To date")
    await visit.check()

    async with page.expect_response(re.compile("/workouts/moves$")) as moved:
        await _drag(page, "[data-day='2026-06-16'] .slot", "[data-day='2026-06-17']")
    assert (await moved.value).status == 204
    await expect(page.locator("[data-day='2026-06-17'] .slot")).to_contain_text("Long run")
    assert (await look(cast.bob, long["id"]))["day"] == "2026-06-17"

    await page.locator("[data-day='2026-06-18'] .chip").focus()
    await page.keyboard.press("m")
    await expect(page.get_by_role("button", name=re.compile("Mon 15 June"))).to_be_focused()
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    async with page.expect_response(re.compile("/workouts/moves$")) as moved:
        await page.keyboard.press("Enter")
    assert (await moved.value).status == 204
    await expect(page.locator("[data-day='2026-06-20'] .slot")).to_contain_text("Tempo")
    assert (await look(cast.bob, tempo["id"]))["day"] == "2026-06-20"

    await page.reload()
    await expect(page.locator("[data-day='2026-06-17'] .slot")).to_contain_text("Long run")
    await expect(page.locator("[data-day='2026-06-20'] .slot")).to_contain_text("Tempo")
    await page.keyboard.press("]")
    await page.get_by_role("heading", level=1, name="July 2026").wait_for()
    await page.keyboard.press("[")
    await page.get_by_role("heading", level=1, name="June 2026").wait_for()

    await page.locator("[data-day='2026-06-17'] .chip").click()
    await page.get_by_role("button", name="Remove").click()
    await page.get_by_text("Long run removed.").wait_for()
    await expect(page.locator("[data-day='2026-06-17'] .slot")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_text("Long run is back.").wait_for()
    await visit.go("/calendar/2026-06")
    await expect(page.locator("[data-day='2026-06-17'] .slot")).to_contain_text("Long run")
    assert visit.trouble == []


async def test_moving_by_the_menu_on_a_phone(visitors: Visitors, cast: Cast) -> None:
    made = await plan(cast.bob, "2026-06-16", title="Long run")
    visit = await visitors.open(cast.bob, PHONE)
    page = visit.page
    await visit.go("/calendar/2026-06")
    await page.get_by_label("Move Long run").tap()
    async with page.expect_response(re.compile("/workouts/moves$")) as moved:
        await page.get_by_role("button", name=re.compile("Sun 21 June")).tap()
    assert (await moved.value).status == 204
    await page.reload()
    await expect(page.locator("[data-day='2026-06-21'] .slot")).to_contain_text("Long run")
    assert (await look(cast.bob, made["id"]))["day"] == "2026-06-21"
    await visit.check()


async def _drag(page: Page, what: str, where: str) -> None:
    start, end = await page.locator(what).bounding_box(), await page.locator(where).bounding_box()
    assert start is not None
    assert end is not None
    await page.mouse.move(start["x"] + 20, start["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(start["x"] + 40, start["y"] + 15, steps=4)
    await page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    await page.mouse.up()
