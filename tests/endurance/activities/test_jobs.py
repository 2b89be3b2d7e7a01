"""Imports of many files: archives, broken files, workers that die, and posting the same thing at once."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from paceline.endurance.activities.importing import jobs as module
from paceline.endurance.activities.importing import pipeline, uploads
from paceline.endurance.activities.importing.actions import receiving as importing
from paceline.endurance.activities.types import ActivitySettings
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import DAY, begun, state, zipped
from tests.endurance.activities.make import START, fit, upload


async def count(member: Member) -> int:
    return len((await member.api.get("/api/v1/activities?limit=200")).json()["items"])


async def test_many_files_each_get_their_own_answer(stage: Stage, cast: Cast) -> None:
    one, two = fit(minutes=10), fit(minutes=12, start=START + DAY)
    import_id = await begun(
        cast.bob, ("one.fit", one), ("two.fit", two), ("broken.fit", b"x" * 50), ("again.fit", one), ("empty.gpx", b"")
    )
    waiting = await state(cast.bob, import_id)
    assert (waiting["state"], waiting["counts"]) == ("waiting", {"waiting": 4, "failed": 1})
    await stage.run_jobs()
    done = await state(cast.bob, import_id)
    assert done["state"] == "done"
    assert [file["state"] for file in done["files"]] == ["imported", "imported", "failed", "already_here", "failed"]
    assert done["files"][3]["activity_ids"] == done["files"][0]["activity_ids"]
    assert done["files"][2]["sentence"].endswith(".")
    assert await count(cast.bob) == 2


async def test_an_archive_is_opened_and_its_files_are_kept_one_by_one(stage: Stage, cast: Cast) -> None:
    one, two = fit(minutes=10), fit(minutes=12, start=START + DAY)
    data = zipped(a__fit=one, b__fit=two, notes__csv=b"a,b\n1,2\n", bad__fit=b"nothing")
    import_id = await begun(cast.bob, ("export.zip", data))
    await stage.run_jobs()
    done = await state(cast.bob, import_id)
    assert done["files"][0]["state"] == "opened"
    assert done["files"][0]["sentence"] == "3 files inside, 1 other file passed over."
    assert [file["state"] for file in done["files"][1:]] == ["imported", "imported", "failed"]
    original = await cast.bob.api.get(f"/api/v1/activities/{done['files'][1]['activity_ids'][0]}/original")
    assert original.content == one
    kept = await cast.bob.gear.storage.list(f"u/{cast.bob.id}/{import_id}")
    assert not any(key.endswith(f"/{importing.STEP}") or key.endswith("/1") for key in kept)


async def test_an_upload_repeated_at_once_is_stored_once(stage: Stage, cast: Cast) -> None:
    data = fit(minutes=10)
    answers = await asyncio.gather(*(cast.bob.api.post("/api/v1/activities", **upload(data)) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await cast.bob.gear.storage.list(f"u/{cast.bob.id}")) == 1


async def test_a_killed_worker_goes_on_and_does_nothing_twice(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [(f"{n}.fit", fit(minutes=10 + n, start=START + n * DAY)) for n in range(4)]
    monkeypatch.setattr(importing, "BATCH", 1)
    import_id = await begun(cast.bob, *files)
    real, calls = pipeline.finish_files, 0

    async def dies_in_the_third(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        stored = await real(*arguments)
        if calls == 3:
            raise asyncio.CancelledError
        return stored

    monkeypatch.setattr(pipeline, "finish_files", dies_in_the_third)
    work = Work(cast.bob.gear)
    with pytest.raises(asyncio.CancelledError):
        await module.import_files.run(work, athlete_id=str(cast.bob.id), import_id=import_id)
    assert await count(cast.bob) == 2
    monkeypatch.undo()
    await module.import_files.run(work, athlete_id=str(cast.bob.id), import_id=import_id)
    await module.import_files.run(work, athlete_id=str(cast.bob.id), import_id=import_id)
    assert await count(cast.bob) == 4
    assert (await state(cast.bob, import_id))["counts"] == {"imported": 4}
    events = await ledger(cast.bob, "activities.import_finished")
    assert events == 1


async def ledger(member: Member, name: str) -> int:
    from paceline.core.audit import entries_of

    async with member.tx() as tx:
        return len((await entries_of(tx, member.id, names=[name])).items)


async def test_files_in_hand_of_a_dead_worker_are_read_alone_and_the_culprit_is_given_up(cast: Cast) -> None:
    import_id = UUID(await begun(cast.bob, ("one.fit", fit()), ("two.fit", fit(minutes=40))))
    claimed: list[list[int]] = []
    for _ in range(importing.MOST_TRIES + 1):
        async with cast.bob.tx() as tx:
            claimed.append([file.number for file in await importing.claim_files(tx, import_id)])
    first, second = importing.STEP, 2 * importing.STEP
    assert claimed == [[first, second], [first], [first], [second]]
    told = (await state(cast.bob, str(import_id)))["files"][0]
    assert (told["state"], told["sentence"]) == ("failed", importing.STOPPED_READER)


async def test_charlie_cannot_look_into_an_import(cast: Cast) -> None:
    import_id = await begun(cast.bob, ("one.fit", fit()), ("two.fit", fit(minutes=40)))
    assert (await cast.charlie.api.get(f"/api/v1/imports/{import_id}")).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/imports/{import_id}")).status_code == 404


async def test_a_file_that_is_too_large_says_so(stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = ActivitySettings(largest_archive_mb=1, largest_request_mb=3)
    monkeypatch.setattr(uploads, "settings", lambda: limits)
    import_id = await begun(cast.bob, ("big.zip", b"PK\x03\x04" + bytes(1_200_000)))
    assert "larger than 1 MB" in (await state(cast.bob, import_id))["files"][0]["sentence"]
    refused = await cast.bob.api.post("/api/v1/activities", **upload(bytes(3_500_000)))
    assert refused.status_code == 413
    assert (await cast.bob.api.post("/api/v1/activities", json={})).status_code == 422


async def test_uploads_have_a_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "settings", lambda: ActivitySettings(uploads="2/hour"))
    answers = [await cast.bob.api.post("/api/v1/activities", **upload(b"x")) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]


async def test_loads_follow_the_thresholds(stage: Stage, cast: Cast) -> None:
    made = (await cast.bob.api.post("/api/v1/activities", **upload(fit(minutes=60, speed=3.0)))).json()
    body = {"sport": "strength", "started_at": "2026-06-11T07:00:00+02:00", "duration": 3600, "rpe": 6}
    gym = (await cast.bob.api.post("/api/v1/activities/manual", json=body)).json()
    assert made["load_method"] == "duration"
    profile = f"/api/v1/athletes/{cast.bob.id}/profile"
    assert (await cast.alice.api.patch(profile, json={"threshold_speed": 3.0})).status_code == 200
    assert "activities:weigh_again" in await stage.run_jobs()
    after = {one["id"]: one for one in (await cast.bob.api.get("/api/v1/activities")).json()["items"]}
    assert after[made["id"]]["load_method"] == "pace"
    assert after[made["id"]]["load"] == pytest.approx(100, rel=0.05)
    assert after[gym["id"]]["load"] == gym["load"]
    await cast.bob.api.patch(profile, json={"weight_kg": 70})
    assert await stage.run_jobs() == []
