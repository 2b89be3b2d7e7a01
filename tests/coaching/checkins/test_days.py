"""A check-in belongs to the athlete's own calendar day, wherever they are and whatever the clocks do."""

from datetime import UTC, datetime, timedelta

import pytest

from paceline.coaching.checkins.queries import checkins_page
from paceline.infra.clock import FixedClock
from tests.cast import Stage

FINE = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}
# Zone, an instant just before the person's midnight.
MIDNIGHTS = [
    ("Europe/Oslo", datetime(2026, 6, 11, 21, 59, tzinfo=UTC)),
    ("Europe/Oslo", datetime(2026, 3, 28, 22, 59, tzinfo=UTC)),  # the night the clocks go forward
    ("Europe/Oslo", datetime(2026, 10, 24, 21, 59, tzinfo=UTC)),  # and back
    ("America/New_York", datetime(2026, 6, 12, 3, 59, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 3, 59, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 6, 11, 18, 14, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2026, 6, 11, 9, 59, tzinfo=UTC)),
    ("Pacific/Pago_Pago", datetime(2026, 6, 12, 10, 59, tzinfo=UTC)),
    ("Africa/Cairo", datetime(2026, 4, 23, 21, 59, tzinfo=UTC)),  # midnight itself is skipped here
]


@pytest.mark.parametrize(("zone", "before"), MIDNIGHTS)
async def test_a_minute_makes_another_day(stage: Stage, clock: FixedClock, zone: str, before: datetime) -> None:
    clock.set(before)
    athlete = await stage.member("Zoe Zone", "athlete", time_zone=zone)
    last = (await athlete.web.post("/check-in", data=FINE)).status_code
    clock.advance(timedelta(seconds=59))
    again = (await athlete.web.post("/check-in", data=FINE)).status_code
    clock.advance(timedelta(seconds=1))
    new = (await athlete.web.post("/check-in", data=FINE)).status_code
    assert (last, again, new) == (303, 303, 303)
    async with athlete.tx() as tx:
        days = [
            one.day for one in (await checkins_page(tx, athlete.id, size=10, cursor=None, since=None, until=None)).items
        ]
    assert len(days) == 2
    assert days[0] - days[1] == timedelta(days=1)
