"""What it takes to bring back a session a remedy changed, and bringing it back where nobody touched it since."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.access import changed_meanwhile
from paceline.endurance.calendar.actions.matching import match_days
from paceline.endurance.calendar.actions.workouts import bring_back_workout, require_open, touched
from paceline.endurance.calendar.events import WorkoutChanged, WorkoutMoved
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.rearranging.choosing import held
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound

FIELDS = ("position", "title", "duration_s", "distance_m", "load", "adapted")


def as_it_was(workout: Workout) -> dict[str, Any]:
    """Everything a remedy may change, with the version it was read at."""
    was = {"day": workout.day.isoformat(), **{name: getattr(workout, name) for name in FIELDS}}
    return {"workout_id": str(workout.id), "version": workout.version, "was": was}


async def put_back(tx: Tx, athlete_id: UUID, pinned: Mapping[str, Any]) -> str:
    """The session as it was; Conflict when somebody changed it since, or it has been done."""
    athlete = await athlete_for(tx, athlete_id)
    query = select(Workout).where(Workout.id == UUID(pinned["workout_id"]), Workout.athlete_id == athlete.id)
    workout = next(iter(await held(tx, query)), None)
    if workout is None:
        raise NotFound("This session is not in the calendar any more.")
    # A remedy makes exactly one new version.
    if workout.version != pinned["version"] + 1:
        raise await changed_meanwhile(tx, workout)
    if workout.deleted_at is not None:
        await bring_back_workout(tx, workout.id)
        return f"“{workout.current_title}” is back in the calendar."
    await require_open(tx, workout)
    was: Mapping[str, Any] = pinned["was"]
    from_day, workout.day = workout.day, date.fromisoformat(was["day"])
    for name in FIELDS:
        setattr(workout, name, was[name])
    touched(tx, workout)
    await tx.session.flush()
    await _tell(tx, workout, from_day)
    await match_days(tx, athlete, workout.day, workout.day)
    return f"“{workout.current_title}” is as it was."


async def _tell(tx: Tx, workout: Workout, from_day: date) -> None:
    if from_day != workout.day:
        await tx.emit(WorkoutMoved(workout.id, workout.athlete_id, workout.day, from_day))
    else:
        await tx.emit(WorkoutChanged(workout.id, workout.athlete_id, workout.day))


def require_same(workout: Workout, arguments: Mapping[str, Any]) -> None:
    """Refuse to carry out what was worked out for another version."""
    if "was" in arguments and arguments.get("version") != workout.version:
        raise Conflict("This session was changed while the change was worked out.", code="version")
