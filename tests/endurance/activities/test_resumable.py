"""Large files in parts over a lost connection, archives that are walked in the store, folders that are watched, purging."""

import asyncio
import gzip
import io
import json
import zipfile
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from paceline.app.commands import watch
from paceline.core.identity.actions.programs import scopes_for
from paceline.endurance.activities import jobs as module
from paceline.endurance.activities.files.archives import Opened
from paceline.endurance.activities.importing import api as imports_api
from paceline.endurance.activities.importing import pipeline, resumable
from paceline.endurance.activities.model import Activity, Stream, Upload
from paceline.endurance.activities.types import ActivitySettings
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.jobs import Work
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.bringing import DAY, begun, listed, several, state, zipped
from tests.endurance.activities.make import START, fit, upload


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = ActivitySettings(part_mb=1, largest_archive_mb=3, largest_mb=2)
    for place in (resumable, pipeline, imports_api):
        monkeypatch.setattr(place, "settings", lambda: limits)


async def announced(member: Member, data: bytes, name: str = "all.zip") -> str:
    answer = await member.api.post("/api/v1/uploads", json={"name": name, "size": len(data)})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def put(member: Member, upload_id: str, offset: int, data: bytes) -> Any:
    return await member.api.put(f"/api/v1/uploads/{upload_id}?offset={offset}", content=data)


def archive_of(size: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in several(2):
            archive.writestr(f"activities/{name}", data)
        archive.writestr("photos/large.jpg", bytes(range(256)) * (size // 256))
    return packed.getvalue()


async def test_charlie_sends_no_part(cast: Cast, small_parts: None) -> None:
    upload_id = await announced(cast.bob, b"x" * 100)
    assert (await put(cast.charlie, upload_id, 0, b"x" * 50)).status_code == 404
    assert (await cast.charlie.api.get(f"/api/v1/uploads/{upload_id}")).status_code == 404
    assert (await cast.alice.api.get(f"/api/v1/uploads/{upload_id}")).status_code == 404


async def test_a_lost_connection_goes_on_where_it_stopped(stage: Stage, cast: Cast, small_parts: None) -> None:
    data = archive_of(2_200_000)
    upload_id = await announced(cast.bob, data)
    step = 1_000_000
    assert (await put(cast.bob, upload_id, 0, data[:step])).json()["received"] == step
    # The answer to the second part is lost: it is sent once more, and counts once.
    assert (await put(cast.bob, upload_id, step, data[step : 2 * step])).status_code == 200
    again = await put(cast.bob, upload_id, step, data[step : 2 * step])
    assert (again.status_code, again.json()["received"]) == (200, 2 * step)
    assert (await put(cast.bob, upload_id, len(data), b"")).status_code == 409
    assert (await put(cast.bob, upload_id, 2 * step, b"")).status_code == 422
    where = (await cast.bob.api.get(f"/api/v1/uploads/{upload_id}")).json()
    assert (where["received"], where["part_size"], where["import_id"]) == (2 * step, step, None)
    last = (await put(cast.bob, upload_id, where["received"], data[where["received"] :])).json()
    assert last["import_id"] == upload_id
    await stage.run_jobs()
    done = await state(cast.bob, upload_id)
    assert done["counts"] == {"opened": 1, "imported": 2}
    assert done["files"][0]["sentence"] == "2 files inside, 1 other file passed over."
    kept = await cast.bob.gear.storage.list(f"u/{cast.bob.id}/{upload_id}")
    assert len(kept) == 2


async def test_limits_of_uploads_in_parts(cast: Cast, small_parts: None) -> None:
    too_large = await cast.bob.api.post("/api/v1/uploads", json={"name": "a.zip", "size": 3_000_001})
    assert too_large.status_code == 422
    assert "3 MB" in too_large.json()["detail"]
    upload_id = await announced(cast.bob, b"x" * 1_500_000)
    assert (await put(cast.bob, upload_id, 0, b"x" * 1_000_001)).status_code == 413
    assert (await cast.bob.api.get(f"/api/v1/uploads/{upload_id}")).json()["received"] == 0
    for _ in range(resumable.MOST_OPEN - 1):
        await announced(cast.bob, b"x")
    assert (await cast.bob.api.post("/api/v1/uploads", json={"name": "a.zip", "size": 5})).status_code == 409


async def test_the_same_part_sent_twice_at_once_counts_once(cast: Cast, small_parts: None) -> None:
    data = b"x" * 3000
    upload_id = await announced(cast.bob, data, "x.fit")
    answers = await asyncio.gather(*(put(cast.bob, upload_id, 0, data[:1000]) for _ in range(4)))
    assert {answer.json()["received"] for answer in answers} == {1000}


def test_an_archive_inside_an_archive_is_opened_once_and_broken_ones_say_so() -> None:
    one = fit(minutes=5)
    inner = zipped(a__fit=one)
    outer = zipped(parts__zip=inner, deep__zip=zipped(x__zip=inner), b__txt=b"words", c__fit=one)
    opened = Opened(io.BytesIO(outer), "all.zip", 10_000_000)
    assert [(one.name, one.data is not None) for one in opened.members()] == [
        ("a.fit", True),
        ("x.zip", False),
        ("c.fit", True),
    ]
    assert opened.passed_over == 1
    (broken,) = Opened(io.BytesIO(b"PK\x03\x04 no"), "x.zip", 1000).members()
    assert "damaged" in (broken.problem or "")
    (large,) = Opened(io.BytesIO(inner), "x.zip", 1000).members()
    assert large.data is None


def test_a_bomb_in_an_archive_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.fit", bytes(40_000_000))
    (found,) = Opened(packed, "x.zip", 100_000_000).members()
    assert found.data is None


async def test_an_accounts_archive_brings_its_titles_and_gear(stage: Stage, cast: Cast) -> None:
    rows = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Activity Gear,Filename",
        '1,"Jun 10, 2026, 6:00:00 AM",Dawn over the fjord,Run,Cold hands.,Blue shoes,activities/1.fit.gz',
        '2,"Jun 9, 2026, 6:00:00 AM",Second,Run,,Blue shoes,activities/2.fit',
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("activities.csv", "\n".join(rows))
        archive.writestr("activities/1.fit.gz", gzip.compress(fit(minutes=10)))
        archive.writestr("activities/2.fit", fit(minutes=11, start=START - DAY))
    import_id = await begun(cast.bob, ("export_1.zip", packed.getvalue()))
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"opened": 1, "imported": 2}
    items = (await cast.bob.api.get("/api/v1/activities")).json()["items"]
    assert [(one["name"], one["notes"]) for one in items] == [("Dawn over the fjord", "Cold hands."), ("Second", "")]
    gear = (await cast.bob.api.get("/api/v1/gear")).json()["items"]
    assert [one["name"] for one in gear] == ["Blue shoes"]


async def test_a_list_by_start_gives_its_words_to_the_right_activity(stage: Stage, cast: Cast) -> None:
    listed_there = [
        {"activityId": 1, "name": "Tempo by the river", "startTimeGmt": START * 1000, "activityType": "running"},
        {"activityId": 2, "name": "Nowhere", "startTimeGmt": (START + 5000) * 1000, "activityType": "running"},
    ]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("DI_CONNECT/DI-Connect-Fitness/x_summarizedActivities.json", json.dumps(listed_there))
        inner = zipped(a__fit=fit(minutes=10), b__fit=fit(minutes=11, start=START - DAY))
        archive.writestr("DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip", inner)
    import_id = await begun(cast.bob, ("garmin.zip", packed.getvalue()))
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"opened": 1, "imported": 2}
    items = (await cast.bob.api.get("/api/v1/activities")).json()["items"]
    assert [one["name"] for one in items] == ["Tempo by the river", "Morning run"]


async def test_deleted_activities_are_purged_after_thirty_days(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    import_id = await begun(cast.bob, *several(3), ("bad.fit", b"x" * 50))
    await stage.run_jobs()
    one, two, three = await listed(cast.bob)
    storage = cast.bob.gear.storage
    assert len(await storage.list(f"u/{cast.bob.id}")) == 4
    await cast.bob.api.delete(f"/api/v1/activities/{one}")
    async with cast.bob.tx() as tx:
        await tx.session.execute(
            update(Activity).where(Activity.id == UUID(two)).values(retain_until=tx.now + timedelta(days=3))
        )
    upload_id = await announced(cast.bob, b"x" * 10)
    work = Work(cast.bob.gear)
    await module.purge_deleted.run(work)
    assert len(await storage.list(f"u/{cast.bob.id}")) == 4
    clock.advance(timedelta(days=31))
    await module.purge_deleted.run(work)
    async with cast.bob.gear.transactions.open(SYSTEM) as tx:
        left = (await tx.session.scalars(select(Activity.id).where(Activity.athlete_id == cast.bob.id))).all()
        streams = select(Stream.__table__.c.activity_id).where(Stream.__table__.c.athlete_id == cast.bob.id)
        assert [str(found) for found in left] == [three]
        assert [str(found) for found in await tx.session.scalars(streams)] == [three]
        assert await tx.session.get(Upload, UUID(upload_id)) is None
    assert len(await storage.list(f"u/{cast.bob.id}/{import_id}")) + len(await storage.list(f"u/{cast.bob.id}")) >= 1
    assert len(await storage.list(f"u/{cast.bob.id}")) == 1


async def test_a_personal_token_uploads_and_does_nothing_else(stage: Stage, cast: Cast) -> None:
    made = await cast.bob.api.post("/api/v1/tokens", json={"name": "Sync"})
    assert made.status_code == 201
    words, token_id = made.json()["token"], made.json()["id"]
    program = await stage.client(headers={"Authorization": f"Bearer {words}"})
    answer = await program.post("/api/v1/activities", **upload(fit()))
    assert answer.status_code == 201
    assert await listed(cast.bob) == [answer.json()["id"]]
    for method, path in (
        ("GET", "/api/v1/activities"),
        ("GET", f"/api/v1/activities/{answer.json()['id']}"),
        ("DELETE", f"/api/v1/activities/{answer.json()['id']}"),
        ("POST", "/api/v1/activities/manual"),
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/tokens"),
        ("POST", "/api/v1/imports"),
        ("GET", "/activities"),
    ):
        refused = await program.request(method, path)
        assert refused.status_code in (303, 401, 404, 405), f"{method} {path}: {refused.status_code}"
        assert "training" not in refused.text
    shown = (await cast.bob.api.get("/api/v1/tokens")).json()["items"]
    assert shown[0]["last_used_at"] is not None
    assert words not in str(shown)
    assert (await cast.charlie.api.delete(f"/api/v1/tokens/{token_id}")).status_code == 404
    assert (await cast.bob.api.delete(f"/api/v1/tokens/{token_id}")).status_code == 204
    assert (await program.post("/api/v1/activities", **upload(fit(minutes=50)))).status_code == 401
    forged = await stage.client(headers={"Authorization": "Bearer paceline_nothing"})
    assert (await forged.post("/api/v1/activities", **upload(fit()))).status_code == 401


async def test_the_page_of_tokens(cast: Cast) -> None:
    made = await cast.bob.web.post("/settings/security/tokens", data={"name": "My laptop"})
    assert "Copy it now" in made.text
    page = (await cast.bob.web.get("/settings/security/tokens")).text
    assert "My laptop" in page
    assert "Copy it now" not in page
    assert (await cast.bob.web.post("/settings/security/tokens", data={"name": ""})).status_code == 422
    assert "/settings/security/tokens" in (await cast.bob.web.get("/settings/security")).text
    token_id = (await cast.bob.api.get("/api/v1/tokens")).json()["items"][0]["id"]
    path = f"/settings/security/tokens/{token_id}/revocation"
    assert (await cast.charlie.web.post(path)).status_code == 404
    assert (await cast.bob.web.post(path)).status_code == 303
    assert "None yet." in (await cast.bob.web.get("/settings/security/tokens")).text


def test_a_token_opens_what_is_listed_and_nothing_beside() -> None:
    assert scopes_for("POST", "/api/v1/activities") == ["activities:write"]
    assert scopes_for("PUT", "/api/v1/uploads/1") == ["activities:write"]
    for method, path in (("POST", "/api/v1/activities/manual"), ("POST", "/api/v1/imports/1/undoing"), ("GET", "/")):
        assert scopes_for(method, path) == []


async def test_a_watched_folder_brings_what_appears_once(stage: Stage, cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    (folder / "2026").mkdir(parents=True)
    for name, data in several(2):
        (folder / "2026" / name).write_bytes(data)
    (folder / "words.txt").write_text("no activity")
    seen = watch.Seen()
    gear, actor = cast.bob.gear, cast.bob.actor
    assert await watch.bring(gear, actor, folder, seen) == 0, "files may still be written to"
    assert await watch.bring(gear, actor, folder, seen) == 2
    assert await watch.bring(gear, actor, folder, seen) == 0
    await stage.run_jobs()
    assert len(await listed(cast.bob)) == 2
    later = watch.Seen()
    (folder / "copy.fit").write_bytes((folder / "2026" / "0.fit").read_bytes())
    (folder / "new.fit").write_bytes(fit(minutes=33, start=START + DAY))
    await watch.bring(gear, actor, folder, later)
    assert await watch.bring(gear, actor, folder, later) == 1
    await stage.run_jobs()
    assert len(await listed(cast.bob)) == 3
    one = (await cast.bob.api.get(f"/api/v1/activities/{(await listed(cast.bob))[0]}")).json()
    assert one["source"] == "folder"
    assert sorted(path.name for path in folder.rglob("*.fit")) == ["0.fit", "1.fit", "copy.fit", "new.fit"]


def test_a_folder_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    chosen = Namespace(folder=str(tmp_path / "none"), person="bob@example.org", once=True, every=1.0)
    assert watch.watch(chosen) == 1
    assert "is not a folder" in capsys.readouterr().err
