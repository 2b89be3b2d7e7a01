"""What the day makes of a workout: adapted by the briefing, put back as planned, or skipped."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.access import workout_to_change
from paceline.endurance.calendar.actions.workouts import require_open, touched
from paceline.endurance.calendar.events import WorkoutChanged, WorkoutSkipped
from paceline.endurance.calendar.model import Skip, Workout
from paceline.endurance.calendar.targets import estimate_for
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from paceline.science.endurance.structure import Structure, to_json


async def adapt_workout(
    tx: Tx,
    workout_id: UUID,
    structure: Structure | None,
    *,
    title: str,
    kind: str,
    reason: str,
    version: int | None = None,
) -> Workout:
    """Keep a version of the workout for its day beside the original; no structure means rest.

    `kind` names the change ("shorter", "rest", …) and `reason` is the sentence for the athlete.
    """
    workout = await workout_to_change(tx, workout_id, version)
    await require_open(tx, workout)
    if workout.is_race:
        raise Conflict("A race stays as it is.", code="race")
    workout.adapted = await _adapted(tx, workout, structure) | {"title": title, "kind": kind, "reason": reason}
    return await _changed(tx, workout)


async def _adapted(tx: Tx, workout: Workout, structure: Structure | None) -> dict[str, Any]:
    known: dict[str, Any] = {"at": tx.now.isoformat(), "by": str(tx.actor.account_id) if tx.actor.account_id else None}
    if structure is None:
        return known | {"structure": None, "duration_s": 0.0, "distance_m": 0.0, "load": 0.0}
    total = estimate_for(await athlete_for(tx, workout.athlete_id), structure)
    amounts = {"duration_s": total.duration, "distance_m": total.distance, "load": total.load}
    return known | {"structure": to_json(structure)} | amounts


async def restore_workout(tx: Tx, workout_id: UUID, version: int | None = None) -> Workout:
    """Put an adapted workout back as it was planned; one that is as planned stays as it is."""
    workout = await workout_to_change(tx, workout_id, version)
    if workout.adapted is None:
        return workout
    await require_open(tx, workout)
    workout.adapted = None
    return await _changed(tx, workout)


async def skip_workout(tx: Tx, workout_id: UUID, reason: str = "") -> Workout:
    """Decide not to do a workout; deciding it twice changes nothing."""
    workout = await workout_to_change(tx, workout_id, None)
    await require_open(tx, workout)
    values = {
        "workout_id": workout.id,
        "athlete_id": workout.athlete_id,
        "skipped_by": tx.actor.account_id,
        "reason": reason,
        "at": tx.now,
    }
    done = await tx.session.execute(insert(Skip).values(values).on_conflict_do_nothing().returning(Skip.workout_id))
    if done.first() is not None:
        await tx.emit(WorkoutSkipped(workout.id, workout.athlete_id, workout.day))
    return workout


async def unskip_workout(tx: Tx, workout_id: UUID) -> Workout:
    """Plan a skipped workout again."""
    workout = await workout_to_change(tx, workout_id, None)
    await tx.session.execute(delete(Skip).where(Skip.workout_id == workout.id))
    await tx.emit(WorkoutChanged(workout.id, workout.athlete_id, workout.day))
    return workout


async def _changed(tx: Tx, workout: Workout) -> Workout:
    touched(tx, workout)
    await tx.session.flush()
    await tx.emit(WorkoutChanged(workout.id, workout.athlete_id, workout.day))
    return workout
