"""Judges a plan by independent rules: each one reads the draft alone and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from paceline.endurance.plans.rules_validate_load import (
    cutbacks,
    easy_share,
    first_week,
    long_share_kept,
    long_steps,
    minors,
    planned_seconds,
    taper,
    taper_length,
    week_of,
    weekly_fall,
    weekly_rise,
    zone_caps,
)
from paceline.endurance.plans.rules_volume import monday, speeds_of
from paceline.endurance.plans.shapes import shape_of
from paceline.endurance.plans.types import MASTERS_AGE, Finding, PlanDraft
from paceline.science.endurance.structure import estimate, problems

VOLUME_TOLERANCE = 0.06
MASTERS_GAP = 3
EVE_SECONDS = 2400.0

Validator = Callable[[PlanDraft], Iterator[Finding]]


def validate(draft: PlanDraft) -> tuple[Finding, ...]:
    """Everything the rules find; a good plan has nothing."""
    return tuple(finding for rule in VALIDATORS for finding in rule(draft))


def inside_dates(draft: PlanDraft) -> Iterator[Finding]:
    for workout in draft.workouts:
        if not draft.request.start <= workout.on <= draft.end:
            yield Finding(
                "dates",
                "hard",
                None,
                f"{workout.title} on {workout.on} is outside the plan.",
            )
    for index, week in enumerate(draft.weeks):
        if week.starts_on != monday(draft.request.start) + timedelta(weeks=index) or week.index != index:
            yield Finding(
                "dates",
                "hard",
                index,
                f"Week {index + 1} does not start on its Monday.",
            )


def race_in_place(draft: PlanDraft) -> Iterator[Finding]:
    races = [workout for workout in draft.workouts if workout.is_race]
    when = draft.request.race_date
    if when is None:
        if races:
            yield Finding("race", "hard", None, "There is a race in a plan without one.")
        return
    if [race.on for race in races] != [when]:
        yield Finding("race", "hard", None, f"The race belongs on {when}, once.")
        return
    distance = draft.request.distance or shape_of(draft.request).distance
    if distance is not None and races[0].estimate.distance != distance:
        yield Finding("race", "hard", None, f"The race is {distance:g} m long.")


def race_day_alone(draft: PlanDraft) -> Iterator[Finding]:
    """Nothing but the race on its day, nothing after it, and an easy day or none before."""
    when = draft.request.race_date
    for workout in draft.workouts if when is not None else ():
        days = (when - workout.on).days if when is not None else 0
        if days == 0 and not workout.is_race:
            yield Finding("race-day", "hard", None, "Race day holds nothing but the race.")
        if days < 0:
            yield Finding("race-day", "hard", None, f"{workout.title} comes after the race.")
        if days == 1 and (workout.is_hard or workout.estimate.duration > EVE_SECONDS):
            yield Finding("race-day", "hard", None, "The day before the race is easy or off.")


def hard_days_apart(draft: PlanDraft) -> Iterator[Finding]:
    hard = sorted(workout.on for workout in draft.workouts if workout.is_hard)
    age = draft.request.age
    for before, after in pairwise(hard):
        days = (after - before).days
        if days < 2:
            yield Finding(
                "spacing",
                "hard",
                week_of(draft, after),
                f"Hard days on {before} and {after} touch.",
            )
        elif age is not None and age >= MASTERS_AGE and days < MASTERS_GAP and not is_race(draft, after):
            yield Finding(
                "spacing-masters",
                "soft",
                week_of(draft, after),
                "From 50 on, hard days need two easy ones.",
            )


def available_days(draft: PlanDraft) -> Iterator[Finding]:
    request = draft.request
    seen: set[date] = set()
    for workout in draft.workouts:
        if workout.on in seen:
            yield Finding(
                "days",
                "hard",
                week_of(draft, workout.on),
                f"Two workouts on {workout.on}.",
            )
        seen.add(workout.on)
        off = workout.on.weekday() not in request.weekdays or workout.on in request.blackout
        if off and not workout.is_race:
            yield Finding(
                "days",
                "hard",
                week_of(draft, workout.on),
                f"{workout.on} is not a training day.",
            )
    for week in draft.weeks:
        if len(draft.training(week)) > request.days_per_week:
            yield Finding(
                "days",
                "hard",
                week.index,
                f"More than {request.days_per_week} training days.",
            )


def week_balance(draft: PlanDraft) -> Iterator[Finding]:
    """Every full loading week has a long session that is its longest, and at least one easy day."""
    for week in draft.weeks:
        done = draft.training(week)
        race = draft.request.race_date
        near = race is not None and (race - week.starts_on).days <= 13
        if not week.full or week.phase == "taper" or near or not done:
            continue
        longest = max(done, key=lambda w: w.estimate.duration)
        long = [w for w in done if w.workout_type == "long"]
        if not long:
            yield Finding("no-long", "hard", week.index, "There is no long session in this week.")
        elif long[0].estimate.duration + 60 < longest.estimate.duration:
            yield Finding(
                "no-long",
                "hard",
                week.index,
                "The long session is not the longest of the week.",
            )
        if len(done) > 1 and all(w.is_hard for w in done):
            yield Finding("all-hard", "hard", week.index, "Every day of this week is hard.")


def sums(draft: PlanDraft) -> Iterator[Finding]:
    speeds = speeds_of(draft.request)
    for workout in draft.workouts:
        wrong = problems(workout.structure)
        if wrong:
            yield Finding(
                "structure",
                "hard",
                week_of(draft, workout.on),
                f"{workout.title}: {wrong[0].sentence}",
            )
        elif estimate(workout.structure, speeds) != workout.estimate:
            yield Finding(
                "sums",
                "hard",
                week_of(draft, workout.on),
                f"{workout.title}: its totals are not its own.",
            )
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        if abs(planned - week.target_seconds) > max(week.target_seconds * VOLUME_TOLERANCE, 300):
            yield Finding(
                "sums",
                "hard",
                week.index,
                "The workouts do not add up to the week's volume.",
            )
        if abs(sum(w.estimate.load for w in draft.training(week)) - week.target_load) > 1:
            yield Finding(
                "sums",
                "hard",
                week.index,
                "The workouts do not add up to the week's load.",
            )


VALIDATORS: tuple[Validator, ...] = (
    inside_dates,
    race_in_place,
    race_day_alone,
    first_week,
    weekly_rise,
    weekly_fall,
    cutbacks,
    hard_days_apart,
    long_share_kept,
    long_steps,
    easy_share,
    zone_caps,
    taper,
    taper_length,
    minors,
    available_days,
    week_balance,
    sums,
)


def is_race(draft: PlanDraft, day: date) -> bool:
    return any(workout.is_race and workout.on == day for workout in draft.workouts)
