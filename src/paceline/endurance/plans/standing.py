"""A plan as it stands: what its calendar holds now, which days are closed to changes, and how a changed plan gets there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import NewWorkout, Workout, completions_of, place_workouts
from paceline.endurance.plans.model import Lock, Plan
from paceline.endurance.plans.readings import totals
from paceline.endurance.plans.rules_change import Key, key_of
from paceline.endurance.plans.rules_edit import added_up
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.types import PlanDraft, PlannedWorkout
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, local_day
from paceline.science.endurance.structure import Estimate, Structure, from_json


@dataclass(frozen=True, slots=True)
class Standing:
    """`fixed` are days with something done, pinned or locked; nobody changes those, nor days that are over."""

    draft: PlanDraft
    rows: Sequence[tuple[PlannedWorkout, Workout]]
    fixed: frozenset[date]
    today: date
    in_calendar: bool

    def closed(self, day: date) -> bool:
        """Whether a change may no longer touch a day."""
        return day in self.fixed or (self.in_calendar and day < self.today)


async def standing_of(tx: Tx, plan: Plan, athlete: Athlete) -> Standing:
    """A preview as it is written; of a published plan what the calendar holds, moved and edited sessions included."""
    draft, today = plan.read(), tx.today(athlete)
    locks = await tx.session.scalars(select(Lock).where(Lock.plan_id == plan.id))
    locked = {day for lock in locks for day in days_between(lock.starts_on, lock.ends_on)}
    if plan.status != "published":
        return Standing(draft, (), frozenset(locked), today, False)
    query = (
        select(Workout)
        .where(Workout.athlete_id == athlete.id, Workout.plan_id == plan.id, Workout.deleted_at.is_(None))
        .order_by(Workout.day, Workout.position, Workout.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = (await tx.session.scalars(query)).all()
    done = await completions_of(tx, athlete.id, [row.id for row in rows])
    taken = {row.day for row in rows if row.locked or (row.id in done and done[row.id].activity_id is not None)}
    known = {(one.title, one.structure): one.estimate for one in draft.workouts}
    pairs = [(_planned(draft, row, known), row) for row in rows if row.structure is not None]
    published = today if plan.published_at is None else local_day(plan.published_at, athlete.time_zone)
    since = min([published, *(row.day for row in rows)])
    before = [one for one in draft.workouts if one.on < since]
    real = added_up(draft, [*before, *(one for one, _ in pairs)])
    return Standing(_keeping_totals(draft, real), pairs, frozenset(locked | taken), today, True)


def _planned(draft: PlanDraft, row: Workout, known: Mapping[tuple[str, Structure], Estimate]) -> PlannedWorkout:
    structure = from_json(row.structure or {})
    speeds = speeds_of(draft.request) if structure.sport == draft.request.sport else None
    return PlannedWorkout(
        on=row.day,
        title=row.title,
        workout_type=row.workout_type,  # type: ignore[arg-type]
        template=row.template_id,
        structure=structure,
        estimate=known.get((row.title, structure)) or totals(structure, speeds),
        is_key=row.is_key,
        is_race=row.is_race,
    )


def _keeping_totals(before: PlanDraft, after: PlanDraft) -> PlanDraft:
    """Weeks nobody touched keep the totals they were planned with."""
    weeks = [
        old if before.everything(old) == after.everything(new) else new
        for old, new in zip(before.weeks, after.weeks, strict=True)
    ]
    return replace(after, weeks=tuple(weeks))


async def carry(tx: Tx, athlete: Athlete, plan: Plan, now: Standing, after: PlanDraft) -> int:
    """Bring the open days of the calendar to what the plan says: move what only moves, take out, place; how many rows."""
    old = [(one, row) for one, row in now.rows if not now.closed(one.on)]
    new = [one for one in after.workouts if not now.closed(one.on)]
    old, new = _unchanged(old, new)
    moved = 0
    for one in list(new):
        pair = next((pair for pair in old if key_of(pair[0]) == key_of(one)), None)
        # What comes to today may be done already: placing matches it, moving alone would not.
        if pair is None or one.on == now.today:
            continue
        old.remove(pair)
        new.remove(one)
        pair[1].day, pair[1].adapted = one.on, None
        _touched(tx, pair[1])
        moved += 1
    for _, row in old:
        row.deleted_at = tx.now
        _touched(tx, row)
    await tx.session.flush()
    placed = await place_workouts(tx, athlete, [new_workout(one) for one in new], plan_id=plan.id)
    if moved or old:
        await tx.tell(athlete.id, "calendar.changed")
    return moved + len(old) + len(placed)


def _unchanged(
    old: Sequence[tuple[PlannedWorkout, Workout]], new: Sequence[PlannedWorkout]
) -> tuple[list[tuple[PlannedWorkout, Workout]], list[PlannedWorkout]]:
    """Both sides without what is on the same day already."""
    wanted: dict[tuple[date, Key], list[PlannedWorkout]] = {}
    for one in new:
        wanted.setdefault((one.on, key_of(one)), []).append(one)
    left: list[tuple[PlannedWorkout, Workout]] = []
    same: list[int] = []
    for pair in old:
        there = wanted.get((pair[0].on, key_of(pair[0])))
        if there:
            same.append(id(there.pop()))
        else:
            left.append(pair)
    return left, [one for one in new if id(one) not in same]


def _touched(tx: Tx, row: Workout) -> None:
    row.version += 1
    row.changed_by, row.changed_at = tx.actor.account_id, tx.now


def new_workout(workout: PlannedWorkout) -> NewWorkout:
    """A session of a plan as the calendar takes it."""
    return NewWorkout(
        day=workout.on,
        title=workout.title,
        sport=workout.structure.sport,
        workout_type=workout.workout_type,
        structure=workout.structure,
        template_id=workout.template,
        amount=workout.estimate,
        is_key=workout.is_key,
        is_race=workout.is_race,
    )
