"""Says what a person should know about a plan: why a week is as it is, and what the plan cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from paceline.endurance.plans.rules_volume import (
    LAST_TAPER_DAYS,
    Outline,
    WeekOutline,
    current_seconds,
)
from paceline.endurance.plans.shapes import Shape, shape_of, words_for
from paceline.endurance.plans.types import Finding, PlanRequest

# Beyond these shares of the target time, the gap between predicted and wanted time is worth a word.
GOAL_GAP_AMBER = 0.03
GOAL_GAP_RED = 0.10
_WHY = {
    "base": "Easy volume and short hills lay the base.",
    "build": "Harder sessions build on the base.",
    "peak": "The most specific weeks: close to what the race will ask.",
    "taper": "Less volume, the same pace: you get fresh for the race.",
    "recovery": "Easy days only.",
    "return": "Coming back: less than usual, all of it easy.",
    "maintenance": "Enough to keep what you have.",
    "bridge": "Rest from the last race first, then towards the next.",
}
_WHY_BIKE_BASE = "Steady hours and work on the pedals lay the base."
_WHY_ULTRA = {
    "base": "Easy hours and hills lay the base.",
    "build": "Longer days on feet, climbs in between.",
    "peak": "The most specific weeks: long days, climbs and descents as in the race.",
}
_WHY_FITNESS_PEAK = "The fullest weeks of the plan."


def notes(
    request: PlanRequest,
    shape: Shape,
    plan: Outline,
    long_weekday: int | None,
    sessions: int,
) -> tuple[Finding, ...]:
    found = (
        *_time(request, shape, plan),
        *_volume(request, shape, plan),
        *_days(request, long_weekday, sessions),
    )
    return (*found, *_target(request))


def week_reason(
    request: PlanRequest,
    week: WeekOutline,
    planned: float,
    target: float,
    before: float | None,
) -> str:
    """Why the week is as it is; `before` is the last full week it is compared with."""
    if week.cutback:
        return "A lighter week, so that the work of the last ones can settle."
    if week.race_week:
        return "Race week: short, a touch of pace, then race."
    why = _why(request, week)
    if planned < target * 0.95:
        return f"{why} The days and session lengths you can give hold a little less than the plan wants."
    if week.phase in ("taper", "return") or not before:
        return why
    rise = planned / before - 1
    if rise >= 0.02:
        return f"{why} {rise * 100:.0f} % more than the last full week."
    return f"{why} About as long as the last full week." if rise > -0.02 else why


def _why(request: PlanRequest, week: WeekOutline) -> str:
    if request.sport == "cycling" and week.phase == "base":
        return _WHY_BIKE_BASE
    if request.goal == "fitness" and week.phase == "peak":
        return _WHY_FITNESS_PEAK
    if shape_of(request).ultra and week.phase in _WHY_ULTRA:
        return _WHY_ULTRA[week.phase]
    return _WHY[week.phase]


def _time(request: PlanRequest, shape: Shape, plan: Outline) -> Iterator[Finding]:
    if request.race_date is None:
        return
    weeks = len(plan.weeks)
    if (request.race_date - request.start).days <= LAST_TAPER_DAYS:
        yield Finding(
            "taper-only",
            "note",
            None,
            "The race is within two weeks: there is only time to get fresh for it.",
        )
    elif weeks < shape.fewest_weeks:
        sentence = f"{weeks} weeks are too short for a {words_for(request.goal)}: {shape.fewest_weeks} is the least we would advise."
        yield Finding("too-short", "soft", None, sentence)
    elif weeks < shape.weeks:
        sentence = (
            f"We recommend {shape.weeks} weeks for a {words_for(request.goal)}; this plan is compressed into {weeks}."
        )
        yield Finding("compressed", "note", None, sentence)


def _volume(request: PlanRequest, shape: Shape, plan: Outline) -> Iterator[Finding]:
    hours = plan.peak / 3600
    if current_seconds(request) is None:
        first = plan.first / 3600
        sentence = f"Unknown, because no current volume was given: the plan starts from {first:.1f} hours a week."
        yield Finding("current-unknown", "note", None, sentence)
    if request.race_date is not None and plan.peak < shape.enough:
        sentence = (
            f"From where you are, the plan reaches {hours:.1f} hours a week; a {words_for(request.goal)} needs "
            f"{shape.enough / 3600:.1f} or more. A later race or a shorter one would be kinder."
        )
        yield Finding("volume-short-of-goal", "soft", None, sentence)
    elif plan.peak < plan.wanted_peak * 0.9:
        sentence = f"Rising safely, the plan peaks at {hours:.1f} hours instead of {plan.wanted_peak / 3600:.1f}."
        yield Finding("peak-limited", "note", None, sentence)


def _days(request: PlanRequest, long_weekday: int | None, sessions: int) -> Iterator[Finding]:
    if sessions < request.days_per_week:
        sentence = f"You asked for {request.days_per_week} days but only {sessions} are free, so it is {sessions}."
        yield Finding("fewer-days", "note", None, sentence)
    if long_weekday != request.long_weekday:
        yield Finding(
            "long-day-moved",
            "note",
            None,
            "The day you wanted for the long session is not free; it moves.",
        )


def _target(request: PlanRequest) -> Iterator[Finding]:
    if not request.target_seconds or not request.predicted_seconds:
        return
    gap = request.predicted_seconds / request.target_seconds - 1
    if gap > GOAL_GAP_AMBER:
        word = "far out of reach" if gap > GOAL_GAP_RED else "ambitious"
        sentence = f"The target time is {word}: today's fitness predicts {gap * 100:.0f} % slower."
        figures = {"gap": gap, "target": request.target_seconds, "predicted": request.predicted_seconds}
        severity = "soft" if gap > GOAL_GAP_RED else "note"
        yield Finding("target-time", severity, None, sentence, figures=figures)
