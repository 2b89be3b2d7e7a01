"""Makes a change of many sessions, whole or not at all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import require_author, require_movable
from paceline.endurance.calendar.actions.matching import match_days
from paceline.endurance.calendar.actions.workouts import MOST_A_DAY, amount_of, row_of, structure_of, touched
from paceline.endurance.calendar.events import (
    WorkoutAdded,
    WorkoutChanged,
    WorkoutMoved,
    WorkoutRemoved,
    WorkoutsRearranged,
)
from paceline.endurance.calendar.model import Completion, Rearrangement, Workout
from paceline.endurance.calendar.rearranging.choosing import Chosen, choose, done_among
from paceline.endurance.calendar.rearranging.rules import by_how_many, require_room
from paceline.endurance.calendar.rearranging.schemas import Rearrange
from paceline.endurance.calendar.types import Amount, NewWorkout
from paceline.infra.events import Event
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict


@dataclass(frozen=True, slots=True)
class Rearranged:
    """What was done, to which sessions of whom, on which days."""

    id: UUID
    kind: str
    workouts: Sequence[Workout]
    stayed: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """One session's change: what it takes to undo it, the days it touched, and what is said where that is today."""

    before: dict[str, Any]
    days: tuple[date, ...]
    event: Event
    workout: Workout


async def rearrange(tx: Tx, command: Rearrange) -> Rearranged:
    """Do it to all of them; a single refusal leaves everything as it was."""
    chosen = await choose(tx, command)
    if not chosen.workouts:
        raise Conflict("There is nothing left to do this to: done and pinned sessions stay.", code="nothing")
    target = None
    if command.kind == "move":
        steps = await _move(tx, chosen, command)
    elif command.kind == "copy":
        target = await athlete_for(tx, command.to_athlete_id) if command.to_athlete_id else None
        steps = await _copy(tx, chosen, command, target)
    elif command.kind == "deletion":
        steps = await _remove(tx, chosen)
    else:
        steps = _pin(tx, chosen, pinned=command.kind == "pin")
    await tx.session.flush()
    made = new_id()
    await _keep(tx, made, command.kind, steps)
    changed = [step.workout for step in steps]
    day = min(one.day for one in changed) if len({one.day for one in changed}) == 1 else None
    return Rearranged(made, command.kind, changed, chosen.stayed, day)


async def _move(tx: Tx, chosen: Chosen, command: Rearrange) -> list[_Step]:
    far = by_how_many([one.day for one in chosen.workouts], command.days, command.day)
    done = await done_among(tx, chosen.workouts)
    for one in chosen.workouts if far else ():
        require_movable(tx, one)
        if one.id in done:
            raise Conflict(f"“{one.current_title}” is done, so it stays on its day.", code="done")
    moving = {one.id for one in chosen.workouts}
    places = await _places(tx, chosen.workouts, far, moving)
    steps: list[_Step] = []
    for one in chosen.workouts:
        before = {"id": str(one.id), "day": one.day.isoformat(), "position": one.position, "adapted": one.adapted}
        was, one.day = one.day, one.day + far
        one.position = places.next(one.athlete_id, one.day)
        if far:
            one.adapted = None
        touched(tx, one)
        steps.append(
            _Step(
                {**before, "version": one.version},
                (was, one.day),
                WorkoutMoved(one.id, one.athlete_id, one.day, was),
                one,
            )
        )
    return steps


class _Places:
    """The next free place of each day."""

    def __init__(self, last: dict[tuple[UUID, date], int]) -> None:
        self._next = last

    def next(self, athlete_id: UUID, day: date) -> int:
        place = self._next.get((athlete_id, day), -1) + 1
        self._next[athlete_id, day] = place
        return place


async def _places(
    tx: Tx, workouts: Sequence[Workout], far: timedelta, without: set[UUID], whose: UUID | None = None
) -> _Places:
    """Looks how full the days are that are about to be filled."""
    coming: dict[UUID, list[date]] = defaultdict(list)
    for one in workouts:
        coming[whose or one.athlete_id].append(one.day + far)
    last: dict[tuple[UUID, date], int] = {}
    for athlete_id, days in coming.items():
        query = select(Workout.day, func.max(Workout.position), func.count()).where(
            Workout.athlete_id == athlete_id,
            Workout.day.in_(set(days)),
            Workout.deleted_at.is_(None),
            Workout.id.not_in(without),
        )
        rows = (await tx.session.execute(query.group_by(Workout.day))).all()
        require_room({row[0]: row[2] for row in rows}, days, MOST_A_DAY)
        last |= {(athlete_id, row[0]): row[1] for row in rows}
    return _Places(last)


async def _copy(tx: Tx, chosen: Chosen, command: Rearrange, target: Athlete | None) -> list[_Step]:
    far = by_how_many([one.day for one in chosen.workouts], command.days, command.day)
    places = await _places(tx, chosen.workouts, far, set(), target.id if target else None)
    steps: list[_Step] = []
    for one in chosen.workouts:
        owner = target or chosen.athletes[one.athlete_id]
        row = row_of(tx, owner, _again(one, owner, one.day + far, tx), places.next(owner.id, one.day + far))
        tx.session.add(row)
        event = WorkoutAdded(row.id, owner.id, row.day)
        steps.append(_Step({"id": str(row.id), "version": row.version}, (row.day,), event, row))
    return steps


def _again(one: Workout, owner: Athlete, day: date, tx: Tx) -> NewWorkout:
    """The session as it was planned; for somebody else its steps take as long as they need."""
    new = NewWorkout(
        day=day,
        title=one.title,
        sport=one.sport,
        workout_type=one.workout_type,  # type: ignore[arg-type]
        structure=structure_of(one.structure) if one.structure is not None else None,
        notes=one.notes,
        template_id=one.template_id,
        amount=Amount(one.duration_s, one.distance_m, one.load),
        is_key=one.is_key,
        is_race=one.is_race,
        draft=one.draft and owner.id != tx.actor.account_id,
        race_priority=one.race_priority,  # type: ignore[arg-type]
    )
    if owner.id == one.athlete_id or new.structure is None:
        return new
    return replace(new, amount=amount_of(owner, replace(new, amount=None)))


async def _remove(tx: Tx, chosen: Chosen) -> list[_Step]:
    steps: list[_Step] = []
    for one in chosen.workouts:
        require_author(tx, one)
        one.deleted_at = tx.now
        touched(tx, one)
        event = WorkoutRemoved(one.id, one.athlete_id, one.day)
        steps.append(_Step({"id": str(one.id), "version": one.version}, (one.day,), event, one))
    await forget_rules(tx, [one.id for one in chosen.workouts])
    return steps


async def forget_rules(tx: Tx, workout_ids: Sequence[UUID]) -> None:
    """What a rule decided about sessions that are taken out; a person's word stays for when they come back."""
    await tx.session.execute(
        delete(Completion).where(Completion.workout_id.in_(workout_ids), Completion.decided_by == "rule")
    )


def _pin(tx: Tx, chosen: Chosen, *, pinned: bool) -> list[_Step]:
    steps: list[_Step] = []
    for one in chosen.workouts:
        require_author(tx, one)
        before = {"id": str(one.id), "locked": one.locked}
        one.locked = pinned
        touched(tx, one)
        event = WorkoutChanged(one.id, one.athlete_id, one.day)
        steps.append(_Step({**before, "version": one.version}, (one.day,), event, one))
    return steps


async def _keep(tx: Tx, made: UUID, kind: str, steps: Sequence[_Step]) -> None:
    by_athlete: dict[UUID, list[_Step]] = defaultdict(list)
    for step in steps:
        by_athlete[step.workout.athlete_id].append(step)
    for athlete_id, own in by_athlete.items():
        tx.session.add(_row(tx, made, athlete_id, kind, [step.before for step in own]))
        await tx.session.flush()
        days = [day for step in own for day in step.days]
        athlete = await athlete_for(tx, athlete_id)
        await tell(tx, athlete, WorkoutsRearranged(athlete_id, made, kind, min(days), max(days), len(own)), own)
        if kind not in ("pin", "unpin"):
            await match_days(tx, athlete, min(days), max(days))


def _row(tx: Tx, made: UUID, athlete_id: UUID, kind: str, before: list[dict[str, Any]]) -> Rearrangement:
    return Rearrangement(
        id=made,
        athlete_id=athlete_id,
        by_id=tx.person,
        kind=kind,
        before=before,
        made_at=tx.now,
        reversed_at=None,
    )


async def tell(tx: Tx, athlete: Athlete, whole: WorkoutsRearranged, steps: Sequence[_Step]) -> None:
    """One line for all; what touches today also by itself, because today's briefing listens for it."""
    await tx.emit(whole)
    today = tx.today(athlete)
    for step in steps:
        if today in step.days:
            await tx.emit(step.event)


async def remember_move(tx: Tx, workout: Workout, was: date, position: int, adapted: dict[str, Any] | None) -> UUID:
    """The way back of a single session that has been moved already."""
    before = {"id": str(workout.id), "day": was.isoformat(), "position": position, "adapted": adapted}
    made = new_id()
    tx.session.add(_row(tx, made, workout.athlete_id, "move", [{**before, "version": workout.version}]))
    await tx.session.flush()
    return made


async def remember_copy(tx: Tx, workout: Workout) -> UUID:
    """The way back of a single copy."""
    made = new_id()
    before = [{"id": str(workout.id), "version": workout.version}]
    tx.session.add(_row(tx, made, workout.athlete_id, "copy", before))
    await tx.session.flush()
    return made
