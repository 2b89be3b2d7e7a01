"""Correcting recordings: figures follow, everything can be taken back, nobody else may, and nothing is half done."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from paceline.endurance.activities import recomputing_all
from paceline.endurance.activities.correcting import follow_up
from paceline.endurance.activities.correcting.rules import moment_of
from paceline.endurance.activities.model import Activity, Correction, Stream
from paceline.endurance.activities.strength import sets_of, sets_text
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload

TRIM = {"kind": "trim", "start": 300, "end": 1500}


async def given(member: Member, name: str = "run.fit", **more: Any) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(fit(**more), name))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def facts(member: Member, activity_id: str) -> dict[str, Any]:
    answer = await member.api.get(f"/api/v1/activities/{activity_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def correct(member: Member, activity_id: str, **command: Any) -> dict[str, Any]:
    answer = await member.api.post(f"/api/v1/activities/{activity_id}/corrections", json=command)
    assert answer.status_code == 201, answer.text
    return answer.json()


def figures(found: dict[str, Any]) -> dict[str, Any]:
    """Everything measured, without what counts the changes."""
    return {name: value for name, value in found.items() if name not in ("version", "best_efforts")} | {
        "best": [(one["kind"], one["span"], one["value"]) for one in found["best_efforts"]]
    }


async def test_nobody_else_corrects_anything(cast: Cast) -> None:
    made = await given(cast.bob)
    await correct(cast.bob, made, **TRIM)
    path = f"/api/v1/activities/{made}"
    for outsider, seen in ((cast.charlie, 404), (cast.alice, 200)):
        api, web = outsider.api, outsider.web
        assert (await api.get(f"{path}/corrections")).status_code == seen
        for answer in (
            await api.post(f"{path}/corrections", json=TRIM),
            await api.post(f"{path}/corrections/preview", json=TRIM),
            await api.delete(f"{path}/corrections/1"),
            await api.post(f"{path}/corrections/1/restoration"),
            await api.post(f"{path}/split", json={"at": 600}),
            await api.post(f"{path}/union", json={"other_id": made}),
            await api.post(f"{path}/recomputation"),
            await web.post(f"/activities/{made}/corrections", data=TRIM),
            await web.post(f"/activities/{made}/corrections/preview", data=TRIM),
            await web.post(f"/activities/{made}/corrections/1/removal"),
            await web.post(f"/activities/{made}/corrections/1/return"),
            await web.get(f"/activities/{made}/union"),
            await web.post(f"/activities/{made}/recomputation"),
        ):
            assert answer.status_code in (404, 422), answer.text
    async with cast.alice.tx() as tx:
        touched = await tx.session.execute(
            update(Correction).where(Correction.activity_id == UUID(made)).values(kind="cut")
        )
        assert touched.rowcount == 0  # type: ignore[attr-defined]
    async with cast.charlie.tx() as tx:
        assert (await tx.session.scalars(select(Correction))).all() == []
    assert "Take back" not in (await cast.alice.web.get(f"/activities/{made}/corrections")).text


async def test_a_trim_changes_every_figure_and_taking_it_back_gives_the_original_exactly(cast: Cast) -> None:
    made = await given(cast.bob, speed=3.0, power=210)
    before = await facts(cast.bob, made)
    streams = (await cast.bob.api.get(f"/api/v1/activities/{made}/streams")).json()
    listed = await correct(cast.bob, made, **TRIM, version=before["version"])
    after = await facts(cast.bob, made)
    assert after["distance"] == pytest.approx(3600, rel=0.01)
    assert after["elapsed"] == pytest.approx(1200, abs=1)
    assert after["load"] < before["load"]
    assert after["started_at"] > before["started_at"]
    assert listed["correction"]["words"] == "The first 5:00 of the recording left out, all after 20:00 left out"
    assert listed["stale_since"] is None
    assert (await cast.bob.api.get(f"/api/v1/activities/{made}/streams")).json()["time"][-1] == pytest.approx(
        1200, abs=1
    )
    # Moments are those of the session as it is shown: a second correction counts from the new start.
    await correct(cast.bob, made, kind="spikes", channel="heart_rate", start=0, end=60)
    again = (await cast.bob.api.get(f"/api/v1/activities/{made}/streams?channels=heart_rate")).json()
    assert again["channels"]["heart_rate"][30] is None
    assert again["channels"]["heart_rate"][100] is not None
    for number in (1, 2):
        answer = await cast.bob.api.delete(f"/api/v1/activities/{made}/corrections/{number}")
        assert answer.status_code == 200, answer.text
    assert (await cast.bob.api.get(f"/api/v1/activities/{made}/streams")).json() == streams
    assert figures(await facts(cast.bob, made)) == figures(before)
    assert (await cast.bob.api.delete(f"/api/v1/activities/{made}/corrections/1")).status_code == 409
    await cast.bob.api.post(f"/api/v1/activities/{made}/corrections/1/restoration")
    assert figures(await facts(cast.bob, made)) == figures(after)


async def test_two_editors_and_impossible_corrections_get_a_sentence(cast: Cast) -> None:
    made = await given(cast.bob)
    path = f"/api/v1/activities/{made}/corrections"
    first = (await facts(cast.bob, made))["version"]
    await correct(cast.bob, made, kind="power", factor=0.9, version=first)
    late = await cast.bob.api.post(path, json={**TRIM, "version": first})
    assert (late.status_code, late.json()["code"]) == (409, "version")
    assert "meantime" in late.json()["detail"]
    for wrong in (
        {"kind": "trim"},
        {"kind": "trim", "start": 5000},
        {"kind": "trim", "start": 900, "end": 800},
        {"kind": "cut", "start": 0},
        {"kind": "spikes"},
        {"kind": "spikes", "channel": "power"},
        {"kind": "elevation"},
        {"kind": "elevation", "method": "vertical_speed"},
        {"kind": "power"},
        {"kind": "distance"},
        {"kind": "distance", "total": 100},
        {"kind": "pool", "metres": 25},
        {"kind": "clock", "started_at": "2031-01-01T00:00:00Z"},
        {"kind": "clock", "time_zone": "Mars/Base"},
    ):
        answer = await cast.bob.api.post(path, json=wrong)
        assert answer.status_code == 422, (wrong, answer.text)
        assert answer.json()["detail"].endswith("."), answer.text
    # What was refused left no line and no figure behind.
    listed = (await cast.bob.api.get(path)).json()
    assert [one["kind"] for one in listed["items"]] == ["power"]
    assert listed["stale_since"] is None


async def test_a_session_without_a_file_says_so_and_takes_totals(cast: Cast) -> None:
    body = {"sport": "running", "started_at": "2026-06-10T06:00:00Z", "duration": 1800, "distance": 5000, "rpe": 5}
    made = (await cast.bob.api.post("/api/v1/activities/manual", json=body)).json()
    path = f"/api/v1/activities/{made['id']}"
    refused = await cast.bob.api.post(f"{path}/corrections", json=TRIM)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_original")
    assert "no original file" in (await cast.bob.web.get(f"/activities/{made['id']}/corrections")).text
    changed = (await cast.bob.api.patch(path, json={"duration": 3600, "started_at": "2026-06-09T06:00:00Z"})).json()
    assert (changed["timer"], changed["day"]) == (3600, "2026-06-09")
    assert changed["average_speed"] == pytest.approx(5000 / 3600)
    assert changed["load"] == pytest.approx(made["load"] * 2)
    assert (await cast.bob.api.patch(path, json={"distance": 900_000})).status_code == 422
    await cast.bob.api.delete(f"{path}/corrections/1")
    assert figures(await facts(cast.bob, made["id"]))["timer"] == 1800
    recorded = await given(cast.bob, start=START - 86_400)
    answer = await cast.bob.api.patch(f"/api/v1/activities/{recorded}", json={"distance": 1000})
    assert answer.status_code == 422
    assert "Correct the recording" in answer.json()["detail"]


async def test_words_are_kept_and_can_be_taken_back_unless_changed_since(cast: Cast) -> None:
    made = await given(cast.bob)
    path = f"/api/v1/activities/{made}"
    sets = [{"exercise": "Squat", "sets": 3, "repetitions": 8, "weight": 60}]
    change = {"name": "Race", "feel": 4, "race": True, "rpe": 8, "sets": sets, "sub_sport": "trail"}
    changed = (await cast.bob.api.patch(path, json=change)).json()
    assert (changed["feel"], changed["race"], changed["sets"][0]["weight"]) == (4, True, 60)
    assert (await cast.bob.api.patch(path, json=change)).json()["version"] == changed["version"]
    await cast.bob.api.patch(path, json={"notes": "windy"})
    assert (await cast.bob.api.delete(f"{path}/corrections/1")).status_code == 200
    back = await facts(cast.bob, made)
    assert (back["name"], back["feel"], back["race"], back["sets"], back["notes"]) == (
        "Morning run",
        None,
        False,
        [],
        "windy",
    )
    await cast.bob.api.post(f"{path}/corrections/1/restoration")
    await cast.bob.api.patch(path, json={"name": "Other"})
    assert (await cast.bob.api.delete(f"{path}/corrections/1")).status_code == 409
    assert (await cast.bob.api.patch(path, json={"feel": 6})).status_code == 422


async def test_another_sport_is_measured_as_that_sport(cast: Cast) -> None:
    made = await given(cast.bob, sport="cycling", speed=3.0)
    assert (await facts(cast.bob, made))["graded_speed"] is None
    changed = (await cast.bob.api.patch(f"/api/v1/activities/{made}", json={"sport": "running"})).json()
    assert changed["graded_speed"] is not None
    assert changed["stale_since"] is None


async def test_one_becomes_two_and_one_again(cast: Cast, stage: Stage) -> None:
    made = await given(cast.bob, speed=3.0)
    before = await facts(cast.bob, made)
    answer = await cast.bob.api.post(f"/api/v1/activities/{made}/split", json={"at": 600})
    assert answer.status_code == 201, answer.text
    first, second = answer.json()
    assert first["distance"] == pytest.approx(1800, rel=0.01)
    assert second["distance"] == pytest.approx(3600, rel=0.01)
    assert second["started_at"] == "2026-06-10T06:10:00Z"
    again = await cast.bob.api.post("/api/v1/activities", **upload(fit(speed=3.0)))
    assert again.json()["id"] == made, "the same file is still known"
    third = (await cast.bob.api.post(f"/api/v1/activities/{second['id']}/split", json={"at": 600})).json()[1]
    assert (await cast.bob.api.delete(f"/api/v1/activities/{made}/corrections/1")).status_code == 409
    number = (await cast.bob.api.get(f"/api/v1/activities/{second['id']}/corrections")).json()["items"][0]["number"]
    await cast.bob.api.delete(f"/api/v1/activities/{second['id']}/corrections/{number}")
    assert (await cast.bob.api.get(f"/api/v1/activities/{third['id']}")).status_code == 404
    assert (await cast.bob.api.delete(f"/api/v1/activities/{made}/corrections/1")).status_code == 200
    assert figures(await facts(cast.bob, made)) == figures(before)
    assert (await cast.bob.api.get(f"/api/v1/activities/{second['id']}")).status_code == 404
    assert (await cast.bob.api.post(f"/api/v1/activities/{second['id']}/restoration")).status_code == 409
    await cast.bob.api.post(f"/api/v1/activities/{made}/corrections/1/restoration")
    assert (await facts(cast.bob, second["id"]))["distance"] == pytest.approx(3600, rel=0.01)
    for at in (5, 1799, 9000):
        assert (await cast.bob.api.post(f"/api/v1/activities/{second['id']}/split", json={"at": at})).status_code == 422
    await stage.run_jobs()


async def test_two_neighbours_become_one_and_two_again(cast: Cast) -> None:
    first = await given(cast.bob, speed=3.0)
    second = await given(cast.bob, "more.fit", start=START + 2400, minutes=20, speed=3.0)
    far = await given(cast.bob, "far.fit", start=START + 90_000)
    ride = await given(cast.bob, "ride.fit", sport="cycling", start=START + 7200)
    before = [figures(await facts(cast.bob, one)) for one in (first, second)]
    page = (await cast.bob.web.get(f"/activities/{second}/union")).text
    assert first in page
    assert far not in page
    for other in (far, ride, second):
        answer = await cast.bob.api.post(f"/api/v1/activities/{second}/union", json={"other_id": other})
        assert answer.status_code in (409, 422), answer.text
    joined = await cast.bob.api.post(f"/api/v1/activities/{second}/union", json={"other_id": first})
    assert joined.status_code == 201, joined.text
    assert joined.json()["id"] == first
    assert joined.json()["distance"] == pytest.approx(9000, rel=0.01)
    assert joined.json()["timer"] == pytest.approx(3000, abs=2)
    assert joined.json()["elapsed"] == pytest.approx(3600, abs=2)
    assert (await cast.bob.api.get(f"/api/v1/activities/{second}")).status_code == 404
    assert (await cast.bob.api.post(f"/api/v1/activities/{second}/restoration")).status_code == 409
    again = await cast.bob.api.post(
        "/api/v1/activities", **upload(fit(start=START + 2400, minutes=20, speed=3.0), "more.fit")
    )
    assert again.json()["id"] == first
    assert (await cast.bob.api.post(f"/api/v1/activities/{first}/split", json={"at": 600})).status_code == 409
    assert (await cast.bob.api.delete(f"/api/v1/activities/{first}/corrections/1")).status_code == 200
    assert [figures(await facts(cast.bob, one)) for one in (first, second)] == before
    await cast.bob.api.post(f"/api/v1/activities/{first}/corrections/1/restoration")
    assert (await facts(cast.bob, first))["distance"] == pytest.approx(9000, rel=0.01)


async def test_another_start_is_another_day_and_clock(cast: Cast) -> None:
    made = await given(cast.bob)
    await correct(cast.bob, made, kind="clock", started_at="2026-06-08T22:30:00Z", time_zone="Asia/Tokyo")
    found = await facts(cast.bob, made)
    assert (found["started_at"], found["day"], found["utc_offset"]) == ("2026-06-08T22:30:00Z", "2026-06-09", 32_400)
    async with cast.bob.tx() as tx:
        days = await tx.session.execute(select(Activity.day).where(Activity.athlete_id == cast.bob.id))
        assert [str(day) for (day,) in days] == ["2026-06-09"]


async def test_a_large_recording_follows_in_a_job_that_may_die_anywhere(
    cast: Cast, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await given(cast.bob, speed=3.0)
    small = follow_up.settings().model_copy(update={"at_once_kb": 0})
    monkeypatch.setattr(follow_up, "settings", lambda: small)
    listed = await correct(cast.bob, made, **TRIM)
    assert listed["stale_since"] is not None
    assert (await facts(cast.bob, made))["distance"] == pytest.approx(5400, rel=0.01)
    real = recomputing_all.store_again

    async def dies(*arguments: Any) -> Any:
        await real(*arguments)
        raise RuntimeError("the power went out")

    monkeypatch.setattr(recomputing_all, "store_again", dies)
    work = Work(stage.gear)
    with pytest.raises(RuntimeError):
        await recomputing_all.recompute_one(work, cast.bob.actor, UUID(made))
    assert (await facts(cast.bob, made))["distance"] == pytest.approx(5400, rel=0.01)
    async with cast.bob.tx() as tx:
        assert await tx.session.scalar(select(Stream.__table__.c.samples)) == 1801
    monkeypatch.setattr(recomputing_all, "store_again", real)
    await stage.run_jobs()
    after = await facts(cast.bob, made)
    assert after["distance"] == pytest.approx(3600, rel=0.01)
    assert after["stale_since"] is None


async def test_everything_is_measured_again_and_says_how_far(cast: Cast, stage: Stage) -> None:
    kept = [await given(cast.bob, f"{n}.fit", start=START - n * 86_400) for n in range(3)]
    await correct(cast.bob, kept[0], **TRIM)
    async with cast.bob.tx() as tx:
        await tx.session.execute(update(Activity).where(Activity.athlete_id == cast.bob.id).values(distance=1.0))
        lost = await tx.session.get(Activity, UUID(kept[2]))
        assert lost is not None
        lost.file_key = "u/none"
    assert (await cast.charlie.api.get("/api/v1/activities/recomputation")).status_code == 404
    assert (await cast.bob.api.post("/api/v1/activities/recomputation")).json()["total"] == 3
    assert "0 of 3" in (await cast.bob.web.get("/settings/athlete/recomputation")).text
    await stage.run_jobs()
    found = (await cast.bob.api.get("/api/v1/activities/recomputation")).json()
    assert (found["state"], found["looked"], found["failed"]) == ("done", 3, 1)
    assert [round((await facts(cast.bob, one))["distance"]) for one in kept] == [
        pytest.approx(3600, abs=20),
        pytest.approx(5400, abs=20),
        1,
    ]
    assert "store" in (await facts(cast.bob, kept[2]))["stale_reason"]


async def test_the_page_shows_what_changes_before_it_is_made(cast: Cast) -> None:
    made = await given(cast.bob, speed=3.0)
    web, path = cast.bob.web, f"/activities/{made}/corrections"
    for kind in ("trim", "cut", "spikes", "dropouts", "elevation", "distance", "clock", "split", "nonsense"):
        assert (await web.get(f"{path}?kind={kind}")).status_code == 200, kind
    shown = (await web.post(f"{path}/preview", data={"kind": "trim", "start": "5:00", "end": "20:00"})).text
    assert "900 samples left out." in shown
    assert 'id="preview-data"' in shown
    assert "2.70" in shown
    assert (await facts(cast.bob, made))["distance"] == pytest.approx(5400, rel=0.01)
    wrong = await web.post(path, data={"kind": "trim", "start": "five"})
    assert wrong.status_code == 422
    assert "not a moment" in wrong.text
    nothing = await web.post(f"{path}/preview", data={"kind": "spikes", "channel": "heart_rate"})
    assert nothing.status_code == 422
    assert "Nothing in the heart rate" in nothing.text
    split = await web.post(f"{path}/preview", data={"kind": "split", "start": "10:00"})
    assert "first part" in split.text
    saved = await web.post(path, data={"kind": "trim", "start": "5:00", "version": "1"})
    assert saved.status_code == 303
    assert saved.headers["location"] == f"/activities/{made}"
    late = await web.post(path, data={"kind": "trim", "end": "5:00", "version": "1"})
    assert late.status_code == 409
    assert 'value="5:00"' in late.text
    undo = re.search(rf"{path}/(\d+)/removal", (await web.get(path)).text)
    assert undo
    assert (await web.post(undo.group(0))).status_code == 303
    assert (await facts(cast.bob, made))["distance"] == pytest.approx(5400, rel=0.01)


async def test_the_form_of_words_keeps_what_was_typed(cast: Cast) -> None:
    made = await given(cast.bob)
    web, path = cast.bob.web, f"/activities/{made}/details"
    typed = {"name": "Gym", "sport": "strength", "feel": "5", "sets": "Squat 3 x 8 x 60\nPull-up 5", "version": "1"}
    assert (await web.post(path, data=typed)).status_code == 303
    found = await facts(cast.bob, made)
    assert [one["repetitions"] for one in found["sets"]] == [8, 5]
    late = await web.post(path, data={**typed, "name": "Late"})
    assert late.status_code == 409
    assert 'value="Late"' in late.text
    wrong = await web.post(path, data={**typed, "sets": "???", "version": str(found["version"])})
    assert wrong.status_code == 422
    assert "Squat 3 x 8 x 60" in wrong.text
    assert "Squat 3 x 8 x 60 kg" in (await web.get(path)).text


def test_moments_and_sets_as_they_are_typed() -> None:
    assert [moment_of(one) for one in ("90", "12:30", "1:02:03", "0:30,5")] == [90.0, 750.0, 3723.0, 30.5]
    assert [moment_of(one) for one in ("", "x", "1:99", "1:2:3:4", "-5")] == [None] * 5
    text = "Squat 3 x 8 x 60 kg\nPull-up 1 x 5"
    assert sets_text(sets_of("Squat 3x8x60\nPull-up 5")) == text
    assert sets_of("Bench press: 5 × 5 @ 100 lb")[0]["weight"] == pytest.approx(45.36, abs=0.01)
    with pytest.raises(ValueError, match="do not understand"):
        sets_of("just words")
