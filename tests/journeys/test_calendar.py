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
    assert (await moved.value).status == 200
    await expect(page.locator("[data-day='2026-06-17'] .slot")).to_contain_text("Long run")
    assert (await look(cast.bob, long["id"]))["day"] == "2026-06-17"

    await page.locator("[data-day='2026-06-18'] .chip").focus()
    await page.keyboard.press("m")
    await expect(page.get_by_role("button", name=re.compile("Mon 15 June"))).to_be_focused()
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    async with page.expect_response(re.compile("/workouts/moves$")) as moved:
        await page.keyboard.press("Enter")
    assert (await moved.value).status == 200
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
    assert (await moved.value).status == 200
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


async def test_selecting_by_shift_and_pasting_by_keyboard(visitors: Visitors, cast: Cast) -> None:
    for day, title in (("16", "Long run"), ("17", "Tempo"), ("18", "Hills")):
        await plan(cast.bob, f"2026-06-{day}", title=title)
    visit = await visitors.open(cast.bob, DESK)
    page = visit.page
    await visit.go("/calendar/2026-06")
    bar = page.get_by_role("toolbar", name="Selected sessions")
    await expect(bar).to_be_hidden()
    await page.locator("[data-day='2026-06-16'] .chip").click(modifiers=["Shift"])
    await page.locator("[data-day='2026-06-18'] .chip").click(modifiers=["Shift"])
    await expect(bar).to_contain_text("3 selected")
    await expect(page.locator("[data-selected]")).to_have_count(3)
    await visit.check()
    await page.keyboard.press("Control+c")
    await expect(bar).to_contain_text("3 copied: choose a day")
    await page.locator("[data-day='2026-06-23'] .paste").focus()
    await page.keyboard.press("Control+v")
    await page.get_by_text("3 sessions copied.").first.wait_for()
    await expect(page.locator("[data-day='2026-06-25'] .slot")).to_contain_text("Hills")
    await page.keyboard.press("Escape")
    await expect(bar).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_text("3 sessions are as they were.").first.wait_for()
    await expect(page.locator("[data-day='2026-06-25'] .slot")).to_have_count(0)

    # A box by keyboard: from Tuesday over two days, then cut and paste a week on.
    await page.locator("[data-day='2026-06-16'] .chip").focus()
    await page.keyboard.press("Shift+ArrowRight")
    await expect(bar).to_contain_text("2 selected")
    await page.keyboard.press("Control+x")
    await page.locator("[data-day='2026-06-30'] .paste").focus()
    await page.keyboard.press("Control+v")
    await expect(page.locator("[data-day='2026-06-30'] .slot")).to_contain_text("Long run")
    await expect(page.locator("[data-day='2026-06-16'] .slot")).to_have_count(0)

    # Space and Delete, then the whole week by its menu.
    await page.locator("[data-day='2026-06-18'] .chip").focus()
    await page.keyboard.press(" ")
    await page.keyboard.press("Delete")
    await page.get_by_text("“Hills” removed.").first.wait_for()
    await expect(page.locator("[data-day='2026-06-18'] .slot")).to_have_count(0)
    await page.get_by_label("Week 27: copy, shift, remove").click()
    await page.get_by_role("button", name="Shift a day later").click()
    await expect(page.locator("[data-day='2026-07-01'] .slot")).to_contain_text("Long run")
    await expect(page.locator("[data-day='2026-07-02'] .slot")).to_contain_text("Tempo")
    assert visit.trouble == []


async def test_what_is_selected_moves_with_the_card_that_is_dragged(visitors: Visitors, cast: Cast) -> None:
    for day in ("16", "18"):
        await plan(cast.bob, f"2026-06-{day}", title=f"On {day}")
    visit = await visitors.open(cast.bob, DESK)
    page = visit.page
    await visit.go("/calendar/2026-06")
    for day in ("16", "18"):
        await page.locator(f"[data-day='2026-06-{day}'] .chip").focus()
        await page.keyboard.press(" ")
    async with page.expect_response(re.compile("/calendar/rearrangements$")) as moved:
        await _drag(page, "[data-day='2026-06-16'] .slot", "[data-day='2026-06-24']")
    assert (await moved.value).status == 200
    await expect(page.locator("[data-day='2026-06-24'] .slot")).to_contain_text("On 16")
    await expect(page.locator("[data-day='2026-06-26'] .slot")).to_contain_text("On 18")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator("[data-day='2026-06-18'] .slot")).to_contain_text("On 18")
    assert visit.trouble == []


async def test_dragging_by_touch(visitors: Visitors, cast: Cast) -> None:
    """A calendar with native dragging only could not be used on a phone or tablet."""
    made = await plan(cast.bob, "2026-06-16", title="Long run")
    visit = await visitors.open(cast.bob, DESK, touch=True)
    page = visit.page
    await visit.go("/calendar/2026-06")
    start = await page.locator("[data-day='2026-06-16'] .slot").bounding_box()
    end = await page.locator("[data-day='2026-06-18']").bounding_box()
    assert start is not None
    assert end is not None
    finger = await visit.context.new_cdp_session(page)

    async def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = start["x"] + 30, start["y"] + 12
    async with page.expect_response(re.compile("/workouts/moves$")) as moved:
        await touch("touchStart", x, y)
        await page.wait_for_timeout(300)
        far, down = end["x"] + end["width"] / 2 - x, end["y"] + end["height"] / 2 - y
        for step in range(1, 9):
            await touch("touchMove", x + far * step / 8, y + down * step / 8)
        await page.wait_for_timeout(60)
        await touch("touchEnd", 0, 0)
    assert (await moved.value).status == 200
    await expect(page.locator("[data-day='2026-06-18'] .slot")).to_contain_text("Long run")
    assert (await look(cast.bob, made["id"]))["day"] == "2026-06-18"
    assert visit.trouble == []
