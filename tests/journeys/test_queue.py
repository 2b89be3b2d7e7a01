"""The coach's queue: a case appears by itself, is decided with two keys or one thumb, and stays decided."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from paceline.coaching.desk.jobs import evaluate_athlete
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage
from tests.endurance.calendar.make import INTERVALS, look, plan
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser
TIRED: dict[str, Any] = {"sleep": 3, "energy": 3, "recovery": 2, "stress": 3}
KNOWN: dict[str, Any] = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}


async def check_in(who: Member, answers: dict[str, Any], place: str, level: int) -> None:
    pain = {"hurts": [place], "levels": [f"{place}:{level}"]}
    answer = await who.web.post("/check-in", data={**answers, **pain})
    assert answer.status_code == 303, answer.text


async def test_two_keys_ease_the_next_session(visitors: Visitors, cast: Cast) -> None:
    for day in ("2026-06-08", "2026-06-09"):
        await plan(cast.bob, day, title="Threshold", is_key=True)
    ahead = await plan(cast.bob, "2026-06-12", title="Cruise", workout_type="threshold", structure=INTERVALS)
    visit = await visitors.open(cast.alice, DESK)
    page = visit.page
    await visit.go("/queue")
    await expect(page.locator("[data-live-word]")).to_have_text("Live")

    await check_in(cast.bob, TIRED, "left calf", 6)
    row = page.locator(".queue > li", has_text="Bob Dahl")
    await expect(row.locator(".case-factors")).to_contain_text("Pain, left calf", timeout=10_000)
    await expect(row.locator(".case-factors")).to_contain_text("Missed 2 of 2")
    await visit.check()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    why = page.get_by_role("region", name="Why")
    await expect(why).to_contain_text("Pain in the left calf, 6 of 10")
    await expect(why).to_contain_text("Missed 2 of 2 key sessions in seven days")
    await expect(page.get_by_role("region", name="Proposed change")).to_contain_text(
        re.compile(r"Cruise, 1 h.*Cruise, \d\d min")
    )
    await visit.check()

    await page.keyboard.press("a")
    await page.get_by_text("“Cruise” is shorter now.").wait_for()
    await expect(row).to_have_count(0)
    await expect(page.get_by_text("Nobody needs you now")).to_be_visible()
    await visit.check()
    eased = await look(cast.bob, ahead["id"])
    assert eased["adapted"] is not None
    phone = await visitors.open(cast.bob, PHONE)
    await phone.go("/calendar/2026-06")
    await expect(phone.page.locator("[data-day='2026-06-12'] .chip")).to_contain_text("adapted")
    await phone.page.locator("[data-day='2026-06-12'] .chip").tap()
    await expect(phone.page.get_by_text("Your coach eased this session.")).to_be_visible()
    await phone.check()


async def test_what_was_dismissed_on_a_phone_stays_away(visitors: Visitors, cast: Cast, stage: Stage) -> None:
    await check_in(cast.bob, KNOWN, "lower back", 5)
    await evaluate_athlete.run(Work(stage.gear), athlete_id=str(cast.bob.id))
    visit = await visitors.open(cast.alice, PHONE)
    page = visit.page
    await visit.go("/queue")
    tabs = page.get_by_role("navigation", name="Main pages").get_by_role("link")
    assert [await tab.get_attribute("href") for tab in await tabs.all()] == [
        "/queue",
        "/people",
        "/add",
        "/calendar",
        "/plans",
    ]
    await visit.check()
    await page.locator(".queue").get_by_role("link", name="Bob Dahl").tap()
    await page.wait_for_url(re.compile("/queue/[0-9a-f-]{36}$"))
    await expect(page.get_by_role("region", name="Why")).to_contain_text("Pain in the lower back, 5 of 10")
    await visit.check()
    await page.get_by_role("button", name="We talked about it").tap()
    await page.get_by_text("Dismissed.").wait_for()
    await expect(page.locator(".queue > li")).to_have_count(0)

    await evaluate_athlete.run(Work(stage.gear), athlete_id=str(cast.bob.id))
    await page.reload()
    await expect(page.get_by_text("Nobody needs you now")).to_be_visible()
    await check_in(cast.bob, KNOWN, "lower back", 8)
    await expect(page.locator(".queue > li", has_text="Bob Dahl")).to_have_count(1, timeout=10_000)
    await visit.check()
