"""From making an account to the first session done: planned from the library, sent to a watch, logged by hand."""

import re
from pathlib import Path

import pytest
from garmin_fit_sdk import Decoder, Stream  # pyright: ignore[reportMissingTypeStubs]

from tests.cast import PASSWORD, Stage
from tests.journeys.conftest import PHONE, Visitors

pytestmark = pytest.mark.browser


async def test_sign_up_to_the_first_session(visitors: Visitors, stage: Stage, tmp_path: Path) -> None:
    await stage.member("Somebody Else", "coach")
    visit = await visitors.open(size=PHONE)
    page = visit.page
    await visit.go("/register")
    await page.get_by_label("Your name").fill("Ida Solberg")
    await page.get_by_label("E-mail").fill("ida.first.session@example.org")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Make the account").click()
    await page.wait_for_url(re.compile("/today$"))
    await page.get_by_text("Nothing is planned for today").first.wait_for()
    tabs = page.get_by_role("navigation", name="Main pages").get_by_role("link")
    assert [await tab.get_attribute("href") for tab in await tabs.all()] == [
        "/today",
        "/calendar",
        "/add",
        "/activities",
        "/fitness",
    ]
    await visit.check()

    await page.get_by_role("link", name="Plan a session").click()
    assert await page.get_by_role("textbox", name="Day").input_value() == "2026-06-11"
    chosen = page.get_by_label("From the library")
    await chosen.select_option(index=5)
    title: str = await chosen.evaluate("select => select.selectedOptions[0].text")
    await visit.check()
    await page.get_by_role("button", name="Add to the calendar").click()
    await page.wait_for_url(re.compile(r"/calendar/2026-06$"))
    await page.get_by_text("added.").wait_for()

    await page.get_by_role("navigation", name="Main pages").get_by_role("link", name="Today").click()
    session = page.locator("article.session")
    name = await session.get_by_role("heading").inner_text()
    assert name in title
    async with page.expect_download() as arriving:
        await session.get_by_role("link", name="Send to watch").click()
    arrived = await arriving.value
    assert arrived.suggested_filename.endswith(".fit")
    kept = tmp_path / "session.fit"
    await arrived.save_as(kept)
    messages, errors = Decoder(Stream.from_byte_array(bytearray(kept.read_bytes()))).read()  # pyright: ignore
    assert errors == []
    assert messages["file_id_mesgs"][0]["type"] == "workout"
    assert messages["workout_mesgs"][0]["num_valid_steps"] == len(messages["workout_step_mesgs"]) > 0

    await page.get_by_role("link", name="Log by hand").click()
    await page.get_by_label("Duration").fill("45")
    await page.get_by_label("Distance").fill("8.2")
    await page.get_by_role("radiogroup", name="How hard was it?").get_by_text("6", exact=True).click()
    await page.get_by_role("button", name="Log session").click()
    await page.get_by_text("Session logged.").wait_for()
    await visit.go("/today")
    await page.get_by_role("heading", name="Done for today").wait_for()
    await session.get_by_text(re.compile(r"^Done, \d+")).wait_for()
    await visit.check()
