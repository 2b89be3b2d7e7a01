"""A coach makes a season, plans its first stretch, publishes it, moves a session and takes that back."""

import re

import pytest

from tests.cast import Cast
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


async def test_from_a_season_to_a_moved_session_and_back(visitors: Visitors, cast: Cast) -> None:
    desk = await visitors.open(cast.alice, DESK)
    page = desk.page
    await desk.go(f"/people/{cast.bob.id}/seasons/new")
    await page.get_by_label("Name").fill("Ultras")
    await page.get_by_label("Time a week now").fill("5:00")
    await page.get_by_role("button", name="Start the season").click()
    for name, day, goal in (("Lakes", "2026-10-03", "50 km"), ("Ridge", "2027-02-20", "50 miles")):
        await page.get_by_label("Name of the race").fill(name)
        await page.get_by_label("Race day").fill(day)
        await page.get_by_label("Its distance").select_option(goal)
        await page.get_by_role("button", name="Add race").click()
        await page.locator("#races b", has_text=name).wait_for()
    await page.get_by_role("heading", name="114 days to Lakes, 50 km").wait_for()
    await desk.check()
    await page.get_by_role("button", name="Build plan").first.click()
    await page.wait_for_url(re.compile("/plans/[0-9a-f-]{36}$"))
    await page.get_by_role("button", name="Publish to Bob").click()
    await page.get_by_text("sessions are in the calendar").wait_for()
    await desk.check()
    plan = page.url.removeprefix(desk.address)
    await desk.go(f"{plan}/weeks/3")
    await desk.check()
    first = page.locator("#sessions details").first
    await first.locator("summary").click()
    await first.get_by_role("button", name="Leave out").click()
    await page.get_by_text("The rules doubt this.").wait_for()
    await desk.check()
    await page.get_by_label("Why it is right all the same").fill("She travels.")
    await page.get_by_role("button", name="Change it, with this reason").click()
    await page.get_by_role("button", name="Undo").click()
    await page.wait_for_url(re.compile("/plans/[0-9a-f-]{36}$"))
    phone = await visitors.open(cast.alice, PHONE)
    for part in (plan, f"{plan}/weeks/3", f"{plan}/versions", "/seasons"):
        await phone.go(part)
        await phone.check()
    assert await phone.page.get_by_role("link", name="Ultras").count() == 1
