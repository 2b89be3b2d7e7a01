"""A coach invites by link; the athlete makes an account through it, chooses what to share, and later takes it back."""

import re

import pytest

from tests.cast import PASSWORD, Stage
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


async def test_from_the_link_to_shared_data_and_back(visitors: Visitors, stage: Stage) -> None:
    alice = await stage.member("Alice Berg", "coach")
    desk = await visitors.open(alice, DESK)
    await desk.go("/people")
    await desk.check()
    await desk.go("/people/invite")
    await desk.check()
    await desk.page.get_by_label("Their name").fill("Ida")
    await desk.page.get_by_role("button", name="Invite").click()
    link = await desk.page.locator("#f-link").input_value()
    await desk.check()

    phone = await visitors.open(size=PHONE)
    await phone.go(re.sub(r"^https?://[^/]+", "", link))
    await phone.page.get_by_role("heading", name=re.compile("Alice Berg would like to coach you")).wait_for()
    await phone.check()
    await phone.page.get_by_label("Your name").fill("Ida Solberg")
    await phone.page.get_by_label("E-mail address").fill("ida.invited@example.org")
    await phone.page.get_by_label("Password").fill(PASSWORD)
    await phone.page.get_by_role("button", name="Make the account").click()
    await phone.page.get_by_role("button", name="Accept").wait_for()
    await phone.check()
    await phone.page.get_by_role("button", name="Accept").click()
    await phone.page.wait_for_url(re.compile("/settings/sharing$"))
    await phone.check()

    await desk.go("/people")
    await desk.page.get_by_text("Ida Solberg").first.wait_for()
    await desk.check()
