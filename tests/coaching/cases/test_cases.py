"""Cases: private notes reach nobody else, late tasks wait in the queue, and the timeline is filtered and paged."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from paceline.coaching.cases.attention import ATTENTION, LATE
from paceline.coaching.cases.jobs import remind_of_tasks
from paceline.coaching.cases.queries import FILTERS, names_of
from paceline.coaching.cases.timeline import own_words
from paceline.coaching.desk import standing_of
from paceline.infra.clock import FixedClock
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage

SECRET = "Trust the HRV over his words"


async def note(coach: Member, athlete: Member, body: str = SECRET, **more: Any) -> dict[str, Any]:
    answer = await coach.api.post(f"/api/v1/people/{athlete.id}/notes", json={"body": body, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_private_note_reaches_neither_the_athlete_nor_another_coach(stage: Stage, cast: Cast) -> None:
    second = await stage.member("Cleo Coach", "coach")
    await stage.relate(second, cast.bob)
    made = await note(cast.alice, cast.bob)
    assert SECRET in (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    for who in (cast.bob, second, cast.charlie, cast.dana):
        for path in (f"/people/{cast.bob.id}/case", f"/people/{cast.bob.id}/summary?private=true", "/notes"):
            assert SECRET not in (await who.web.get(path)).text
        for path in (f"/api/v1/people/{cast.bob.id}/notes", "/api/v1/notes"):
            assert SECRET not in (await who.api.get(path)).text
        url = f"/api/v1/notes/{made['id']}"
        refused = 403 if "coach" not in who.roles else 404
        assert (await who.api.put(url, json={"body": "Mine now", "shared": True})).status_code == refused
        assert (await who.api.delete(url)).status_code == refused
        async with who.tx() as tx:
            assert await tx.session.scalar(text("SELECT count(*) FROM cases_note")) == 0
            kept = await tx.session.scalars(text("SELECT facts::text FROM audit_entry WHERE name LIKE 'cases.%'"))
            assert made["id"] not in " ".join(kept)


async def test_a_shared_note_is_the_athletes_alone(stage: Stage, cast: Cast) -> None:
    second = await stage.member("Cleo Coach", "coach")
    await stage.relate(second, cast.bob)
    made = await note(cast.alice, cast.bob, "Well paced on Sunday", shared=True)
    page = (await cast.bob.web.get("/notes")).text
    assert "Well paced on Sunday" in page
    assert "Alice Berg" in page
    assert (await cast.bob.api.get("/api/v1/notes")).json()["items"][0]["id"] == made["id"]
    assert "Well paced" not in (await second.web.get(f"/people/{cast.bob.id}/case")).text
    assert (await second.api.get(f"/api/v1/people/{cast.bob.id}/notes")).json()["items"] == []
    async with cast.bob.tx() as tx:
        changed = await tx.session.execute(text("UPDATE cases_note SET body = 'x' RETURNING id"))
        assert changed.all() == []
    await cast.alice.api.put(f"/api/v1/notes/{made['id']}", json={"body": "Well paced on Sunday", "shared": False})
    assert "Well paced" not in (await cast.bob.web.get("/notes")).text


async def test_notes_are_written_changed_and_deleted_from_the_page(cast: Cast) -> None:
    here = f"/people/{cast.bob.id}"
    assert (await cast.alice.web.post(f"{here}/notes", data={"body": ""})).status_code == 422
    assert (await cast.alice.web.post(f"{here}/notes", data={"body": SECRET, "pinned": "true"})).status_code == 303
    made = (await cast.alice.api.get(f"/api/v1{here}/notes")).json()["items"][0]
    assert (made["pinned"], made["shared"]) == (True, False)
    assert SECRET in (await cast.alice.web.get(f"/notes/{made['id']}")).text
    assert (await cast.charlie.web.get(f"/notes/{made['id']}")).status_code == 404
    await cast.alice.web.post(f"/notes/{made['id']}", data={"body": "Softer words"})
    assert "Softer words" in (await cast.alice.web.get(f"{here}/case")).text
    assert "Softer words" not in (await cast.alice.web.get(f"{here}/summary")).text
    assert "Softer words" in (await cast.alice.web.get(f"{here}/summary?private=true")).text
    await cast.alice.web.post(f"/notes/{made['id']}/deletion")
    assert "Softer words" not in (await cast.alice.web.get(f"{here}/case")).text


async def test_without_consent_to_training_there_is_no_case(stage: Stage, cast: Cast) -> None:
    coach, athlete = await stage.member("Cleo Coach", "coach"), await stage.member("Ida Few", "athlete")
    await stage.relate(coach, athlete, ("wellness",))
    assert (await coach.web.get(f"/people/{athlete.id}/case")).status_code == 404
    answer = await coach.api.post(f"/api/v1/people/{athlete.id}/notes", json={"body": "x"})
    assert answer.status_code == 404
    assert (await cast.charlie.web.get(f"/people/{cast.bob.id}/case")).status_code == 404
    assert (await cast.bob.web.get(f"/people/{cast.bob.id}/case")).status_code == 403


async def test_a_late_task_waits_in_the_queue_until_it_is_done(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    here = f"/people/{cast.bob.id}"
    body = {"title": "Ask about the calf", "due_on": "2026-06-12"}
    made = (await cast.alice.api.post(f"/api/v1{here}/tasks", json=body)).json()
    async with cast.alice.tx() as tx:
        assert await ATTENTION.evidence(tx, cast.bob.id, tx.now.date() + timedelta(days=1)) == []
    clock.advance(timedelta(days=2))
    async with cast.charlie.tx() as tx:
        assert await ATTENTION.evidence(tx, cast.bob.id, tx.now.date()) == []
    work = Work(stage.gear)
    await remind_of_tasks.run(work, account_id=str(cast.alice.id), day="2026-06-13")
    await remind_of_tasks.run(work, account_id=str(cast.alice.id), day="2026-06-13")
    await stage.run_jobs()
    async with cast.alice.tx() as tx:
        told = await tx.session.scalar(text("SELECT count(*) FROM audit_entry WHERE name = 'cases.tasks_reminded'"))
        assert told == 1
    assert "Your task “Ask about the calf” was due yesterday" in (await cast.alice.web.get("/queue")).text
    page = (await cast.alice.web.get(f"{here}/case")).text
    assert "Overdue" in page
    assert "Open in the queue" in page
    assert (await cast.charlie.web.post(f"/tasks/{made['id']}/completion")).status_code == 404
    assert (await cast.alice.web.post(f"/tasks/{made['id']}/completion")).status_code == 303
    await stage.run_jobs()
    assert "Nobody needs you now" in (await cast.alice.web.get("/queue")).text


@pytest.mark.parametrize(("days", "points"), [(0, 0), (1, 22), (3, 28), (7, 34), (60, 34)])
async def test_every_step_of_being_late(cast: Cast, days: int, points: int) -> None:
    await cast.alice.api.post(f"/api/v1/people/{cast.bob.id}/tasks", json={"title": "Call", "due_on": "2026-06-11"})
    async with cast.alice.tx() as tx:
        found = await ATTENTION.evidence(tx, cast.bob.id, tx.now.date() + timedelta(days=days))
    assert [one.points for one in found] == ([points] if points else [])
    assert points == 0 or points in {step for _, step in LATE}


async def test_tasks_are_added_for_several_and_only_for_ones_own(cast: Cast) -> None:
    data = {"title": "Send the plan", "picked": [f"{cast.bob.id}:"]}
    assert (await cast.alice.web.post("/tasks", data=data)).status_code == 303
    assert (await cast.charlie.web.post("/tasks", data=data)).status_code == 404
    assert "Send the plan" in (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    page = (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    url = page.split('action="/tasks/', 1)[1].split('"', 1)[0].split("/")[0]
    assert (await cast.alice.web.post(f"/tasks/{url}/deletion")).status_code == 303
    assert (await cast.alice.api.get(f"/api/v1/people/{cast.bob.id}/tasks")).json()["items"] == []


async def test_the_timeline_is_filtered_and_paged(cast: Cast) -> None:
    for number in range(26):
        body = {"sport": "running", "started_at": f"2026-05-{number + 1:02}T07:00:00+02:00", "duration": 3600, "rpe": 4}
        assert (await cast.bob.api.post("/api/v1/activities/manual", json=body)).status_code == 201
    answers = {"sleep": 3, "energy": 3, "recovery": 3, "stress": 3}
    assert (await cast.bob.api.post("/api/v1/checkins", json=answers)).status_code in (200, 201)
    page = (await cast.alice.web.get(f"/people/{cast.bob.id}/case")).text
    older = "/people/" + page.split('rel="next" href="/people/', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    signals = (await cast.alice.web.get(f"/people/{cast.bob.id}/case?about=signals")).text
    assert "A session of 26 May arrived." in page + (await cast.alice.web.get(older)).text
    assert "A session of" not in signals
    assert "Checked in." in signals


def test_every_filter_but_all_names_kinds_and_no_kind_is_in_two() -> None:
    named = [name for about in FILTERS if about != "all" for name in names_of(about)]
    assert len(named) == len(set(named)) > 10
    assert names_of("all") == ()
    assert own_words("nobody.knows_this") == "Nobody: knows this."


async def test_standing_is_unknown_until_somebody_looked(stage: Stage, cast: Cast) -> None:
    async with cast.alice.tx() as tx:
        assert (await standing_of(tx, cast.bob.id)).bucket == "unknown"
    await cast.alice.api.post(f"/api/v1/people/{cast.bob.id}/tasks", json={"title": "Call", "due_on": "2026-06-20"})
    await stage.run_jobs()
    async with cast.alice.tx() as tx:
        standing = await standing_of(tx, cast.bob.id)
    assert (standing.bucket, standing.reason) == ("stable", "Nothing stands out.")
    answer = await cast.alice.api.get(f"/api/v1/people/{cast.bob.id}/standing")
    assert answer.json()["bucket"] == "stable"
