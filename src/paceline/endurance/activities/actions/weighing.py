"""Measuring the load of activities again, after thresholds changed or somebody said how it felt."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.queries import laps_of
from paceline.endurance.activities.recorded import samples_of
from paceline.endurance.athletes import Athlete
from paceline.infra.tx import Tx
from paceline.science.endurance.analysis import load_of_samples, load_of_totals
from paceline.science.endurance.summary import Lap

BATCH = 20


async def weigh(tx: Tx, athlete: Athlete, activity: Activity) -> None:
    """Load and intensity of one activity, from its samples or else from its totals."""
    known = athlete.thresholds_for(activity.sport)
    samples = await samples_of(tx, activity)
    if samples.time.size < 2:
        duration = activity.timer or activity.elapsed
        load = load_of_totals(activity.sport, duration, activity.average_heart_rate, activity.rpe, known)
        intensity = activity.intensity
    else:
        laps = [Lap(lap.start_offset, lap.elapsed, lap.distance) for lap in await laps_of(tx, activity)]
        pauses = [(start, end) for start, end in activity.pauses]
        load, intensity = await asyncio.to_thread(
            load_of_samples,
            samples.time,
            samples.channels,
            activity.sport,
            pauses,
            laps,
            bool(activity.lengths),
            known,
            activity.rpe,
        )
    activity.load, activity.load_method, activity.load_reason = load.value, load.method, load.reason
    activity.intensity = intensity


async def weigh_batch(tx: Tx, athlete: Athlete, after: UUID | None) -> UUID | None:
    """Measure the next activities again; where to go on, or None when all are done."""
    query = select(Activity).where(Activity.athlete_id == athlete.id).order_by(Activity.id).limit(BATCH)
    query = query if after is None else query.where(Activity.id > after)
    batch = (await tx.session.scalars(query.with_for_update())).all()
    for activity in batch:
        await weigh(tx, athlete, activity)
    await tx.session.flush()
    return batch[-1].id if len(batch) == BATCH else None
