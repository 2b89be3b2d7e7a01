"""Between a session as it is typed, in the person's units, and the command behind it."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field, ValidationError

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.schemas import AddWorkout, ChangeWorkout
from paceline.endurance.calendar.types import Priority
from paceline.endurance.library import SESSIONS, WorkoutType
from paceline.kit.shapes import Command
from paceline.science.endurance.structure import Sport
from paceline.science.endurance.structure.model import SPORTS
from paceline.ui.format import METRES_PER_MILE, hours_minutes
from paceline.ui.forms import Form, sentence

_HOURS = re.compile(r"(\d{1,3}):([0-5]\d)")
NAMED_SPORTS = tuple((sport, sport.capitalize()) for sport in SPORTS)


class SessionForm(Command):
    """A new session as it is typed."""

    athlete_id: UUID
    day: date
    template_id: str | None = Field(None, max_length=80)
    title: str = Field("", max_length=120)
    sport: Sport = "running"
    workout_type: WorkoutType | None = None
    duration: str = Field("", max_length=10)
    distance: str = Field("", max_length=10)
    notes: str = Field("", max_length=4000)
    is_key: bool = False
    is_race: bool = False
    race_priority: Priority | None = None
    locked: bool = False


class EditForm(Command):
    """A session's facts as they are typed; `version` is the one that was shown."""

    day: date
    version: int = Field(ge=1)
    title: str = Field(min_length=1, max_length=120)
    workout_type: WorkoutType
    duration: str = Field("", max_length=10)
    distance: str = Field("", max_length=10)
    notes: str = Field("", max_length=4000)
    is_key: bool = False
    is_race: bool = False
    race_priority: Priority | None = None
    locked: bool = False


class DayForm(Command):
    """Another day for a session, or a day for its copy."""

    day: date
    version: int | None = Field(None, ge=1)


class MoveForm(Command):
    """What a drag says: which card, to which day and place, and the version that was on the page."""

    item: UUID
    day: date
    index: int = Field(0, ge=0, le=100)
    version: int | None = Field(None, ge=1)
    # "true" when a card was dragged while copying.
    copy_: bool = Field(False, alias="copy")


class ChoiceForm(Command):
    """The activity a session became; empty says none."""

    activity_id: UUID | None = None


class MatchForm(Command):
    """The session an activity was; empty says none."""

    workout_id: UUID | None = None


class SkipForm(Command):
    """Why a session is not done."""

    reason: str = Field("", max_length=500)


def seconds_of(text: str) -> float | None:
    """`45` minutes or `1:10` as seconds; None when it is neither."""
    if text.isdigit() and int(text) <= 5760:
        return int(text) * 60.0
    found = _HOURS.fullmatch(text)
    return int(found.group(1)) * 3600.0 + int(found.group(2)) * 60.0 if found else None


def metres_of(text: str, units: str) -> float | None:
    """A typed distance in metres; None when it is no number above nought."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value * (METRES_PER_MILE if units == "imperial" else 1000.0) if 0 < value < 10_000 else None


def lengths(duration: str, distance: str, units: str) -> tuple[dict[str, float], dict[str, str]]:
    """The lengths that were typed, and a sentence for each that cannot be read."""
    found: dict[str, float] = {}
    errors: dict[str, str] = {}
    for name, key, value, words in (
        (
            "duration",
            "duration_s",
            seconds_of(duration) if duration else 0.0,
            f"“{duration}” is not a time. Write minutes, like 45, or hours like 1:10.",
        ),
        (
            "distance",
            "distance_m",
            metres_of(distance, units) if distance else 0.0,
            f"“{distance}” is not a distance. Write it like 12.5.",
        ),
    ):
        if value is None:
            errors[name] = words
        elif value:
            found[key] = value
    return found, errors


def add_command(form: SessionForm, units: str) -> tuple[AddWorkout | None, dict[str, str]]:
    """The command behind a new session, or the sentences by field."""
    found, errors = lengths(form.duration, form.distance, units)
    known = form.model_dump(exclude={"duration", "distance"})
    return (None, errors) if errors else _checked(AddWorkout, {**known, **found})


def change_command(form: EditForm, workout: Workout, units: str) -> tuple[ChangeWorkout | None, dict[str, str]]:
    """The command behind an edit, naming only what is different."""
    found, errors = lengths(form.duration, form.distance, units) if workout.structure is None else ({}, {})
    if errors:
        return None, errors
    wanted: dict[str, Any] = form.model_dump(exclude={"duration", "distance", "version"})
    if workout.structure is None:
        wanted |= {"duration_s": found.get("duration_s"), "distance_m": found.get("distance_m")}
    changed = {name: value for name, value in wanted.items() if not _same(value, getattr(workout, name))}
    return _checked(ChangeWorkout, {**changed, "version": form.version})


def _same(one: object, other: object) -> bool:
    # A typed length has lost what lies behind its last digit.
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 0.01 * max(one, other)
    return one == other


def _checked(kind: type[Any], values: dict[str, Any]) -> tuple[Any | None, dict[str, str]]:
    try:
        return kind(**values), {}
    except ValidationError as problem:
        typed = {"duration_s": "duration", "distance_m": "distance"}
        return None, {
            typed.get(str(e["loc"][0]), str(e["loc"][0])): sentence(e, None, e.get("input"))
            for e in problem.errors(include_url=False)
        }


def shown(workout: Workout, units: str) -> Form[Any]:
    """A session as its form shows it."""
    per = METRES_PER_MILE if units == "imperial" else 1000.0
    hours, minutes = hours_minutes(workout.duration_s or 0)
    return Form(
        {
            "day": workout.day.isoformat(),
            "version": workout.version,
            "title": workout.title,
            "workout_type": workout.workout_type,
            "duration": (f"{hours}:{minutes:02}" if hours else str(minutes)) if workout.duration_s else "",
            "distance": f"{workout.distance_m / per:.4g}" if workout.distance_m else "",
            "notes": workout.notes,
            "is_key": workout.is_key,
            "is_race": workout.is_race,
            "race_priority": workout.race_priority or "",
            "locked": workout.locked,
        }
    )


def new_form(athlete: Athlete, day: date, template_id: str = "") -> Form[Any]:
    """An empty session for a day."""
    sport = athlete.primary_sport if athlete.primary_sport in SPORTS else "running"
    return Form(
        {
            "athlete_id": athlete.id,
            "day": day.isoformat(),
            "sport": sport,
            "workout_type": "endurance",
            "template_id": template_id,
        }
    )


def library_choices() -> tuple[tuple[str, str], ...]:
    """Every session of the library by category."""
    return tuple((session.id, f"{session.category.capitalize()}: {session.name}") for session in SESSIONS)
