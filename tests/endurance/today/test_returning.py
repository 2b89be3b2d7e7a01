"""Ways back to training: who starts one, what is said of a day, and the briefing that follows it."""

from datetime import timedelta
from typing import Any

import pytest

from paceline.endurance.library import SESSIONS
from paceline.infra.clock import FixedClock
from tests.cast import NOW, Cast, Member, Stage
from tests.endurance.today.test_briefings import GREAT, briefing, check_in, plan, today

DAYS = ["2026-06-07", "2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11"]


async def start(who: Member, of: Member | None = None, **more: Any) -> Any:
    params = {"athlete_id": str(of.id)} if of else {}
    return await who.api.post("/api/v1/returns", params=params, json={"kind": "injury", "place": "left calf", **more})


async def report(who: Member, return_id: str, **said: Any) -> dict[str, Any]:
    answer = await who.api.post(f"/api/v1/returns/{return_id}/reports", json=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_charlie_gets_nothing(cast: Cast) -> None:
    made = (await start(cast.bob)).json()
    charlie = cast.charlie.api
    assert (await start(cast.charlie, cast.bob)).status_code == 404
    assert (await charlie.get(f"/api/v1/returns?athlete_id={cast.bob.id}")).status_code == 404
    assert (await charlie.post(f"/api/v1/returns/{made['id']}/reports", json={"done": True})).status_code == 404
    ending = {"outcome": "stopped"}
    assert (await charlie.post(f"/api/v1/returns/{made['id']}/ending", json=ending)).status_code == 404
    assert (await cast.charlie.web.get(f"/people/{cast.bob.id}/return")).status_code == 404
    assert (await cast.bob.api.get("/api/v1/returns")).json()["items"][0]["ended_on"] is None


async def test_a_coach_starts_one_only_with_the_consent_to_injuries(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Tia Training", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    assert (await start(other, cast.bob)).status_code == 404
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    made = await start(cast.alice, cast.bob)
    assert made.status_code == 201
    assert (await start(cast.bob)).status_code == 409
    assert "today:make_briefings" in await stage.run_jobs()
    assert (await briefing(cast.alice, cast.bob))["reasons"][0]["rule"] == "return"
    seen = await briefing(other, cast.bob)
    assert (seen["kind"], seen["reasons"], seen["withheld"]) == ("swap_easy", [], 1)
    assert "calf" not in (await other.web.get(f"/people/{cast.bob.id}")).text
    page = (await cast.alice.web.get(f"/people/{cast.bob.id}/return")).text
    assert "After an injury, left calf" in page
    # Reporting is the athlete's alone.
    refused = await cast.alice.api.post(f"/api/v1/returns/{made.json()['id']}/reports", json={"done": True})
    assert refused.status_code == 404


async def test_the_briefing_follows_the_ladder_day_by_day(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=4))
    for day in DAYS:
        await plan(cast.bob, day=day)
    made = (await start(cast.bob)).json()

    async def morning() -> dict[str, Any]:
        await check_in(cast.bob, GREAT)
        return await briefing(cast.bob)

    assert (await morning())["title"] == "Brisk walk, 30 min"
    assert "Walk briskly" in (await briefing(cast.bob))["changes"][0]
    await report(cast.bob, made["id"], done=True, pain=1)
    assert (await briefing(cast.bob))["kind"] == "rest"
    clock.advance(timedelta(days=1))
    asked = await morning()
    assert (asked["kind"], "this morning" in asked["reasons"][0]["sentence"]) == ("rest", True)
    await report(cast.bob, made["id"], worse=False)
    assert "A day between two steps" in (await briefing(cast.bob))["reasons"][0]["sentence"]
    clock.advance(timedelta(days=1))
    assert "10 × 1 min jog" in (await morning())["changes"][0]
    await report(cast.bob, made["id"], done=True, pain=4)
    clock.advance(timedelta(days=2))
    assert "Walk briskly" in (await morning())["changes"][0], "pain of 4 leads one step back"
    history = (await cast.bob.api.get("/api/v1/returns")).json()["items"][0]["reports"]
    assert [(one["day"], one["pain"], one["worse"]) for one in history] == [
        ("2026-06-09", 4, None),
        ("2026-06-07", 1, False),
    ]


async def test_one_step_a_day(cast: Cast) -> None:
    run = next(one for one in SESSIONS if one.sport == "running" and one.category == "easy")
    await plan(cast.bob, run)
    await plan(cast.bob, run)
    await start(cast.bob)
    await check_in(cast.bob, GREAT)
    kinds = [one["briefing"]["kind"] for one in (await today(cast.bob))["sessions"]]
    assert sorted(kinds) == ["rest", "swap_easy"]


async def test_a_bone_stress_injury_stops_at_the_clinician(cast: Cast) -> None:
    await plan(cast.bob)
    await start(cast.bob, kind="bone_stress", place="left shin")
    await check_in(cast.bob, GREAT)
    found = await briefing(cast.bob)
    assert (found["kind"], found["adapted"]) == ("rest", None)
    assert "clinician" in found["reasons"][0]["sentence"]
    page = (await cast.bob.web.get("/return")).text
    assert "See a clinician" in page
    assert "reports" not in page


@pytest.mark.parametrize(("kind", "more"), [("illness", {}), ("time_off", {"days_off": 20})])
async def test_other_ways_back_ease_the_day(cast: Cast, kind: str, more: dict[str, Any]) -> None:
    await plan(cast.bob)
    assert (await start(cast.bob, kind=kind, place="", **more)).status_code == 201
    await check_in(cast.bob, GREAT)
    found = await briefing(cast.bob)
    assert found["kind"] == ("rest" if kind == "illness" else "swap_easy")
    assert found["reasons"][0]["rule"] == ("return" if kind == "illness" else "time-off")


async def test_time_off_needs_its_days(cast: Cast) -> None:
    assert (await start(cast.bob, kind="time_off")).status_code == 422


async def test_severe_pain_outranks_the_ladder(cast: Cast) -> None:
    await plan(cast.bob)
    await start(cast.bob)
    await check_in(cast.bob, GREAT, pain=[{"place": "left calf", "level": 8}])
    assert (await briefing(cast.bob))["reasons"][0]["rule"] == "severe-pain"


async def test_stopping_brings_the_plan_back_and_keeps_the_history(cast: Cast) -> None:
    await plan(cast.bob)
    await check_in(cast.bob, GREAT)
    made = (await start(cast.bob)).json()
    assert (await briefing(cast.bob))["kind"] == "swap_easy"
    stopped = await cast.bob.web.post(f"/return/{made['id']}/ending", data={"outcome": "stopped"})
    assert stopped.status_code == 303
    assert (await briefing(cast.bob))["kind"] == "keep"
    page = (await cast.bob.web.get("/return")).text
    assert "Stopped" in page


async def test_the_page_reports(cast: Cast, clock: FixedClock) -> None:
    clock.set(NOW - timedelta(days=1))
    begun = await cast.bob.web.post("/return", data={"kind": "injury", "place": "left calf"})
    assert begun.status_code == 303
    made = (await cast.bob.api.get("/api/v1/returns")).json()["items"][0]
    address = f"/return/{made['id']}/reports"
    assert (await cast.bob.web.post(address, data={"done": "true", "pain": "1"})).status_code == 303
    clock.set(NOW)
    assert "No worse than before" in (await cast.bob.web.get("/return")).text
    assert (await cast.bob.web.post(address, data={"morning": "no_worse"})).status_code == 303
    found = (await cast.bob.api.get("/api/v1/returns")).json()["items"][0]
    assert (found["reports"][0]["worse"], found["standing"]["rung"]) == (False, 1)
    assert "Way back" in (await cast.bob.web.get("/today")).text
