"""Checking in over REST: once a day, corrected the same day, seen only by those it is shared with."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from paceline.coaching.checkins import SubmitCheckin, last_checkin_day, recent_checkins, submit_checkin
from paceline.coaching.checkins.actions import change_checkin
from paceline.coaching.checkins.schemas import ChangeCheckin
from paceline.core.audit import entries_of
from paceline.infra.clock import FixedClock
from paceline.kit.errors import Conflict
from tests.cast import NOW, Cast, Member, Stage

ANSWERS: dict[str, Any] = {
    "sleep": 2,
    "energy": 3,
    "recovery": 3,
    "stress": 2,
    "mood": 4,
    "soreness": 4,
    "note": "Tight since the hills.",
}
CALF = {"place": "left calf", "level": 4}


async def check_in(member: Member, **more: Any) -> dict[str, Any]:
    answer = await member.api.post("/api/v1/checkins", json={**ANSWERS, **more})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def events(member: Member, of: Member) -> list[str]:
    """What the member sees in the ledger of what check-ins told; other slices may tell more."""
    async with member.tx() as tx:
        names = [entry.name for entry in (await entries_of(tx, of.id)).items]
    return [name for name in names if name.startswith("checkins.")]


async def test_charlie_gets_nothing(cast: Cast) -> None:
    checkin = await check_in(cast.bob)
    for path in (f"/checkins/{checkin['id']}", f"/checkins?athlete_id={cast.bob.id}"):
        assert (await cast.charlie.api.get(f"/api/v1{path}")).status_code == 404
    assert (await cast.charlie.api.patch(f"/api/v1/checkins/{checkin['id']}", json={"energy": 5})).status_code == 404
    assert (await cast.bob.api.get(f"/api/v1/checkins/{checkin['id']}")).json()["energy"] == 3


async def test_a_coach_sees_and_cannot_change(cast: Cast) -> None:
    checkin = await check_in(cast.bob, pain=[CALF])
    seen = await cast.alice.api.get(f"/api/v1/checkins/{checkin['id']}")
    assert seen.json()["pain"] == [CALF]
    assert (await cast.alice.api.patch(f"/api/v1/checkins/{checkin['id']}", json={"energy": 5})).status_code == 404


async def test_without_wellness_a_coach_sees_no_checkin(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "messages"))
    checkin = await check_in(cast.bob, pain=[CALF])
    assert (await other.api.get(f"/api/v1/checkins/{checkin['id']}")).status_code == 404
    assert (await other.api.get(f"/api/v1/checkins?athlete_id={cast.bob.id}")).status_code == 404
    assert await events(other, cast.bob) == []


async def test_without_injuries_a_coach_sees_no_pain(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    checkin = await check_in(cast.bob, pain=[CALF])
    one = await other.api.get(f"/api/v1/checkins/{checkin['id']}")
    many = await other.api.get(f"/api/v1/checkins?athlete_id={cast.bob.id}")
    assert one.json()["pain"] is None
    assert "left calf" not in one.text + many.text
    assert await events(other, cast.bob) == ["checkins.submitted"]
    assert set(await events(cast.alice, cast.bob)) == {"checkins.submitted", "checkins.pain_reported"}


async def test_the_first_is_created_and_the_second_replaces(cast: Cast) -> None:
    first = await cast.bob.api.post("/api/v1/checkins", json={**ANSWERS, "pain": [CALF]})
    again = await cast.bob.api.post("/api/v1/checkins", json={**ANSWERS, "energy": 5, "pain": []})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert (again.json()["energy"], again.json()["pain"]) == (5, [])
    assert (await cast.bob.api.get("/api/v1/checkins")).json()["items"] == [again.json()]
    assert await events(cast.bob, cast.bob) == ["checkins.changed", "checkins.submitted", "checkins.pain_reported"]


async def test_without_injuries_a_coach_sees_no_illness(stage: Stage, cast: Cast) -> None:
    other = await stage.member("Ada Other", "coach")
    await stage.relate(other, cast.bob, ("training", "wellness"))
    checkin = await check_in(cast.bob, illness="below_neck")
    assert checkin["illness"] == "below_neck"
    one = await other.api.get(f"/api/v1/checkins/{checkin['id']}")
    many = await other.api.get(f"/api/v1/checkins?athlete_id={cast.bob.id}")
    assert one.json()["illness"] is None
    assert "below_neck" not in one.text + many.text
    assert await events(other, cast.bob) == ["checkins.submitted"]
    assert (await cast.alice.api.get(f"/api/v1/checkins/{checkin['id']}")).json()["illness"] == "below_neck"
    assert set(await events(cast.alice, cast.bob)) == {"checkins.submitted", "checkins.illness_reported"}


async def test_illness_is_told_when_it_comes_changes_and_goes(cast: Cast) -> None:
    said = [None, "none", "above_neck", "above_neck", "below_neck", "none", "none", None]
    kept = [(await check_in(cast.bob, **({"illness": one} if one else {})))["illness"] for one in said]
    assert kept == said
    told = [name for name in await events(cast.bob, cast.bob) if name == "checkins.illness_reported"]
    assert len(told) == 3


async def test_a_correction_leaves_illness_as_it_was_said(cast: Cast) -> None:
    checkin = await check_in(cast.bob, illness="above_neck")
    path = f"/api/v1/checkins/{checkin['id']}"
    assert (await cast.bob.api.patch(path, json={"energy": 5})).json()["illness"] == "above_neck"
    assert (await cast.bob.api.patch(path, json={"illness": "none"})).json()["illness"] == "none"
    assert (await cast.bob.api.patch(path, json={"illness": None})).json()["illness"] is None


async def test_nobody_writes_illness_of_another(stage: Stage, cast: Cast) -> None:
    await check_in(cast.bob, illness="none")
    for who in (cast.alice, cast.charlie):
        async with who.tx() as tx:
            changed = await tx.session.execute(
                text("UPDATE checkins_illness SET kind = 'below_neck' WHERE athlete_id = :bob"), {"bob": cast.bob.id}
            )
            assert changed.rowcount == 0
    async with cast.charlie.tx() as tx:
        assert await tx.session.scalar(text("SELECT count(*) FROM checkins_illness")) == 0


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    answers=st.fixed_dictionaries(
        {name: st.integers(1, 5) for name in ("sleep", "energy", "recovery", "stress")},
        optional={
            "mood": st.integers(1, 5),
            "soreness": st.integers(0, 10),
            "note": st.text(st.characters(codec="ascii", categories=["L", "N"]), max_size=20),
        },
    ),
    pain=st.dictionaries(st.sampled_from(["left calf", "right calf", "lower back"]), st.integers(0, 10)),
    times=st.integers(2, 4),
)
async def test_sent_many_times_is_one_checkin(
    stage: Stage, answers: dict[str, Any], pain: dict[str, int], times: int
) -> None:
    athlete = await stage.member("Ivy Idem", "athlete")
    said = {**answers, "pain": [{"place": place, "level": level} for place, level in pain.items()]}
    replies = [(await athlete.api.post("/api/v1/checkins", json=said)) for _ in range(times)]
    assert [reply.status_code for reply in replies] == [201] + [200] * (times - 1)
    listed = (await athlete.api.get("/api/v1/checkins")).json()["items"]
    assert len(listed) == 1
    assert {one["place"]: one["level"] for one in listed[0]["pain"]} == pain
    assert len(await events(athlete, athlete)) == 1 + len(pain)


async def test_correcting_is_for_the_same_day(cast: Cast, clock: FixedClock) -> None:
    checkin = await check_in(cast.bob, pain=[CALF])
    path = f"/api/v1/checkins/{checkin['id']}"
    better = await cast.bob.api.patch(path, json={"energy": 5})
    assert (better.json()["energy"], better.json()["sleep"], better.json()["pain"]) == (5, 2, [CALF])
    assert (await cast.bob.api.patch(path, json={"pain": []})).json()["pain"] == []
    clock.advance(timedelta(hours=14))  # 00:00 in Oslo
    async with cast.bob.tx() as tx:
        with pytest.raises(Conflict, match="until midnight"):
            await change_checkin(tx, UUID(checkin["id"]), ChangeCheckin(energy=1))
        kept = await recent_checkins(tx, cast.bob.id, date(2026, 6, 12), 2)
    assert [(one.day, one.energy) for one in kept] == [(date(2026, 6, 11), 5)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sleep", 0),
        ("stress", 6),
        ("soreness", 11),
        ("mood", 0),
        ("note", "x" * 2001),
        ("illness", "plague"),
        ("pain", [{"place": "left ear lobe", "level": 3}]),
        ("pain", [{"place": "left calf", "level": 11}]),
        ("pain", [CALF, CALF]),
        ("weight", 58),
    ],
)
async def test_what_cannot_be_is_refused(cast: Cast, field: str, value: object) -> None:
    answer = await cast.bob.api.post("/api/v1/checkins", json={**ANSWERS, field: value})
    assert answer.status_code == 422, answer.text
    assert (await cast.bob.api.get("/api/v1/checkins")).json()["items"] == []


async def test_no_answer_is_no_guess(cast: Cast) -> None:
    answer = await cast.bob.api.post("/api/v1/checkins", json={"sleep": 3, "energy": 3, "recovery": 3})
    assert answer.status_code == 422
    bare = await cast.bob.api.post(
        "/api/v1/checkins", json={name: 3 for name in ("sleep", "energy", "recovery", "stress")}
    )
    assert (bare.json()["mood"], bare.json()["soreness"], bare.json()["pain"]) == (None, None, [])


async def test_pages_of_days(cast: Cast, clock: FixedClock) -> None:
    for n in range(5):
        clock.set(NOW + timedelta(days=n))
        async with cast.bob.tx() as tx:
            await submit_checkin(tx, SubmitCheckin(sleep=3, energy=3, recovery=3, stress=3))
    async with cast.bob.tx() as tx:
        assert await last_checkin_day(tx, cast.bob.id) == date(2026, 6, 15)
        assert await last_checkin_day(tx, cast.bob.id, date(2026, 6, 13)) == date(2026, 6, 13)
        assert [one.day.day for one in await recent_checkins(tx, cast.bob.id, date(2026, 6, 16), 3)] == [14, 15]
    clock.set(NOW)
    first = (await cast.alice.api.get(f"/api/v1/checkins?athlete_id={cast.bob.id}&limit=3")).json()
    rest = (
        await cast.alice.api.get(f"/api/v1/checkins?athlete_id={cast.bob.id}&limit=3&cursor={first['next_cursor']}")
    ).json()
    days = [one["day"] for one in first["items"] + rest["items"]]
    assert days == ["2026-06-15", "2026-06-14", "2026-06-13", "2026-06-12", "2026-06-11"]
    assert rest["next_cursor"] is None
    some = (await cast.bob.api.get("/api/v1/checkins?from=2026-06-12&to=2026-06-13")).json()["items"]
    assert [one["day"] for one in some] == ["2026-06-13", "2026-06-12"]
