"""Phases as rows, turned by the day or by hand; and proposals that wait for somebody's yes."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from paceline.coaching.checkins.model import CheckinRow, PainRow
from paceline.endurance.athletes import athlete_for
from paceline.endurance.plans import active_plan
from paceline.endurance.plans.jobs import look_at_plan_of
from paceline.endurance.plans.phase_rows import phases_of
from paceline.endurance.plans.phasing import turn_phases, turns_of
from paceline.endurance.plans.proposing import look_at_plan
from paceline.infra.clock import FixedClock
from paceline.infra.ids import new_id
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage
from tests.endurance.calendar.make import record
from tests.endurance.plans.test_changes import published, sessions


async def phases(who: Member, plan: str) -> dict[str, Any]:
    answer = await who.api.get(f"/api/v1/plans/{plan}/phases")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def turn(who: Member, plan: str, version: int, verdict: str, status: int = 201, **more: Any) -> dict[str, Any]:
    body = {"version": version, "verdict": verdict, "why": "She was away.", **more}
    answer = await who.api.post(f"/api/v1/plans/{plan}/phases/turns", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_phases_of_a_published_plan_cover_every_day_once(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    rows = (await phases(cast.bob, made["id"]))["phases"]
    assert rows[0]["phase"] == "base"
    assert rows[-1]["phase"] == "taper"
    assert rows[-1]["ends_on"] == "2026-09-20"
    for before, after in pairwise(rows):
        gap = date.fromisoformat(after["starts_on"]) - date.fromisoformat(before["ends_on"])
        assert gap == timedelta(days=1)
    assert [one["is_current"] for one in rows].count(True) == 1
    assert sum(one["sessions"] for one in rows) == len(made["workouts"])


async def test_a_phase_waits_for_its_load_and_goes_on_when_it_is_done(cast: Cast, clock: FixedClock) -> None:
    made = await published(cast.alice, cast.bob)
    first = (await phases(cast.bob, made["id"]))["phases"][0]
    over = date.fromisoformat(first["ends_on"]) + timedelta(days=1)
    clock.advance(over - date(2026, 6, 11))
    async with cast.bob.tx() as tx:
        plan = await active_plan(tx, cast.bob.id)
        assert plan is not None
        said = await turn_phases(tx, plan, await athlete_for(tx, cast.bob.id))
        assert [one.verdict for one in said] == ["waiting"]
        assert await turn_phases(tx, plan, await athlete_for(tx, cast.bob.id)) == []
    await record(cast.bob, str(over - timedelta(days=3)), minutes=600, load=first["planned_load"])
    async with cast.bob.tx() as tx:
        plan = await active_plan(tx, cast.bob.id)
        assert plan is not None
        said = await turn_phases(tx, plan, await athlete_for(tx, cast.bob.id))
        assert [one.verdict for one in said] == ["advanced"]
        rows = await phases_of(tx, plan.id)
        assert (rows[0].decided_by, rows[0].left_on) == ("rule", over)
        assert [one.verdict for one in await turns_of(tx, plan.id)] == ["advanced", "waiting"]


async def test_a_phase_is_extended_with_its_own_week_and_undo_restores_the_phases(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    before = await phases(cast.bob, made["id"])
    placed = await sessions(cast.bob, made["id"])
    done = await turn(cast.alice, made["id"], 1, "extend", weeks=1)
    assert done["version"] == 2
    rows = (await phases(cast.bob, made["id"]))["phases"]
    old, new = before["phases"][0], rows[0]
    assert date.fromisoformat(new["ends_on"]) - date.fromisoformat(old["ends_on"]) == timedelta(days=7)
    assert rows[-1] == before["phases"][-1]
    back = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/versions/1/restoration", json={"version": 2})
    assert back.status_code == 201, back.text
    assert (await phases(cast.bob, made["id"]))["phases"] == before["phases"]
    again = await sessions(cast.bob, made["id"])
    assert {(one["day"], one["title"]) for one in again} == {(one["day"], one["title"]) for one in placed}


async def test_a_phase_ended_by_hand_stays_ended(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    assert (
        await cast.bob.api.post(
            f"/api/v1/plans/{made['id']}/phases/turns", json={"version": 1, "verdict": "advance", "why": "I like it."}
        )
    ).status_code == 403
    await turn(cast.alice, made["id"], 1, "advance")
    rows = (await phases(cast.bob, made["id"]))["phases"]
    assert (rows[0]["left_on"], rows[0]["decided_by"], rows[0]["why"]) == ("2026-06-11", "person", "She was away.")
    assert rows[1]["starts_on"] == "2026-06-11"
    async with cast.bob.tx() as tx:
        plan = await active_plan(tx, cast.bob.id)
        assert plan is not None
        assert await turn_phases(tx, plan, await athlete_for(tx, cast.bob.id)) == []
    assert (await phases(cast.bob, made["id"]))["phases"] == rows


async def hurts(who: Member, level: int = 6) -> None:
    """Pain said this morning."""
    async with who.tx() as tx:
        said = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3, "mood": None, "soreness": None, "note": ""}
        day, id = date(2026, 6, 11), new_id()
        tx.session.add(CheckinRow(id=id, athlete_id=who.id, day=day, created_at=tx.now, updated_at=tx.now, **said))
        await tx.session.flush()
        tx.session.add(PainRow(athlete_id=who.id, day=day, place="left calf", level=level, checkin_id=id))
        await tx.session.flush()


async def proposed(who: Member, plan: str) -> list[dict[str, Any]]:
    return (await who.api.get(f"/api/v1/plans/{plan}/proposals")).json()["proposals"]


async def test_the_morning_look_proposes_and_a_person_decides(cast: Cast, stage: Stage) -> None:
    made = await published(cast.alice, cast.bob)
    await hurts(cast.bob)
    before = await sessions(cast.bob, made["id"])
    await look_at_plan_of.run(Work(stage.gear), account_id=str(cast.bob.id), day="2026-06-11")
    (one,) = await proposed(cast.alice, made["id"])
    assert (one["cause"], one["status"]) == ("pain", "open")
    assert await sessions(cast.bob, made["id"]) == before
    url = f"/api/v1/plan-proposals/{one['id']}"
    for method, part, body in (("GET", "", None), ("POST", "/acceptance", {}), ("POST", "/rejection", {"why": "No."})):
        assert (await cast.charlie.api.request(method, url + part, json=body)).status_code == 404, part
    assert (await cast.bob.api.post(f"{url}/acceptance", json={})).status_code == 403
    taken = await cast.alice.api.post(f"{url}/acceptance", json={})
    assert taken.status_code == 201, taken.text
    ahead = [o for o in await sessions(cast.bob, made["id"]) if o["day"] <= "2026-06-13" and o["sport"] == "running"]
    assert ahead == []
    again = await cast.alice.api.post(f"{url}/acceptance", json={})
    assert (again.status_code, again.json()["code"]) == (409, "accepted")


async def test_what_was_turned_down_is_not_proposed_again(cast: Cast) -> None:
    """Run Season Command made a dismissed item anew at the next sync."""
    made = await published(cast.alice, cast.bob)
    await hurts(cast.bob)
    for _ in range(2):
        async with cast.bob.tx() as tx:
            await look_at_plan(tx, cast.bob.id)
    (one,) = await proposed(cast.alice, made["id"])
    down = await cast.alice.api.post(f"/api/v1/plan-proposals/{one['id']}/rejection", json={"why": "A bruise only."})
    assert down.json()["status"] == "rejected"
    async with cast.bob.tx() as tx:
        assert await look_at_plan(tx, cast.bob.id) is None
    assert [(o["id"], o["status"]) for o in await proposed(cast.alice, made["id"])] == [(one["id"], "rejected")]
    undone = await cast.alice.api.delete(f"/api/v1/plan-proposals/{one['id']}/rejection")
    assert undone.json()["status"] == "open"


async def test_a_coach_without_the_consent_to_injuries_sees_no_pain(stage: Stage) -> None:
    coach, athlete = await stage.member("Coach Kim", "coach"), await stage.member("Ane Vik", "athlete")
    await stage.relate(coach, athlete, ("training",))
    made = await published(coach, athlete)
    await hurts(athlete)
    async with athlete.tx() as tx:
        await look_at_plan(tx, athlete.id)
    assert [one["cause"] for one in await proposed(athlete, made["id"])] == ["pain"]
    assert await proposed(coach, made["id"]) == []


async def test_only_some_days_of_a_proposal(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    await hurts(cast.bob)
    async with cast.bob.tx() as tx:
        await look_at_plan(tx, cast.bob.id)
    (one,) = await proposed(cast.alice, made["id"])
    days = sorted({line["on"] for line in one["lines"]})
    url = f"/api/v1/plan-proposals/{one['id']}/acceptance"
    assert (await cast.alice.api.post(url, json={"days": ["2030-01-01"]})).status_code == 422
    taken = await cast.alice.api.post(url, json={"days": days[:1]})
    assert taken.status_code == 201, taken.text
    assert {line["on"] for line in taken.json()["lines"]} == set(days[:1])
    assert [o["status"] for o in await proposed(cast.alice, made["id"])] == ["edited"]
