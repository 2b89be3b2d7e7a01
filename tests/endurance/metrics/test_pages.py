"""The pages of fitness and records: who may look, what an empty account reads, and the same figures as the API."""

import re
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from paceline.endurance.activities import import_recording
from paceline.endurance.athletes import ChangeAthlete, athlete_for, change_profile, me
from paceline.endurance.metrics.curves import curve_of
from paceline.endurance.metrics.periods import BEGINNING, Days
from paceline.endurance.metrics.season import band_of, levels
from paceline.science.formats import Recording, encode_activity
from tests.cast import Cast, Member, Stage

TODAY = date(2026, 6, 11)
PATHS = ("fitness", "fitness/curves", "fitness/models", "records")
API = (
    "fitness",
    "fitness/weeks",
    "fitness/zones",
    "fitness/curves",
    "fitness/race-times",
    "fitness/thresholds",
    "records",
)


def session(sport: str, day: date, minutes: float, *, speed: float = 3.2, power: float | None = None) -> Recording:
    """A session with one hard stretch, so that short efforts beat long ones."""
    seconds = np.arange(minutes * 60 + 1, dtype=np.float64)
    hard = np.where((seconds >= 600) & (seconds < 1800), 1.25, 1.0) * np.where(
        (seconds >= 700) & (seconds < 900), 1.08, 1.0
    )
    going = speed * hard
    channels: dict[str, Any] = {"speed": going, "distance": np.cumsum(going), "heart_rate": 120 + 30 * hard}
    if power:
        channels["power"] = np.round(power * hard)
    start = datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()
    return Recording(
        format="fit",
        sport=sport,
        start=start,
        utc_offset=7200.0,
        device="watch",
        time=start + seconds,
        channels=MappingProxyType(channels),
    )


async def did(member: Member, stage: Stage, *sessions: Recording) -> None:
    async with member.tx() as tx:
        for one in sessions:
            await import_recording(tx, await me(tx), encode_activity(one))
    await stage.run_jobs()


async def knows(member: Member, **measures: Any) -> None:
    async with member.tx() as tx:
        await change_profile(tx, member.id, ChangeAthlete(**measures))


@pytest.fixture
async def trained(cast: Cast, stage: Stage) -> Cast:
    """Bob ran and rode over three weeks and has his thresholds in."""
    await knows(cast.bob, max_hr=185, resting_hr=48, lthr=165, ftp=200, threshold_speed=3.4, birth_year=1990)
    runs = [session("running", TODAY - timedelta(days=back), 50, speed=3.0 + back / 40) for back in (20, 9, 2)]
    rides = [session("cycling", TODAY - timedelta(days=back), 70, speed=8, power=190 + back) for back in (15, 5)]
    await did(cast.bob, stage, *runs, *rides)
    return cast


async def test_outsiders_get_nothing(trained: Cast) -> None:
    whose = trained.bob.id
    for path in PATHS:
        assert (await trained.charlie.web.get(f"/people/{whose}/{path}")).status_code == 404
    for path in API:
        answer = await trained.charlie.api.get(f"/api/v1/{path}", params={"athlete_id": str(whose)})
        assert answer.status_code == 404, path
    command = {"threshold": "ftp", "choice": "accepted"}
    answer = await trained.charlie.api.post(f"/api/v1/fitness/thresholds?athlete_id={whose}", json=command)
    assert answer.status_code == 404
    answer = await trained.charlie.web.post(f"/people/{whose}/fitness/thresholds", data=command)
    assert answer.status_code == 404


async def test_an_empty_account_reads_what_fills_it(cast: Cast) -> None:
    fitness = (await cast.bob.web.get("/fitness")).text
    assert "No training yet" in fitness
    assert "/activities/upload" in fitness
    assert "metrics--lines" not in fitness
    assert "No records yet" in (await cast.bob.web.get("/records")).text
    assert "Nothing to draw" in (await cast.bob.web.get("/fitness/curves")).text
    for path in API:
        assert (await cast.bob.api.get(f"/api/v1/{path}")).status_code == 200, path


async def test_the_page_shows_what_the_api_says(trained: Cast) -> None:
    found = (await trained.bob.api.get("/api/v1/fitness")).json()
    last = [one for one in found["days"] if not one["planned"]][-1]
    assert last["day"] == str(TODAY)
    page = (await trained.bob.web.get("/fitness")).text
    assert re.search(rf'data-key="ctl">{round(last["ctl"])}<', page)
    assert "Load by week" in page
    assert "data-z=" in page
    coach = await trained.alice.web.get(f"/people/{trained.bob.id}/fitness")
    assert coach.status_code == 200
    assert trained.bob.name in coach.text
    case = await trained.alice.web.get(f"/people/{trained.bob.id}")
    assert f"/people/{trained.bob.id}/fitness" in case.text


@pytest.mark.parametrize("span", ["6w", "3m", "season", "1y", "all", "nonsense"])
async def test_every_span_is_drawn(trained: Cast, span: str) -> None:
    answer = await trained.bob.web.get(f"/fitness?span={span}&zones=power")
    assert answer.status_code == 200
    assert "metrics--lines-chart-value" in answer.text


async def test_the_plan_is_foretold_to_the_race(trained: Cast) -> None:
    for back in range(1, 20, 2):
        body = {"day": str(TODAY + timedelta(days=back)), "title": "Run", "workout_type": "endurance"}
        structure = {
            "version": 1,
            "sport": "running",
            "segments": [{"type": "warmup", "duration_seconds": 3600, "pace_target": "E"}],
        }
        answer = await trained.alice.api.post(
            "/api/v1/workouts", json={**body, "athlete_id": str(trained.bob.id), "structure": structure}
        )
        assert answer.status_code == 201, answer.text
    found = (await trained.bob.api.get("/api/v1/fitness")).json()
    ahead = [one for one in found["days"] if one["planned"]]
    assert ahead[0]["day"] == str(TODAY + timedelta(days=1))
    assert ahead[0]["load"] > 0
    assert ahead[0]["ctl"] > found["days"][0]["ctl"]
    assert "as planned" in (await trained.bob.web.get("/fitness")).text


async def test_zones_and_weeks_add_up(trained: Cast) -> None:
    weeks = (await trained.bob.api.get("/api/v1/fitness/weeks")).json()["weeks"]
    assert sum(one["sessions"] for one in weeks) == 5
    assert {one["family"] for one in weeks} == {"running", "cycling"}
    zones = (await trained.bob.api.get("/api/v1/fitness/zones?kind=power")).json()["weeks"]
    assert sum(sum(one["seconds"]) for one in zones) == pytest.approx(2 * 70 * 60, abs=2)


async def test_a_deleted_session_leaves_curves_zones_and_records(trained: Cast, stage: Stage) -> None:
    async def state() -> tuple[Any, ...]:
        curve = (await trained.bob.api.get("/api/v1/fitness/curves?output=power&family=cycling")).json()["points"]
        records = (await trained.bob.api.get("/api/v1/records?kind=power&family=cycling")).json()["records"]
        return curve, records

    curve, records = await state()
    assert curve[0]["value"] >= curve[-1]["value"]
    best = {one["span"]: one["holders"][0] for one in records}
    assert best[1200.0]["value"] == pytest.approx(
        next(one["value"] for one in curve if one["duration"] == 1200), abs=0.05
    )
    holder = curve[0]["activity_id"]
    assert (await trained.bob.api.delete(f"/api/v1/activities/{holder}")).status_code in (200, 204)
    less, fewer = await state()
    assert holder not in {one["activity_id"] for one in less}
    assert holder not in {one["activity_id"] for record in fewer for one in record["holders"]}


async def test_records_are_ranked_and_by_year(trained: Cast) -> None:
    found = (await trained.bob.api.get("/api/v1/records")).json()["records"]
    for record in found:
        values = [one["value"] for one in record["holders"]]
        assert values == sorted(values)
        assert [one["rank"] for one in record["holders"]] == list(range(1, len(values) + 1))
    page = (await trained.bob.web.get("/records?year=2026")).text
    assert "5 km" in page
    assert (await trained.bob.web.get("/records?sport=cycling&by=power&year=1900")).status_code == 200


async def test_a_threshold_is_proposed_taken_and_put_aside(trained: Cast) -> None:
    found = (await trained.bob.api.get("/api/v1/fitness/thresholds")).json()["proposals"]
    ftp = next(one for one in found if one["threshold"] == "ftp")
    assert ftp["value"] > 200
    assert ftp["activity_ids"]
    wrong = {"threshold": "ftp", "choice": "accepted", "value": ftp["value"] + 10}
    assert (await trained.bob.api.post("/api/v1/fitness/thresholds", json=wrong)).status_code == 409
    assert "Update threshold" in (await trained.bob.web.get("/fitness")).text
    other = next((one for one in found if one["threshold"] != "ftp"), None)
    if other:
        aside = {"threshold": other["threshold"], "choice": "dismissed"}
        left = (await trained.bob.api.post("/api/v1/fitness/thresholds", json=aside)).json()["proposals"]
        assert other["threshold"] not in {one["threshold"] for one in left}
    answer = await trained.bob.web.post(
        "/fitness/thresholds", data={"threshold": "ftp", "choice": "accepted", "value": str(ftp["value"])}
    )
    assert answer.status_code == 303
    async with trained.bob.tx() as tx:
        assert (await athlete_for(tx, trained.bob.id)).ftp == ftp["value"]
    assert "ftp" not in {
        one["threshold"] for one in (await trained.bob.api.get("/api/v1/fitness/thresholds")).json()["proposals"]
    }


async def test_zones_follow_new_thresholds(trained: Cast, stage: Stage) -> None:
    async def hard() -> float:
        items = (await trained.bob.api.get("/api/v1/fitness/zones?kind=power")).json()["weeks"]
        return sum(one["seconds"][0] for one in items)

    before = await hard()
    await knows(trained.bob, ftp=400)
    await stage.run_jobs()
    assert await hard() > before


async def test_a_curve_says_who_holds_it(trained: Cast) -> None:
    async with trained.bob.tx() as tx:
        curve = await curve_of(tx, trained.bob.id, "speed", "running", Days(BEGINNING, TODAY))
        nothing = await curve_of(tx, trained.bob.id, "speed", "swimming", Days(BEGINNING, TODAY))
    assert curve.activities == 3
    assert {one.day for one in curve.points} == {TODAY - timedelta(days=20)}
    assert nothing.points == ()
    assert nothing.fit.reason


def test_bands_hold_their_lower_edge() -> None:
    assert [band_of(form)[0] for form in (-31, -30, -10, 5, 25)] == [
        "High risk", "Productive", "Neutral", "Fresh", "Detraining",
    ]  # fmt: skip


def test_levels_are_steps_of_ones_own_days() -> None:
    assert levels(np.array([0.0, 10, 20, 30, 40])) == [None, 1, 2, 3, 4]
    assert levels(np.zeros(3)) == [None, None, None]
