"""Notes for days: who sees why somebody is away, and that excused days miss nothing."""

import re
from datetime import date
from typing import Any

from paceline.endurance.calendar.attention import ATTENTION, OnPlan
from tests.cast import Cast, Member, Stage
from tests.endurance.calendar.make import look, plan, record

URL = "/api/v1/calendar/notes"


async def note(who: Member, **body: Any) -> dict[str, Any]:
    answer = await who.api.post(URL, json={"first": "2026-06-08", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


def week_share(page: str) -> str:
    """What the page says of the week so far."""
    found = re.search(r"To date</span>(.{0,80})", page)
    assert found is not None
    return found[1]


async def seen(who: Member, whose: Member) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        at = f"&cursor={cursor}" if cursor else ""
        answer = await who.api.get(f"{URL}?from=2026-06-01&to=2026-06-30&athlete_id={whose.id}&limit=1{at}")
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
    return found


async def test_an_excused_day_misses_nothing(cast: Cast) -> None:
    for day in ("2026-06-08", "2026-06-09", "2026-06-10"):
        await plan(cast.alice, day, athlete_id=str(cast.bob.id), is_key=True)
    async with cast.alice.tx() as tx:
        before = await ATTENTION.evidence(tx, cast.bob.id, date(2026, 6, 11))
    assert [one.value_text for one in before] == ["3 of 3"]
    travel = await note(cast.bob, kind="travel", first="2026-06-08", last="2026-06-10", words="Berlin")
    assert travel["excused"] is True
    async with cast.alice.tx() as tx:
        assert await ATTENTION.evidence(tx, cast.bob.id, date(2026, 6, 11)) == []
        assert await OnPlan().figure(tx, [cast.bob.id], tx.now) is None
    found = (await cast.bob.api.get("/api/v1/calendar?from=2026-06-08&to=2026-06-10")).json()["workouts"]
    assert {one["status"] for one in found} == {"excused"}
    await cast.bob.api.delete(f"{URL}/{travel['id']}")
    assert (await look(cast.bob, found[0]["id"]))["status"] == "missed"
    await cast.bob.api.post(f"{URL}/{travel['id']}/restoration")
    assert (await look(cast.bob, found[0]["id"]))["status"] == "excused"


async def test_excused_days_leave_the_weeks_compliance(cast: Cast) -> None:
    for day in ("2026-06-08", "2026-06-09", "2026-06-10"):
        await plan(cast.bob, day)
    await record(cast.bob, "2026-06-08", minutes=60, load=None)
    shown = await cast.bob.web.get("/calendar/2026-06?view=week&day=2026-06-10")
    assert "33" in week_share(shown.text)
    await note(cast.bob, kind="holiday", first="2026-06-09", last="2026-06-10")
    shown = await cast.bob.web.get("/calendar/2026-06?view=week&day=2026-06-10")
    assert "33" not in week_share(shown.text)
    assert "100" in week_share(shown.text)


async def test_a_plain_note_excuses_nothing_unless_it_says_so(cast: Cast) -> None:
    assert (await note(cast.bob, words="New shoes"))["excused"] is False
    assert (await note(cast.bob, words="Exam", excused=True))["excused"] is True
    assert (await note(cast.bob, kind="travel", excused=False))["excused"] is False


async def test_why_somebody_is_away_takes_the_consent_to_illness(cast: Cast, stage: Stage) -> None:
    await note(cast.bob, kind="ill", words="Fever since Sunday", last="2026-06-10")
    assert [(one["kind"], one["words"]) for one in await seen(cast.alice, cast.bob)] == [("ill", "Fever since Sunday")]
    erik = await stage.member("Erik Moe", "coach")
    await stage.relate(erik, cast.bob, scopes=("training",))
    (shown,) = await seen(erik, cast.bob)
    assert (shown["kind"], shown["words"], shown["excused"]) == ("away", "", True)
    page = await erik.web.get(f"/people/{cast.bob.id}/calendar/2026-06")
    assert "Away" in page.text
    assert "Fever" not in page.text
    assert "Ill" not in page.text
    refused = await erik.api.post(
        URL, json={"athlete_id": str(cast.bob.id), "kind": "ill", "first": "2026-06-12", "words": "Looks pale"}
    )
    assert refused.status_code == 403
    changed = await erik.api.put(f"{URL}/{shown['id']}", json={"kind": "travel", "first": "2026-06-08"})
    assert changed.status_code == 403


async def test_outsiders_note_and_learn_nothing(cast: Cast) -> None:
    made = await note(cast.bob, kind="travel", words="Berlin")
    path = f"{URL}/{made['id']}"
    asked = f"{URL}?from=2026-06-01&to=2026-06-30&athlete_id={cast.bob.id}"
    assert (await cast.charlie.api.get(asked)).status_code == 404
    body = {"kind": "travel", "first": "2026-06-08"}
    assert (await cast.charlie.api.post(URL, json={**body, "athlete_id": str(cast.bob.id)})).status_code == 404
    assert (await cast.charlie.api.put(path, json=body)).status_code == 404
    assert (await cast.charlie.api.delete(path)).status_code == 404
    assert (await cast.charlie.api.post(f"{path}/restoration")).status_code == 404
    for url in (f"/calendar/notes/{made['id']}", f"/calendar/notes/new?athlete={cast.bob.id}"):
        assert (await cast.charlie.web.get(url)).status_code == 404
    assert len(await seen(cast.bob, cast.bob)) == 1


async def test_a_note_by_its_form(cast: Cast) -> None:
    assert (await cast.alice.web.get(f"/calendar/notes/new?athlete={cast.bob.id}&day=2026-06-20")).status_code == 200
    form = {
        "athlete_id": str(cast.bob.id),
        "kind": "travel",
        "first": "2026-06-20",
        "last": "2026-06-19",
        "words": "Rome",
    }
    wrong = await cast.alice.web.post("/calendar/notes", data=form)
    assert (wrong.status_code, "before the first" in wrong.text, "Rome" in wrong.text) == (422, True, True)
    made = await cast.alice.web.post("/calendar/notes", data={**form, "last": "2026-06-21", "excused": "true"})
    assert made.headers["location"] == f"/people/{cast.bob.id}/calendar/2026-06"
    (shown,) = await seen(cast.bob, cast.bob)
    page = f"/calendar/notes/{shown['id']}"
    assert "Rome" in (await cast.bob.web.get(page)).text
    assert "Rome" in (await cast.bob.web.get("/calendar/2026-06")).text
    saved = await cast.bob.web.post(page, data={"kind": "note", "first": "2026-06-20", "words": "Rome, with runs"})
    assert saved.status_code == 303
    assert (await seen(cast.bob, cast.bob))[0] | {"id": "", "athlete_id": ""} == {
        "id": "", "athlete_id": "", "kind": "note", "first": "2026-06-20", "last": "2026-06-20",
        "words": "Rome, with runs", "excused": False,
    }  # fmt: skip
    gone = await cast.bob.web.post(f"{page}/removal")
    assert gone.status_code == 303
    assert await seen(cast.bob, cast.bob) == []
    assert (await cast.bob.web.post(f"{page}/restoration")).status_code == 303
    assert len(await seen(cast.bob, cast.bob)) == 1
