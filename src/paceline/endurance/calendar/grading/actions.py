"""Compares what was recorded with the steps it was meant to have, and keeps the grade beside the completion."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from sqlalchemy import select

from paceline.endurance.activities import Activity, activity_for, samples_of
from paceline.endurance.calendar.grading.rules import Grade, graded
from paceline.endurance.calendar.model import Completion
from paceline.endurance.calendar.planned_steps import PlannedSteps
from paceline.infra.tx import Tx
from paceline.science.endurance.following import Done, Following, PlannedStep, follow
from paceline.science.endurance.intervals import find_intervals
from paceline.science.endurance.splits import split_at
from paceline.science.endurance.streams import Array, even_clock, even_seconds, speed_from_distance

CHANNELS = ("distance", "speed", "power", "heart_rate", "cadence")
PLACE = "calendar.completed"


async def grade_completion(tx: Tx, workout_id: UUID) -> Grade | None:
    """Grade what a workout became; None when it became nothing, or nothing that has steps."""
    query = select(Completion).where(
        Completion.workout_id == workout_id, Completion.activity_id.is_not(None), Completion.dormant.is_(False)
    )
    row = await tx.session.scalar(query)
    if row is None or row.activity_id is None:
        return None
    activity = await activity_for(tx, row.activity_id)
    planned = await PlannedSteps().planned_steps(tx, activity)
    grade = None if planned is None else graded(await _followed(tx, activity, planned[2]))
    row.grade = None if grade is None else grade.plain()
    await tx.session.flush()
    await tx.tell(row.athlete_id, PLACE, scope="training")
    return grade


async def _followed(tx: Tx, activity: Activity, steps: Sequence[PlannedStep]) -> Following:
    samples = await samples_of(tx, activity, CHANNELS)
    pauses = [(float(start), float(end)) for start, end in activity.pauses]
    clock, channels = samples.time, samples.channels
    found = follow(steps, [("the intervals found in it", _found(activity, clock, channels, pauses))])
    if found.reason is None:
        return found
    # A watch that was told the steps keeps their times, however even the effort was.
    by_clock = follow(steps, [("the planned times", _by_clock(steps, clock, channels, pauses))])
    return by_clock if by_clock.reason is None else found


def _found(
    activity: Activity, clock: Array, channels: dict[str, Array], pauses: Sequence[tuple[float, float]]
) -> list[Done]:
    output = channels.get("power") if activity.family == "cycling" else channels.get("speed")
    if output is None and "distance" in channels and activity.family != "swimming":
        output = speed_from_distance(clock, channels["distance"])
    if output is None:
        return []
    even = even_clock(clock, pauses)
    channel = "power" if activity.family == "cycling" else "speed"
    pieces = find_intervals(even_seconds(clock, output, pauses), channel).found
    spans = [(float(even[one.start]), float(even[min(one.end, even.size - 1)])) for one in pieces]
    splits = split_at(clock, channels, pauses, spans)
    return [Done(split, one.kind == "work") for one, split in zip(pieces, splits, strict=False)]


def _by_clock(
    steps: Sequence[PlannedStep], clock: Array, channels: dict[str, Array], pauses: Sequence[tuple[float, float]]
) -> list[Done]:
    """The recording cut at the planned times; nothing when a step has no time or the recording ends too early."""
    even = even_clock(clock, pauses)
    lengths = [step.seconds for step in steps]
    if not even.size or any(one is None for one in lengths):
        return []
    ends = np.cumsum([one or 0.0 for one in lengths])
    starts = np.concatenate(([0.0], ends[:-1]))
    kept = [(start, min(end, even.size - 1)) for start, end in zip(starts, ends, strict=True) if start < even.size - 1]
    spans = [(float(even[int(start)]), float(even[int(end)])) for start, end in kept]
    splits = split_at(clock, channels, pauses, spans)
    return [Done(split, step.is_work) for split, step in zip(splits, steps, strict=False)]
