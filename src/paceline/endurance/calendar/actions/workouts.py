"""Writing single workouts: add, change, move, copy, remove and bring back, skip."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import (
    removed_workout_for,
    require_author,
    require_movable,
    workout_for,
    workout_to_change,
)
from paceline.endurance.calendar.actions.matching import match_days
from paceline.endurance.calendar.blank import blank_amount
from paceline.endurance.calendar.events import (
    WorkoutAdded,
    WorkoutChanged,
    WorkoutMoved,
    WorkoutRemoved,
    WorkoutRestored,
)
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.queries import next_position, workouts_between
from paceline.endurance.calendar.rules import placed
from paceline.endurance.calendar.schemas import AddWorkout, ChangeWorkout
from paceline.endurance.calendar.targets import estimate_for
from paceline.endurance.calendar.types import Amount, NewWorkout
from paceline.endurance.library import session_named
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.science.endurance.structure import InvalidStructure, Structure, from_json, to_json

MOST_A_DAY = 10
PLAIN = ("title", "notes", "workout_type", "is_key", "is_race", "race_priority", "locked", "draft")


def structure_of(value: dict[str, Any]) -> Structure:
    """A structure as it was sent; Invalid with every problem in sentences."""
    try:
        return from_json(value)
    except InvalidStructure as error:
        first = error.problems[0]
        where = f"{first.path}: " if first.path else ""
        raise Invalid(
            where + first.sentence, fields={p.path or "structure": p.sentence for p in error.problems}
        ) from error


def row_of(tx: Tx, athlete: Athlete, new: NewWorkout, position: int, plan_id: UUID | None = None) -> Workout:
    """The table's row for a new workout, with totals at the athlete's own speeds."""
    amount = new.amount or amount_of(athlete, new)
    return Workout(
        id=new_id(),
        athlete_id=athlete.id,
        day=new.day,
        position=position,
        sport=new.sport,
        workout_type=new.workout_type,
        title=new.title,
        structure=None if new.structure is None else to_json(new.structure),
        notes=new.notes,
        template_id=new.template_id,
        plan_id=plan_id,
        duration_s=amount.duration,
        distance_m=amount.distance,
        load=amount.load,
        is_key=new.is_key,
        is_race=new.is_race,
        locked=new.locked,
        draft=new.draft,
        version=1,
        created_by=tx.actor.account_id,
        created_at=tx.now,
        changed_by=tx.actor.account_id,
        changed_at=tx.now,
        adapted=None,
        deleted_at=None,
        race_priority=new.race_priority,
    )


def amount_of(athlete: Athlete, new: NewWorkout) -> Amount:
    """What a structure amounts to; nothing is known of a session without one."""
    if new.structure is None:
        return Amount()
    total = estimate_for(athlete, new.structure)
    return Amount(total.duration, total.distance, total.load)


async def add_workout(tx: Tx, command: AddWorkout) -> Workout:
    """Plan a session for oneself or for somebody one coaches: from the library, with steps, or only named."""
    athlete = await athlete_for(tx, command.athlete_id or tx.person)
    new = _new(command)
    position = await next_position(tx, athlete.id, new.day)
    if len(await workouts_between(tx, athlete.id, new.day, new.day)) >= MOST_A_DAY:
        raise Invalid(f"This day already holds {MOST_A_DAY} sessions.", fields={"day": "Choose another day."})
    if athlete.id == tx.person:
        new = replace(new, draft=False)
    workout = row_of(tx, athlete, new, position)
    tx.session.add(workout)
    await tx.session.flush()
    await tx.emit(WorkoutAdded(workout.id, athlete.id, workout.day))
    await match_days(tx, athlete, workout.day, workout.day)
    return workout


def _new(command: AddWorkout) -> NewWorkout:
    template = session_named(command.template_id) if command.template_id else None
    if command.template_id and template is None:
        raise Invalid("There is no such session in the library.", fields={"template_id": "Choose one from the list."})
    structure = (
        structure_of(command.structure) if command.structure is not None else template.structure if template else None
    )
    title = command.title or (template.name if template else "")
    if not title:
        raise Invalid(
            "Give the session a name, or choose one from the library.", fields={"title": "Please fill this in."}
        )
    kind = command.workout_type or (template.workout_type if template else "endurance")
    given = blank_amount(kind, command.duration_s, command.distance_m) if structure is None else None
    return NewWorkout(
        day=command.day,
        title=title,
        sport=structure.sport if structure is not None else command.sport,
        workout_type=kind,
        structure=structure,
        notes=command.notes,
        template_id=command.template_id,
        amount=given,
        is_key=command.is_key,
        is_race=command.is_race or command.race_priority is not None,
        locked=command.locked,
        draft=command.draft,
        race_priority=command.race_priority,
    )


async def change_workout(tx: Tx, workout_id: UUID, command: ChangeWorkout) -> Workout:
    """Change what the command names; another day or place is a move."""
    given = command.model_fields_set - {"version"}
    if given <= {"day", "index"}:
        workout = await workout_to_change(tx, workout_id, command.version)
        return await _move(tx, workout, command.day or workout.day, command.index)
    workout = await workout_to_change(tx, workout_id, command.version)
    require_author(tx, workout)
    # Everything that can refuse comes before the first change, so that a page may answer without rolling back.
    structure = None if command.structure is None else structure_of(command.structure)
    await _require_move(tx, workout, command.day or workout.day)
    _apply(await athlete_for(tx, workout.athlete_id), workout, command, given, structure)
    if workout.athlete_id == tx.person:
        workout.draft = False
    touched(tx, workout)
    await tx.session.flush()
    await tx.emit(WorkoutChanged(workout.id, workout.athlete_id, workout.day))
    if given & {"day", "index"}:
        return await _move(tx, workout, command.day or workout.day, command.index)
    await match_days(tx, await athlete_for(tx, workout.athlete_id), workout.day, workout.day)
    return workout


def _apply(
    athlete: Athlete, workout: Workout, command: ChangeWorkout, given: set[str], structure: Structure | None
) -> None:
    for name in PLAIN:
        value = getattr(command, name)
        if name in given and (value is not None or name == "race_priority"):
            setattr(workout, name, value)
    amount: Amount | None = None
    if structure is not None:
        workout.structure, workout.sport = to_json(structure), structure.sport
        total = estimate_for(athlete, structure)
        amount = Amount(total.duration, total.distance, total.load)
    elif workout.structure is None and given & {"duration_s", "distance_m", "workout_type", "sport"}:
        workout.sport = command.sport or workout.sport
        duration = command.duration_s if "duration_s" in given else workout.duration_s
        distance = command.distance_m if "distance_m" in given else workout.distance_m
        amount = blank_amount(workout.workout_type, duration, distance)
    if amount is not None:
        workout.duration_s, workout.distance_m, workout.load = amount.duration, amount.distance, amount.load
        workout.adapted = None


def touched(tx: Tx, workout: Workout) -> None:
    """A new version, and who made it when."""
    workout.version += 1
    workout.changed_by, workout.changed_at = tx.actor.account_id, tx.now


async def move_workout(
    tx: Tx, workout_id: UUID, day: date, index: int | None = None, version: int | None = None
) -> Workout:
    """Put a workout on a day, at a place among that day's sessions or last."""
    return await _move(tx, await workout_to_change(tx, workout_id, version), day, index)


async def _require_move(tx: Tx, workout: Workout, day: date) -> None:
    if day == workout.day:
        return
    require_movable(tx, workout)
    if await is_done(tx, workout):
        raise Conflict("This session is done, so it stays on its day. Take its activity away first.", code="done")


async def _move(tx: Tx, workout: Workout, day: date, index: int | None) -> Workout:
    await _require_move(tx, workout, day)
    from_day = workout.day
    others = [one for one in await workouts_between(tx, workout.athlete_id, day, day) if one.id != workout.id]
    order = placed([one.id for one in others], workout.id, index)
    # Only neighbours whose place is another now are written; the session knows its own.
    at = {one.id: one.position for one in others}
    for position, one_id in enumerate(order):
        if one_id in at and at[one_id] != position:
            await tx.session.execute(update(Workout).where(Workout.id == one_id).values(position=position))
    workout.day, workout.position = day, order.index(workout.id)
    if day != from_day:
        # What a briefing made of the session belonged to the day it stood on.
        workout.adapted = None
    touched(tx, workout)
    await tx.session.flush()
    await tx.emit(WorkoutMoved(workout.id, workout.athlete_id, day, from_day))
    await match_days(tx, await athlete_for(tx, workout.athlete_id), day, day)
    return workout


async def copy_workout(tx: Tx, workout_id: UUID, day: date) -> Workout:
    """The same session again on another day, as the copier's own."""
    origin = await workout_for(tx, workout_id)
    athlete = await athlete_for(tx, origin.athlete_id)
    new = NewWorkout(
        day=day,
        title=origin.title,
        sport=origin.sport,
        workout_type=origin.workout_type,  # type: ignore[arg-type]
        structure=structure_of(origin.structure) if origin.structure is not None else None,
        notes=origin.notes,
        template_id=origin.template_id,
        amount=Amount(origin.duration_s, origin.distance_m, origin.load),
        is_key=origin.is_key,
        is_race=origin.is_race,
        draft=origin.draft,
        race_priority=origin.race_priority,  # type: ignore[arg-type]
    )
    workout = row_of(tx, athlete, new, await next_position(tx, athlete.id, day))
    tx.session.add(workout)
    await tx.session.flush()
    await tx.emit(WorkoutAdded(workout.id, athlete.id, day))
    await match_days(tx, athlete, day, day)
    return workout


async def remove_workout(tx: Tx, workout_id: UUID, version: int | None = None) -> Workout:
    """Take a workout out of the calendar; it can be brought back."""
    workout = await workout_to_change(tx, workout_id, version)
    require_author(tx, workout)
    workout.deleted_at = tx.now
    touched(tx, workout)
    rows = await tx.session.scalars(
        select(Completion).where(Completion.workout_id == workout.id, Completion.decided_by == "rule")
    )
    for row in rows:
        await tx.session.delete(row)
    await tx.session.flush()
    await tx.emit(WorkoutRemoved(workout.id, workout.athlete_id, workout.day))
    await match_days(tx, await athlete_for(tx, workout.athlete_id), workout.day, workout.day)
    return workout


async def bring_back_workout(tx: Tx, workout_id: UUID) -> Workout:
    """Undo a removal; bringing back what is there changes nothing."""
    workout = await removed_workout_for(tx, workout_id)
    if workout.deleted_at is None:
        return workout
    workout.deleted_at = None
    workout.position = await next_position(tx, workout.athlete_id, workout.day)
    touched(tx, workout)
    await tx.session.flush()
    await tx.emit(WorkoutRestored(workout.id, workout.athlete_id, workout.day))
    await match_days(tx, await athlete_for(tx, workout.athlete_id), workout.day, workout.day)
    return workout


async def is_done(tx: Tx, workout: Workout) -> bool:
    """Whether an activity belongs to the workout."""
    query = select(Completion.id).where(
        Completion.workout_id == workout.id, Completion.activity_id.is_not(None), Completion.dormant.is_(False)
    )
    return await tx.session.scalar(query) is not None


async def require_open(tx: Tx, workout: Workout) -> None:
    """Refuse what makes sense only before a session is done."""
    if await is_done(tx, workout):
        raise Conflict("This session is already done.", code="done")
    if workout.deleted_at is not None:
        raise NotFound()
