"""What metrics do when activities or thresholds change: a few days at once, a long history in a job."""

from uuid import UUID

from paceline.endurance.activities import (
    ActivityChanged,
    ActivityDeleted,
    ActivityImported,
    ActivityRestored,
    ManyActivitiesChanged,
)
from paceline.endurance.athletes import ThresholdsChanged
from paceline.endurance.metrics.jobs import compute_days, measure_activities
from paceline.endurance.metrics.keeping import freshen
from paceline.endurance.metrics.measuring import forget_measured
from paceline.infra.events import on
from paceline.infra.tx import Tx


@on(ActivityImported)
async def count_imported(tx: Tx, event: ActivityImported) -> None:
    """It counts from its day on, and its zones and curves are measured a moment later."""
    await _again(tx, event.athlete_id)
    await tx.defer(measure_activities, athlete_id=event.athlete_id)


@on(ActivityChanged)
async def count_changed(tx: Tx, event: ActivityChanged) -> None:
    """Its load or its sport may be another, and its samples too: zones and curves are measured once more."""
    await forget_measured(tx, event.athlete_id, (event.activity_id,))
    await _again(tx, event.athlete_id)
    await tx.defer(measure_activities, athlete_id=event.athlete_id)


@on(ActivityDeleted)
async def count_deleted(tx: Tx, event: ActivityDeleted) -> None:
    """It no longer counts."""
    await _again(tx, event.athlete_id)


@on(ActivityRestored)
async def count_restored(tx: Tx, event: ActivityRestored) -> None:
    """It counts again."""
    await _again(tx, event.athlete_id)
    await tx.defer(measure_activities, athlete_id=event.athlete_id)


@on(ThresholdsChanged)
async def measure_anew(tx: Tx, event: ThresholdsChanged) -> None:
    """Zones follow the thresholds; the loads are weighed by their own slice, and the days follow those."""
    await tx.defer(measure_activities, athlete_id=event.athlete_id)


@on(ManyActivitiesChanged)
async def count_many(tx: Tx, event: ManyActivitiesChanged) -> None:
    """A batch of a large import came or went, or was measured again: told once, counted once."""
    if event.change == "changed":
        await forget_measured(tx, event.athlete_id, event.activity_ids)
    await _again(tx, event.athlete_id)
    await tx.defer(measure_activities, athlete_id=event.athlete_id)


async def _again(tx: Tx, athlete_id: UUID) -> None:
    if not await freshen(tx, athlete_id):
        await tx.defer(compute_days, athlete_id=athlete_id)


HANDLERS = (count_imported, count_changed, count_deleted, count_restored, measure_anew, count_many)
