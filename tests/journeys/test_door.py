"""Making an account, signing in and out, as people do it on a phone and at a desk."""

import re

import pytest

from tests.cast import PASSWORD, Stage
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_from_the_front_door_to_the_first_page_and_out(
    visitors: Visitors, stage: Stage, size: dict[str, int]
) -> None:
    await stage.member("Somebody Else", "coach")
    visit = await visitors.open(size=size)
    page = visit.page
    await visit.go("/")
    await visit.check()
    await page.get_by_role("link", name="Make an account").click()
    await visit.check()
    await page.get_by_label("Your name").fill("Ida Solberg")
    await page.get_by_label("E-mail").fill(f"ida.door.{size['width']}@example.org")
    await page.get_by_label("Password").fill("short")
    await page.get_by_role("button", name="Make the account").click()
    await page.get_by_text("12 characters").first.wait_for()
    await visit.check()
    assert await page.get_by_label("Your name").input_value() == "Ida Solberg"
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the account").click()
    await page.wait_for_url(re.compile("/today$"))
    await visit.go("/settings/profile")
    await visit.check()
    assert await page.get_by_label("Time zone").input_value() == "Europe/Oslo"
    await visit.go("/settings/security")
    await visit.check()
