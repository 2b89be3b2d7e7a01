"""Briefings on sessions of the library: what each morning makes of them, what an answer does, and when it stands."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from paceline.core.audit import entries_of
from paceline.endurance.library import SESSIONS, SessionTemplate
from paceline.endurance.today.rules import pill, repetitions
from paceline.infra.clock import FixedClock
from paceline.science.endurance.adaptation import Situation, adapt
from paceline.science.endurance.structure import from_json
from tests.cast import Cast, Member, Stage

TODAY = "2026-06-11"
GREAT = {"sleep": 5, "energy": 5, "recovery": 5, "stress": 1}
MIDDLING = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3}
AWFUL = {"sleep": 1, "energy": 1, "recovery": 1, "stress": 5}


def intervals() -> SessionTemplate:
    return next(
        s for s in SESSIONS if s.category == "cruise" and repetitions(s.structure) >= 5 and s.sport == "running"
    )


async def plan(
    who: Member, template: SessionTemplate | None = None, *, day: str = TODAY, **more: Any
) -> dict[str, Any]:
    body = {"day": day, "template_id": (template or intervals()).id, **more}
    answer = await who.api.post("/api/v1/workouts", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def check_in(who: Member, answers: dict[str, int], **more: Any) -> None:
    answer = await who.api.post("/api/v1/checkins", json={**answers, **more})
    assert answer.status_code in (200, 201), answer.text


async def today(who: Member, of: Member | None = None) -> dict[str, Any]:
    answer = await who.api.get("/api/v1/today", params={"athlete_id": str(of.id)} if of else {})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def briefing(who: Member, of: Member | None = None) -> dict[str, Any]:
    return (await today(who, of))["sessions"][0]["briefing"]


async def answer_it(who: Member, briefing_id: str, choice: str) -> Any:
    return await who.api.post(f"/api/v1/briefings/{briefing_id}/answer", json={"choice": choice})


async def test_charlie_gets_nothing(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    made = await briefing(cast.bob)
    assert (await cast.charlie.api.get(f"/api/v1/today?athlete_id={cast.bob.id}")).status_code == 404
    assert (await answer_it(cast.charlie, made["id"], "accepted")).status_code == 404
    assert (await answer_it(cast.alice, made["id"], "accepted")).status_code == 404
    assert (await briefing(cast.bob))["choice"] is None


@pytest.mark.parametrize(
    ("answers", "pain", "kind"),
    [
        (GREAT, [], "keep"),
        (MIDDLING, [], "easier"),
        (AWFUL, [], "swap_easy"),
        (GREAT, [{"place": "left calf", "level": 5}], "swap_easy"),
        (GREAT, [{"place": "left calf", "level": 8}], "rest"),
    ],
)
async def test_each_morning_has_its_kind(cast: Cast, answers: dict[str, int], pain: list[Any], kind: str) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, answers, pain=pain)
    found = await briefing(cast.bob)
    assert found["kind"] == kind
    assert found["reasons"]
    assert (found["adapted"] is None) == (kind == "rest")
    assert (found["adapted"] == found["original"]) == (kind == "keep")


async def test_before_the_checkin_the_session_stays_and_says_so(cast: Cast) -> None:
    await plan(cast.bob)
    found = await today(cast.bob)
    made = found["sessions"][0]["briefing"]
    assert (found["checked_in"], found["readiness"]["score"]) == (False, None)
    assert made["kind"] == "keep"
    assert "Unknown, because" in made["reasons"][0]["sentence"]
    assert found["sessions"][0]["waits"] is False
    text = (await cast.bob.web.get("/today")).text
    assert "fits the day" in text
    assert text.count("btn-primary") == 1


async def test_every_library_session_is_briefed_as_science_says(cast: Cast) -> None:
    chosen = [s for n, s in enumerate(SESSIONS) if n % 21 == 0][:8]
    for template in chosen:
        await plan(cast.bob, template)
    await check_in(cast.bob, MIDDLING)
    found = await today(cast.bob)
    assert len(found["sessions"]) == len(chosen)
    band = found["readiness"]["band"]
    situation = Situation(found["readiness"]["score"], band, hard_yesterday=False, history_days=0)
    for one in found["sessions"]:
        expected = adapt(from_json(one["briefing"]["original"]), situation)
        assert one["briefing"]["kind"] == expected.kind, one["title"]
        assert one["briefing"]["changes"] == list(expected.changes)


async def test_taking_and_leaving_the_change(cast: Cast) -> None:
    planned = await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    made = await briefing(cast.bob)
    for _ in range(2):
        assert (await answer_it(cast.bob, made["id"], "accepted")).status_code == 200
    taken = (await cast.bob.api.get(f"/api/v1/workouts/{planned['id']}")).json()
    assert taken["adapted"]["structure"] == made["adapted"]
    assert taken["structure"] == made["original"]
    assert (await briefing(cast.bob))["choice"] == "accepted"
    await answer_it(cast.bob, made["id"], "kept_original")
    left = (await cast.bob.api.get(f"/api/v1/workouts/{planned['id']}")).json()
    assert left["adapted"] is None
    async with cast.alice.tx() as tx:
        told = [e.facts["choice"] for e in (await entries_of(tx, cast.bob.id, names=["today.answered"])).items]
    assert told == ["kept_original", "accepted"]


async def test_an_answer_stands_until_the_evidence_makes_another_day(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    made = await briefing(cast.bob)
    await answer_it(cast.bob, made["id"], "kept_original")
    await check_in(cast.bob, MIDDLING, note="Slept by the sea.")
    assert (await briefing(cast.bob))["choice"] == "kept_original"
    await check_in(cast.bob, {**MIDDLING, "sleep": 4})
    still = await briefing(cast.bob)
    assert (still["adapted"], still["choice"]) == (made["adapted"], "kept_original")
    await check_in(cast.bob, AWFUL)
    new = await briefing(cast.bob)
    assert (new["kind"], new["choice"], new["chosen_at"]) == ("swap_easy", None, None)


async def test_a_better_morning_offers_the_original_back(cast: Cast) -> None:
    planned = await plan(cast.bob)
    await check_in(cast.bob, AWFUL)
    await answer_it(cast.bob, (await briefing(cast.bob))["id"], "accepted")
    await check_in(cast.bob, GREAT)
    session = (await today(cast.bob))["sessions"][0]
    assert (session["briefing"]["kind"], session["waits"], session["is_adapted"]) == ("keep", True, True)
    page = await cast.bob.web.get("/today")
    assert "Put it back as planned" in page.text
    await answer_it(cast.bob, session["briefing"]["id"], "kept_original")
    assert (await cast.bob.api.get(f"/api/v1/workouts/{planned['id']}")).json()["adapted"] is None


async def test_the_coach_changes_the_day_and_the_athlete_is_briefed(stage: Stage, cast: Cast) -> None:
    await check_in(cast.bob, MIDDLING, pain=[{"place": "left knee", "level": 5}])
    planned = await plan(cast.alice, athlete_id=str(cast.bob.id), day="2026-06-13")
    moved = await cast.alice.api.patch(
        f"/api/v1/workouts/{planned['id']}", json={"day": TODAY, "version": planned["version"]}
    )
    assert moved.status_code == 200, moved.text
    assert "today:make_briefings" in await stage.run_jobs()
    found = await briefing(cast.alice, cast.bob)
    assert found["kind"] == "swap_easy"
    assert "left knee" in found["reasons"][0]["sentence"]
    away = await cast.alice.api.patch(
        f"/api/v1/workouts/{planned['id']}", json={"day": "2026-06-12", "version": moved.json()["version"]}
    )
    assert away.status_code == 200, away.text
    await stage.run_jobs()
    assert (await today(cast.bob))["sessions"] == []


async def test_reasons_are_told_by_consent(stage: Stage, cast: Cast) -> None:
    training = await stage.member("Tia Training", "coach")
    well = await stage.member("Willa Well", "coach")
    await stage.relate(training, cast.bob, ("training",))
    await stage.relate(well, cast.bob, ("training", "wellness"))
    await plan(cast.bob)
    await check_in(cast.bob, AWFUL, pain=[{"place": "left knee", "level": 5}], note="Bad night.")
    made = await briefing(cast.bob)
    await answer_it(cast.bob, made["id"], "accepted")
    for coach in (training, well):
        seen = await today(coach, cast.bob)
        pages = (await coach.web.get(f"/people/{cast.bob.id}")).text
        workout = (await coach.api.get(f"/api/v1/workouts/{made['workout_id']}")).text
        shown = str(seen) + pages + workout
        assert "knee" not in shown
        assert "5 of 10" not in shown
        assert (seen["sessions"][0]["briefing"]["reasons"], seen["sessions"][0]["briefing"]["withheld"]) == ([], 1)
        assert "One reason is not shared with you." in pages
        assert "Pain and injuries are not shared with you." in pages
        assert ("Bad night." in pages) == (coach is well)
        assert ("Check-ins and readiness are not shared with you." in pages) == (coach is training)
        assert (seen["readiness"] is None) == (coach is training)
    assert "left knee" in (await cast.alice.web.get(f"/people/{cast.bob.id}")).text


async def test_a_race_is_never_changed(cast: Cast) -> None:
    await plan(cast.bob, is_race=True, title="Spring half")
    await check_in(cast.bob, AWFUL)
    found = await today(cast.bob)
    made = found["sessions"][0]["briefing"]
    assert (made["kind"], made["adapted"]) == ("keep", made["original"])
    assert "A race stays as it is" in made["reasons"][-1]["sentence"]
    assert found["race"] == {"workout_id": made["workout_id"], "title": "Spring half", "day": TODAY, "days": 0}
    assert "Race day" in (await cast.bob.web.get("/today")).text


async def test_only_named_sessions_are_shown_without_a_guess(cast: Cast) -> None:
    answer = await cast.bob.api.post(
        "/api/v1/workouts", json={"day": TODAY, "title": "Club evening", "sport": "running"}
    )
    assert answer.status_code == 201, answer.text
    await check_in(cast.bob, AWFUL)
    session = (await today(cast.bob))["sessions"][0]
    assert (session["title"], session["briefing"]) == ("Club evening", None)
    assert "Club evening" in (await cast.bob.web.get("/today")).text


async def test_yesterdays_briefing_cannot_be_answered(cast: Cast, clock: FixedClock) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, MIDDLING)
    made = await briefing(cast.bob)
    clock.advance(timedelta(hours=14))
    late = await cast.bob.web.post(f"/today/briefings/{made['id']}/answer", data={"choice": "accepted"})
    assert late.status_code == 409
    assert "another day" in late.text


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Kiritimati", datetime(2026, 6, 11, 10, 30, tzinfo=UTC), "2026-06-12"),
        ("Pacific/Pago_Pago", datetime(2026, 6, 11, 10, 30, tzinfo=UTC), "2026-06-10"),
        ("America/New_York", datetime(2026, 11, 1, 4, 30, tzinfo=UTC), "2026-11-01"),
        ("Europe/Oslo", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "2026-03-29"),
    ],
)
async def test_today_is_the_athletes_own_day(
    stage: Stage, clock: FixedClock, zone: str, instant: datetime, day: str
) -> None:
    clock.set(instant)
    athlete = await stage.member("Zoe Zone", "athlete", time_zone=zone)
    coach = await stage.member("Far Coach", "coach", time_zone="Asia/Tokyo")
    await stage.relate(coach, athlete)
    await plan(athlete, day=day)
    await check_in(athlete, MIDDLING)
    for reader in (athlete, coach):
        found = await today(reader, athlete)
        assert found["day"] == day
        assert found["sessions"][0]["briefing"]["kind"] == "easier"


async def test_many_times_the_same_morning_is_one_briefing(cast: Cast) -> None:
    await plan(cast.bob)
    for _ in range(3):
        await check_in(cast.bob, MIDDLING)
    first = await briefing(cast.bob)
    await check_in(cast.bob, MIDDLING)
    assert await briefing(cast.bob) == first
    assert UUID(first["id"])


def test_the_change_is_named_in_a_few_words() -> None:
    structure = intervals().structure
    found = adapt(structure, Situation(60, "amber"))
    assert found.structure is not None
    before, after = repetitions(structure), repetitions(found.structure)
    assert before > after
    assert pill(found.kind, structure, found.structure) == f"Adjusted, {before} → {after} reps"
    assert pill("rest", structure, None) == "Rest instead"


@pytest.mark.parametrize(
    ("said", "kind", "rule"),
    [("none", "keep", None), ("above_neck", "swap_easy", "cold"), ("below_neck", "rest", "illness")],
)
async def test_illness_rests_and_a_cold_eases(cast: Cast, said: str, kind: str, rule: str | None) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, GREAT, illness=said)
    made = await briefing(cast.bob)
    assert made["kind"] == kind
    assert rule is None or rule in [reason["rule"] for reason in made["reasons"]]


async def test_the_sentence_of_illness_takes_the_consent_to_injuries(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    await plan(cast.bob)
    await check_in(cast.bob, GREAT, illness="below_neck")
    assert [one["rule"] for one in (await briefing(cast.alice, cast.bob))["reasons"]] == ["illness"]
    seen = await briefing(other, cast.bob)
    assert (seen["reasons"], seen["withheld"]) == ([], 1)
