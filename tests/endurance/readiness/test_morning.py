"""What devices say of the morning stands in the check-in beside the usual, and counts in readiness."""

from datetime import date, timedelta

import pytest

from paceline.endurance.readiness.morning import KINDS, value_of
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)
SLEEP, HRV, _, RESTING, WEIGHT = KINDS


@pytest.mark.parametrize(
    ("kind", "usual", "today", "shown", "tone"),
    [
        (SLEEP, 27_000.0, 20_880.0, "5 h 48", "caution"),
        (SLEEP, 27_000.0, 30_000.0, "8 h 20", ""),
        (HRV, 0.061, 0.052, "52 ms", "caution"),
        (RESTING, 44.0, 49.0, "49 bpm", "caution"),
        (RESTING, 44.0, 41.0, "41 bpm", ""),
        (WEIGHT, 70.0, 72.0, "72.0 kg", ""),
    ],
)
def test_a_value_beside_its_usual(kind: object, usual: float, today: float, shown: str, tone: str) -> None:
    history = [usual * (1 + 0.02 * (n % 3 - 1)) for n in range(20)]
    found = value_of(kind, today, history, "apple_health")  # type: ignore[arg-type]
    assert (found.value_text, found.tone, found.source) == (shown, tone, "From apple health.")
    assert found.usual_text.startswith("Usually ")


def test_before_two_weeks_there_is_no_usual_and_no_colour() -> None:
    found = value_of(HRV, 0.02, [0.06] * 13, "fit")
    assert (found.tone, found.usual_text) == ("", "Your usual is known after 14 mornings; 13 so far.")


async def measured(who: Member, days: int) -> None:
    values = [
        {"day": str(TODAY - timedelta(days=n)), "kind": kind, "value": value}
        for n in range(days)
        for kind, value in (("hrv_rmssd", 0.06), ("resting_heart_rate", 44.0), ("sleep", 27_000.0))
    ]
    answer = await who.api.put("/api/v1/wellness", json={"source": "fit", "values": values})
    assert answer.status_code == 200, answer.text


async def test_the_check_in_is_filled_in_and_readiness_knows_more(cast: Cast, stage: Stage) -> None:
    fine = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}
    await cast.bob.api.post("/api/v1/checkins", json=fine)
    before = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert "Known already" not in (await cast.bob.web.get("/check-in")).text
    await measured(cast.bob, 20)
    await stage.run_jobs()
    page = (await cast.bob.web.get("/check-in")).text
    assert "Known already" in page
    assert "60 ms" in page
    assert "7 h 30" in page
    after = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert after["coverage"] > before["coverage"]
    assert after["confidence"] == "high"
    assert {one["id"] for one in after["factors"]} >= {"hrv", "resting_hr", "sleep_hours"}


async def test_yesterdays_values_say_nothing_of_this_morning(cast: Cast) -> None:
    value = {"day": str(TODAY - timedelta(days=1)), "kind": "hrv_rmssd", "value": 0.06}
    await cast.bob.api.put("/api/v1/wellness", json={"source": "fit", "values": [value]})
    assert "Known already" not in (await cast.bob.web.get("/check-in")).text
