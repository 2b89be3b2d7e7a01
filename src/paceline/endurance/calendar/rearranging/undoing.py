"""Takes a change of many sessions back, where they still are what it made them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.access import require_author
from paceline.endurance.calendar.actions.matching import match_days
from paceline.endurance.calendar.actions.workouts import touched
from paceline.endurance.calendar.events import (
    WorkoutChanged,
    WorkoutMoved,
    WorkoutRemoved,
    WorkoutRestored,
    WorkoutsRearranged,
)
from paceline.endurance.calendar.model import Rearrangement, Workout
from paceline.endurance.calendar.queries import next_position
from paceline.endurance.calendar.rearranging.actions import forget_rules
from paceline.endurance.calendar.rearranging.choosing import done_among, held
from paceline.infra.events import Event
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many sessions are as they were, and how many stay because somebody changed them since."""

    id: UUID
    back: int
    stayed: int


async def take_back(tx: Tx, rearrangement_id: UUID) -> TakenBack:
    """Once, by whoever made it."""
    query = select(Rearrangement).where(Rearrangement.id == rearrangement_id, Rearrangement.by_id == tx.person)
    rows = (await tx.session.scalars(query.order_by(Rearrangement.athlete_id).with_for_update())).all()
    if not rows:
        raise NotFound()
    if rows[0].reversed_at is not None:
        raise Conflict("This has been taken back already.", code="reversed")
    back = 0
    for row in rows:
        back += await _take_back(tx, row)
        row.reversed_at = tx.now
    whole = sum(len(row.before) for row in rows)
    if not back:
        raise Conflict("All of it has been changed since, so it stays.", code="version")
    await tx.session.flush()
    return TakenBack(rearrangement_id, back, whole - back)


async def _take_back(tx: Tx, row: Rearrangement) -> int:
    athlete = await athlete_for(tx, row.athlete_id)
    before = {UUID(one["id"]): one for one in row.before}
    query = select(Workout).where(Workout.id.in_(before), Workout.athlete_id == athlete.id).order_by(Workout.id)
    found = await held(tx, query)
    done = await done_among(tx, found) if row.kind in ("move", "copy") else set[UUID]()
    standing = [one for one in found if one.version == before[one.id]["version"] and one.id not in done]
    if not standing:
        return 0
    days: set[date] = {one.day for one in standing}
    events = [await _put_back(tx, row.kind, one, before[one.id]) for one in standing]
    days |= {one.day for one in standing}
    if row.kind == "copy":
        await forget_rules(tx, [one.id for one in standing])
    await tx.session.flush()
    await tx.emit(WorkoutsRearranged(athlete.id, row.id, "reversal", min(days), max(days), len(standing)))
    await _tell_today(tx, tx.today(athlete), standing, events)
    if row.kind not in ("pin", "unpin"):
        await match_days(tx, athlete, min(days), max(days))
    return len(standing)


async def _put_back(tx: Tx, kind: str, one: Workout, before: dict[str, Any]) -> Event:
    touched(tx, one)
    if kind == "move":
        was, one.day = one.day, date.fromisoformat(before["day"])
        one.position, one.adapted = before["position"], before["adapted"]
        return WorkoutMoved(one.id, one.athlete_id, one.day, was)
    require_author(tx, one)
    if kind == "deletion":
        one.deleted_at = None
        one.position = await next_position(tx, one.athlete_id, one.day)
        await tx.session.flush()
        return WorkoutRestored(one.id, one.athlete_id, one.day)
    if kind == "copy":
        one.deleted_at = tx.now
        return WorkoutRemoved(one.id, one.athlete_id, one.day)
    one.locked = before["locked"]
    return WorkoutChanged(one.id, one.athlete_id, one.day)


async def _tell_today(tx: Tx, today: date, standing: Sequence[Workout], events: Sequence[Event]) -> None:
    for one, event in zip(standing, events, strict=True):
        if today in (one.day, getattr(event, "from_day", one.day)):
            await tx.emit(event)
