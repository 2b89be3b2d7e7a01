"""Judges the days of a plan: what is free for which sport and how long, and how a week is balanced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from paceline.endurance.plans.findings import broken
from paceline.endurance.plans.rules_body import is_kept_free, raced
from paceline.endurance.plans.rules_days import may_be_hard
from paceline.endurance.plans.rules_validate_load import week_of, whole
from paceline.endurance.plans.types import Finding, PlanDraft, PlannedWorkout

MOST_SESSIONS = 2
DAY_SLACK = 60.0
LAST_WEEKS_DAYS = 13


def available_days(draft: PlanDraft) -> Iterator[Finding]:
    """Only on days that are free, and no more sessions than a day takes."""
    request = draft.request
    by_day: dict[date, list[PlannedWorkout]] = defaultdict(list)
    for workout in draft.workouts:
        by_day[workout.on].append(workout)
    for day, there in by_day.items():
        week = week_of(draft, day)
        if _crowded(draft, there):
            yield broken("days", f"Two workouts on {day}.", week, day, sessions=len(there))
        off = day.weekday() not in request.weekdays or day in request.blackout
        if off and not any(w.is_race for w in there):
            yield broken("days", f"{day} is not a training day.", week, day)
    for week in draft.weeks:
        days = {w.on for w in draft.training(week)}
        if len(days) > request.days_per_week:
            sentence = f"More than {request.days_per_week} training days."
            yield broken("days", sentence, week.index, days=len(days), most=request.days_per_week)
        doubles = sum(1 for day in days if sum(w.on == day for w in draft.training(week)) > 1)
        if doubles > request.doubles:
            yield broken("days", f"{doubles} days with two sessions are more than agreed.", week.index, doubles=doubles)


def _crowded(draft: PlanDraft, there: list[PlannedWorkout]) -> bool:
    """Two sessions are strength or another sport beside one's own, or an easy day split in two."""
    if len(there) <= 1:
        return False
    own = [w for w in there if not draft.beside(w)]
    hard = [w for w in own if w.is_hard]
    return len(there) > MOST_SESSIONS or (len(own) > 1 and (bool(hard) or not draft.request.doubles))


def room_on_days(draft: PlanDraft) -> Iterator[Finding]:
    """Each day holds the minutes and the sports somebody has for it."""
    request = draft.request
    if not request.day_seconds and not request.day_sports:
        return
    spent: dict[date, float] = defaultdict(float)
    for workout in (w for w in draft.workouts if not w.is_race):
        spent[workout.on] += workout.estimate.duration
        sports = request.day_sports.get(workout.on.weekday())
        if sports is not None and workout.structure.sport not in sports:
            sentence = f"{workout.on} has no room for {workout.structure.sport}."
            yield broken("day-sport", sentence, week_of(draft, workout.on), workout.on)
    for day, seconds in spent.items():
        most = request.most_on(day.weekday())
        if seconds > most + DAY_SLACK:
            sentence = f"{day} holds {seconds / 60:.0f} minutes; there are {most / 60:.0f}."
            yield broken("day-time", sentence, week_of(draft, day), day, planned=seconds, most=most)


def week_balance(draft: PlanDraft) -> Iterator[Finding]:
    """Every full loading week has a long session that is its longest, and at least one easy day."""
    race = draft.request.race_date
    for week in draft.weeks:
        done = draft.training(week)
        near = race is not None and (race - week.starts_on).days <= LAST_WEEKS_DAYS
        if not whole(draft, week) or week.phase in ("taper", "return") or near:
            continue
        if not done:
            yield broken("empty", "There is nothing in this week.", week.index)
            continue
        longest = max(done, key=lambda w: w.estimate.duration)
        long = [w for w in done if w.workout_type == "long"]
        if not long and "long" not in draft.request.health.avoid:
            yield broken("no-long", "There is no long session in this week.", week.index)
        elif long and long[0].estimate.duration + 60 < longest.estimate.duration:
            yield broken("no-long", "The long session is not the longest of the week.", week.index, longest.on)
        if len(done) > 1 and all(w.is_hard for w in done):
            yield broken("all-hard", "Every day of this week is hard.", week.index)


def tune_ups(draft: PlanDraft) -> Iterator[Finding]:
    """A race on the way has its day for itself, rest before it and easy days after it."""
    for workout in draft.workouts:
        if workout.is_race:
            continue
        week = week_of(draft, workout.on)
        if raced(draft.request, workout.on) is not None:
            yield broken("race-day", "Race day holds nothing but the race.", week, workout.on)
        elif is_kept_free(draft.request, workout.on):
            yield broken("race-day", "The day before the race is off.", week, workout.on)
        elif workout.is_hard and not _is_fresh(draft, workout.on):
            sentence = f"{workout.title} is too close to the race on the way."
            yield broken("after-race", sentence, week, workout.on)


def _is_fresh(draft: PlanDraft, day: date) -> bool:
    """Hardness that only health forbids is not this rule's business."""
    request = draft.request
    races = any(abs((one.on - day).days) <= 28 for one in request.tune_ups)
    return not races or may_be_hard(request, day) or day < request.start + timedelta(days=14)
