"""Imports that are paused, resumed, stopped, tried again, undone and brought back; and workers killed anywhere."""

import asyncio
import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from paceline.core.audit import entries_of
from paceline.endurance.activities.importing import jobs as module
from paceline.endurance.activities.importing.actions import receiving as importing
from paceline.endurance.activities.importing.actions import steering
from paceline.endurance.activities.model import Activity, Import, ImportFile
from paceline.infra.clock import FixedClock
from paceline.infra.database import SYSTEM
from paceline.infra.jobs import Work
from tests.cast import Cast, Stage
from tests.endurance.activities.bringing import DAY, begun, listed, several, state, steer, zipped
from tests.endurance.activities.make import START, fit, upload

VERBS = ("pause", "resumption", "cancellation", "undoing", "redoing", "files/1000000/attempts")


async def test_charlie_and_the_coach_steer_nothing(cast: Cast) -> None:
    import_id = await begun(cast.bob, *several(2))
    for outsider in (cast.charlie, cast.alice):
        for verb in VERBS:
            assert (await steer(outsider, import_id, verb))[0] == 404, verb
            answer = await outsider.web.post(f"/activities/imports/{import_id}/{verb}")
            assert answer.status_code == 404, verb
        assert (await outsider.web.get(f"/activities/imports/{import_id}")).status_code == 404
        assert (await outsider.api.get("/api/v1/imports")).json()["items"] == []


async def test_pausing_keeps_what_is_left_and_going_on_reads_it(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = await begun(cast.bob, *several(4))
    assert (await steer(cast.bob, import_id, "pause"))[1]["state"] == "paused"
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"waiting": 4}
    assert (await steer(cast.bob, import_id, "resumption"))[1]["state"] == "waiting"
    assert (await steer(cast.bob, import_id, "resumption"))[0] == 200
    await stage.run_jobs()
    done = await state(cast.bob, import_id)
    assert (done["state"], done["counts"], done["looked"], done["total"]) == ("done", {"imported": 4}, 4, 4)
    for verb in ("pause", "resumption", "cancellation", "redoing"):
        status, problem = await steer(cast.bob, import_id, verb)
        assert status == 409, verb
        assert problem["detail"].endswith(".")


async def test_pausing_in_the_middle_ends_after_the_files_in_hand(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    import_id = await begun(cast.bob, *several(6))
    real = module.run_import.__globals__["finish_files"]

    async def pauses(*arguments: Any) -> Any:
        done = await real(*arguments)
        await steering.pause_import(arguments[0], UUID(import_id))
        return done

    monkeypatch.setitem(module.run_import.__globals__, "finish_files", pauses)
    await stage.run_jobs()
    stopped = await state(cast.bob, import_id)
    assert stopped["state"] == "paused"
    assert 1 <= stopped["counts"]["imported"] <= 2
    monkeypatch.undo()
    await steer(cast.bob, import_id, "resumption")
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"imported": 6}


async def test_stopping_leaves_out_the_rest_and_single_files_can_still_be_read(stage: Stage, cast: Cast) -> None:
    import_id = await begun(cast.bob, *several(3))
    stopped = (await steer(cast.bob, import_id, "cancellation"))[1]
    assert (stopped["state"], stopped["counts"]) == ("cancelled", {"cancelled": 3})
    await stage.run_jobs()
    assert await listed(cast.bob) == []
    assert (await steer(cast.bob, import_id, "files/1000000/attempts"))[0] == 202
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"cancelled": 2, "imported": 1}
    assert (await steer(cast.bob, import_id, "files/77/attempts"))[0] == 404
    assert (await steer(cast.bob, import_id, "files/1000000/attempts"))[0] == 409


async def test_a_failed_file_keeps_its_bytes_and_can_be_tried_again(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paceline.infra.sandbox import Sandbox, SandboxFailure

    async def dies(*_: object) -> None:
        raise SandboxFailure("crashed")

    monkeypatch.setattr(Sandbox, "run", dies)
    import_id = await begun(cast.bob, *several(1), ("empty.fit", b""))
    await stage.run_jobs()
    failed = (await state(cast.bob, import_id))["files"]
    assert [one["state"] for one in failed] == ["failed", "failed"]
    assert "stopped our reader" in failed[0]["sentence"]
    page = (await cast.bob.web.get(f"/activities/imports/{import_id}?only=failed")).text
    assert page.count("Try again") == 1
    monkeypatch.undo()
    assert (await steer(cast.bob, import_id, "files/2000000/attempts"))[0] == 409
    assert (await steer(cast.bob, import_id, "files/1000000/attempts"))[0] == 202
    await stage.run_jobs()
    assert (await state(cast.bob, import_id))["counts"] == {"failed": 1, "imported": 1}


async def test_undoing_takes_back_exactly_what_it_brought_and_redoing_brings_it_back(
    stage: Stage, cast: Cast, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steering, "AT_A_TIME", 2)
    kept = (await cast.bob.api.post("/api/v1/activities", **upload(several(1)[0][1]))).json()["id"]
    import_id = await begun(cast.bob, *several(6))
    await stage.run_jobs()
    brought = await listed(cast.bob)
    assert len(brought) == 6
    gone_before = next(one for one in brought if one != kept)
    await cast.bob.api.delete(f"/api/v1/activities/{gone_before}")
    clock.advance(timedelta(seconds=1))
    assert (await steer(cast.bob, import_id, "undoing"))[0] == 202
    await stage.run_jobs()
    assert await listed(cast.bob) == [kept]
    assert (await state(cast.bob, import_id))["state"] == "undone"
    assert (await steer(cast.bob, import_id, "redoing"))[0] == 202
    await stage.run_jobs()
    assert sorted(await listed(cast.bob)) == sorted(one for one in brought if one != gone_before)
    async with cast.bob.tx() as tx:
        told = (await entries_of(tx, cast.bob.id, names=["activities.many_changed"])).items
    assert sorted({one.facts["change"] for one in told}) == ["deleted", "imported", "restored"]


async def test_what_was_uploaded_again_since_is_not_brought_back_twice(stage: Stage, cast: Cast) -> None:
    files = several(2)
    import_id = await begun(cast.bob, *files)
    await stage.run_jobs()
    await steer(cast.bob, import_id, "undoing")
    await stage.run_jobs()
    assert (await cast.bob.api.post("/api/v1/activities", **upload(files[0][1]))).status_code == 201
    await steer(cast.bob, import_id, "redoing")
    await stage.run_jobs()
    assert len(await listed(cast.bob)) == 2


async def test_undoing_stops_an_import_and_redoing_has_an_end(stage: Stage, cast: Cast, clock: FixedClock) -> None:
    import_id = await begun(cast.bob, *several(3))
    await steer(cast.bob, import_id, "undoing")
    await stage.run_jobs()
    assert await listed(cast.bob) == []
    clock.advance(timedelta(days=31))
    async with cast.bob.tx() as tx:
        with pytest.raises(Exception, match="30 days"):
            await steering.redo_import(tx, UUID(import_id), 30)


async def test_a_worker_killed_anywhere_loses_nothing_and_brings_nothing_twice(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies at its first step, at its second, and so on, until it is through."""
    monkeypatch.setattr(importing, "BATCH", 2)
    storage = cast.bob.gear.storage
    for number in itertools.count():
        begin = START + number * 30 * DAY
        archive = zipped(a__fit=fit(minutes=8, start=begin), b__fit=fit(minutes=9, start=begin + DAY), c__fit=b"no")
        files = [("x.fit", fit(minutes=7, start=begin + 2 * DAY)), ("all.zip", archive)]
        import_id = await begun(cast.bob, *files, ("again.fit", files[0][1]))
        before = len(await listed(cast.bob))
        left, died = number, False

        def step() -> None:
            nonlocal left, died
            left -= 1
            if left == -1:
                died = True
                raise asyncio.CancelledError

        class Mortal:
            def __getattr__(self, name: str) -> Any:
                real = getattr(storage, name)
                if name not in ("put", "get", "delete"):
                    return real

                async def call(*arguments: Any) -> Any:
                    step()
                    found = await real(*arguments)
                    step()
                    return found

                return call

        class Dying(Work):
            def open(self, *arguments: Any) -> Any:
                step()
                return super().open(*arguments)

        from dataclasses import replace

        work = Dying(replace(cast.bob.gear, storage=Mortal()))  # type: ignore[arg-type]
        try:
            await module.import_files.run(work, athlete_id=str(cast.bob.id), import_id=import_id)
        except asyncio.CancelledError:
            await asyncio.sleep(0)
        await module.import_files.run(Work(cast.bob.gear), athlete_id=str(cast.bob.id), import_id=import_id)
        done = await state(cast.bob, import_id)
        assert done["state"] == "done", number
        assert done["counts"] == {"opened": 1, "imported": 3, "failed": 1, "already_here": 1}, number
        assert len(await listed(cast.bob)) - before == 3, number
        if not died:
            break
    assert number > 15


async def test_imports_whose_job_was_lost_are_picked_up(stage: Stage, cast: Cast) -> None:
    import_id = await begun(cast.bob, *several(2))
    async with cast.bob.gear.database.session(SYSTEM) as session:
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE args->>'import_id' = :id"), {"id": import_id})
    await module.pick_up_imports.run(Work(cast.bob.gear))
    assert "activities:import_files" in await stage.run_jobs()
    assert (await state(cast.bob, import_id))["state"] == "done"


async def test_five_hundred_files_are_read_in_few_transactions(stage: Stage, cast: Cast) -> None:
    small = [(f"{n}.fit", fit(minutes=1, start=START - n * 7200, places=False)) for n in range(500)]
    import_id = await begun(cast.bob, ("all.zip", zipped(**{name.replace(".", "__"): data for name, data in small})))
    await module.import_files.run(Work(cast.bob.gear), athlete_id=str(cast.bob.id), import_id=import_id)
    done = await state(cast.bob, import_id)
    assert done["counts"] == {"opened": 1, "imported": 500}
    async with cast.bob.tx() as tx:
        assert (
            len((await tx.session.scalars(select(Activity.id).where(Activity.athlete_id == cast.bob.id))).all()) == 500
        )
        told = (await entries_of(tx, cast.bob.id, names=["activities.many_changed"], size=200)).items
        one_by_one = (await entries_of(tx, cast.bob.id, names=["activities.imported"])).items
    assert 500 // importing.BATCH <= len(told) <= 500 // importing.BATCH + 3
    assert one_by_one == []


async def test_the_pages_of_imports(stage: Stage, cast: Cast) -> None:
    empty = (await cast.bob.web.get("/activities/imports")).text
    assert "Nothing was imported yet" in empty
    import_id = await begun(cast.bob, *several(2), ("broken.fit", b"x" * 40))
    going = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    assert "Pause" in going
    assert "0 of 3 files read" in going
    assert (await cast.bob.web.post(f"/activities/imports/{import_id}/pause")).status_code == 303
    assert "Go on" in (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    await cast.bob.web.post(f"/activities/imports/{import_id}/resumption")
    await stage.run_jobs()
    done = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    assert "2 imported, 1 not readable" in " ".join(done.split())
    assert "Undo this import" in done
    assert (await cast.bob.web.get("/activities/imports")).text.count("/activities/imports/0") == 1
    undone = await cast.bob.web.post(f"/activities/imports/{import_id}/undoing")
    assert undone.status_code == 303
    await stage.run_jobs()
    page = (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
    assert "Bring it back" in page
    await cast.bob.web.post(f"/activities/imports/{import_id}/redoing")
    await stage.run_jobs()
    assert len(await listed(cast.bob)) == 2


async def test_more_files_can_join_an_import(stage: Stage, cast: Cast) -> None:
    files = several(4)
    bodies = [[("files", (name, data, "x/y")) for name, data in files[n : n + 2]] for n in (0, 2)]
    first = (await cast.bob.web.post("/activities/upload", files=bodies[0])).json()["import_id"]
    await stage.run_jobs()
    again = await cast.bob.web.post(f"/activities/upload?to={first}", files=bodies[1])
    assert again.json()["import_id"] == first
    await stage.run_jobs()
    assert (await state(cast.bob, first))["counts"] == {"imported": 4}
    foreign = await cast.charlie.web.post(f"/activities/upload?to={first}", files=bodies[1])
    assert foreign.status_code == 404


async def test_states_of_the_database_are_those_of_the_code(cast: Cast) -> None:
    import_id = UUID(await begun(cast.bob, *several(2)))
    async with cast.bob.tx() as tx:
        for name in ("waiting", "running", "paused", "cancelled", "done", "undone"):
            await tx.session.execute(update(Import).where(Import.id == import_id).values(state=name))
        for name in ("waiting", "opened", "imported", "already_here", "duplicate", "failed", "cancelled"):
            await tx.session.execute(update(ImportFile).where(ImportFile.import_id == import_id).values(state=name))
