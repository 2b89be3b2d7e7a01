"""Says in a sentence why there can be no plan for a request, when there can be none."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from paceline.endurance.plans.shapes import ADULT_AGE, ADULT_GOALS, minor, words_for
from paceline.endurance.plans.types import BIKE_GOALS, Finding, PlanRequest

LONGEST_PLAN_WEEKS = 60
MOST_TUNE_UPS = 6
# Whatever the race, this many days lie between two races.
BETWEEN_RACES = 7
REFERRAL = (
    "You told us about {signs}. Please see a doctor before you train: in an emergency call your local emergency "
    "number. A plan can wait."
)


def refusal(request: PlanRequest) -> Finding | None:
    """The first reason against a plan."""
    if request.health.red_flags:
        signs = " and ".join(sorted(request.health.red_flags))
        return Finding("red-flag", "hard", None, REFERRAL.format(signs=signs))
    sentence = _dates(request) or _days(request) or _person(request) or _tune_ups(request)
    return None if sentence is None else Finding("request", "hard", None, sentence)


def _dates(request: PlanRequest) -> str | None:
    if request.race_date is not None and request.race_date < request.start:
        return "The race is over before the plan starts. Give a later race date."
    if request.race_date is None and request.goal != "fitness":
        return "A race plan needs the date of the race, or a number of weeks."
    if request.race_date is not None and (request.race_date - request.start).days > LONGEST_PLAN_WEEKS * 7:
        return f"The race is more than {LONGEST_PLAN_WEEKS} weeks away. Start with a fitness plan."
    if request.weeks is not None and not 1 <= request.weeks <= LONGEST_PLAN_WEEKS:
        return f"A plan has 1 to {LONGEST_PLAN_WEEKS} weeks."
    return None


def _days(request: PlanRequest) -> str | None:
    if not 3 <= request.days_per_week <= 7:
        return "Give 3 to 7 training days a week."
    if not request.weekdays or not request.weekdays <= set(range(7)):
        return "Give at least one weekday to train on."
    if not request.open_weekdays:
        return f"None of the days has twenty minutes for {request.sport}. Give one of them more time."
    return None


def _person(request: PlanRequest) -> str | None:
    if (request.goal in BIKE_GOALS) != (request.sport == "cycling") and request.goal != "fitness":
        return f"A {words_for(request.goal)} plan is not for {request.sport}."
    if minor(request) and request.goal in ADULT_GOALS:
        return f"Below {ADULT_AGE} we plan no {words_for(request.goal)}: a half marathon is the longest race."
    return None


def _tune_ups(request: PlanRequest) -> str | None:
    if len(request.tune_ups) > MOST_TUNE_UPS:
        return f"A plan has {MOST_TUNE_UPS} races on the way at most."
    days = sorted([one.on for one in request.tune_ups] + ([request.race_date] if request.race_date else []))
    if any((after - before).days < BETWEEN_RACES for before, after in pairwise(days)):
        return "Two races are less than a week apart. Leave one out."
    if any(one.on <= request.start + timedelta(days=1) for one in request.tune_ups):
        return "A race on the way comes after the start of the plan."
    if request.race_date is not None and any(one.on >= request.race_date for one in request.tune_ups):
        return "A race on the way comes before the race the plan is for."
    if any((one.goal in BIKE_GOALS) != (request.sport == "cycling") for one in request.tune_ups):
        return "A race on the way is of the plan's own sport."
    if minor(request) and any(one.goal in ADULT_GOALS for one in request.tune_ups):
        return f"Below {ADULT_AGE} a half marathon is the longest race."
    return None
