"""Many sessions at once: whole or not at all, with a way back; what others changed since stays."""

import re
from typing import Any

import httpx2 as httpx
from sqlalchemy import select

from paceline.core.audit import entries_of
from paceline.endurance.calendar.model import Rearrangement
from tests.cast import Cast, Member, Stage
from tests.endurance.calendar.make import INTERVALS, look, plan, record

URL = "/api/v1/calendar/rearrangements"


async def ask(who: Member, kind: str, *workouts: dict[str, Any], **more: Any) -> httpx.Response:
    picked = [{"workout_id": one["id"], "version": one["version"]} for one in workouts]
    return await who.api.post(URL, json={"kind": kind, "workouts": picked, **more})


async def days(who: Member, whose: Member | None = None) -> list[tuple[str, str]]:
    asked = f"/api/v1/calendar?from=2026-05-01&to=2026-12-31&athlete_id={(whose or who).id}"
    found = (await who.api.get(asked)).json()["workouts"]
    return [(one["day"], one["title"]) for one in found]


async def back(who: Member, made: httpx.Response) -> httpx.Response:
    return await who.api.post(f"{URL}/{made.json()['id']}/reversal")


async def test_several_move_together_and_come_back(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-16", title="One")
    two = await plan(cast.bob, "2026-06-18", title="Two")
    await plan(cast.bob, "2026-06-23", title="There before")
    moved = await ask(cast.bob, "move", one, two, days=7)
    assert moved.status_code == 201, moved.text
    assert await days(cast.bob) == [("2026-06-23", "There before"), ("2026-06-23", "One"), ("2026-06-25", "Two")]
    assert (await back(cast.bob, moved)).json() == {"id": moved.json()["id"], "back": 2, "stayed": 0}
    assert await days(cast.bob) == [("2026-06-16", "One"), ("2026-06-18", "Two"), ("2026-06-23", "There before")]
    assert (await back(cast.bob, moved)).status_code == 409


async def test_a_paste_keeps_the_distances_between_sessions(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-16", title="One", structure=INTERVALS)
    two = await plan(cast.bob, "2026-06-18", title="Two")
    copied = await ask(cast.bob, "copy", two, one, day="2026-07-07")
    assert copied.status_code == 201, copied.text
    assert (await days(cast.bob))[2:] == [("2026-07-07", "One"), ("2026-07-09", "Two")]
    made = await look(cast.bob, copied.json()["changed"][0])
    assert (made["structure"], made["load"]) == (one["structure"], one["load"])
    assert (await back(cast.bob, copied)).json()["back"] == 2
    assert len(await days(cast.bob)) == 2


async def test_local_days_stay_the_same_over_a_clock_change(cast: Cast) -> None:
    """Shifting a week over the end of summer time moved late sessions to the day before in a calendar of UTC times."""
    for day in ("2026-10-19", "2026-10-22", "2026-10-25"):
        await plan(cast.bob, day, title=day)
    moved = await ask(cast.bob, "move", first="2026-10-19", last="2026-10-25", days=7)
    assert moved.status_code == 201
    assert [day for day, _ in await days(cast.bob)] == ["2026-10-26", "2026-10-29", "2026-11-01"]


async def test_a_week_moves_without_what_is_done_or_pinned(cast: Cast) -> None:
    await plan(cast.bob, "2026-06-09", title="Done")
    await record(cast.bob, "2026-06-09")
    await plan(cast.alice, "2026-06-12", title="Pinned", athlete_id=str(cast.bob.id), locked=True)
    await plan(cast.alice, "2026-06-13", title="Free", athlete_id=str(cast.bob.id))
    moved = await ask(cast.bob, "move", first="2026-06-08", last="2026-06-14", days=7)
    assert moved.json()["stayed"] == 2
    assert await days(cast.bob) == [("2026-06-09", "Done"), ("2026-06-12", "Pinned"), ("2026-06-20", "Free")]
    by_coach = await ask(cast.alice, "move", first="2026-06-08", athlete_id=str(cast.bob.id), days=1)
    assert by_coach.json()["stayed"] == 1
    assert [day for day, _ in await days(cast.bob)] == ["2026-06-09", "2026-06-13", "2026-06-21"]
    await ask(cast.bob, "deletion", first="2026-06-13", last="2026-06-13")
    assert len(await days(cast.bob)) == 3, "an athlete takes out only what they planned themselves"


async def test_one_refusal_leaves_everything(cast: Cast) -> None:
    mine = await plan(cast.bob, "2026-06-16", title="Mine")
    pinned = await plan(cast.alice, "2026-06-17", title="Pinned", athlete_id=str(cast.bob.id), locked=True)
    before = await days(cast.bob)
    assert (await ask(cast.bob, "move", mine, pinned, days=1)).status_code == 403
    assert (await ask(cast.bob, "deletion", mine, pinned)).status_code == 403
    done = await plan(cast.bob, "2026-06-10", title="Done")
    await record(cast.bob, "2026-06-10")
    refused = await ask(cast.bob, "move", mine, await look(cast.bob, done["id"]), days=1)
    assert (refused.status_code, "is done" in refused.text) == (409, True)
    assert [one for one in await days(cast.bob) if one[1] != "Done"] == before
    assert (await ask(cast.bob, "move", first="2026-06-10", last="2026-06-10", days=1)).status_code == 409


async def test_two_editors_the_second_is_told_who_was_first(cast: Cast) -> None:
    one = await plan(cast.alice, "2026-06-16", athlete_id=str(cast.bob.id))
    two = await plan(cast.alice, "2026-06-17", athlete_id=str(cast.bob.id))
    assert (await ask(cast.bob, "move", one, days=1)).status_code == 201
    late = await ask(cast.alice, "move", one, two, days=7)
    assert (late.status_code, "Bob Dahl changed this session" in late.text) == (409, True)
    assert [day for day, _ in await days(cast.bob)] == ["2026-06-17", "2026-06-17"]


async def test_undo_leaves_what_was_changed_since(cast: Cast) -> None:
    one = await plan(cast.alice, "2026-06-16", title="One", athlete_id=str(cast.bob.id))
    two = await plan(cast.alice, "2026-06-17", title="Two", athlete_id=str(cast.bob.id))
    moved = await ask(cast.alice, "move", one, two, days=7)
    await cast.bob.api.patch(f"/api/v1/workouts/{one['id']}", json={"day": "2026-06-30"})
    assert (await back(cast.alice, moved)).json() | {"id": ""} == {"id": "", "back": 1, "stayed": 1}
    assert await days(cast.bob) == [("2026-06-17", "Two"), ("2026-06-30", "One")]


async def test_undo_leaves_what_was_done_since(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-16", title="One")
    moved = await ask(cast.bob, "move", one, day="2026-06-10")
    await record(cast.bob, "2026-06-10")
    assert (await back(cast.bob, moved)).status_code == 409
    assert await days(cast.bob) == [("2026-06-10", "One")]


async def test_taking_out_and_bringing_back_together(cast: Cast) -> None:
    made = [await plan(cast.bob, f"2026-06-{day}", title=f"On {day}") for day in (16, 17, 18)]
    gone = await ask(cast.bob, "deletion", *made)
    assert await days(cast.bob) == []
    assert (await back(cast.bob, gone)).json()["back"] == 3
    assert len(await days(cast.bob)) == 3


async def test_what_was_done_is_loose_again_when_its_session_is_taken_out(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-10", title="One")
    await record(cast.bob, "2026-06-10")
    assert (await look(cast.bob, one["id"]))["status"] == "done"
    gone = await ask(cast.bob, "deletion", one)
    await back(cast.bob, gone)
    assert (await look(cast.bob, one["id"]))["status"] == "done"


async def test_pinning_many_keeps_the_athlete_from_moving_them(cast: Cast) -> None:
    made = [await plan(cast.alice, f"2026-06-{day}", athlete_id=str(cast.bob.id)) for day in (16, 17)]
    pinned = await ask(cast.alice, "pin", *made)
    now = [await look(cast.bob, one["id"]) for one in made]
    assert (await ask(cast.bob, "move", *now, days=1)).status_code == 403
    await back(cast.alice, pinned)
    now = [await look(cast.bob, one["id"]) for one in made]
    assert (await ask(cast.bob, "move", *now, days=1)).status_code == 201
    now = [await look(cast.bob, one["id"]) for one in made]
    assert (await ask(cast.bob, "pin", *now)).status_code == 403


async def test_copies_for_somebody_else_take_their_own_time(cast: Cast, stage: Stage) -> None:
    erin = await stage.member("Erin", "athlete")
    await stage.relate(cast.alice, erin)
    await cast.alice.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json={"threshold_speed": 4.6})
    await erin.api.patch(f"/api/v1/athletes/{erin.id}/profile", json={"threshold_speed": 3.1})
    by_km = {
        "version": 1,
        "sport": "running",
        "segments": [{"type": "steady", "distance_meters": 10_000, "pace_target": "E"}],
    }
    one = await plan(cast.alice, "2026-06-16", athlete_id=str(cast.bob.id), structure=by_km, duration_s=None)
    made = await ask(cast.alice, "copy", one, day="2026-06-16", to_athlete_id=str(erin.id))
    assert made.status_code == 201, made.text
    assert (await days(erin))[0][0] == "2026-06-16"
    copy = await look(erin, made.json()["changed"][0])
    assert copy["duration_s"] > 1.2 * one["duration_s"]
    back_again = await back(cast.alice, made)
    assert back_again.json()["back"] == 1
    assert await days(erin) == []


async def test_outsiders_change_and_take_back_nothing(cast: Cast, stage: Stage) -> None:
    one = await plan(cast.bob, "2026-06-16")
    for kind in ("move", "copy", "deletion", "pin"):
        more = {"days": 1} if kind in ("move", "copy") else {}
        assert (await ask(cast.charlie, kind, one, **more)).status_code == 404, kind
        span = {"athlete_id": str(cast.bob.id), "first": "2026-06-01", **more}
        assert (await ask(cast.charlie, kind, **span)).status_code == 404, kind
    own = await plan(cast.charlie, "2026-06-16")
    to_bob = await ask(cast.charlie, "copy", own, days=1, to_athlete_id=str(cast.bob.id))
    assert to_bob.status_code == 404
    moved = await ask(cast.bob, "move", one, days=1)
    assert (await back(cast.charlie, moved)).status_code == 404
    assert (await back(cast.alice, moved)).status_code == 404, "whoever made a change takes it back"
    assert await days(cast.bob) == [("2026-06-17", "Easy run")]


async def test_one_row_of_undo_and_one_line_in_the_ledger(cast: Cast) -> None:
    made = [await plan(cast.bob, f"2026-07-{day:02}") for day in range(1, 21)]
    await ask(cast.bob, "move", *made, days=3)
    async with cast.bob.tx() as tx:
        rows = (await tx.session.scalars(select(Rearrangement))).all()
        assert [len(row.before) for row in rows] == [20]
        told = await entries_of(tx, cast.bob.id, names=["calendar.rearranged", "calendar.moved"])
        assert [(one.name, one.facts["number"]) for one in told.items] == [("calendar.rearranged", 20)]


async def test_what_makes_no_sense_is_said(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-16")
    picked = [{"workout_id": one["id"]}]
    for body in (
        {"kind": "move", "workouts": picked},
        {"kind": "move", "workouts": picked, "days": 1, "day": "2026-06-20"},
        {"kind": "move", "days": 1},
        {"kind": "move", "workouts": picked, "first": "2026-06-01", "days": 1},
        {"kind": "move", "first": "2026-06-08", "last": "2026-06-01", "days": 1},
        {"kind": "move", "workouts": picked, "days": 1, "to_athlete_id": str(cast.bob.id)},
        {"kind": "burn", "workouts": picked},
    ):
        assert (await cast.bob.api.post(URL, json=body)).status_code == 422, body
    far = await plan(cast.bob, "2100-12-30")
    refused = await ask(cast.bob, "move", far, days=7)
    assert (refused.status_code, "further than the calendar goes" in refused.text) == (422, True)


async def test_a_day_holds_no_more_than_ten(cast: Cast) -> None:
    made = [await plan(cast.bob, "2026-06-16", title=f"No {n}") for n in range(6)]
    refused = await ask(cast.bob, "copy", *made, days=0)
    assert (refused.status_code, "Tuesday 16 June would hold more than 10" in refused.text) == (422, True)


async def test_the_board_is_answered_with_a_way_back(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-16", title="Tempo")
    two = await plan(cast.bob, "2026-06-17", title="Hills")
    asked = {"kind": "move", "item": [f"{one['id']}:1", two["id"]], "days": "1"}
    said = await cast.bob.web.post("/calendar/rearrangements", data=asked, headers={"HX-Request": "true"})
    assert said.status_code == 200, said.text
    assert "2 sessions moved." in said.text
    assert said.headers["HX-Trigger"] == "planChanged"
    url = re.search(r'hx-post="(/calendar/rearrangements/[^"]+)"', said.text)
    assert url is not None
    undone = await cast.bob.web.post(url[1], headers={"HX-Request": "true"})
    assert "2 sessions are as they were." in undone.text
    assert [day for day, _ in await days(cast.bob)] == ["2026-06-16", "2026-06-17"]
    wrong = await cast.bob.web.post("/calendar/rearrangements", data={"kind": "move", "item": ["x"]})
    assert wrong.status_code == 422
    short = await cast.bob.web.post("/calendar/rearrangements", data={"kind": "move", "item": [one["id"]]})
    assert (short.status_code, "by how many days" in short.text) == (422, True)


async def test_todays_session_moved_with_others_is_told_by_itself(cast: Cast) -> None:
    one = await plan(cast.bob, "2026-06-11")
    two = await plan(cast.bob, "2026-06-12")
    await ask(cast.bob, "move", one, two, days=1)
    async with cast.bob.tx() as tx:
        told = await entries_of(tx, cast.bob.id, names=["calendar.moved"])
        assert [row.facts["workout_id"] for row in told.items] == [one["id"]]
