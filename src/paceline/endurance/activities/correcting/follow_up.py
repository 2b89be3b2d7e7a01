"""What is stored of an activity follows its corrections: at once when its originals are small, and else in a job."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.endurance.activities.actions.recomputing import plan_of, proposals, read_corrected, size_of, store_again
from paceline.endurance.activities.correcting.schemas import AddCorrection
from paceline.endurance.activities.files.reading import ReadSession
from paceline.endurance.activities.importing.pipeline import settings
from paceline.endurance.activities.jobs import recompute_activity
from paceline.endurance.activities.model import Activity
from paceline.endurance.athletes import me
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.formats import Unreadable

FIGURES = (
    "elapsed", "timer", "moving", "distance", "ascent", "descent", "average_speed", "max_speed", "average_heart_rate",
    "max_heart_rate", "average_power", "max_power", "normalized_power", "load",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a correction would come to, beside what is stored: the session as it would be."""

    session: ReadSession
    plan_size: int


async def follow(tx: Tx, gear: Machinery, *activities: Activity, must: bool = True) -> bool:
    """Measure again whatever is stale; whether all of it is true now.

    Invalid when the originals say it cannot be; without `must` what is stored then stays, with the reason.
    """
    done = True
    for activity in activities:
        if activity.stale_since is not None:
            done &= await _one(tx, gear, activity, must)
    return done


async def _one(tx: Tx, gear: Machinery, activity: Activity, must: bool) -> bool:
    try:
        plan = await plan_of(tx, activity)
        if await size_of(gear.storage, plan) > settings().at_once_kb * 1000:
            await tx.defer(recompute_activity, athlete_id=activity.athlete_id, activity_id=activity.id)
            return False
        reading = await read_corrected(gear.storage, gear.sandbox, plan, await me(tx))
    except Unreadable as problem:
        if must:
            raise Invalid(str(problem), code="uncorrectable") from problem
        activity.stale_since, activity.stale_reason = None, str(problem)
        await tx.session.flush()
        return True
    for event in await store_again(tx, activity, reading):
        await tx.emit(event)
    return True


async def outcome_of(tx: Tx, gear: Machinery, activity: Activity, kind: str, values: dict[str, object]) -> Outcome:
    """What a correction would come to; nothing is stored."""
    plan = await plan_of(tx, activity, {"kind": kind, "values": values})
    try:
        size = await size_of(gear.storage, plan)
        reading = await read_corrected(gear.storage, gear.sandbox, plan, await me(tx))
    except Unreadable as problem:
        raise Invalid(str(problem), code="uncorrectable") from problem
    return Outcome(reading.sessions[0], size)


async def proposed_ranges(tx: Tx, gear: Machinery, activity: Activity) -> dict[str, list[list[float]]]:
    """By channel what looks like errors of a sensor, in seconds after the start as it is shown."""
    try:
        return await proposals(gear.storage, gear.sandbox, await plan_of(tx, activity))
    except Unreadable as problem:
        raise Invalid(str(problem), code="uncorrectable") from problem


async def with_proposals(tx: Tx, gear: Machinery, activity: Activity, command: AddCorrection) -> AddCorrection:
    """A command to leave out errors that names no stretch takes those we propose."""
    named = command.ranges or command.start is not None or command.end is not None
    if command.kind != "spikes" or command.channel is None or named:
        return command
    found = (await proposed_ranges(tx, gear, activity)).get(command.channel, [])
    return command.model_copy(update={"ranges": [(first, last) for first, last in found]})


def changed_samples(before: Sequence[float] | np.ndarray, after: Sequence[float] | np.ndarray) -> int:
    """How many values differ; of unequal lengths, how many came or went as well."""
    one, other = np.asarray(before, np.float64), np.asarray(after, np.float64)
    size = min(one.size, other.size)
    if one.size != other.size:
        return abs(one.size - other.size)
    same = (np.abs(one[:size] - other[:size]) < 0.05) | (np.isnan(one[:size]) & np.isnan(other[:size]))
    return int((~same).sum())
