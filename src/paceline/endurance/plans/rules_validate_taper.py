"""Judges the way into the race, and what growing bodies may carry."""

from __future__ import annotations

from collections.abc import Iterator

from paceline.endurance.plans.findings import broken, doubtful
from paceline.endurance.plans.rules_validate_load import SLACK, planned_seconds, whole
from paceline.endurance.plans.rules_volume import most_seconds, usual_week
from paceline.endurance.plans.shapes import ADULT_GOALS, PLAN_TAPERS, SMALLEST_WEEK, TAPER_DAYS, minor
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout

LAST_DAYS_SHARES = {"A": 0.60, "B": 0.80}
LAST_DAYS_LEAST = 1.25 * SMALLEST_WEEK
LAST_LONG_SECONDS = 5400.0
MOST_TAPER_DAYS = 28
LONGEST_TAPER_DAYS = 35


def taper(draft: PlanDraft) -> Iterator[Finding]:
    race = draft.request.race_date
    if race is None or not draft.weeks:
        for week in draft.weeks:
            if week.phase == "taper":
                yield broken("taper", "There is a taper without a race.", week.index)
        return
    if draft.weeks[-1].phase != "taper":
        yield broken("taper", "The race week is not a taper week.", draft.weeks[-1].index)
    last = [w for w in draft.workouts if not w.is_race and 0 < (race - w.on).days <= 7]
    for workout in last:
        yield from _too_late(workout, (race - workout.on).days)
    share = LAST_DAYS_SHARES.get(draft.request.priority)
    held = sum(workout.estimate.duration for workout in last if not draft.beside(workout))
    if share is not None and held > max(_reference(draft) * share, LAST_DAYS_LEAST) + SLACK:
        sentence = f"The last seven days hold more than {share:.0%} of the peak week."
        yield broken("taper", sentence, held=held, most=_reference(draft) * share)


def _too_late(workout: PlannedWorkout, days: int) -> Iterator[Finding]:
    if workout.estimate.duration > LAST_LONG_SECONDS or (workout.workout_type == "long" and days < 7):
        yield broken("taper", f"{workout.title} is too long for the last seven days.", day=workout.on)
    if workout.workout_type == "vo2" and days <= 4:
        yield broken("taper", f"{workout.title} is too hard for the last four days.", day=workout.on)


def _reference(draft: PlanDraft) -> float:
    """The fullest week before the taper; the usual one when the plan holds no whole week."""
    full = [
        planned_seconds(draft, w)
        for w in draft.weeks
        if w.phase not in ("taper", "return") and not w.cutback and whole(draft, w)
    ]
    return max(full, default=usual_week(draft.request))


def taper_length(draft: PlanDraft) -> Iterator[Finding]:
    """For an A race, long enough for its distance once the plan is long enough to have one."""
    race, request = draft.request.race_date, draft.request
    tapering = [week.starts_on for week in draft.weeks if week.phase == "taper"]
    if race is None or request.priority != "A" or not tapering:
        return
    least = TAPER_DAYS.get(request.goal, 7)
    days = (race - tapering[0]).days
    between = [week for week in draft.weeks if week.starts_on >= tapering[0] and week.phase != "taper"]
    if between:
        yield broken("taper-length", "A week in the middle of the taper is not part of it.", between[0].index)
    if days > LONGEST_TAPER_DAYS:
        yield broken("taper-length", f"A taper of {days} days is training lost.", days=days)
    if (race - request.start).days >= PLAN_TAPERS * least and days < least:
        yield broken("taper-length", f"The taper has {days} days; {least} is the least.", days=days, least=least)
    if MOST_TAPER_DAYS < days <= LONGEST_TAPER_DAYS:
        yield doubtful("taper-length", f"A taper of {days} days loses more than it rests.", days=days)


def minors(draft: PlanDraft) -> Iterator[Finding]:
    """Below 18: no marathon or longer, and no more than half an hour a week per year of age."""
    request = draft.request
    if not minor(request) or not draft.weeks:
        return
    if request.goal in ADULT_GOALS:
        yield broken("minor", "This race is for adults.")
    for week in draft.weeks:
        if planned_seconds(draft, week) > most_seconds(request) + SLACK:
            sentence = f"More than {most_seconds(request) / 3600:g} hours in a week at the age of {request.age}."
            yield broken("minor", sentence, week.index, most=most_seconds(request))
