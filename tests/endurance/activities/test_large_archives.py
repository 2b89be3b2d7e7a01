"""Archives of many files: put into the import a few at a time, gone on with after a lost worker, left out whole."""

from typing import Any

import pytest

from paceline.endurance.activities.importing import pipeline
from tests.cast import Cast, Stage
from tests.endurance.activities.bringing import begun, several, state, zipped


async def test_a_worker_lost_while_unpacking_costs_nothing(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "TOGETHER", 2)
    add, calls = pipeline.add_members, list[int]()

    async def lost(tx: Any, import_id: Any, number: int, before: int, *rest: Any) -> bool:
        calls.append(before)
        if len(calls) == 2:
            raise ConnectionError("the worker is gone")
        return await add(tx, import_id, number, before, *rest)

    monkeypatch.setattr(pipeline, "add_members", lost)
    packed = zipped(**{name.replace(".", "__"): data for name, data in several(5)})
    import_id = await begun(cast.bob, ("many.zip", packed))
    with pytest.raises(ConnectionError):
        await stage.run_jobs()
    await cast.bob.api.post(f"/api/v1/imports/{import_id}/resumption")
    await stage.run_jobs()
    # The first two were there already and were passed over.
    assert calls == [0, 2, 2, 4]
    found = await state(cast.bob, import_id)
    assert found["counts"] == {"opened": 1, "imported": 5}
    assert "5 files inside" in found["files"][0]["sentence"]


async def test_more_files_than_there_is_room_for_are_said(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MOST_MEMBERS", 3)
    packed = zipped(**{name.replace(".", "__"): data for name, data in several(5)})
    import_id = await begun(cast.bob, ("many.zip", packed))
    await stage.run_jobs()
    found = await state(cast.bob, import_id)
    assert found["counts"] == {"opened": 1, "imported": 3}
    assert found["files"][0]["sentence"] == "3 files inside. 2 more are left out; split it."
    assert "2 more are left out" in (await cast.bob.web.get(f"/activities/imports/{import_id}")).text
