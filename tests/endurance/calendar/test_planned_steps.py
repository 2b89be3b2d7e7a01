"""The page of an activity shows each planned step against what was done."""

import dataclasses
from types import MappingProxyType

import numpy as np

from paceline.endurance.activities import activity_for
from paceline.endurance.calendar.planned_steps import PlannedSteps
from paceline.science.formats import Lap, encode_activity
from tests.cast import Cast
from tests.endurance.activities.make import START, recording, upload
from tests.endurance.calendar.make import INTERVALS, plan


def interval_run() -> bytes:
    """A quarter of an hour easy, five times six minutes hard with a minute between, ten minutes easy; a lap a step."""
    parts = [(900, 3.0), *[(360, 4.2), (60, 2.2)] * 4, (360, 3.6), (60, 2.2), (600, 2.9)]
    speed = np.concatenate([np.full(seconds, pace) for seconds, pace in parts])
    made = recording("running", (speed.size - 1) / 60)
    channels = {**made.channels, "speed": speed, "distance": np.cumsum(speed)}
    starts = np.cumsum([0, *[seconds for seconds, _ in parts]])
    laps = tuple(
        Lap(START + float(start), float(seconds), float(seconds), seconds * pace)
        for start, (seconds, pace) in zip(starts, parts, strict=False)
    )
    return encode_activity(dataclasses.replace(made, channels=MappingProxyType(channels), laps=laps))


async def test_each_step_against_what_was_done(cast: Cast) -> None:
    profile = {"threshold_speed": 4.2, "max_hr": 190}
    assert (await cast.bob.api.patch(f"/api/v1/athletes/{cast.bob.id}/profile", json=profile)).status_code == 200
    workout = await plan(
        cast.bob, "2026-06-10", title="5 × 6 min", workout_type="threshold", duration_s=3600, structure=INTERVALS
    )
    answer = await cast.bob.api.post("/api/v1/activities", **upload(interval_run()))
    assert answer.status_code == 201, answer.text
    made = answer.json()["id"]
    page = (await cast.bob.web.get(f"/activities/{made}")).text
    assert "Step by step" in page
    assert f'href="/workouts/{workout["id"]}"' in page
    assert "by laps" in page
    assert page.count(">On target<") >= 4
    assert ">Below<" in page
    async with cast.bob.tx() as tx:
        found = await PlannedSteps().planned_steps(tx, await activity_for(tx, answer.json()["id"]))
    assert found is not None
    assert len(found[2]) == 12
    assert found[2][1].measure == "speed"
    assert found[2][1].is_work
    assert not found[2][2].is_work


async def test_no_steps_without_a_plan(cast: Cast) -> None:
    answer = await cast.bob.api.post("/api/v1/activities", **upload(interval_run()))
    made = answer.json()["id"]
    assert "Step by step" not in (await cast.bob.web.get(f"/activities/{made}")).text
    async with cast.bob.tx() as tx:
        assert await PlannedSteps().planned_steps(tx, await activity_for(tx, made)) is None
