"""The Today page, the plus, and an athlete as their coach sees them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from paceline.coaching.checkins import PainSaid, SubmitCheckin, submit_checkin
from paceline.endurance.library import SESSIONS
from paceline.endurance.today.rules import repetitions
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.realtime.stream import hints_after, number_fresh
from tests.cast import NOW, Cast, Member, Stage

TODAY = "2026-06-11"
MIDDLING: dict[str, Any] = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3}


async def plan(who: Member, **more: Any) -> dict[str, Any]:
    template = next(s for s in SESSIONS if s.category == "cruise" and repetitions(s.structure) >= 5)
    answer = await who.api.post("/api/v1/workouts", json={"day": TODAY, "template_id": template.id, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def page_of(who: Member, path: str = "/today") -> str:
    answer = await who.web.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_charlie_sees_no_case(cast: Cast) -> None:
    assert (await cast.charlie.web.get(f"/people/{cast.bob.id}")).status_code == 404
    assert (await cast.dana.web.get(f"/people/{cast.bob.id}")).status_code == 404
    assert (await cast.bob.web.get(f"/people/{cast.alice.id}")).status_code == 404


async def test_an_ended_relationship_shows_nothing(stage: Stage, cast: Cast) -> None:
    assert (await cast.alice.web.get(f"/people/{cast.bob.id}")).status_code == 200
    async with stage.gear.transactions.open(SYSTEM) as tx:
        pair = {"coach": cast.alice.id, "athlete": cast.bob.id}
        for statement in (
            "DELETE FROM relationships_grant WHERE coach_id = :coach AND athlete_id = :athlete",
            "UPDATE relationships_relationship SET status = 'ended' WHERE coach_id = :coach AND athlete_id = :athlete",
        ):
            await tx.session.execute(text(statement), pair)
    assert (await cast.alice.web.get(f"/people/{cast.bob.id}")).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/today?athlete_id={cast.bob.id}")).status_code == 404


async def test_the_change_is_shown_with_why_and_one_primary_button(cast: Cast) -> None:
    await plan(cast.bob)
    await cast.bob.web.post("/check-in", data=MIDDLING)
    shown = await page_of(cast.bob)
    for words in (
        "Adjusted, ",
        "Take the change",
        "Keep it as planned",
        "See the original",
        "Readiness is amber",
        "counts ",
    ):
        assert words in shown
    assert shown.count("btn-primary") == 1
    assert "signals are missing" in shown
    made = (await cast.bob.api.get("/api/v1/today")).json()["sessions"][0]["briefing"]
    taken = await cast.bob.web.post(f"/today/briefings/{made['id']}/answer", data={"choice": "accepted"})
    assert (taken.status_code, taken.headers["location"]) == (303, "/today")
    after = await page_of(cast.bob)
    assert "Send to watch" in after
    assert f"/workouts/{made['workout_id']}/fit" in after
    assert "Go back to the original" in after
    assert after.count("btn-primary") == 1
    fit = await cast.bob.web.get(f"/workouts/{made['workout_id']}/fit")
    assert (fit.status_code, fit.content[8:12]) == (200, b".FIT")


async def test_a_region_fetches_itself_alone(cast: Cast) -> None:
    fragment = (await cast.bob.web.get("/today", headers={"HX-Request": "true"})).text
    assert fragment.lstrip().startswith('<div id="day"')
    assert "<html" not in fragment
    assert 'data-live="checkins readiness today calendar activities' in fragment
    case = (await cast.alice.web.get(f"/people/{cast.bob.id}", headers={"HX-Request": "true"})).text
    assert case.lstrip().startswith('<div id="case"')


async def test_empty_rest_and_several(cast: Cast) -> None:
    assert "Nothing is planned for today" in await page_of(cast.bob)
    await cast.bob.api.post("/api/v1/workouts", json={"day": TODAY, "title": "Rest", "workout_type": "rest"})
    assert "Rest is part of the plan" in await page_of(cast.bob)
    await plan(cast.bob, title="Morning reps")
    await plan(cast.bob, title="Evening reps")
    await cast.bob.web.post("/check-in", data={**MIDDLING, "sleep": "5", "energy": "5", "recovery": "5", "stress": "1"})
    shown = await page_of(cast.bob)
    assert shown.index("Morning reps") < shown.index("Evening reps")
    assert shown.count("btn-primary") == 1


async def test_done_compares_with_the_plan(cast: Cast, stage: Stage) -> None:
    planned = await plan(cast.bob)
    logged = {
        "sport": "running",
        "started_at": "2026-06-11T07:00:00+02:00",
        "duration": planned["duration_s"],
        "rpe": 6,
    }
    answer = await cast.bob.api.post("/api/v1/activities/manual", json=logged)
    assert answer.status_code == 201, answer.text
    await stage.run_jobs()
    session = (await cast.bob.api.get("/api/v1/today")).json()["sessions"][0]
    assert (session["status"], session["activity_id"]) == ("done", answer.json()["id"])
    shown = await page_of(cast.bob)
    for words in ("Done for today", "Say how hard it was", f"/activities/{answer.json()['id']}"):
        assert words in shown
    assert "readiness:assess_today" not in await stage.run_jobs()


async def test_the_plus_lists_what_may_be_added(cast: Cast) -> None:
    shown = await page_of(cast.bob, "/add")
    for href in ("/check-in", "/activities/new", "/activities/upload"):
        assert f'href="{href}"' in shown


async def test_a_coach_adds_people_plans_and_sessions_for_others(stage: Stage, cast: Cast) -> None:
    shown = await page_of(cast.alice, "/add")
    for href in ("/people/invite", "/plans", f"/workouts/new?athlete={cast.bob.id}"):
        assert f'href="{href}"' in shown
    assert 'href="/check-in"' not in shown.split('id="main"')[1]
    assert 'href="/add" class="tab-log"' in shown
    alone = await page_of(cast.charlie, "/add")
    assert "Bob Dahl" not in alone
    assert "Add a session for" not in alone


async def test_the_week_says_minutes_and_shows_the_longest_session(cast: Cast) -> None:
    for title, kind, seconds in (("Core", "strength", 1200), ("Easy run", "endurance", 2580)):
        day = {"day": "2026-06-10", "title": title, "workout_type": kind, "duration_s": seconds}
        assert (await cast.bob.api.post("/api/v1/workouts", json=day)).status_code == 201
    day = {"day": "2026-06-12", "title": "Easy run", "workout_type": "endurance", "duration_s": 2580}
    await cast.bob.api.post("/api/v1/workouts", json=day)
    shown = await page_of(cast.bob)
    strip = shown.split('<ol class="week">')[1].split("</ol>")[0]
    assert '<b aria-hidden="true">43\u00a0min</b>' in strip
    assert '<b aria-hidden="true">1:03</b>' in strip
    assert 'data-type="endurance"' in strip
    assert 'data-type="strength"' not in strip


async def test_a_ride_instead_of_a_run_is_called_cycling(cast: Cast) -> None:
    await plan(cast.bob)
    answer = await cast.bob.api.post(
        "/api/v1/checkins",
        json={"sleep": 4, "energy": 4, "recovery": 4, "stress": 2, "pain": [{"place": "left calf", "level": 5}]},
    )
    assert answer.status_code == 201, answer.text
    shown = await page_of(cast.bob)
    assert "· Cycling</span>" in shown
    assert "Easy ride, 30 min" in shown
    assert "30 min of easy riding" in shown


async def test_the_case_tells_what_happened_in_sentences(cast: Cast, clock: FixedClock) -> None:
    for n in range(12):
        clock.set(NOW - timedelta(days=12 - n))
        async with cast.bob.tx() as tx:
            pain = [PainSaid(place="left calf", level=n % 4)]
            await submit_checkin(tx, SubmitCheckin(sleep=3, energy=3 + n % 2, recovery=3, stress=2, pain=pain))
    clock.set(NOW)
    first = await page_of(cast.alice, f"/people/{cast.bob.id}")
    assert "Checked in." in first
    assert "Said the left calf hurts, 3 of 10." in first
    assert "Readiness of the last 14 days, 12 of them known" in first
    assert "btn-primary" not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = await page_of(cast.alice, older)
    assert "Newer" in second
    assert (await cast.alice.web.get(f"/people/{cast.bob.id}?before=nonsense")).status_code == 422


async def test_live_hints_keep_pain_to_those_it_is_shared_with(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    async with cast.bob.tx() as tx:
        await submit_checkin(tx, SubmitCheckin(**MIDDLING, pain=[PainSaid(place="neck", level=6)]))
    async with stage.gear.database.session(SYSTEM) as session:
        await number_fresh(session)
    seen: dict[str, set[str]] = {}
    for reader in (cast.alice, other, cast.charlie):
        async with stage.gear.database.session(reader.actor) as session:
            seen[reader.name] = {
                hint.place for hint in await hints_after(session, 0) if str(hint.person_id) == str(cast.bob.id)
            }
    assert {"checkins.submitted", "readiness.assessed", "checkins.pain_reported"} <= seen["Alice Berg"]
    assert "checkins.submitted" in seen["Ada Other"]
    assert "checkins.pain_reported" not in seen["Ada Other"]
    assert seen["Charlie Out"] == set()


async def test_the_case_speaks_in_the_same_sentences(cast: Cast) -> None:
    answer = await cast.bob.api.post("/api/v1/checkins", json={"sleep": 4, "energy": 4, "recovery": 4, "stress": 2})
    assert answer.status_code in {200, 201}, answer.text
    shown = (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    assert "Checked in." in shown
    assert "first check-in" not in shown
