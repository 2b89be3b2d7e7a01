"""Judges a plan by independent rules: each one reads the draft alone and says what is wrong where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

from paceline.endurance.plans.findings import broken
from paceline.endurance.plans.readings import read
from paceline.endurance.plans.rules_body import gap
from paceline.endurance.plans.rules_validate_body import health, race_while_ill, red_flags
from paceline.endurance.plans.rules_validate_days import available_days, room_on_days, tune_ups, week_balance
from paceline.endurance.plans.rules_validate_effort import distribution, easy_share, paces, zone_caps
from paceline.endurance.plans.rules_validate_load import (
    cutbacks,
    first_week,
    long_share_kept,
    long_steps,
    planned_seconds,
    return_kept,
    tune_up_length,
    week_of,
    weekly_fall,
    weekly_rise,
)
from paceline.endurance.plans.rules_validate_taper import minors, taper, taper_length
from paceline.endurance.plans.rules_volume import monday, speeds_of
from paceline.endurance.plans.shapes import SHAPES, shape_of
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout

VOLUME_TOLERANCE = 0.06
EVE_SECONDS = 2400.0
# Strides in an easy run are a minute or two; this much quality is a hard session whatever it is called.
EASY_HARD_MINUTES = 8.0

Validator = Callable[[PlanDraft], Iterator[Finding]]


def validate(draft: PlanDraft) -> tuple[Finding, ...]:
    """Everything the rules find; a good plan has nothing."""
    return tuple(finding for rule in VALIDATORS for finding in rule(draft))


def inside_dates(draft: PlanDraft) -> Iterator[Finding]:
    first = monday(draft.request.start)
    for workout in draft.workouts:
        if not draft.request.start <= workout.on <= draft.end:
            yield broken("dates", f"{workout.title} on {workout.on} is outside the plan.", day=workout.on)
    for index, week in enumerate(draft.weeks):
        if week.starts_on != first + timedelta(weeks=index) or week.index != index:
            yield broken("dates", f"Week {index + 1} does not start on its Monday.", index)
    if draft.weeks and len(draft.weeks) != (monday(draft.end) - first).days // 7 + 1:
        yield broken("dates", "The weeks do not reach from the start to the end.", weeks=len(draft.weeks))


def race_in_place(draft: PlanDraft) -> Iterator[Finding]:
    """Every race on its date with its distance, and no other."""
    request = draft.request
    wanted = {one.on: one.distance or SHAPES[one.goal].distance for one in request.tune_ups if one.on < draft.end}
    if request.race_date is not None:
        wanted[request.race_date] = request.distance or shape_of(request).distance
    races = [workout for workout in draft.workouts if workout.is_race]
    for day in wanted:
        if [race.on for race in races].count(day) != 1:
            yield broken("race", f"The race belongs on {day}, once.", day=day)
    for race in races:
        distance = wanted.get(race.on)
        if race.on not in wanted:
            yield broken("race", f"There is no race on {race.on}.", day=race.on)
        elif distance is not None and race.estimate.distance != distance:
            yield broken("race", f"The race is {distance:g} m long.", day=race.on, distance=distance)


def race_day_alone(draft: PlanDraft) -> Iterator[Finding]:
    """Nothing but the race on its day, nothing after it, and an easy day or none before."""
    when = draft.request.race_date
    for workout in draft.workouts if when is not None else ():
        days = (when - workout.on).days if when is not None else 0
        if days == 0 and not workout.is_race:
            yield broken("race-day", "Race day holds nothing but the race.", day=workout.on)
        if days < 0:
            yield broken("race-day", f"{workout.title} comes after the race.", day=workout.on)
        if days == 1 and (workout.is_hard or workout.estimate.duration > EVE_SECONDS):
            yield broken("race-day", "The day before the race is easy or off.", day=workout.on)


def hard_days_apart(draft: PlanDraft) -> Iterator[Finding]:
    """Two days from one hard session to the next; three from the age of 50 and after an injury, races apart."""
    hard = sorted(((w.on, w.is_race) for w in draft.workouts if is_hard(w)), key=lambda one: one[0])
    apart = gap(draft.request)
    for (before, _), (after, race) in pairwise(hard):
        days = (after - before).days
        if days < 2:
            sentence = f"Hard days on {before} and {after} touch."
            yield broken("spacing", sentence, week_of(draft, after), after, days=days)
        elif days < apart and not race:
            sentence = "From 50 on, and after an injury, hard days need two easy ones between."
            yield broken("spacing-masters", sentence, week_of(draft, after), after, days=days)


def is_hard(workout: PlannedWorkout) -> bool:
    """Hard by its type, or by what is in it: a name does not make a session easy."""
    return workout.is_hard or workout.estimate.hard_minutes > EASY_HARD_MINUTES


def sums(draft: PlanDraft) -> Iterator[Finding]:
    """Totals are the sums of their parts."""
    speeds = speeds_of(draft.request)
    for workout in draft.workouts:
        week = week_of(draft, workout.on)
        seen = read(workout.structure, None if draft.beside(workout) else speeds)
        if seen.fault is not None:
            yield broken("structure", f"{workout.title}: {seen.fault}", week, workout.on)
        elif seen.total != workout.estimate:
            yield broken("sums", f"{workout.title}: its totals are not its own.", week, workout.on)
    for week in draft.weeks:
        planned = planned_seconds(draft, week)
        load = sum(w.estimate.load for w in draft.training(week))
        if abs(planned - week.target_seconds) > max(week.target_seconds * VOLUME_TOLERANCE, 300):
            sentence = "The workouts do not add up to the week's volume."
            yield broken("sums", sentence, week.index, planned=planned, said=week.target_seconds)
        if abs(load - week.target_load) > 1:
            sentence = "The workouts do not add up to the week's load."
            yield broken("sums", sentence, week.index, planned=load, said=week.target_load)


VALIDATORS: tuple[Validator, ...] = (
    inside_dates,
    race_in_place,
    race_day_alone,
    first_week,
    return_kept,
    weekly_rise,
    weekly_fall,
    cutbacks,
    hard_days_apart,
    long_share_kept,
    long_steps,
    easy_share,
    distribution,
    zone_caps,
    paces,
    taper,
    taper_length,
    minors,
    red_flags,
    health,
    race_while_ill,
    available_days,
    room_on_days,
    week_balance,
    tune_ups,
    tune_up_length,
    sums,
)
