"""Plans over REST: looked at first, published once, never over what is done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import PlanRequest, active_plan, build, plan_week, publish_plan, validate
from paceline.endurance.plans.access import plan_for
from paceline.endurance.plans.actions import accept_finding
from paceline.endurance.plans.codec import (
    draft_from_json,
    draft_to_json,
    finding_to_json,
    request_from_json,
    request_to_json,
)
from paceline.endurance.plans.schemas import AcceptFinding
from paceline.endurance.plans.types import Finding, Health, TuneUp
from paceline.kit.errors import Conflict
from tests.cast import Cast, Member
from tests.endurance.calendar.make import look, plan, record

HALF: dict[str, Any] = {
    "goal": "half",
    "race_date": "2026-09-20",
    "start": "2026-06-08",
    "current_metres": 40_000,
    "days_per_week": 5,
}


async def make(who: Member, **more: Any) -> dict[str, Any]:
    answer = await who.api.post("/api/v1/plans", json={**HALF, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def publish(who: Member, plan_id: str) -> dict[str, Any]:
    answer = await who.api.post(f"/api/v1/plans/{plan_id}/publication")
    assert answer.status_code == 201, answer.text
    return answer.json()


async def calendar(who: Member, first: str = "2026-06-01", last: str = "2026-12-31") -> list[dict[str, Any]]:
    return (await who.api.get(f"/api/v1/calendar?from={first}&to={last}")).json()["workouts"]


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    made = await make(cast.bob)
    for method, url, body in (
        ("GET", f"/api/v1/plans/{made['id']}", None),
        ("POST", f"/api/v1/plans/{made['id']}/publication", None),
        ("DELETE", f"/api/v1/plans/{made['id']}", None),
        ("GET", f"/api/v1/plans?athlete_id={cast.bob.id}", None),
        ("POST", "/api/v1/plans", {**HALF, "athlete_id": str(cast.bob.id)}),
    ):
        assert (await cast.charlie.api.request(method, url, json=body)).status_code == 404, (method, url)
    assert (await cast.charlie.api.get("/api/v1/plans")).json()["items"] == []
    assert (await cast.bob.api.get(f"/api/v1/plans/{made['id']}")).json()["status"] == "preview"


async def test_a_preview_changes_nothing_and_publishing_places_it(cast: Cast) -> None:
    made = await make(cast.alice, athlete_id=str(cast.bob.id))
    assert made["weeks"]
    assert not [finding for finding in made["findings"] if finding["severity"] == "hard"]
    assert await calendar(cast.bob) == []
    assert (await cast.bob.api.get(f"/api/v1/plans/{made['id']}")).status_code == 404
    done = await publish(cast.alice, made["id"])
    ahead = [one for one in made["workouts"] if one["on"] >= "2026-06-11"]
    assert done["placed"] == len(ahead)
    found = await calendar(cast.bob)
    assert [(one["day"], one["title"]) for one in found] == [(one["on"], one["title"]) for one in ahead]
    assert [one["day"] for one in found if one["is_race"]] == ["2026-09-20"]
    assert (await cast.bob.api.get(f"/api/v1/plans/{made['id']}")).json()["status"] == "published"
    async with cast.bob.tx() as tx:
        week = await plan_week(tx, cast.bob.id, date(2026, 9, 18))
        assert week is not None
        assert (week.phase, week.race_week) == ("taper", True)


async def test_publishing_twice_changes_nothing(cast: Cast) -> None:
    made = await make(cast.bob)
    await publish(cast.bob, made["id"])
    before = await calendar(cast.bob)
    again = await cast.bob.api.post(f"/api/v1/plans/{made['id']}/publication")
    assert (again.status_code, again.json()["code"]) == (409, "published")
    assert await calendar(cast.bob) == before


async def test_the_next_plan_spares_what_is_done_or_pinned(cast: Cast) -> None:
    first = await make(cast.alice, athlete_id=str(cast.bob.id))
    await publish(cast.alice, first["id"])
    own = await plan(cast.bob, "2026-06-20", title="Club race")
    found = {one["day"]: one for one in await calendar(cast.bob) if one["plan_id"]}
    today = found["2026-06-11"]
    await record(cast.bob, "2026-06-11", minutes=today["duration_s"] / 60, load=today["load"])
    assert (await look(cast.bob, today["id"]))["status"] == "done"
    later = next(one for day, one in sorted(found.items()) if day > "2026-06-20")
    pinned = await cast.alice.api.patch(f"/api/v1/workouts/{later['id']}", json={"locked": True})
    assert pinned.status_code == 200, pinned.text
    second = await make(cast.alice, athlete_id=str(cast.bob.id), days_per_week=6, level="advanced")
    done = await publish(cast.alice, second["id"])
    assert done["archived_plan"] == first["id"]
    after = await calendar(cast.bob)
    ids = {one["id"] for one in after}
    assert {today["id"], later["id"], own["id"]} <= ids
    assert {one["id"] for one in after if one["plan_id"] == first["id"]} == {today["id"], later["id"]}
    assert [one["plan_id"] for one in after if one["day"] in ("2026-06-11", later["day"])] == [first["id"]] * 2
    assert (await look(cast.bob, today["id"]))["status"] == "done"
    assert (await cast.bob.api.get(f"/api/v1/plans/{first['id']}")).json()["status"] == "archived"
    gone = await cast.alice.api.post(f"/api/v1/plans/{first['id']}/publication")
    assert (gone.status_code, gone.json()["code"]) == (409, "archived")


async def test_an_athlete_does_not_plan_past_the_coach(cast: Cast) -> None:
    own = await make(cast.bob)
    await publish(cast.bob, own["id"])
    coached = await make(cast.alice, athlete_id=str(cast.bob.id))
    await publish(cast.alice, coached["id"])
    refused = await cast.bob.api.post("/api/v1/plans", json=HALF)
    assert (refused.status_code, refused.json()["code"]) == (403, "coached")
    assert (await cast.bob.api.delete(f"/api/v1/plans/{coached['id']}")).status_code == 403


async def test_ending_a_plan_clears_what_is_ahead(cast: Cast) -> None:
    preview = await make(cast.bob)
    assert (await cast.bob.api.delete(f"/api/v1/plans/{preview['id']}")).status_code == 204
    assert (await cast.bob.api.get(f"/api/v1/plans/{preview['id']}")).status_code == 404
    made = await make(cast.bob)
    await publish(cast.bob, made["id"])
    assert (await cast.bob.api.delete(f"/api/v1/plans/{made['id']}")).status_code == 204
    assert await calendar(cast.bob) == []
    listed = (await cast.bob.api.get("/api/v1/plans")).json()["items"]
    assert [(one["id"], one["status"]) for one in listed] == [(made["id"], "archived")]


async def test_lists_come_in_pages_and_for_everybody_one_coaches(cast: Cast) -> None:
    ids = [(await make(cast.alice, athlete_id=str(cast.bob.id)))["id"] for _ in range(3)]
    first = (await cast.alice.api.get("/api/v1/plans?limit=2")).json()
    rest = (await cast.alice.api.get(f"/api/v1/plans?limit=2&cursor={first['next_cursor']}")).json()
    assert [one["id"] for one in [*first["items"], *rest["items"]]] == ids[::-1]
    assert rest["next_cursor"] is None


async def test_volume_comes_from_what_was_done_lately(cast: Cast) -> None:
    for n in range(1, 29, 2):
        await record(cast.bob, str(date(2026, 6, 11) - timedelta(days=n)), minutes=60)
    made = await make(cast.bob, current_metres=None)
    async with cast.bob.tx() as tx:
        await publish_plan(tx, UUID(made["id"]))
        active = await active_plan(tx, cast.bob.id)
        assert active is not None
        assert active.request["current_seconds"] == 14 * 3600 / 4
        assert active.request["longest_recent_seconds"] == 3600


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"race_date": None}, "needs the date of the race"),
        ({"race_date": "2026-06-01"}, "lies behind you"),
        ({"race_date": "2028-09-20"}, "60 weeks"),
        ({"goal": None}, "what the plan is for"),
        ({"weekdays": []}, "at least one weekday"),
        ({"start": "2020-01-01"}, "within a year"),
        ({"days_per_week": 2}, "3"),
    ],
)
async def test_what_cannot_be_planned_is_said(cast: Cast, more: dict[str, Any], says: str) -> None:
    answer = await cast.bob.api.post("/api/v1/plans", json={**HALF, **more})
    assert answer.status_code == 422, answer.text
    assert says in answer.text


async def test_a_doubt_is_kept_with_a_reason_and_a_hard_finding_never(cast: Cast) -> None:
    made = await make(cast.bob, tune_ups=[{"on": "2026-07-12", "goal": "marathon"}], current_metres=25_000)
    doubt = next(one for one in made["findings"] if one["id"] == "tune-up")
    assert doubt["figures"]["planned"] > 7000
    url = f"/api/v1/plans/{made['id']}/acceptances"
    body = {"id": doubt["id"], "week": doubt["week"], "day": doubt["day"], "reason": "It is my home race."}
    assert (await cast.charlie.api.post(url, json=body)).status_code == 404
    assert (await cast.bob.api.post(url, json={**body, "id": "nothing"})).status_code == 404
    kept = await cast.bob.api.post(url, json=body)
    assert kept.status_code == 201, kept.text
    assert [one["accepted"] for one in kept.json()["findings"] if one["id"] == "tune-up"] == ["It is my home race."]
    async with cast.bob.tx() as tx:
        plan_row = await plan_for(tx, UUID(made["id"]))
        plan_row.findings = [*plan_row.findings, finding_to_json(Finding("race", "hard", None, "No."))]
        await tx.session.flush()
        with pytest.raises(Conflict, match="everybody"):
            await accept_finding(tx, UUID(made["id"]), AcceptFinding(id="race", reason="I want it."))
        with pytest.raises(Conflict, match="may not break"):
            await publish_plan(tx, UUID(made["id"]))


async def test_the_preview_shows_load_change_and_shares(cast: Cast) -> None:
    weeks = (await make(cast.bob, strength=1))["outlook"]
    assert weeks[0]["change"] is None
    assert all(-0.5 < week["change"] < 0.5 for week in weeks[1:-2])
    assert all(0.75 <= week["easy"] <= 1 for week in weeks)
    assert all(week["easy"] + week["moderate"] + week["hard"] == pytest.approx(1) for week in weeks)
    assert weeks[2]["beside_seconds"] > 900


async def test_signs_for_a_doctor_get_the_same_words_and_no_plan(cast: Cast) -> None:
    answer = await cast.bob.api.post("/api/v1/plans", json={**HALF, "health": {"red_flags": ["chest pain"]}})
    assert answer.status_code == 422
    assert "chest pain. Please see a doctor" in answer.text
    assert (await cast.bob.api.get("/api/v1/plans")).json()["items"] == []


async def test_a_whole_request_is_kept(cast: Cast) -> None:
    more = {
        "room": [{"weekday": 1, "minutes": 50}, {"weekday": 2, "minutes": 60, "sports": ["running", "strength"]}],
        "strength": 1,
        "tune_ups": [{"on": "2026-08-16", "goal": "10K"}],
        "health": {"returning": "injury", "days_off": 21, "avoid": ["sprint"]},
        "longest_seconds": 7200,
    }
    made = await make(cast.bob, **more)
    assert [one["on"] for one in made["workouts"] if one["is_race"]] == ["2026-08-16", "2026-09-20"]
    assert {one["phase"] for one in made["weeks"]} >= {"return", "base", "taper"}
    await publish(cast.bob, made["id"])
    async with cast.bob.tx() as tx:
        active = await active_plan(tx, cast.bob.id)
        assert active is not None
        request = active.read().request
        assert request.day_seconds == {1: 3000, 2: 3600}
        assert request.day_sports == {2: frozenset({"running", "strength"})}
        assert request.health.avoid == frozenset({"sprint"})
        assert validate(active.read()) == ()


def test_a_draft_survives_being_stored() -> None:
    speeds = {"T": 4.0, "E": 3.1}
    request = PlanRequest(
        "10K",
        date(2026, 6, 8),
        date(2026, 8, 30),
        current_seconds=14_000,
        speeds=speeds,
        blackout=frozenset({date(2026, 7, 1)}),
        day_seconds={1: 3000.0},
        day_sports={4: frozenset({"strength"})},
        tune_ups=(TuneUp(date(2026, 7, 19), "5K"),),
        health=Health(returning="break", days_off=20, avoid=frozenset({"vo2"})),
    )
    draft = build(request, SESSIONS)
    draft = replace(
        draft,
        findings=(*draft.findings, Finding("x", "soft", 1, "Look at this.", date(2026, 6, 9), {"most": 2.0}, "Fine.")),
    )
    again = request_from_json(request_to_json(request))
    assert again == request
    stored = [finding_to_json(finding) for finding in draft.findings]
    assert draft_from_json(again, draft_to_json(draft), stored) == draft
