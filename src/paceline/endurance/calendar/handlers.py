"""Whatever happens to activities, the calendar decides again which workouts they were."""

from paceline.endurance.activities import (
    ActivityChanged,
    ActivityDeleted,
    ActivityImported,
    ActivityRestored,
    ManyActivitiesChanged,
)
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.actions.matching import (
    activity_back,
    activity_changed,
    activity_gone,
    match_days,
    planned_around,
)
from paceline.endurance.calendar.events import WorkoutCompleted
from paceline.endurance.calendar.jobs import grade_session
from paceline.endurance.calendar.queries import completion_of_activity
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
    row = await completion_of_activity(tx, event.athlete_id, event.activity_id)
    if row is not None and row.workout_id is not None:
        await tx.defer(grade_session, athlete_id=event.athlete_id, workout_id=row.workout_id)


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


@on(ManyActivitiesChanged)
async def match_many(tx: Tx, event: ManyActivitiesChanged) -> None:
    """Many at once are matched only where something was planned: most of a long history never was."""
    for activity_id in event.activity_ids if event.change in ("deleted", "restored") else ():
        again = activity_gone if event.change == "deleted" else activity_back
        await again(tx, event.athlete_id, activity_id)
    athlete = await athlete_for(tx, event.athlete_id)
    for day in await planned_around(tx, athlete.id, event.days):
        await match_days(tx, athlete, day, day)


@on(WorkoutCompleted)
async def grade_completed(tx: Tx, event: WorkoutCompleted) -> None:
    """Comparing a recording with its steps takes longer than an answer may."""
    await tx.defer(grade_session, athlete_id=event.athlete_id, workout_id=event.workout_id)


HANDLERS = (match_imported, match_changed, forget_deleted, match_restored, match_many, grade_completed)
