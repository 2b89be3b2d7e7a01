"""Checking in with one thumb: few taps, readiness with its reasons, a fitted session that can be taken or not."""

import re

import pytest
from playwright.async_api import Page, expect

from paceline.endurance.library import SESSIONS
from paceline.endurance.today.rules import repetitions
from tests.cast import Cast, Member
from tests.journeys.conftest import PHONE, Visitors

pytestmark = pytest.mark.browser
MOST_TAPS = 8


class Thumb:
    """Taps, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    async def button(self, name: str) -> None:
        self.taps += 1
        await self.page.get_by_role("button", name=name).tap()

    async def link(self, name: str) -> None:
        self.taps += 1
        await self.page.get_by_role("main").get_by_role("link", name=name, exact=True).filter(visible=True).tap()

    async def answer(self, question: str, value: int) -> None:
        self.taps += 1
        group = self.page.get_by_role("radiogroup", name=re.compile(question, re.I))
        await group.locator("label", has_text=str(value)).tap()


async def intervals(who: Member) -> dict[str, str]:
    template = next(s for s in SESSIONS if s.category == "cruise" and repetitions(s.structure) >= 5)
    answer = await who.api.post("/api/v1/workouts", json={"day": "2026-06-11", "template_id": template.id})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_few_taps_a_fitted_session_and_another_answer_the_same_day(visitors: Visitors, cast: Cast) -> None:
    planned = await intervals(cast.bob)
    visit = await visitors.open(cast.bob, PHONE)
    page, thumb = visit.page, Thumb(visit.page)
    await visit.go("/today")
    await thumb.link("Check in")
    await page.get_by_role("heading", level=1, name="Check-in").wait_for()
    for question in ("sleep", "energy", "recover", "stress"):
        await thumb.answer(question, 3)
    await visit.check()
    await thumb.button("Get today’s briefing")
    await page.get_by_text("Checked in.").wait_for()
    assert thumb.taps <= MOST_TAPS
    await expect(page.get_by_role("heading", name="Train, with a little less of it")).to_be_visible()
    why = page.get_by_role("region", name="Why")
    assert await why.get_by_role("listitem").count() >= 4
    session = page.locator("article.session")
    await expect(session).to_contain_text(re.compile(r"Adjusted, \d+ → \d+ reps"))
    await expect(page.get_by_role("region", name="Train, with").locator("p:visible").first).not_to_be_empty()
    await visit.check()

    await page.get_by_role("button", name="Take the change").tap()
    await page.get_by_text("Today’s session is changed.").wait_for()
    await expect(session.get_by_role("heading")).not_to_have_text(planned["title"])
    await session.get_by_text("See the original").tap()
    await page.get_by_role("button", name="Go back to the original").tap()
    await page.get_by_text("Today’s session stays as planned.").wait_for()
    await expect(session.get_by_role("heading")).to_have_text(planned["title"])

    await thumb.link("Edit check-in")
    await expect(page.get_by_text("You have checked in today.")).to_be_visible()
    await page.get_by_text("Yes, choose where").tap()
    calf = page.get_by_role("group", name="calf", exact=True)
    await calf.get_by_text("Left", exact=True).tap()
    await page.get_by_label("How much does it hurt: left calf").select_option("left calf:7")
    await visit.check()
    await page.get_by_role("button", name="Get today’s briefing").tap()
    await page.get_by_text("Check-in changed.").wait_for()
    await expect(why).to_contain_text(re.compile("calf", re.I))
    await expect(page.get_by_role("heading", name=re.compile("Rest today|Go easy|keep it short"))).to_be_visible()
    again = (await cast.bob.api.get("/api/v1/today")).json()["sessions"][0]["briefing"]
    assert again["kind"] in ("rest", "swap_easy", "shorter")
    await visit.check()
