"""Files dropped on the page become activities; a broken one is explained and nothing is half there."""

import re
from datetime import UTC, datetime

import numpy as np
import pytest

from paceline.science.formats import Recording, encode_activity
from tests.cast import Stage
from tests.journeys.conftest import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


def run_file(start: datetime, seconds: int = 1800) -> bytes:
    time = start.timestamp() + np.arange(seconds, dtype=float)
    angle = np.linspace(0, 2 * np.pi, seconds)
    channels = {
        "latitude": 59.95 + 0.01 * np.sin(angle),
        "longitude": 10.75 + 0.02 * (1 - np.cos(angle)),
        "altitude": 120 + 30 * np.sin(angle * 3),
        "distance": 3.1 * np.arange(seconds, dtype=float),
        "speed": np.full(seconds, 3.1),
        "heart_rate": 140 + 8 * np.sin(angle * 6),
        "cadence": np.full(seconds, 172.0),
    }
    made = Recording(
        format="fit",
        sport="running",
        start=float(time[0]),
        utc_offset=7200.0,
        time=time,
        channels=channels,
    )
    return encode_activity(made)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_many_files_at_once(visitors: Visitors, stage: Stage, size: dict[str, int]) -> None:
    bob = await stage.member("Bob Dahl", "athlete")
    visit = await visitors.open(bob, size)
    page = visit.page
    await visit.go("/activities")
    await visit.check()
    await visit.go("/activities/upload")
    await visit.check()
    good = {
        "name": "morning.fit",
        "mimeType": "application/octet-stream",
        "buffer": run_file(datetime(2026, 6, 10, 5, 0, tzinfo=UTC)),
    }
    broken = {"name": "broken.fit", "mimeType": "application/octet-stream", "buffer": b"not a recording at all"}
    await page.locator("input[type=file]:not([webkitdirectory])").set_input_files([good, broken])
    await page.get_by_text("Imported").first.wait_for(timeout=20_000)
    await (
        page.locator("li", has_text="broken.fit")
        .get_by_text(re.compile("not|cannot|recognise", re.I))
        .first.wait_for(timeout=20_000)
    )
    await visit.check()
    await visit.go("/activities")
    assert await page.get_by_role("link", name=re.compile("run", re.I)).count() >= 1
    await page.get_by_role("main").get_by_role("link", name=re.compile("run", re.I)).first.click()
    await page.locator("canvas").first.wait_for()
    await visit.check()
