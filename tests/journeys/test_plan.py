"""A coach plans a half marathon for an athlete, looks at it, publishes it; the athlete finds it in the calendar."""

import re

import pytest

from tests.cast import Cast
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


async def test_from_the_form_to_the_athletes_calendar(visitors: Visitors, cast: Cast) -> None:
    desk = await visitors.open(cast.alice, DESK)
    page = desk.page
    await desk.go("/plans")
    await page.get_by_role("link", name="Plan for Bob Dahl").click()
    await page.get_by_label("Goal").select_option("Half marathon")
    await page.get_by_label("Distance a week").fill("38")
    await page.get_by_role("button", name="Build the plan").click()
    await page.get_by_text("A race plan needs the date of the race.").first.wait_for()
    assert await page.get_by_label("Distance a week").input_value() == "38"
    await desk.check()

    await page.get_by_label("Race day").fill("2026-08-16")
    await page.get_by_label("Time hoped for").fill("1:38:00")
    await page.get_by_role("button", name="Build the plan").click()
    await page.wait_for_url(re.compile("/plans/[0-9a-f-]{36}$"))
    plan = page.url.removeprefix(desk.address)
    await page.get_by_text("A preview.").wait_for()
    weeks = page.get_by_role("table", name="Weeks of the plan").locator("tbody tr")
    count = await weeks.count()
    assert await page.get_by_role("heading", name=f"{count} weeks, A race on Sun 16 August").count() == 1
    loads = [int(await row.locator("td").nth(6).inner_text()) for row in await weeks.all()]
    assert len(loads) == count
    assert min(loads) > 0
    assert loads.index(max(loads)) not in (0, count - 1)
    findings = page.get_by_role("region", name="Good to know").get_by_role("listitem")
    assert await findings.count() > 0
    await desk.check()
    assert (await cast.bob.web.get("/calendar/2026-08")).text.count('class="chip"') == 0

    await page.get_by_role("button", name="Publish to Bob").click()
    await page.get_by_text("sessions are in the calendar").wait_for()
    assert await page.get_by_role("button", name="Publish to Bob").count() == 0
    await page.get_by_role("link", name="Open calendar").click()
    await page.wait_for_url(re.compile(f"/people/{cast.bob.id}/calendar/2026-06"))
    assert await page.locator(".cal .chip").count() > 5
    assert (await cast.alice.web.post(f"{plan}/publication")).status_code == 409

    phone = await visitors.open(cast.bob, PHONE)
    await phone.go("/calendar/2026-08")
    race = phone.page.locator("[data-day='2026-08-16'] .chip")
    assert await race.count() == 1
    await phone.check()
    await race.tap()
    await phone.page.get_by_role("heading", level=1).filter(has_text=re.compile("half marathon", re.I)).wait_for()
    await phone.go("/plans")
    await phone.page.wait_for_url(re.compile(re.escape(plan)))
    await phone.check()
