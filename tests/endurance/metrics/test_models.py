"""Level curves, durability, race morning and the training response: what they say, and what they say when they cannot."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from paceline.endurance.activities import Activity, import_recording
from paceline.endurance.athletes import ChangeAthlete, athlete_for, change_profile, me
from paceline.endurance.metrics.lasting import durability_of
from paceline.endurance.metrics.level_curves import level_curve_of
from paceline.endurance.metrics.model_charts import response_chart
from paceline.endurance.metrics.periods import BEGINNING, Days
from paceline.endurance.metrics.proposing import considered, take_proposal
from paceline.endurance.metrics.responding import response_of
from paceline.endurance.metrics.sharpening import NO_RACE, Sharpening, sharpening_of, weeks_of
from paceline.science.formats import Recording, encode_activity
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)


def recorded(sport: str, day: date, channels: dict[str, Any]) -> Recording:
    start = datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()
    seconds = np.arange(len(channels["speed"]), dtype=np.float64)
    return Recording(
        format="fit", sport=sport, start=start, utc_offset=7200.0, device="watch", time=start + seconds,
        channels=MappingProxyType(channels),
    )  # fmt: skip


def run(day: date, minutes: float, speed: float, *, grade: float | None = None) -> Recording:
    going = np.full(int(minutes * 60) + 1, speed)
    road = np.cumsum(going)
    channels: dict[str, Any] = {"speed": going, "distance": road, "heart_rate": np.full(going.size, 150.0)}
    if grade is not None:
        channels["altitude"] = 100 + road * grade
    return recorded("running", day, channels)


def ride(day: date, hard: float) -> Recording:
    """Five minutes at 320 W, 90 minutes at 200 W, and five minutes at `hard`."""
    watts = np.concatenate((np.full(600, 150.0), np.full(300, 320.0), np.full(5400, 200.0), np.full(301, hard)))
    return recorded("cycling", day, {"speed": np.full(watts.size, 9.0), "power": watts})


async def did(member: Member, stage: Stage, *sessions: Recording) -> list[Activity]:
    async with member.tx() as tx:
        found = [await import_recording(tx, await me(tx), encode_activity(one)) for one in sessions]
    await stage.run_jobs()
    return found  # type: ignore[return-value]


async def test_a_run_uphill_is_faster_on_the_level(cast: Cast, stage: Stage) -> None:
    await did(cast.bob, stage, run(TODAY - timedelta(days=3), 30, 3.0, grade=0.06), run(TODAY, 30, 3.2))
    days = Days(BEGINNING, TODAY)
    async with cast.bob.tx() as tx:
        level = await level_curve_of(tx, cast.bob.id, "running", days)
        nothing = await level_curve_of(tx, cast.bob.id, "cycling", days)
    assert nothing is None
    assert level is not None
    assert (level.with_heights, level.curve.activities) == (1, 2)
    point = level.curve.at(600)
    assert point is not None
    assert point.value == pytest.approx(3.0 * 1.24, rel=0.02)  # the population curve at 6 %
    found = (await cast.bob.api.get("/api/v1/fitness/curves?output=level")).json()
    raw = (await cast.bob.api.get("/api/v1/fitness/curves?output=speed")).json()
    values = [{one["duration"]: one["value"] for one in answer["points"]}[600] for answer in (found, raw)]
    assert values == [pytest.approx(point.value), pytest.approx(3.2, abs=0.01)]
    page = (await cast.bob.web.get("/fitness/curves")).text
    assert "On the level" in page
    assert "1 of 2 sessions have heights" in page


async def test_without_heights_the_model_says_it_used_the_pace_as_run(cast: Cast, stage: Stage) -> None:
    trials = (180, 300, 480, 720, 1200)
    runs = [run(TODAY - timedelta(days=n), seconds / 60, 4 + 200 / seconds) for n, seconds in enumerate(trials)]
    await did(cast.bob, stage, *runs)
    assert (await cast.bob.api.get("/api/v1/fitness/curves?output=level")).json()["points"] == []
    page = (await cast.bob.web.get("/fitness/curves")).text
    assert "On the level" not in page
    assert "as run, without regard to hills" in page


async def test_durability_after_a_thousand_kilojoules(cast: Cast, stage: Stage) -> None:
    sessions = [ride(TODAY - timedelta(days=back), hard) for back, hard in ((20, 270.0), (10, 288.0), (2, 250.0))]
    await did(cast.bob, stage, *sessions)
    async with cast.bob.tx() as tx:
        found = await durability_of(tx, await me(tx), "cycling")
        assert await durability_of(tx, await me(tx), "swimming") == ()
    five = {one.step: one for one in found if one.duration == 300}
    assert five[0].drop.value == pytest.approx(10, abs=0.2)
    assert (five[0].sessions, five[0].day) == (3, TODAY - timedelta(days=10))
    assert five[2].drop.value is None
    page = (await cast.bob.web.get("/fitness/models")).text
    assert "After" in page
    assert "−10.0" in page
    coach = await cast.alice.web.get(f"/people/{cast.bob.id}/fitness/models")
    assert "−10.0" in coach.text


async def test_race_morning_by_plan_and_by_taper(cast: Cast, stage: Stage) -> None:
    await did(cast.bob, stage, *(run(TODAY - timedelta(days=back), 60, 3.0) for back in range(1, 40, 2)))
    async with cast.bob.tx() as tx:
        assert await sharpening_of(tx, await me(tx)) == NO_RACE
    assert "no race in the calendar" in (await cast.bob.web.get("/fitness/models")).text
    body = {
        "day": str(TODAY + timedelta(days=20)), "title": "Home Marathon", "workout_type": "race", "is_race": True,
        "sport": "running", "distance_m": 42195, "athlete_id": str(cast.bob.id),
    }  # fmt: skip
    answer = await cast.alice.api.post("/api/v1/workouts", json=body)
    assert answer.status_code == 201, answer.text
    async with cast.bob.tx() as tx:
        found = await sharpening_of(tx, await me(tx))
    assert isinstance(found, Sharpening)
    assert found.planned is None
    assert found.taper_days == 14
    assert len(found.tapered) == 20
    assert found.tapered_form > float(found.done[-1])
    assert sum(row[2] for row in weeks_of(found)) == pytest.approx(sum(found.tapered_load))
    page = (await cast.bob.web.get("/fitness/models")).text
    assert "Home Marathon" in page
    assert "last 14 days at half the load" in page
    assert "metrics--lines-chart-value" in page


async def test_a_training_response_needs_races_and_says_so(cast: Cast, stage: Stage) -> None:
    await did(cast.bob, stage, *(run(TODAY - timedelta(days=back), 40, 3.0) for back in range(1, 60, 3)))
    page = (await cast.bob.web.get("/fitness/models")).text
    assert "Needs 6 tests or races; there are 0." in page
    assert "marked as a race" in page


async def test_six_races_give_a_response_with_its_bounds(cast: Cast, stage: Stage) -> None:
    """Loads that build over 200 days, and races that follow a response of 45 and 10 days."""
    runs = [run(TODAY - timedelta(days=back), 30 + (200 - back) / 5, 2.8) for back in range(2, 200, 4)]
    await did(cast.bob, stage, *runs)
    for back, speed in (
        (181, 3.50),
        (150, 3.55),
        (120, 3.70),
        (90, 3.72),
        (60, 3.88),
        (45, 3.80),
        (31, 3.95),
        (1, 4.02),
    ):
        answers = await did(cast.bob, stage, run(TODAY - timedelta(days=back), 26, speed))
        assert answers
    async with cast.bob.tx() as tx:
        athlete = await athlete_for(tx, cast.bob.id)
        none = await response_of(tx, athlete, "running")
        assert none.fit.reason
    items = (await cast.bob.api.get("/api/v1/activities?limit=200")).json()["items"]
    fast = [one for one in items if (one["distance"] or 0) / (one["moving"] or one["elapsed"] or 1) > 3.3]
    assert len(fast) == 8
    for one in fast:
        answer = await cast.bob.api.patch(f"/api/v1/activities/{one['id']}", json={"race": True})
        assert answer.status_code == 200, answer.text
    await stage.run_jobs()
    async with cast.bob.tx() as tx:
        found = await response_of(tx, await me(tx), "running")
        assert len(found.tests) == 8
        if found.fit.response is None:
            pytest.fail(found.fit.reason or "")
        chart = response_chart(found, TODAY)
    assert found.fit.low is not None
    assert (
        found.fit.low.fitness_days <= found.fit.response.fitness_days <= (found.fit.high or found.fit.low).fitness_days
    )
    assert chart is not None
    assert sum(value is not None for value in chart["values"]["tests"]) == 8
    page = (await cast.bob.web.get("/fitness/models")).text
    assert "What a load builds fades over" in page


async def test_mornings_propose_a_resting_heart_rate_either_way(cast: Cast, stage: Stage) -> None:
    async with cast.bob.tx() as tx:
        await change_profile(tx, cast.bob.id, ChangeAthlete(resting_hr=44, max_hr=185))
    await did(cast.bob, stage, run(TODAY, 40, 3.0))
    async with cast.bob.tx() as tx:
        before = await considered(tx, await me(tx))
    assert "7 mornings" in before.reasons["resting_hr"]
    for back in range(9):
        value = {"day": str(TODAY - timedelta(days=back)), "kind": "resting_heart_rate", "value": 49 + back % 2}
        answer = await cast.bob.api.put("/api/v1/wellness", json={"values": [value]})
        assert answer.status_code == 200, answer.text
    async with cast.bob.tx() as tx:
        found = next(one for one in (await considered(tx, await me(tx))).proposals if one.threshold == "resting_hr")
    assert (found.value, found.current) == (49, 44)
    page = (await cast.bob.web.get("/fitness")).text
    assert "Resting heart rate: 49" in page
    assert "Why not the others" in page
    async with cast.bob.tx() as tx:
        athlete = await take_proposal(tx, await me(tx), "resting_hr", 49)
        assert athlete.resting_hr == 49
        again = await considered(tx, athlete)
    assert "agree" in again.reasons["resting_hr"]


async def test_the_year_has_a_table_and_models_load_by_themselves(cast: Cast, stage: Stage) -> None:
    await did(cast.bob, stage, run(TODAY, 40, 3.0), run(TODAY - timedelta(days=40), 40, 3.0))
    page = (await cast.bob.web.get("/fitness")).text
    assert "The last year by month" in page
    assert 'hx-get="/fitness/models"' in page
    assert "June 2026" in page
