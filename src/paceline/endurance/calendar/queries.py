"""Reads of the calendar: workouts with what became of them, planned loads, what was missed, the next race."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.model import Completion, Skip, Workout
from paceline.endurance.calendar.notes.queries import excused_days
from paceline.endurance.calendar.rules import status_of
from paceline.endurance.calendar.types import Status
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

# A season of sessions with all their steps is much to read for one number each.
_LOADS = """
SELECT day, CASE WHEN adapted IS NULL OR adapted = 'null'::jsonb THEN load ELSE (adapted ->> 'load')::float8 END
FROM calendar_workout
WHERE athlete_id = %(athlete)s AND day BETWEEN %(first)s AND %(last)s AND deleted_at IS NULL
  AND NOT (draft AND %(mine)s)
ORDER BY day, position, id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A workout with what became of it."""

    workout: Workout
    completion: Completion | None
    skip: Skip | None
    status: Status
    excused: bool = False


async def workouts_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[Workout]:
    """What is planned from the first day to the last, both included, in order; drafts only for who writes them."""
    query = (
        select(Workout)
        .where(Workout.athlete_id == athlete_id, Workout.day.between(first, last), Workout.deleted_at.is_(None))
        .order_by(Workout.day, Workout.position, Workout.id)
    )
    if athlete_id == tx.actor.account_id:
        query = query.where(Workout.draft.is_(False))
    return (await tx.session.scalars(query)).all()


async def completions_of(tx: Tx, athlete_id: UUID, workout_ids: Sequence[UUID]) -> Mapping[UUID, Completion]:
    """What was decided about workouts, by workout; one without an activity is a person's "none"."""
    if not workout_ids:
        return {}
    query = select(Completion).where(
        Completion.athlete_id == athlete_id, Completion.workout_id.in_(workout_ids), Completion.dormant.is_(False)
    )
    return {one.workout_id: one for one in await tx.session.scalars(query) if one.workout_id is not None}


async def completion_of_activity(tx: Tx, athlete_id: UUID, activity_id: UUID) -> Completion | None:
    """What was decided about an activity."""
    return await tx.session.scalar(
        select(Completion).where(
            Completion.athlete_id == athlete_id, Completion.activity_id == activity_id, Completion.dormant.is_(False)
        )
    )


async def entries_between(tx: Tx, athlete: Athlete, first: date, last: date) -> list[Entry]:
    """Workouts with what became of them, in order."""
    return await entries_of(tx, athlete, await workouts_between(tx, athlete.id, first, last))


async def entries_of(tx: Tx, athlete: Athlete, workouts: Sequence[Workout]) -> list[Entry]:
    """The same for workouts already at hand."""
    ids = [workout.id for workout in workouts]
    found = await completions_of(tx, athlete.id, ids)
    skips = (
        {one.workout_id: one for one in await tx.session.scalars(select(Skip).where(Skip.workout_id.in_(ids)))}
        if ids
        else {}
    )
    today = tx.today(athlete)
    days = [workout.day for workout in workouts]
    free = await excused_days(tx, athlete.id, min(days), max(days)) if days else frozenset[date]()
    return [_entry(one, found.get(one.id), skips.get(one.id), today, is_excused=one.day in free) for one in workouts]


def _entry(
    workout: Workout, completion: Completion | None, skip: Skip | None, today: date, *, is_excused: bool
) -> Entry:
    is_done = completion is not None and completion.activity_id is not None
    status = status_of(
        day=workout.day,
        today=today,
        workout_type=workout.workout_type,
        is_done=is_done,
        percent=completion.compliance if completion is not None else None,
        is_skipped=skip is not None,
        is_excused=is_excused,
    )
    return Entry(workout, completion, skip, status, is_excused)


async def missed_workouts(tx: Tx, athlete_id: UUID, first: date, last: date) -> list[Workout]:
    """Workouts of days that are over, neither done nor skipped."""
    entries = await entries_between(tx, await athlete_for(tx, athlete_id), first, last)
    return [entry.workout for entry in entries if entry.status == "missed"]


async def planned_loads(tx: Tx, athlete_id: UUID, first: date, last: date) -> dict[date, float]:
    """The planned load of each day that has one, as adapted."""
    mine = athlete_id == tx.actor.account_id
    known = {"athlete": athlete_id, "first": first, "last": last, "mine": mine}
    loads: dict[date, float] = {}
    for day, load in await ask(tx.session, _LOADS, known):
        if load is not None:
            loads[day] = loads.get(day, 0.0) + load
    return loads


async def race_ahead(tx: Tx, athlete_id: UUID, day: date) -> Workout | None:
    """The next race in the calendar, on that day or later."""
    query = select(Workout).where(
        Workout.athlete_id == athlete_id,
        Workout.day >= day,
        Workout.is_race.is_(True),
        Workout.deleted_at.is_(None),
        or_(Workout.draft.is_(False), Workout.athlete_id != tx.actor.account_id),
    )
    return await tx.session.scalar(query.order_by(Workout.day, Workout.position).limit(1))


async def races_from(tx: Tx, athlete_ids: Sequence[UUID], day: date) -> Sequence[Workout]:
    """The races of many athletes from a day on, the earliest first; for who coaches them."""
    query = select(Workout).where(
        Workout.athlete_id.in_(athlete_ids), Workout.day >= day, Workout.is_race.is_(True), Workout.deleted_at.is_(None)
    )
    return (await tx.session.scalars(query.order_by(Workout.day, Workout.position))).all()


async def next_position(tx: Tx, athlete_id: UUID, day: date) -> int:
    """The place after the last session of a day."""
    last = await tx.session.scalar(
        select(func.max(Workout.position)).where(
            Workout.athlete_id == athlete_id, Workout.day == day, Workout.deleted_at.is_(None)
        )
    )
    return 0 if last is None else last + 1


async def activity_rows(tx: Tx, athlete_id: UUID, activity_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The workouts activities were, by activity."""
    if not activity_ids:
        return {}
    query = select(Completion.activity_id, Completion.workout_id).where(
        Completion.athlete_id == athlete_id,
        Completion.activity_id.in_(activity_ids),
        Completion.workout_id.is_not(None),
        Completion.dormant.is_(False),
    )
    pairs = [(row[0], row[1]) for row in await tx.session.execute(query)]
    return {activity: workout for activity, workout in pairs if activity is not None and workout is not None}
