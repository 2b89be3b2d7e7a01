"""Between a plan as it is asked for on paper, in the person's units, and the command behind it."""

import re
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from paceline.endurance.athletes import Athlete
from paceline.endurance.library import Level
from paceline.endurance.plans.queries import RecentVolume
from paceline.endurance.plans.schemas import MakePlan
from paceline.endurance.plans.types import BIKE_GOALS, Illness, Priority
from paceline.kit.days import days_between
from paceline.kit.shapes import Command
from paceline.ui.format import METRES_PER_MILE, hours_minutes
from paceline.ui.forms import Form, sentence

GOALS: tuple[tuple[str, str], ...] = (
    ("5K", "5 km"),
    ("10K", "10 km"),
    ("half", "Half marathon"),
    ("marathon", "Marathon"),
    ("50K", "50 km"),
    ("50M", "50 miles"),
    ("100K", "100 km"),
    ("100M", "100 miles"),
    ("century", "Cycling, 160 km"),
    ("gravel", "Cycling, 320 km gravel"),
    ("stages", "Cycling, stage race"),
    ("other", "Another running distance"),
    ("other-bike", "Another cycling distance"),
    ("fitness", "Fitness, no race"),
)
LEVELS: tuple[tuple[Level, str], ...] = (
    ("beginner", "New to this"),
    ("intermediate", "Some years of training"),
    ("advanced", "Many years, high volume"),
)
PRIORITIES: tuple[tuple[Priority, str], ...] = (
    ("A", "A: everything leads here"),
    ("B", "B: a good day on the way"),
    ("C", "C: for practice"),
)
TUNE_UPS: tuple[tuple[str, str], ...] = (("", "None"), *GOALS[:7], ("century", "Cycling, 160 km"))
RETURNS: tuple[tuple[str, str], ...] = (("", "No"), ("break", "After a break"), ("injury", "After an injury"))
ILLNESSES: tuple[tuple[Illness, str], ...] = (
    ("none", "Well"),
    ("above_neck", "A cold, above the neck"),
    ("fever", "Fever, chest, or below the neck"),
)
COUNTS: tuple[tuple[int, str], ...] = ((0, "None"), (1, "One a week"), (2, "Two a week"), (3, "Three a week"))
WORKDAYS = range(5)
WEEKDAYS: tuple[tuple[int, str], ...] = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)
MOST_DAYS_OFF = 60
TIMES = ("weekly_time", "most_time", "longest_time", "target")
_TIME = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


class PlanForm(Command):
    """A plan as it is asked for."""

    goal: str = Field(max_length=20)
    distance: str = Field("", max_length=10)
    race_date: date | None = None
    priority: Priority = "A"
    level: Level = "intermediate"
    days_per_week: int = Field(5, ge=3, le=7)
    weekdays: list[int] = Field(default_factory=list[int])
    long_weekday: int = Field(6, ge=0, le=6)
    start: date | None = None
    weeks: int | None = Field(None, ge=1, le=60)
    weekly_distance: str = Field("", max_length=10)
    weekly_time: str = Field("", max_length=10)
    most_time: str = Field("", max_length=10)
    target: str = Field("", max_length=10)
    away_from: date | None = None
    away_to: date | None = None
    longest_time: str = Field("", max_length=10)
    workday_minutes: int | None = Field(None, ge=20, le=600)
    strength: int = Field(0, ge=0, le=3)
    cross: int = Field(0, ge=0, le=3)
    doubles: int = Field(0, ge=0, le=3)
    tune_up_on: date | None = None
    tune_up_goal: str = Field("", max_length=20)
    stages: int | None = Field(None, ge=2, le=30)
    returning: str = Field("", max_length=10)
    gap_days: int | None = Field(None, ge=0, le=730)
    pain: int = Field(0, ge=0, le=10)
    illness: Illness = "none"


def new_form(athlete: Athlete, lately: RecentVolume, units: str) -> Form[Any]:
    """A form with what is known: the sport and the volume of the last four weeks."""
    per = METRES_PER_MILE if units == "imperial" else 1000.0
    cyclist = athlete.primary_sport == "cycling"
    known: dict[str, Any] = {
        "goal": "century" if cyclist else "half",
        "priority": "A",
        "level": "intermediate",
        "days_per_week": 5,
        "weekdays": [day for day, _ in WEEKDAYS],
        "long_weekday": 6,
    }
    if lately.metres is not None and not cyclist:
        known["weekly_distance"] = f"{lately.metres / per:.0f}"
    elif lately.seconds is not None:
        hours, minutes = hours_minutes(lately.seconds)
        known["weekly_time"] = f"{hours}:{minutes:02}"
    return Form(known)


def command_of(form: PlanForm, athlete: Athlete, units: str) -> tuple[MakePlan | None, dict[str, str]]:
    """The command behind the form, or the sentences by field."""
    errors = _missing(form)
    per = METRES_PER_MILE if units == "imperial" else 1000.0
    numbers = {name: _number(getattr(form, name), per) for name in ("distance", "weekly_distance")}
    times = {name: seconds_of(getattr(form, name), hours=name != "target") for name in TIMES}
    errors |= {
        name: f"“{getattr(form, name)}” is not a number. Write it like 38."
        for name, value in numbers.items()
        if value is None
    }
    errors |= {
        name: f"“{getattr(form, name)}” is not a time. Write it like 5:30."
        for name, value in times.items()
        if value is None
    }
    if errors:
        return None, errors
    other = form.goal in ("other", "other-bike")
    cycling = form.goal == "other-bike" or (form.goal == "fitness" and athlete.primary_sport == "cycling")
    values: dict[str, Any] = {
        "athlete_id": athlete.id,
        "goal": None if other else form.goal,
        "distance": (numbers["distance"] or None) if other else None,
        "sport": "cycling" if cycling or form.goal in BIKE_GOALS else "running",
        "start": form.start,
        "race_date": None if form.goal == "fitness" else form.race_date,
        "weeks": form.weeks if form.goal == "fitness" or form.race_date is None else None,
        "priority": form.priority,
        "level": form.level,
        "days_per_week": min(form.days_per_week, len(form.weekdays)),
        "weekdays": form.weekdays,
        "long_weekday": form.long_weekday,
        "current_metres": numbers["weekly_distance"] or None,
        "current_seconds": times["weekly_time"] or None,
        "peak_seconds": times["most_time"] or None,
        "target_seconds": times["target"] or None,
        "days_off": days_between(form.away_from, form.away_to or form.away_from) if form.away_from else [],
        "longest_seconds": times["longest_time"] or None,
    }
    return _checked(values | _wishes(form))


def _wishes(form: PlanForm) -> dict[str, Any]:
    """What stands beside the days and the goal: other sessions, races on the way, and how the body is."""
    minutes = form.workday_minutes
    return {
        "room": [{"weekday": day, "minutes": minutes} for day in WORKDAYS if day in form.weekdays] if minutes else [],
        "strength": form.strength,
        "cross": form.cross,
        "doubles": form.doubles,
        "stages": (form.stages or 0) if form.goal == "stages" else 0,
        "tune_ups": [{"on": form.tune_up_on, "goal": form.tune_up_goal}] if form.tune_up_on else [],
        "health": {
            "pain": form.pain,
            "illness": form.illness,
            "returning": form.returning or None,
            "days_off": form.gap_days or 0,
        },
    }


def _checked(values: dict[str, Any]) -> tuple[MakePlan | None, dict[str, str]]:
    typed = {
        "current_metres": "weekly_distance",
        "current_seconds": "weekly_time",
        "peak_seconds": "most_time",
        "longest_seconds": "longest_time",
        "target_seconds": "target",
    }
    try:
        return MakePlan(**values), {}
    except ValidationError as problem:
        found = {str(e["loc"][0]): sentence(e, None, e.get("input")) for e in problem.errors(include_url=False)}
        return None, {typed.get(name, name): words for name, words in found.items()}


def _missing(form: PlanForm) -> dict[str, str]:
    errors = _missing_beside(form)
    if form.goal not in dict(GOALS):
        errors["goal"] = "Choose what the plan is for."
    if form.goal in ("other", "other-bike") and not form.distance:
        errors["distance"] = "How long is the race?"
    if form.goal != "fitness" and form.race_date is None and form.weeks is None:
        errors["race_date"] = "A race plan needs the date of the race."
    if len(form.weekdays) < 3:
        errors["weekdays"] = "Choose three weekdays at least."
    if form.weekly_distance and form.weekly_time:
        errors["weekly_time"] = "Give the distance or the time of a week, not both."
    if form.away_from and form.away_to and not 0 <= (form.away_to - form.away_from).days < MOST_DAYS_OFF:
        errors["away_to"] = f"This must be the same day or later, {MOST_DAYS_OFF} days at most."
    return errors


def _missing_beside(form: PlanForm) -> dict[str, str]:
    errors: dict[str, str] = {}
    if (form.tune_up_on is None) != (form.tune_up_goal == ""):
        errors["tune_up_goal"] = "A race on the way needs its day and its distance."
    elif form.tune_up_goal not in dict(TUNE_UPS):
        errors["tune_up_goal"] = "Choose one of the distances."
    if form.returning not in dict(RETURNS):
        errors["returning"] = "Choose one of these."
    elif form.returning and form.gap_days is None:
        errors["gap_days"] = "How many days was the gap?"
    return errors


def _number(text: str, factor: float) -> float | None:
    if not text:
        return 0.0
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value * factor if 0 <= value < 10_000 else None


def seconds_of(text: str, *, hours: bool = True) -> float | None:
    """`5:30` as hours and minutes, `1:38:00` with seconds, `39:30` as minutes when hours make no sense; "" is nought."""
    if not text:
        return 0.0
    if text.isdigit():
        return int(text) * (3600.0 if hours else 60.0)
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    first, second, third = (int(part or 0) for part in found.groups())
    if found.group(3) is None and not hours and first >= 10:
        return first * 60.0 + second
    return first * 3600.0 + second * 60.0 + third
