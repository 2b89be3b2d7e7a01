"""Zones and curves follow what is corrected or merged, whoever measures at the same moment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from paceline.endurance.activities import Activity, ManyActivitiesChanged
from paceline.endurance.athletes import me
from paceline.endurance.metrics import measuring
from paceline.endurance.metrics.model import Measured
from paceline.infra.clock import FixedClock
from tests.cast import Cast, Member, Stage
from tests.endurance.activities.make import START, fit, upload


async def given(member: Member, **more: Any) -> str:
    answer = await member.api.post("/api/v1/activities", **upload(fit(**more), "run.fit"))
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def zones(member: Member, activity_id: str) -> tuple[float, bytes | None] | None:
    """The seconds in all heart-rate zones and the curve of power; None before it is measured."""
    async with member.tx() as tx:
        found = await tx.session.scalar(select(Measured).where(Measured.activity_id == UUID(activity_id)))
    return None if found is None else (sum(found.heart_zones or ()), found.power_curve)


async def with_zones(member: Member) -> None:
    assert (await member.web.post("/settings/athlete", data={"max_hr": "188", "resting_hr": "47"})).status_code == 303


async def test_zones_follow_a_correction_and_taking_it_back(stage: Stage, cast: Cast) -> None:
    await with_zones(cast.bob)
    made = await given(cast.bob)
    await stage.run_jobs()
    whole = await zones(cast.bob, made)
    assert whole is not None
    assert whole[0] == pytest.approx(1800, abs=2)
    path = f"/api/v1/activities/{made}/corrections"
    assert (await cast.bob.api.post(path, json={"kind": "trim", "end": 600})).status_code == 201
    assert "metrics:measure_activities" in await stage.run_jobs()
    shorter = await zones(cast.bob, made)
    assert shorter is not None
    assert shorter[0] == pytest.approx(600, abs=2)
    assert (await cast.bob.api.delete(f"{path}/1")).status_code in (200, 204)
    await stage.run_jobs()
    assert await zones(cast.bob, made) == whole


async def test_measuring_everything_again_measures_zones_again(stage: Stage, cast: Cast) -> None:
    await with_zones(cast.bob)
    made = await given(cast.bob)
    await stage.run_jobs()
    kept = await zones(cast.bob, made)
    async with cast.bob.tx() as tx:
        day = await tx.session.scalar(select(Activity.day).where(Activity.id == UUID(made)))
        assert day is not None
        await tx.emit(ManyActivitiesChanged(cast.bob.id, "changed", (UUID(made),), (day,)))
    assert await zones(cast.bob, made) is None
    await stage.run_jobs()
    assert await zones(cast.bob, made) == kept


async def test_the_kept_recording_of_two_is_measured_with_the_better_streams(stage: Stage, cast: Cast) -> None:
    await with_zones(cast.bob)
    first = await given(cast.bob, sport="cycling", minutes=60, places=False)
    await stage.run_jobs()
    before = await zones(cast.bob, first)
    assert before is not None
    assert before[1] is None
    rich = fit("cycling", minutes=60.2, start=START + 20, power=210.0)
    assert (await cast.bob.api.post("/api/v1/activities", **upload(rich, "rich.fit"))).status_code in (200, 201, 409)
    (question,) = (await cast.bob.api.get("/api/v1/duplicates")).json()["items"]
    decision = f"/api/v1/duplicates/{question['id']}/decision"
    assert (await cast.bob.api.post(decision, json={"decision": "merged"})).status_code == 200
    await stage.run_jobs()
    after = await zones(cast.bob, first)
    assert after is not None
    assert after[1] is not None


async def test_what_is_corrected_while_it_is_measured_is_not_kept(
    stage: Stage, cast: Cast, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await with_zones(cast.bob)
    first, second = await given(cast.bob), await given(cast.bob, start=START - 90_000)
    real = measuring._measured

    async def meanwhile(tx: Any, activity: Activity, athlete: Any) -> dict[str, Any]:
        found = await real(tx, activity, athlete)
        if str(activity.id) == first:
            async with cast.bob.tx() as other:
                changed = update(Activity).where(Activity.id == activity.id)
                await other.session.execute(changed.values(changed_at=other.now + timedelta(seconds=1)))
        return found

    monkeypatch.setattr(measuring, "_measured", meanwhile)
    async with cast.bob.tx() as tx:
        assert await measuring.measure_batch(tx, await me(tx)) == 2
    assert await zones(cast.bob, first) is None
    assert await zones(cast.bob, second) is not None
    monkeypatch.undo()
    await stage.run_jobs()
    assert await zones(cast.bob, first) is not None
