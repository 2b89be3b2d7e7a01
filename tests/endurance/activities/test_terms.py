"""What is not for a coach is nowhere to be found by one, what is not for AI is not read, and what may be kept no longer goes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from paceline.core.audit import entries_of
from paceline.endurance.activities import Activity, activities_for_ai
from paceline.endurance.activities.jobs import purge_deleted, tell_of_expiry
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.jobs import Work
from paceline.infra.mail import list_outbox, read_outbox
from paceline.infra.realtime.stream import hints_after, newest, number_fresh
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import begun, several, state
from tests.endurance.activities.make import fit, upload
from tests.house.asking import ask
from tests.house.canaries import headers_of
from tests.house.filling import Unknown, path_of, query_of
from tools.routes import Route, routes_of

SECRET = "canary-hidden-session"
HIDDEN: dict[str, Any] = {"shareable": False, "ai_allowed": False}
OPEN: dict[str, Any] = {"shareable": True, "ai_allowed": True}


async def recorded(who: Member, data: bytes = b"", name: str = f"{SECRET}.fit") -> str:
    answer = await who.api.post("/api/v1/activities", **upload(data or fit(), name))
    assert answer.status_code == 201, answer.text
    activity_id: str = answer.json()["id"]
    changed = await who.api.patch(f"/api/v1/activities/{activity_id}", json={"name": SECRET, "notes": SECRET})
    assert changed.status_code == 200, changed.text
    return activity_id


async def set_terms(who: Member, activity_id: str, terms: dict[str, Any]) -> None:
    answer = await who.api.put(f"/api/v1/activities/{activity_id}/terms", json=terms)
    assert answer.status_code == 200, answer.text


async def every_look(app: FastAPI, coach: Member, athlete: Member, activity_id: str) -> list[str]:
    """The routes that show a coach something of the activity."""
    owned = {"activities_activity": [activity_id], "identity_account": [str(athlete.id)]}
    tables = ("activities_activity", "identity_account")
    found: list[str] = []
    for route in routes_of(app):
        if route.is_safe and "stream" not in route.path.split("/"):
            found += [route.name] if await _shows(app, route, coach, owned, tables, activity_id) else []
    return found


async def _shows(
    app: FastAPI, route: Route, coach: Member, owned: Any, tables: tuple[str, ...], activity_id: str
) -> bool:
    try:
        path, query = path_of(route, owned, tables), query_of(route, owned, tables)
    except Unknown:
        return False
    answer = await ask(app, "GET", path, query=query, headers=headers_of(coach, api=route.is_api))
    assert answer.status < 500 or route.path == "/healthz", (route.name, answer.body[:300])
    # What was asked for stands in the address, so it may come back in what says that there is nothing.
    named = activity_id.encode() in answer.body and answer.status < 400
    return SECRET.encode() in answer.body or named


async def test_a_hidden_session_is_nowhere_for_a_coach(app: FastAPI, stage: Stage, cast: Cast) -> None:
    activity_id = await recorded(cast.bob)
    await cast.bob.api.post(f"/api/v1/activities/{activity_id}/comments", json={"body": SECRET})
    await stage.run_jobs()
    before = await every_look(app, cast.alice, cast.bob, activity_id)
    assert "GET /api/v1/activities/{activity_id}" in before
    assert "GET /people/{athlete_id}/activities" in before
    assert len(before) > 4
    await set_terms(cast.bob, activity_id, HIDDEN)
    await stage.run_jobs()
    assert await every_look(app, cast.alice, cast.bob, activity_id) == []
    for part in ("", "/streams", "/original", "/laps", "/corrections", "/comments", "/terms"):
        assert (await cast.alice.api.get(f"/api/v1/activities/{activity_id}{part}")).status_code == 404
    # Its athlete sees all of it, and says so.
    shown = await cast.bob.web.get(f"/activities/{activity_id}")
    assert "Only you see this activity." in shown.text
    assert (await cast.bob.api.get(f"/api/v1/activities/{activity_id}/streams")).status_code == 200
    await set_terms(cast.bob, activity_id, OPEN)
    assert "GET /api/v1/activities/{activity_id}" in await every_look(app, cast.alice, cast.bob, activity_id)


async def test_the_coach_s_timeline_names_no_hidden_session(stage: Stage, cast: Cast) -> None:
    activity_id = await recorded(cast.bob)
    told = (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    assert "A session of 10 Jun arrived" in told
    await set_terms(cast.bob, activity_id, HIDDEN)
    told = (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    assert "A session of 10 Jun" not in told


async def hints(who: Member, after: int) -> set[str]:
    """Where open pages are told to look again, as far as somebody is told."""
    async with who.gear.database.session(SYSTEM) as session:
        await number_fresh(session)
    async with who.tx() as tx:
        return {one.place for one in await hints_after(tx.session, after)}


async def told_of(who: Member, athlete: Member) -> set[str]:
    """What the ledger tells somebody of an athlete's activities."""
    async with who.tx() as tx:
        entries = (await entries_of(tx, athlete.id, size=200)).items
        return {one.name for one in entries if one.name.startswith("activities.")}


async def test_nothing_tells_a_coach_that_something_hidden_arrived(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    """But what it adds to load is in the sums, as the page of terms says."""
    await cast.bob.api.put("/api/v1/sources/upload/terms", json=HIDDEN)
    page = (await cast.bob.web.get("/settings/sharing-terms/upload")).text
    assert "or is told that it came" in page
    assert "Load and fitness still count it" in page
    async with cast.bob.gear.database.session(SYSTEM) as session:
        await number_fresh(session)
        before = await newest(session)
    activity_id = await recorded(cast.bob)
    import_id = await begun(cast.bob, *several(3, first=4))
    await stage.run_jobs()
    clock.advance(timedelta(minutes=1))
    for verb in ("undoing", "redoing"):
        await cast.bob.api.post(f"/api/v1/imports/{import_id}/{verb}")
        await stage.run_jobs()
    await cast.bob.api.delete(f"/api/v1/activities/{activity_id}")
    await stage.run_jobs()
    mine, coach_s = await hints(cast.bob, before), await hints(cast.alice, before)
    assert {"activities.imported", "activities.many_changed", "activities.import", "activities.deleted"} <= mine
    assert {place for place in coach_s if place.startswith("activities.")} == set()
    assert await told_of(cast.alice, cast.bob) == set()
    assert {"activities.imported", "activities.import_finished"} <= await told_of(cast.bob, cast.bob)
    asked = f"athlete_id={cast.bob.id}&first=2026-05-01&last=2026-06-11"
    seen = (await cast.alice.api.get(f"/api/v1/fitness/weeks?{asked}")).json()["weeks"]
    assert sum(one["sessions"] for one in seen) == 3
    assert (await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"] == []


async def test_of_several_only_the_shown_are_told(stage: Stage, cast: Cast) -> None:
    import_id = await begun(cast.bob, *several(2))
    await stage.run_jobs()
    one = (await cast.bob.api.get("/api/v1/activities")).json()["items"][0]["id"]
    await set_terms(cast.bob, one, HIDDEN)
    await cast.bob.api.post(f"/api/v1/imports/{import_id}/undoing")
    await stage.run_jobs()
    async with cast.bob.tx() as tx:
        told = (await entries_of(tx, cast.bob.id, names=["activities.many_changed"])).items
    gone = [entry.facts for entry in told if entry.facts["change"] == "deleted"]
    assert sorted((facts["shareable"], one in facts["activity_ids"]) for facts in gone) == [
        (False, True),
        (True, False),
    ]


async def test_nobody_else_sees_or_sets_terms(cast: Cast) -> None:
    activity_id = await recorded(cast.bob)
    for other in (cast.alice, cast.charlie):
        assert (await other.api.get(f"/api/v1/activities/{activity_id}/terms")).status_code == 404
        assert (await other.api.put(f"/api/v1/activities/{activity_id}/terms", json=HIDDEN)).status_code == 404
        assert (await other.web.get(f"/activities/{activity_id}/terms")).status_code == 404
    assert (await cast.bob.api.get(f"/api/v1/activities/{activity_id}/terms")).json() == {**OPEN, "retain_until": None}


async def test_what_a_source_brings_follows_its_default(stage: Stage, cast: Cast) -> None:
    first = await recorded(cast.bob)
    answer = await cast.bob.api.put("/api/v1/sources/upload/terms", json={**HIDDEN, "keep_days": 30})
    assert answer.json() == {"activities": 0, "batch_id": None}
    later = await recorded(cast.bob, fit(start=1_780_984_800.0))
    known = {one: (await cast.bob.api.get(f"/api/v1/activities/{one}/terms")).json() for one in (first, later)}
    assert (known[first]["shareable"], known[later]["shareable"]) == (True, False)
    assert known[later]["retain_until"].startswith("2026-07-11")
    answer = await cast.bob.api.put("/api/v1/sources/upload/terms", json={**HIDDEN, "here_too": True})
    assert answer.json()["activities"] == 2
    listed = (await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"]
    assert listed == []
    sources = {one["source"]: one for one in (await cast.bob.api.get("/api/v1/sources")).json()["sources"]}
    assert sources["upload"]["activities"] == 2
    assert sources["manual"]["shareable"] is True


async def test_an_import_s_terms_hold_for_what_it_brought_and_undo_puts_them_back(stage: Stage, cast: Cast) -> None:
    import_id = await begun(cast.bob, *several(3))
    await stage.run_jobs()
    form = {"ai_allowed": "true"}
    answer = await cast.bob.web.post(f"/activities/imports/{import_id}/terms", data=form)
    assert answer.status_code == 303
    assert (await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"] == []
    again = await begun(cast.bob, *several(2, first=5))
    await stage.run_jobs()
    assert (await state(cast.bob, again))["counts"] == {"imported": 2}
    assert len((await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"]) == 2
    shown = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    undo = shown.split('hx-post="/activities/batches/')[1].split('"')[0]
    assert (await cast.bob.web.post(f"/activities/batches/{undo}")).status_code == 303
    assert len((await cast.alice.api.get(f"/api/v1/activities?athlete_id={cast.bob.id}")).json()["items"]) == 5


async def test_ai_reads_through_one_door_only_what_it_may(stage: Stage, cast: Cast) -> None:
    kept = await recorded(cast.bob)
    free = await recorded(cast.bob, fit(start=1_780_984_800.0))
    await set_terms(cast.bob, kept, {"shareable": True, "ai_allowed": False})
    without = await stage.member("Nora No-AI", "coach")
    await stage.relate(without, cast.bob, ("training",))

    async def read(who: Member) -> list[UUID]:
        async with who.tx() as tx:
            return [one.id for one in await activities_for_ai(tx, cast.bob.id)]

    assert await read(cast.bob) == [UUID(free)]
    assert await read(cast.alice) == [UUID(free)]
    assert await read(without) == []
    assert await read(cast.charlie) == []


async def test_it_is_told_a_week_before_and_then_gone_for_good(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    activity_id = await recorded(cast.bob)
    await set_terms(cast.bob, activity_id, {**OPEN, "keep_days": 20})
    assert "This activity is deleted on" in (await cast.bob.web.get(f"/activities/{activity_id}")).text
    work = Work(stage.gear)
    await tell_of_expiry.run(work)
    assert await _letters(stage, cast.bob) == []
    clock.advance(timedelta(days=14))
    await tell_of_expiry.run(work)
    await tell_of_expiry.run(work)
    (letter,) = await _letters(stage, cast.bob)
    assert SECRET not in letter
    assert "One of your activities is kept until" in letter
    clock.advance(timedelta(days=7))
    await purge_deleted.run(work)
    async with cast.bob.tx() as tx:
        assert await activities_for_ai(tx, cast.bob.id) == []
        assert not (await tx.session.scalars(select(Activity.id).where(Activity.id == UUID(activity_id)))).all()


async def _letters(stage: Stage, who: Member) -> list[str]:
    folder = stage.gear.settings.data / "outbox"
    mails = [read_outbox(folder, one.id) for one in list_outbox(folder)]
    return [one.text for one in mails if one.to == who.email and one.kind == "activities.expiring"]


@pytest.mark.parametrize("typed", ["0", "many", "99999999"])
async def test_what_is_typed_wrong_is_said(cast: Cast, typed: str) -> None:
    answer = await cast.bob.web.post("/settings/sharing-terms/upload", data={"keep_days": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
