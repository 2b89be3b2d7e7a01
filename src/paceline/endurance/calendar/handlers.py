"""Whatever happens to activities, the calendar decides again which workouts they were."""

from paceline.endurance.activities import ActivityChanged, ActivityDeleted, ActivityImported, ActivityRestored
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.actions.matching import activity_back, activity_changed, activity_gone, match_days
from paceline.infra.events import on
from paceline.infra.tx import Tx


@on(ActivityImported)
async def match_imported(tx: Tx, event: ActivityImported) -> None:
    """Find the workout a new activity was."""
    await match_days(tx, await athlete_for(tx, event.athlete_id), event.day, event.day)


@on(ActivityChanged)
async def match_changed(tx: Tx, event: ActivityChanged) -> None:
    """Another sport or length may be another workout."""
    await activity_changed(tx, event.athlete_id, event.activity_id)
    await match_days(tx, await athlete_for(tx, event.athlete_id), event.day, event.day)


@on(ActivityDeleted)
async def forget_deleted(tx: Tx, event: ActivityDeleted) -> None:
    """What is gone completes nothing."""
    await activity_gone(tx, event.athlete_id, event.activity_id)
    await match_days(tx, await athlete_for(tx, event.athlete_id), event.day, event.day)


@on(ActivityRestored)
async def match_restored(tx: Tx, event: ActivityRestored) -> None:
    """What is back counts again."""
    await activity_back(tx, event.athlete_id, event.activity_id)
    await match_days(tx, await athlete_for(tx, event.athlete_id), event.day, event.day)


HANDLERS = (match_imported, match_changed, forget_deleted, match_restored)
