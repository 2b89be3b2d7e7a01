"""Changing a plan after it is published: the calendar follows, what is done or locked stays, and every change goes back."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast, Member
from tests.endurance.calendar.make import look, record
from tests.endurance.plans.test_publishing import calendar, make, publish


async def published(who: Member, athlete: Member | None = None, **more: Any) -> dict[str, Any]:
    extra = {"athlete_id": str(athlete.id)} if athlete is not None else {}
    made = await make(who, **extra, **more)
    await publish(who, made["id"])
    return made


async def change(who: Member, plan: str, version: int, status: int = 201, **more: Any) -> dict[str, Any]:
    wide = {name: more.pop(name) for name in ("why", "keep_doubts") if name in more}
    body = {"version": version, "change": more, **wide}
    answer = await who.api.post(f"/api/v1/plans/{plan}/changes", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def sessions(who: Member, plan: str) -> list[dict[str, Any]]:
    return [one for one in await calendar(who) if one["plan_id"] == plan]


def easy_and_free(made: dict[str, Any], week: int) -> tuple[str, str]:
    """An easy session of a week and a day of it with nothing on it."""
    start = date.fromisoformat(made["weeks"][week]["starts_on"])
    days = [(start + timedelta(days=n)).isoformat() for n in range(7)]
    easy = next(w["on"] for w in made["workouts"] if w["on"] in days and w["workout_type"] == "endurance")
    taken = {w["on"] for w in made["workouts"]}
    return easy, next(day for day in days if day not in taken)


async def test_outsiders_learn_nothing(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    plan = f"/api/v1/plans/{made['id']}"
    body = {"version": 1, "change": {"kind": "drop", "on": "2026-06-20"}}
    for method, url, sent in (
        ("POST", f"{plan}/changes", body),
        ("GET", f"{plan}/versions", None),
        ("GET", f"{plan}/versions/1", None),
        ("POST", f"{plan}/versions/1/restoration", {"version": 1}),
        ("POST", f"{plan}/revision", None),
        ("GET", f"{plan}/locks", None),
        ("POST", f"{plan}/locks", {"first": "2026-06-15", "last": "2026-06-21"}),
        ("GET", f"{plan}/phases", None),
        ("GET", f"{plan}/proposals", None),
        ("POST", f"{plan}/phases/turns", {"version": 1, "verdict": "advance", "why": "Because."}),
    ):
        assert (await cast.charlie.api.request(method, url, json=sent)).status_code == 404, (method, url)


async def test_a_moved_session_keeps_its_row_and_undo_brings_it_back(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    day, free = easy_and_free(made, 3)
    before = await sessions(cast.bob, made["id"])
    row = next(one for one in before if one["day"] == day)
    done = await change(cast.alice, made["id"], 1, kind="move", on=day, to=free)
    assert (done["version"], done["rows"]) == (2, 1)
    assert [(line["on"], line["moved_from"]) for line in done["lines"]] == [(free, day)]
    after = await sessions(cast.bob, made["id"])
    assert next(one["id"] for one in after if one["day"] == free) == row["id"]
    back = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/versions/1/restoration", json={"version": 2})
    assert back.status_code == 201, back.text
    assert back.json()["version"] == 3
    again = await sessions(cast.bob, made["id"])
    assert {(one["id"], one["day"], one["title"]) for one in again} == {
        (one["id"], one["day"], one["title"]) for one in before
    }
    listed = (await cast.bob.api.get(f"/api/v1/plans/{made['id']}/versions")).json()["items"]
    assert [(one["number"], one["kind"]) for one in listed] == [(3, "back"), (2, "move"), (1, "made")]
    told = (await cast.bob.api.get(f"/api/v1/plans/{made['id']}/versions/2")).json()
    assert [(line["on"], line["moved_from"]) for line in told["lines"]] == [(free, day)]


async def test_two_editors_do_not_overwrite_each_other(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    day, free = easy_and_free(made, 3)
    await change(cast.alice, made["id"], 1, kind="move", on=day, to=free)
    late = await change(cast.alice, made["id"], 1, 409, kind="drop", on=day)
    assert late["code"] == "version"
    stale = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/versions/1/restoration", json={"version": 1})
    assert stale.status_code == 409


async def test_regenerate_never_turns_completed_days_back_to_planned(cast: Cast) -> None:
    """Run Season Command's regenerate turned completed days back to planned."""
    made = await published(cast.alice, cast.bob)
    today = next(one for one in await sessions(cast.bob, made["id"]) if one["day"] == "2026-06-11")
    await record(cast.bob, "2026-06-11", minutes=today["duration_s"] / 60, load=today["load"])
    assert (await look(cast.bob, today["id"]))["status"] == "done"
    pinned = next(one for one in await sessions(cast.bob, made["id"]) if one["day"] > "2026-06-20")
    assert (await cast.alice.api.patch(f"/api/v1/workouts/{pinned['id']}", json={"locked": True})).status_code == 200
    done = await change(
        cast.alice, made["id"], 1, kind="regenerate", week=0, days_per_week=6, why="More days.", keep_doubts=True
    )
    assert done["rows"] > 10
    after = {one["id"]: one for one in await sessions(cast.bob, made["id"])}
    assert after[today["id"]]["day"] == "2026-06-11"
    assert (await look(cast.bob, today["id"]))["status"] == "done"
    assert after[pinned["id"]]["day"] == pinned["day"]
    refused = await change(cast.alice, made["id"], 2, 409, kind="drop", on="2026-06-11")
    assert refused["code"] == "closed"


async def test_a_locked_week_is_nobodys_to_change(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    url = f"/api/v1/plans/{made['id']}/locks"
    start = date.fromisoformat(made["weeks"][4]["starts_on"])
    body = {"first": str(start), "last": str(start + timedelta(days=6))}
    day, free = easy_and_free(made, 4)
    other, empty = easy_and_free(made, 6)
    await change(cast.alice, made["id"], 1, kind="move", on=day, to=free)
    await change(cast.alice, made["id"], 2, kind="move", on=other, to=empty)
    lock = (await cast.alice.api.post(url, json=body)).json()
    assert (await cast.alice.api.post(url, json=body)).json()["id"] == lock["id"]
    inside = [one for one in await sessions(cast.bob, made["id"]) if body["first"] <= one["day"] <= body["last"]]
    refused = await change(cast.alice, made["id"], 3, 409, kind="swap_weeks", week=4, other=5)
    assert refused["code"] == "closed"
    await change(cast.alice, made["id"], 3, kind="regenerate", week=3)
    after = await sessions(cast.bob, made["id"])
    locked = [one for one in after if body["first"] <= one["day"] <= body["last"]]
    assert [(one["id"], one["day"]) for one in locked] == [(one["id"], one["day"]) for one in inside]
    assert other in {one["day"] for one in after}
    assert (await cast.charlie.api.delete(f"{url}/{lock['id']}")).status_code == 404
    assert (await cast.alice.api.delete(f"{url}/{lock['id']}")).status_code == 204
    assert (await cast.bob.api.get(url)).json()["locks"] == []


async def test_what_breaks_a_rule_is_explained_and_what_is_doubted_needs_a_reason(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    week = made["weeks"][5]["starts_on"]
    days = [(date.fromisoformat(week) + timedelta(days=n)).isoformat() for n in range(7)]
    long = next(w["on"] for w in made["workouts"] if w["on"] in days and w["workout_type"] == "long")
    hard = next(
        w["on"] for w in made["workouts"] if w["on"] in days and w["workout_type"] in ("threshold", "vo2", "tempo")
    )
    eve = (date.fromisoformat(long) - timedelta(days=1)).isoformat()
    before = await sessions(cast.bob, made["id"])
    unsound = await change(
        cast.alice, made["id"], 1, 409, kind="move", on=hard, to=eve, why="He wants it.", keep_doubts=True
    )
    assert unsound["code"] == "unsound"
    assert "holds for everybody" in unsound["detail"]
    assert await sessions(cast.bob, made["id"]) == before
    fewer = {"kind": "days_off", "first": days[0], "last": days[6]}
    doubted = await cast.alice.api.post(
        f"/api/v1/plans/{made['id']}/changes?dry_run=true", json={"version": 1, "change": fewer}
    )
    assert doubted.status_code == 201, doubted.text
    assert {one["severity"] for one in doubted.json()["findings"]} <= {"soft", "hard"}
    assert await sessions(cast.bob, made["id"]) == before


async def test_a_reason_for_a_doubt_is_kept_with_the_plan(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob, days_per_week=5)
    easy = [w for w in made["workouts"] if w["workout_type"] == "endurance" and w["on"] > "2026-07-06"]
    version, kept = 1, ""
    for one in easy[:12]:
        body = {"version": version, "change": {"kind": "exchange", "on": one["on"], "template": "tempo-20"}}
        found = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/changes?dry_run=true", json=body)
        if found.status_code != 201 or {f["severity"] for f in found.json()["findings"]} != {"soft"}:
            continue
        bare = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/changes", json=body)
        assert (bare.status_code, bare.json()["code"]) == (409, "doubtful")
        kept = "He asked for it and slept well."
        done = await cast.alice.api.post(
            f"/api/v1/plans/{made['id']}/changes", json={**body, "why": kept, "keep_doubts": True}
        )
        assert done.status_code == 201, done.text
        break
    if not kept:
        dropped = await _drop_until_doubtful(cast, made, easy)
        kept = dropped
    plan = (await cast.alice.api.get(f"/api/v1/plans/{made['id']}")).json()
    assert kept in {one["accepted"] for one in plan["findings"]}


async def _drop_until_doubtful(cast: Cast, made: dict[str, Any], easy: list[dict[str, Any]]) -> str:
    version = 1
    for one in easy:
        body = {"version": version, "change": {"kind": "drop", "on": one["on"]}}
        url = f"/api/v1/plans/{made['id']}/changes"
        answer = await cast.alice.api.post(url, json=body)
        if answer.status_code == 409 and answer.json()["code"] == "doubtful":
            again = await cast.alice.api.post(url, json={**body, "why": "She travels.", "keep_doubts": True})
            assert again.status_code == 201, again.text
            return "She travels."
        if answer.status_code == 201:
            version = answer.json()["version"]
    pytest.fail("no change of this plan was doubted")


async def test_the_rest_shifts_and_the_race_and_the_taper_stay(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    done = await change(
        cast.alice, made["id"], 1, kind="shift", start="2026-07-06", days=7, why="A week in bed.", keep_doubts=True
    )
    after = await sessions(cast.bob, made["id"])
    assert done["rows"] > 10
    assert not [one for one in after if "2026-07-06" <= one["day"] <= "2026-07-12"]
    assert [one["day"] for one in after if one["is_race"]] == ["2026-09-20"]
    taper = next(week["starts_on"] for week in made["weeks"] if week["phase"] == "taper")
    assert [(one["day"], one["title"]) for one in after if one["day"] >= taper] == [
        (one["on"], one["title"]) for one in made["workouts"] if one["on"] >= taper
    ]


async def test_a_draft_of_changes_is_hidden_until_it_is_published(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    draft = (await cast.alice.api.post(f"/api/v1/plans/{made['id']}/revision")).json()
    assert (await cast.alice.api.post(f"/api/v1/plans/{made['id']}/revision")).json()["id"] == draft["id"]
    day, free = easy_and_free(made, 3)
    other, empty = easy_and_free(made, 4)
    before = await sessions(cast.bob, made["id"])
    await change(cast.alice, draft["id"], 1, kind="move", on=day, to=free)
    await change(cast.alice, draft["id"], 2, kind="move", on=other, to=empty)
    assert await sessions(cast.bob, made["id"]) == before
    for part in ("", "/versions", "/locks", "/phases"):
        assert (await cast.bob.api.get(f"/api/v1/plans/{draft['id']}{part}")).status_code == 404
    listed = (await cast.bob.api.get("/api/v1/plans")).json()["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    await publish(cast.alice, draft["id"])
    after = {one["day"] for one in await sessions(cast.bob, made["id"])}
    assert {free, empty} <= after
    assert not {day, other} & after
    assert (await cast.alice.api.get(f"/api/v1/plans/{draft['id']}")).status_code == 404
    kinds = (await cast.bob.api.get(f"/api/v1/plans/{made['id']}/versions")).json()["items"]
    assert [one["kind"] for one in kinds] == ["revision", "made"]


async def test_what_people_moved_in_the_calendar_is_a_version_of_its_own(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    day, free = easy_and_free(made, 3)
    row = next(one for one in await sessions(cast.bob, made["id"]) if one["day"] == day)
    moved = await cast.alice.api.patch(f"/api/v1/workouts/{row['id']}", json={"day": free})
    assert moved.status_code == 200, moved.text
    other, empty = easy_and_free(made, 4)
    await change(cast.alice, made["id"], 1, kind="move", on=other, to=empty)
    after = {one["id"]: one["day"] for one in await sessions(cast.bob, made["id"])}
    assert after[row["id"]] == free
    kinds = (await cast.bob.api.get(f"/api/v1/plans/{made['id']}/versions")).json()["items"]
    assert [one["kind"] for one in kinds] == ["move", "calendar", "made"]


async def test_the_athlete_does_not_change_the_coachs_plan(cast: Cast) -> None:
    made = await published(cast.alice, cast.bob)
    day, free = easy_and_free(made, 3)
    refused = await change(cast.bob, made["id"], 1, 403, kind="move", on=day, to=free)
    assert refused["code"] == "coached"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"kind": "drop", "on": "2026-09-20"}, "race stays"),
        ({"kind": "drop", "on": "2030-01-01"}, "no such session"),
        ({"kind": "swap_weeks", "week": 2, "other": 90}, "less than or equal"),
        ({"kind": "swap_weeks", "week": 2, "other": 2}, "two different weeks"),
        ({"kind": "shift", "start": "2026-07-06", "days": 0}, "Shift by"),
        ({"kind": "add", "on": "2026-07-06", "template": "nothing"}, "no such session in the library"),
        ({"kind": "fly", "on": "2026-07-06"}, "does not match"),
    ],
)
async def test_what_cannot_be_changed_is_said(cast: Cast, body: dict[str, Any], says: str) -> None:
    made = await published(cast.alice, cast.bob)
    answer = await cast.alice.api.post(f"/api/v1/plans/{made['id']}/changes", json={"version": 1, "change": body})
    assert answer.status_code == 422, answer.text
    assert says in answer.text
