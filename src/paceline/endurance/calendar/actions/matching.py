"""Which activity a workout became: decided by rule whenever something arrives, or by hand for good."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update

from paceline.endurance.activities import Activity, activities_between, activity_for
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import workout_to_change
from paceline.endurance.calendar.events import WorkoutChanged, WorkoutCompleted
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.queries import workouts_between
from paceline.endurance.calendar.rules import DAYS_APART, assign, compliance, fit
from paceline.endurance.calendar.types import Amount, DecidedBy, Match, Session
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid

NEAR = timedelta(days=DAYS_APART)


def done_amount(activity: Activity) -> Amount:
    """What was done; time counts while the watch was running."""
    duration = activity.timer if activity.timer is not None else activity.moving
    return Amount(duration if duration is not None else activity.elapsed, activity.distance, activity.load)


def _planned(workout: Workout) -> Session:
    return Session(workout.id, workout.day, workout.current_sport, workout.current_title, workout.amount)


def _done(activity: Activity) -> Session:
    return Session(activity.id, activity.day, activity.sport, activity.name, done_amount(activity))


async def match_days(tx: Tx, athlete: Athlete, first: date, last: date) -> None:
    """Decide again by rule for these days; nothing a person decided changes."""
    last = min(last, tx.today(athlete) + NEAR)
    if last < first:
        return
    workouts = [
        w
        for w in await workouts_between(tx, athlete.id, first - NEAR, last + NEAR)
        if w.workout_type != "rest" and not w.draft
    ]
    if not workouts:
        return
    activities = await activities_between(tx, athlete.id, first - 2 * NEAR, last + 2 * NEAR)
    rows = await _decided(tx, athlete.id, [w.id for w in workouts], [a.id for a in activities])
    here = {w.id for w in workouts}
    by_rule = [(row.workout_id, row) for row in rows if row.decided_by == "rule"]
    mine = {workout_id: row for workout_id, row in by_rule if workout_id is not None and workout_id in here}
    fixed = [row for row in rows if row.workout_id is None or row.workout_id not in mine]
    taken = {row.workout_id for row in fixed} | {row.activity_id for row in fixed}
    wanted = assign(
        [_planned(w) for w in workouts if w.id not in taken], [_done(a) for a in activities if a.id not in taken]
    )
    by_workout, by_activity = {w.id: w for w in workouts}, {a.id: a for a in activities}
    kept = await _drop(tx, mine, {(match.workout, match.activity) for match in wanted}, by_workout)
    for match in wanted:
        workout, activity = by_workout[match.workout], by_activity[match.activity]
        if match.workout in kept:
            _measure(kept[match.workout], workout, activity, match)
        else:
            await _complete(tx, workout, activity, match, "rule")


async def planned_around(tx: Tx, athlete_id: UUID, days: Sequence[date]) -> Sequence[date]:
    """Those of the days near which something was planned."""
    if not days:
        return ()
    query = select(Workout.day).where(
        Workout.athlete_id == athlete_id, Workout.day.between(min(days) - NEAR, max(days) + NEAR)
    )
    planned = set(await tx.session.scalars(query.distinct()))
    return [day for day in days if any(abs(day - one) <= NEAR for one in planned)]


async def _decided(
    tx: Tx, athlete_id: UUID, workouts: Sequence[UUID], activities: Sequence[UUID]
) -> Sequence[Completion]:
    query = select(Completion).where(
        Completion.athlete_id == athlete_id,
        Completion.dormant.is_(False),
        or_(Completion.workout_id.in_(workouts), Completion.activity_id.in_(activities)),
    )
    return (await tx.session.scalars(query)).all()


async def _drop(
    tx: Tx, rows: dict[UUID, Completion], wanted: set[tuple[UUID, UUID]], workouts: dict[UUID, Workout]
) -> dict[UUID, Completion]:
    """Forget rule decisions that are no longer the best; those that stay, by workout."""
    kept: dict[UUID, Completion] = {}
    for workout_id, row in rows.items():
        if row.activity_id is not None and (workout_id, row.activity_id) in wanted:
            kept[workout_id] = row
            continue
        await tx.session.execute(delete(Completion).where(Completion.id == row.id))
        await _tell_changed(tx, workouts[workout_id])
    return kept


def _measure(row: Completion, workout: Workout, activity: Activity, match: Match | None) -> None:
    found = compliance(workout.amount, done_amount(activity))
    row.compliance = None if found is None else found.percent
    row.measure = None if found is None else found.measure
    row.confidence = None if match is None else match.confidence
    row.parts = [] if match is None else [asdict(part) for part in match.parts]


async def _complete(
    tx: Tx, workout: Workout, activity: Activity, match: Match | None, decided_by: DecidedBy
) -> Completion:
    row = Completion(
        id=new_id(),
        athlete_id=workout.athlete_id,
        workout_id=workout.id,
        activity_id=activity.id,
        decided_by=decided_by,
        dormant=False,
        person_id=tx.actor.account_id if decided_by == "person" else None,
        at=tx.now,
    )
    _measure(row, workout, activity, match)
    tx.session.add(row)
    await tx.session.flush()
    await tx.emit(WorkoutCompleted(workout.id, workout.athlete_id, workout.day, activity.id, row.compliance))
    return row


async def _tell_changed(tx: Tx, workout: Workout) -> None:
    await tx.emit(WorkoutChanged(workout.id, workout.athlete_id, workout.day))


async def choose_activity(tx: Tx, workout_id: UUID, activity_id: UUID | None) -> Workout:
    """Say by hand which activity a workout became, or that it became none."""
    workout = await workout_to_change(tx, workout_id, None)
    athlete = await athlete_for(tx, workout.athlete_id)
    activity = None if activity_id is None else await _own_activity(tx, athlete, activity_id)
    await _forget(tx, workout.id, None if activity is None else activity.id, told=workout.id)
    if activity is not None:
        await _complete(tx, workout, activity, fit(_planned(workout), _done(activity)), "person")
    else:
        tx.session.add(_none(tx, athlete.id, workout_id=workout.id))
        await tx.session.flush()
        await _tell_changed(tx, workout)
    await match_days(tx, athlete, workout.day - NEAR, workout.day + NEAR)
    return workout


async def choose_workout(tx: Tx, activity_id: UUID, workout_id: UUID | None) -> Completion:
    """Say by hand which workout an activity was, or that it was none of them."""
    activity = await activity_for(tx, activity_id)
    athlete = await athlete_for(tx, activity.athlete_id)
    if workout_id is not None:
        await choose_activity(tx, workout_id, activity.id)
    else:
        await _forget(tx, None, activity.id)
        tx.session.add(_none(tx, athlete.id, activity_id=activity.id))
        await tx.session.flush()
    # What the activity completed before is open again, and another activity may fit it.
    await match_days(tx, athlete, activity.day - NEAR, activity.day + NEAR)
    chosen = await tx.session.scalars(
        select(Completion).where(Completion.activity_id == activity.id, Completion.dormant.is_(False))
    )
    return chosen.one()


async def _own_activity(tx: Tx, athlete: Athlete, activity_id: UUID) -> Activity:
    activity = await activity_for(tx, activity_id)
    if activity.athlete_id != athlete.id:
        raise Invalid("This activity is somebody else's.", fields={"activity_id": "Choose one of this athlete's."})
    return activity


def _none(tx: Tx, athlete_id: UUID, *, workout_id: UUID | None = None, activity_id: UUID | None = None) -> Completion:
    return Completion(
        id=new_id(),
        athlete_id=athlete_id,
        workout_id=workout_id,
        activity_id=activity_id,
        confidence=None,
        parts=[],
        compliance=None,
        measure=None,
        decided_by="person",
        dormant=False,
        person_id=tx.actor.account_id,
        at=tx.now,
    )


async def _forget(tx: Tx, workout_id: UUID | None, activity_id: UUID | None, *, told: UUID | None = None) -> None:
    """Forget what was decided about either; a workout that loses its activity says so, but for the one told otherwise."""
    sides = [Completion.workout_id == workout_id] if workout_id else []
    sides += [Completion.activity_id == activity_id] if activity_id else []
    gone = await tx.session.scalars(delete(Completion).where(or_(*sides)).returning(Completion.workout_id))
    for one in {found for found in gone if found is not None and found != told}:
        workout = await tx.session.get(Workout, one)
        if workout is not None:
            await _tell_changed(tx, workout)


async def activity_gone(tx: Tx, athlete_id: UUID, activity_id: UUID) -> None:
    """A deleted activity completes nothing; what a person said of it sleeps until it comes back."""
    rows = (await tx.session.scalars(select(Completion).where(Completion.activity_id == activity_id))).all()
    for row in rows:
        if row.decided_by == "person":
            row.dormant = True
        else:
            await tx.session.delete(row)
        workout = await tx.session.get(Workout, row.workout_id) if row.workout_id else None
        if workout is not None:
            await _tell_changed(tx, workout)
    await tx.session.flush()


async def activity_back(tx: Tx, athlete_id: UUID, activity_id: UUID) -> None:
    """A restored activity is again what a person said it was; a rule that filled its place gives way."""
    sleeping = (
        await tx.session.scalars(
            select(Completion).where(Completion.activity_id == activity_id, Completion.dormant.is_(True))
        )
    ).all()
    for row in sleeping:
        if row.workout_id is not None:
            by_rule = and_(Completion.workout_id == row.workout_id, Completion.decided_by == "rule")
            await tx.session.execute(delete(Completion).where(by_rule))
            hand = select(Completion.id).where(Completion.workout_id == row.workout_id, Completion.dormant.is_(False))
            if await tx.session.scalar(hand) is not None:
                await tx.session.execute(delete(Completion).where(Completion.id == row.id))
                continue
        await tx.session.execute(update(Completion).where(Completion.id == row.id).values(dormant=False))


async def activity_changed(tx: Tx, athlete_id: UUID, activity_id: UUID) -> None:
    """Measure again what a person decided; the rule decides again by itself."""
    query = select(Completion).where(
        Completion.activity_id == activity_id, Completion.decided_by == "person", Completion.workout_id.is_not(None)
    )
    for row in await tx.session.scalars(query):
        workout = await tx.session.get(Workout, row.workout_id)
        if workout is not None:
            activity = await activity_for(tx, activity_id)
            _measure(row, workout, activity, fit(_planned(workout), _done(activity)))
    await tx.session.flush()
