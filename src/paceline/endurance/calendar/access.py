"""Loads workouts and authorises in one step: the athlete's own, or those of somebody who shares their training."""

from uuid import UUID

from sqlalchemy import select

from paceline.core.identity import person
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.model import Workout
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Forbidden, NotFound


async def workout_for(tx: Tx, workout_id: UUID) -> Workout:
    """A workout the actor may see; NotFound for everything else, a removed one included."""
    workout = await _load(tx, workout_id)
    if workout.deleted_at is not None:
        raise NotFound()
    return workout


async def removed_workout_for(tx: Tx, workout_id: UUID) -> Workout:
    """A workout the actor may bring back."""
    workout = await _load(tx, workout_id, lock=True)
    require_author(tx, workout)
    return workout


async def workout_to_change(tx: Tx, workout_id: UUID, version: int | None) -> Workout:
    """A workout held until the transaction ends; Conflict when somebody changed it since `version` was read."""
    workout = await _load(tx, workout_id, lock=True)
    if workout.deleted_at is not None:
        raise NotFound()
    if version is not None and version != workout.version:
        raise await changed_meanwhile(tx, workout)
    return workout


def is_author(tx: Tx, workout: Workout) -> bool:
    """Coaches write whole sessions; an athlete those they planned themselves."""
    return tx.actor.is_system or workout.athlete_id != tx.person or workout.created_by == tx.person


def require_author(tx: Tx, workout: Workout) -> None:
    """Refuse an athlete who would rewrite what the coach planned."""
    if not is_author(tx, workout):
        raise Forbidden("Your coach planned this session. You can move it, skip it or log it.", code="not_author")


def require_movable(tx: Tx, workout: Workout) -> None:
    """Refuse to move what the coach has pinned to its day."""
    if workout.locked and not is_author(tx, workout):
        raise Forbidden("Your coach has pinned this session to its day. Ask them to move it.", code="locked")


async def _load(tx: Tx, workout_id: UUID, *, lock: bool = False) -> Workout:
    query = select(Workout).where(Workout.id == workout_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    workout = await tx.session.scalar(query)
    if workout is None or (workout.draft and workout.athlete_id == tx.actor.account_id):
        raise NotFound()
    await athlete_for(tx, workout.athlete_id)
    return workout


async def changed_meanwhile(tx: Tx, workout: Workout) -> Conflict:
    """Who was first, in words."""
    other = await person(tx, workout.changed_by) if workout.changed_by else None
    who = "You" if other and other.account_id == tx.actor.account_id else other.name if other else "Somebody else"
    return Conflict(
        f"{who} changed this session in the meantime. Look at it as it is now, then decide.", code="version"
    )
