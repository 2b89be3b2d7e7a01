"""Reads of today: one look that the page, the API and the coach's view of an athlete share."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.checkins import checkin_on, red_flags_on, scopes_shared
from paceline.endurance.activities import Activity, activities_between
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import Completion, Workout, completions_of, race_ahead, workouts_between
from paceline.endurance.plans import plan_week
from paceline.endurance.readiness import readiness_history, readiness_on, usual_score
from paceline.endurance.today.model import Briefing, ReasonRow
from paceline.endurance.today.returning.queries import open_return
from paceline.endurance.today.types import (
    ActivityLine,
    BriefingView,
    DayOfWeek,
    Done,
    FlagSaid,
    RaceAhead,
    ReasonSaid,
    SessionOfDay,
    Today,
)
from paceline.endurance.today.weather.keeping import weather_of
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, monday
from paceline.science.endurance.structure import from_json

RECENT_DAYS = 14
RECENT_MOST = 6


async def today_of(tx: Tx, athlete: Athlete) -> Today:
    """The athlete's present day as far as the actor may see it."""
    day = tx.today(athlete)
    scopes = await scopes_shared(tx, athlete.id)
    well = "wellness" in scopes
    checkin = await checkin_on(tx, athlete.id, day) if well else None
    week_start = monday(day)
    first = min(week_start, day - timedelta(days=RECENT_DAYS))
    activities = await activities_between(tx, athlete.id, first, week_start + timedelta(days=6))
    workouts = await workouts_between(tx, athlete.id, week_start, week_start + timedelta(days=6))
    history = await readiness_history(tx, athlete.id, day - timedelta(days=7), day - timedelta(days=1)) if well else ()
    return Today(
        athlete=athlete,
        day=day,
        scopes=scopes,
        checked_in=checkin is not None if well else None,
        checkin=checkin,
        readiness=await readiness_on(tx, athlete.id, day) if well else None,
        usual=usual_score(history),
        sessions=await _sessions(tx, athlete, [one for one in workouts if one.day == day], activities),
        week=_week(week_start, workouts, activities),
        race=await _race(tx, athlete, day),
        plan_week=await plan_week(tx, athlete.id, day),
        recent=[line_of(one) for one in reversed(activities) if one.day <= day][:RECENT_MOST],
        flags=await flags_said(tx, athlete.id, day),
        way_back=await open_return(tx, athlete.id, day),
        weather=await weather_of(tx, athlete),
    )


async def flags_said(tx: Tx, athlete_id: UUID, day: date) -> list[FlagSaid]:
    """The red flags of a day, the most urgent first."""
    return [
        FlagSaid(one.kind, one.words.title, one.words.text, one.words.coach, one.words.is_urgent)
        for one in await red_flags_on(tx, athlete_id, day)
    ]


async def _race(tx: Tx, athlete: Athlete, day: date) -> RaceAhead | None:
    race = await race_ahead(tx, athlete.id, day)
    return None if race is None else RaceAhead(race.id, race.title, race.day, (race.day - day).days)


def line_of(activity: Activity) -> ActivityLine:
    """An activity in a short list."""
    return ActivityLine(
        activity.id, activity.day, activity.name, activity.sport, seconds_of(activity), activity.distance, activity.load
    )


def seconds_of(activity: Activity) -> float | None:
    """How long it took: moving where that is known."""
    return next((value for value in (activity.moving, activity.timer, activity.elapsed) if value is not None), None)


async def _sessions(
    tx: Tx, athlete: Athlete, workouts: Sequence[Workout], activities: Sequence[Activity]
) -> list[SessionOfDay]:
    if not workouts:
        return []
    done = await completions_of(tx, athlete.id, [one.id for one in workouts])
    briefings = await briefings_on(tx, athlete.id, tx.today(athlete))
    by_id = {one.id: one for one in activities}
    return [_session(one, briefings.get(one.id), done.get(one.id), by_id) for one in workouts]


def _session(
    workout: Workout, briefing: BriefingView | None, completion: Completion | None, activities: Mapping[UUID, Activity]
) -> SessionOfDay:
    amount = workout.amount
    done = _done(workout, completion, activities)
    return SessionOfDay(
        workout_id=workout.id,
        title=workout.current_title,
        planned_title=workout.title,
        sport=workout.sport,
        workout_type=workout.workout_type,
        is_race=workout.is_race,
        notes=workout.notes,
        duration=amount.duration,
        distance=amount.distance,
        load=amount.load,
        current=None if workout.current_structure is None else from_json(workout.current_structure),
        is_adapted=workout.adapted is not None,
        status="done" if done else "rest" if workout.workout_type == "rest" else "planned",
        briefing=briefing,
        done=done,
    )


def _done(workout: Workout, completion: Completion | None, activities: Mapping[UUID, Activity]) -> Done | None:
    if completion is None or completion.activity_id is None:
        return None
    activity = activities.get(completion.activity_id)
    if activity is None:
        return Done(completion.activity_id, "Activity", completion.compliance, ())
    amount = workout.amount
    pairs = (
        ("duration", amount.duration, seconds_of(activity)),
        ("distance", amount.distance, activity.distance),
        ("load", amount.load, activity.load),
    )
    return Done(activity.id, activity.name, completion.compliance, pairs)


def _week(start: date, workouts: Sequence[Workout], activities: Sequence[Activity]) -> list[DayOfWeek]:
    days: list[DayOfWeek] = []
    for day in days_between(start, start + timedelta(days=6)):
        planned = [one for one in workouts if one.day == day]
        done = [one for one in activities if one.day == day]
        days.append(
            DayOfWeek(
                day=day,
                planned_seconds=sum(one.amount.duration or 0.0 for one in planned),
                done_seconds=sum(seconds_of(one) or 0.0 for one in done),
                planned_load=sum(one.amount.load or 0.0 for one in planned),
                done_load=sum(one.load or 0.0 for one in done),
                workout_type=_colour(planned, done),
            )
        )
    return days


def _colour(planned: Sequence[Workout], done: Sequence[Activity]) -> str:
    """The kind a day is drawn as: its longest session's; a day without a plan is what was done longest."""
    if planned:
        return max(planned, key=lambda one: one.amount.duration or 0.0).workout_type
    longest = max(done, key=lambda one: seconds_of(one) or 0.0, default=None)
    if longest is None:
        return ""
    return "strength" if longest.sport == "strength" else "cross" if longest.family == "other" else "endurance"


async def briefings_on(tx: Tx, athlete_id: UUID, day: date) -> dict[UUID, BriefingView]:
    """The briefings of a day by workout, with the reasons the actor may read."""
    rows = await tx.session.scalars(
        select(Briefing)
        .where(Briefing.athlete_id == athlete_id, Briefing.day == day)
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    said = await _reasons(tx, athlete_id, [one.id for one in found])
    return {one.workout_id: _view(one, said.get(one.id, ())) for one in found}


async def _reasons(tx: Tx, athlete_id: UUID, briefing_ids: Sequence[UUID]) -> dict[UUID, tuple[ReasonSaid, ...]]:
    if not briefing_ids:
        return {}
    rows = await tx.session.execute(
        select(ReasonRow.briefing_id, ReasonRow.rule, ReasonRow.sentence)
        .where(ReasonRow.athlete_id == athlete_id, ReasonRow.briefing_id.in_(briefing_ids))
        .order_by(ReasonRow.briefing_id, ReasonRow.position)
    )
    said: dict[UUID, tuple[ReasonSaid, ...]] = {}
    for briefing_id, rule, sentence in rows:
        said[briefing_id] = (*said.get(briefing_id, ()), ReasonSaid(rule, sentence))
    return said


def _view(row: Briefing, said: tuple[ReasonSaid, ...]) -> BriefingView:
    return BriefingView(
        id=row.id,
        day=row.day,
        workout_id=row.workout_id,
        kind=row.kind,  # type: ignore[arg-type]
        title=row.title,
        changes=tuple(row.changes),
        adapted=row.adapted,
        original=row.original,
        reasons=said,
        withheld=max(0, row.reasons - len(said)),
        choice=row.choice,  # type: ignore[arg-type]
        chosen_at=row.chosen_at,
        based_on=row.based_on,
    )
