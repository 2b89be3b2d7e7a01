"""Writing many workouts at once: a published plan goes in, and what is left of the one before comes out."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.actions.matching import match_days
from paceline.endurance.calendar.actions.workouts import row_of, touched
from paceline.endurance.calendar.events import WorkoutsPlaced
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.queries import workouts_between
from paceline.endurance.calendar.types import NewWorkout
from paceline.infra.tx import Tx


async def place_workouts(
    tx: Tx, athlete: Athlete, workouts: Sequence[NewWorkout], *, plan_id: UUID | None = None
) -> list[Workout]:
    """Add workouts after what their days already hold; past ones are matched with what was done."""
    if not workouts:
        return []
    ordered = sorted(workouts, key=lambda one: one.day)
    first, last = ordered[0].day, ordered[-1].day
    places: dict[date, int] = {}
    for one in await workouts_between(tx, athlete.id, first, last):
        places[one.day] = max(places.get(one.day, 0), one.position + 1)
    rows: list[Workout] = []
    for new in ordered:
        place = places.get(new.day, 0)
        places[new.day] = place + 1
        rows.append(row_of(tx, athlete, new, place, plan_id))
    tx.session.add_all(rows)
    await tx.session.flush()
    await tx.emit(WorkoutsPlaced(athlete.id, first, last, len(rows)))
    await match_days(tx, athlete, first, last)
    return rows


async def remove_planned(tx: Tx, athlete_id: UUID, plan_id: UUID, first: date) -> set[date]:
    """Take out a plan's workouts from a day on, except those done or pinned; the days that keep one."""
    done = select(Completion.workout_id).where(
        Completion.athlete_id == athlete_id, Completion.activity_id.is_not(None), Completion.workout_id.is_not(None)
    )
    query = (
        select(Workout, Workout.id.in_(done))
        .where(
            Workout.athlete_id == athlete_id,
            Workout.plan_id == plan_id,
            Workout.day >= first,
            Workout.deleted_at.is_(None),
        )
        .with_for_update(of=Workout)
    )
    kept: set[date] = set()
    for workout, is_done in (await tx.session.execute(query)).all():
        if is_done or workout.locked:
            kept.add(workout.day)
            continue
        workout.deleted_at = tx.now
        touched(tx, workout)
    await tx.session.flush()
    return kept
