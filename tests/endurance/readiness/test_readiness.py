"""Readiness follows the check-in, equals what science says, is unknown without one, and keeps pain to itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paceline.coaching.checkins import PainSaid, SubmitCheckin, submit_checkin
from paceline.core.audit import entries_of
from paceline.endurance.readiness import readiness_history, readiness_on, usual_score
from paceline.endurance.readiness.jobs import assess_today
from paceline.endurance.readiness.plugs import ReadinessTrends
from paceline.endurance.readiness.rules import inputs_of
from paceline.infra.clock import FixedClock
from paceline.infra.jobs import Work
from paceline.science.endurance.readiness import ReadinessInputs, assess
from tests.cast import NOW, Cast, Member, Stage

TODAY = date(2026, 6, 11)
FINE: dict[str, Any] = {"sleep": 4, "energy": 4, "recovery": 4, "stress": 2}


async def check_in(member: Member, **more: Any) -> None:
    async with member.tx() as tx:
        await submit_checkin(tx, SubmitCheckin(**{**FINE, **more}))


async def names(reader: Member, of: Member) -> list[str]:
    async with reader.tx() as tx:
        return [entry.name for entry in (await entries_of(tx, of.id)).items]


async def test_charlie_gets_nothing(cast: Cast) -> None:
    await check_in(cast.bob)
    for path in ("/readiness", "/readiness/history"):
        assert (await cast.charlie.api.get(f"/api/v1{path}?athlete_id={cast.bob.id}")).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/readiness?athlete_id={cast.bob.id}")).status_code == 200


async def test_without_wellness_there_is_nothing_to_see(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "injuries"))
    await check_in(cast.bob)
    for path in ("/readiness", "/readiness/history"):
        assert (await other.api.get(f"/api/v1{path}?athlete_id={cast.bob.id}")).status_code == 404
    assert await names(other, cast.bob) == []


@pytest.mark.parametrize(
    ("said", "band", "caps"),
    [
        (None, "green", []),
        ("none", "green", []),
        ("above_neck", "amber", ["illness"]),
        ("below_neck", "red", ["illness"]),
    ],
)
async def test_illness_caps_the_day(cast: Cast, said: str | None, band: str, caps: list[str]) -> None:
    await check_in(cast.bob, sleep=5, energy=5, recovery=5, stress=1, illness=said)
    told = (await cast.alice.api.get(f"/api/v1/readiness?athlete_id={cast.bob.id}")).json()
    assert (told["band"], [one["id"] for one in told["caps"]]) == (band, caps)


async def test_without_injuries_illness_stays_unsaid(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    await check_in(cast.bob, illness="below_neck")
    kept = await other.api.get(f"/api/v1/readiness?athlete_id={cast.bob.id}")
    assert kept.json()["withheld"] == 1
    assert "ill" not in kept.text.lower().replace("still", "")


async def test_without_injuries_pain_stays_unsaid(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    await check_in(cast.bob, pain=[PainSaid(place="left knee", level=5)])
    told = (await cast.alice.api.get(f"/api/v1/readiness?athlete_id={cast.bob.id}")).json()
    kept = await other.api.get(f"/api/v1/readiness?athlete_id={cast.bob.id}")
    assert "left knee" in told["caps"][0]["reason"]
    assert (told["withheld"], kept.json()["withheld"]) == (0, 1)
    assert "knee" not in kept.text
    assert "pain" not in kept.text.lower()
    assert kept.json()["score"] == told["score"] == 69


async def test_before_the_checkin_it_is_unknown_and_says_why(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=2))
    await check_in(cast.bob)
    clock.set(NOW)
    found = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert (found["score"], found["band"], found["computed_at"]) == (None, None, None)
    assert found["unknown"].startswith("Unknown, because")
    assert any("2 days ago" in missing["reason"] for missing in found["missing"])
    async with cast.bob.tx() as tx:
        assert await readiness_history(tx, cast.bob.id, TODAY, TODAY) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    answers=st.fixed_dictionaries(
        {name: st.integers(1, 5) for name in FINE}, optional={"mood": st.integers(1, 5), "soreness": st.integers(0, 10)}
    ),
    pain=st.none() | st.integers(0, 10),
)
async def test_what_is_shown_is_what_science_says(stage: Stage, answers: dict[str, Any], pain: int | None) -> None:
    athlete = await stage.member("Sia Science", "athlete")
    said = [] if pain is None else [PainSaid(place="left calf", level=pain)]
    async with athlete.tx() as tx:
        for _ in range(2):
            await submit_checkin(tx, SubmitCheckin(**answers, pain=said))
        shown = await readiness_on(tx, athlete.id, TODAY)
    expected = assess(ReadinessInputs(**answers, pain=pain, pain_place=None if pain is None else "left calf"))
    assert (shown.score, shown.band, shown.factors, shown.caps) == (
        expected.score, expected.band, expected.factors, expected.caps,
    )  # fmt: skip
    assert shown.coverage == pytest.approx(expected.coverage)
    assert (await names(athlete, athlete)).count("readiness.assessed") == 1


async def test_other_answers_are_assessed_again(cast: Cast) -> None:
    await check_in(cast.bob)
    first = (await cast.bob.api.get("/api/v1/readiness")).json()
    await check_in(cast.bob, sleep=1, energy=1, recovery=1, stress=5)
    second = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert (first["band"], second["band"]) == ("green", "red")
    await check_in(cast.bob, sleep=1, energy=1, recovery=1, stress=5, pain=[PainSaid(place="neck", level=8)])
    await check_in(cast.bob)
    third = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert third["caps"] == []
    assert third["score"] == first["score"]


async def test_history_and_the_usual(cast: Cast, clock: FixedClock) -> None:
    for n in range(4):
        clock.set(NOW - timedelta(days=4 - n))
        await check_in(cast.bob, sleep=2 + n // 2)
    clock.set(NOW)
    found = (await cast.alice.api.get(f"/api/v1/readiness/history?athlete_id={cast.bob.id}")).json()["items"]
    assert [one["day"] for one in found] == ["2026-06-07", "2026-06-08", "2026-06-09", "2026-06-10"]
    some = (await cast.bob.api.get("/api/v1/readiness/history?limit=3")).json()
    rest = (await cast.bob.api.get(f"/api/v1/readiness/history?limit=3&cursor={some['next_cursor']}")).json()
    assert some["items"] + rest["items"] == found
    assert rest["next_cursor"] is None
    async with cast.bob.tx() as tx:
        days = await readiness_history(tx, cast.bob.id, date(2026, 6, 1), TODAY)
    assert usual_score(days) == pytest.approx(sum(one["score"] for one in found) / 4)
    assert usual_score(days[:2]) is None
    assert (await cast.bob.api.get("/api/v1/readiness/history?from=2020-01-01&to=2026-06-11")).status_code == 422
    assert (await cast.bob.api.get("/api/v1/readiness?day=2026-06-12")).status_code == 422


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Kiritimati", datetime(2026, 6, 11, 10, 30, tzinfo=UTC), date(2026, 6, 12)),
        ("Pacific/Pago_Pago", datetime(2026, 6, 11, 10, 30, tzinfo=UTC), date(2026, 6, 10)),
        ("Europe/Oslo", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        ("America/New_York", datetime(2026, 11, 1, 4, 30, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
async def test_the_day_is_the_athletes_own(
    stage: Stage, clock: FixedClock, zone: str, instant: datetime, day: date
) -> None:
    clock.set(instant)
    athlete = await stage.member("Zoe Zone", "athlete", time_zone=zone)
    await check_in(athlete)
    found = (await athlete.api.get("/api/v1/readiness")).json()
    assert found["day"] == str(day)
    assert found["score"] is not None


async def test_the_job_is_idempotent_and_never_guesses(cast: Cast, stage: Stage) -> None:
    work = Work(stage.gear)
    await assess_today.run(work, athlete_id=str(cast.bob.id))
    await assess_today.run(work, athlete_id=str(cast.bob.id))
    found = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert found["score"] is None
    assert found["computed_at"] is not None
    assert (await names(cast.bob, cast.bob)).count("readiness.assessed") == 1


async def test_the_queue_draws_two_weeks_for_those_who_share(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    for n in (3, 1, 0):
        clock.set(NOW - timedelta(days=n))
        await check_in(cast.bob)
    ids = [cast.bob.id, cast.charlie.id]
    async with cast.alice.tx() as tx:
        lines = await ReadinessTrends().trends(tx, ids, tx.now)
    assert set(lines) == {cast.bob.id}
    assert len(lines[cast.bob.id].values) == 14
    assert [value is not None for value in lines[cast.bob.id].values[-4:]] == [True, False, True, True]
    assert lines[cast.bob.id].tone == "positive"
    async with cast.charlie.tx() as tx:
        assert await ReadinessTrends().trends(tx, ids, tx.now) == {}


def test_form_counts_only_with_four_weeks_behind_it() -> None:
    assert inputs_of(TODAY, [], None, -12.0, 27).tsb is None
    assert inputs_of(TODAY, [], None, -12.0, 28).tsb == -12.0


async def test_what_a_device_measures_counts_and_has_its_usual_range(stage: Stage, cast: Cast) -> None:
    values: list[dict[str, object]] = []
    for back in range(30):
        day = (NOW.date() - timedelta(days=back)).isoformat()
        values += [
            {"day": day, "kind": "hrv_rmssd", "value": 0.06 + 0.001 * (back % 5)},
            {"day": day, "kind": "resting_heart_rate", "value": 48 + back % 3},
            {"day": day, "kind": "sleep", "value": 27_000},
        ]
    before = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert before["score"] is None
    sent = await cast.bob.api.put("/api/v1/wellness", json={"source": "fit", "values": values})
    assert sent.status_code == 200, sent.text
    await stage.run_jobs()
    found = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert {one["id"] for one in found["factors"]} >= {"hrv", "resting_hr", "sleep_hours"}
    assert found["score"] is not None
    assert next(one for one in found["factors"] if one["id"] == "sleep_hours")["value_text"] == "7.5 h"


async def test_sdnn_is_no_hrv_for_readiness(stage: Stage, cast: Cast) -> None:
    value = {"day": NOW.date().isoformat(), "kind": "hrv_sdnn", "value": 0.06}
    await cast.bob.api.put("/api/v1/wellness", json={"source": "apple_health", "values": [value]})
    await stage.run_jobs()
    found = (await cast.bob.api.get("/api/v1/readiness")).json()
    assert "hrv" in {one["id"] for one in found["missing"]}
