"""The grade of a followed session and the reason for it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from paceline.endurance.calendar.grading.actions import grade_completion
from paceline.endurance.calendar.grading.rules import graded
from paceline.endurance.calendar.jobs import grade_session
from paceline.infra.jobs import Work
from paceline.infra.machinery import Machinery
from paceline.science.endurance.following import Done, PlannedStep, follow
from paceline.science.endurance.splits import Split
from paceline.science.formats import Recording, encode_activity
from tests.cast import Cast
from tests.endurance.calendar.make import look, plan

START = datetime(2026, 6, 11, 5, 0, tzinfo=UTC).timestamp()
WARM = PlannedStep("Warm-up", False, seconds=600)
HARD = PlannedStep("4 min", True, seconds=240, measure="power", low=250, high=270)
REST = PlannedStep("2 min easy", False, seconds=120)
PLAN = (WARM, HARD, REST, HARD, REST, HARD)


def done(seconds: float, power: float, *, hard: bool) -> Done:
    return Done(Split(0, seconds, seconds, None, None, None, None, power, None, None), hard)


def ride(*powers: float, seconds: float = 240) -> list[Done]:
    pieces = [done(600, 150, hard=False)]
    for power in powers:
        pieces += [done(seconds, power, hard=True), done(120, 120, hard=False)]
    return pieces[:-1]


def test_every_hard_step_held_is_an_a() -> None:
    grade = graded(follow(PLAN, [("laps", ride(255, 260, 268))]))
    assert (grade.letter, grade.tone, grade.reason, grade.by) == (
        "A",
        "positive",
        "3 of 3 hard steps on target",
        "laps",
    )


def test_the_colour_comes_with_its_reason() -> None:
    """A session of the right length was green whatever was done in it."""
    grade = graded(follow(PLAN, [("laps", ride(255, 215, 205))]))
    assert grade.letter == "C"
    assert grade.reason == "1 of 3 hard steps on target, 2 below the watts asked"
    cut = graded(follow(PLAN, [("laps", ride(255, 260))]))
    assert cut.reason == "2 of 3 hard steps on target, 1 left out"
    assert cut.letter in ("B", "C")


def test_another_length_is_said() -> None:
    grade = graded(follow(PLAN, [("laps", ride(255, 260, 268, seconds=170))]))
    assert grade.reason == "3 of 3 hard steps on target, 3 of another length"
    assert grade.share is not None
    assert grade.share < 1


def test_steps_without_targets_are_judged_by_length() -> None:
    steps = [PlannedStep("10 min", False, seconds=600), PlannedStep("5 min", False, seconds=300)]
    grade = graded(follow(steps, [("laps", [done(610, 100, hard=False), done(295, 100, hard=False)])]))
    assert (grade.letter, grade.reason) == ("A", "2 of 2 steps done")


def test_what_cannot_be_compared_has_no_letter() -> None:
    grade = graded(follow(PLAN, []))
    assert grade.letter is None
    assert "neither laps nor intervals" in grade.reason


@given(st.lists(st.floats(1, 2000), min_size=3, max_size=3), st.floats(0.5, 1.5))
def test_a_grade_never_leaves_its_range_and_more_on_target_is_never_worse(powers: list[float], stretch: float) -> None:
    grade = graded(follow(PLAN, [("laps", ride(*powers, seconds=240 * stretch))]))
    better = graded(follow(PLAN, [("laps", ride(260, *powers[1:], seconds=240 * stretch))]))
    if grade.share is not None and better.share is not None:
        assert 0 <= grade.share <= better.share + 1e-9 <= 1 + 1e-9


def bike(*, hard: float) -> bytes:
    """A ride by the steps below, with its hard parts at so many watts."""
    parts = [(600, 140.0), *[(240, hard), (120, 110.0)] * 3]
    power = np.concatenate([np.full(seconds, watts) for seconds, watts in parts])
    seconds = power.size
    channels = {
        "distance": 8.0 * np.arange(float(seconds)),
        "speed": np.full(seconds, 8.0),
        "heart_rate": np.full(seconds, 140.0),
        "power": power,
    }
    time = START + np.arange(float(seconds))
    made = Recording(format="fit", sport="cycling", start=START, utc_offset=7200.0, time=time, channels=channels)
    return encode_activity(made)


INTERVALS: dict[str, Any] = {
    "version": 1,
    "sport": "cycling",
    "segments": [
        {"type": "warmup", "duration_seconds": 600},
        {
            "type": "interval",
            "repeats": 3,
            "work": {"duration_seconds": 240, "power_target": {"low": 250, "high": 270, "unit": "watts"}},
            "recovery": {"duration_seconds": 120},
        },
    ],
}


async def test_a_recording_is_graded_against_its_plan(cast: Cast, gear: Machinery) -> None:
    made = await plan(cast.bob, structure=INTERVALS, duration_s=None, sport="cycling", workout_type="vo2")
    sent = await cast.bob.api.post("/api/v1/activities", files={"files": ("ride.fit", bike(hard=258))})
    assert sent.status_code < 300, sent.text
    async with cast.bob.tx() as tx:
        grade = await grade_completion(tx, UUID(made["id"]))
    assert grade is not None
    assert (grade.letter, grade.reason) == ("A", "3 of 3 hard steps on target")
    assert (await look(cast.alice, made["id"]))["completion"]["grade"]["letter"] == "A"
    assert "A: 3 of 3 hard steps on target" in (await cast.bob.web.get("/calendar/2026-06")).text
    assert "Steps: A" in (await cast.bob.web.get(f"/workouts/{made['id']}")).text
    await grade_session.run(Work(gear), athlete_id=str(cast.bob.id), workout_id=made["id"])
    assert (await look(cast.bob, made["id"]))["completion"]["grade"]["by"] == "the intervals found in it"


async def test_what_has_no_steps_has_no_grade(cast: Cast) -> None:
    made = await plan(cast.bob)
    async with cast.bob.tx() as tx:
        assert await grade_completion(tx, UUID(made["id"])) is None
