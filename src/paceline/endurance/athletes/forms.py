"""Between the profile as it is typed, in the person's units, and as it is kept, in SI units."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from paceline.endurance.athletes.rules import PLAUSIBLE, implausible, number_of, problems, seconds_of
from paceline.endurance.athletes.schemas import ChangeAthlete, ProfileForm
from paceline.endurance.athletes.types import SPORTS, Athlete
from paceline.ui.format import KILOGRAMS_PER_POUND, METRES_PER_MILE, hours_minutes_seconds

# The form's name of each measure where the two differ.
TYPED_AS = {
    "weight_kg": "weight",
    "threshold_speed": "threshold_pace",
    "swim_speed": "swim_pace",
    "race_seconds": "race_time",
}


def shown(athlete: Athlete, units: str) -> dict[str, str]:
    """The profile as the form shows it."""
    per_pace, per_distance = _long(units), _long(units)
    weight = None if athlete.weight_kg is None else athlete.weight_kg / _pound(units)
    return {
        "birth_year": _plain(athlete.birth_year),
        "sex": athlete.sex or "",
        "primary_sport": athlete.primary_sport or "",
        "weight": _plain(weight),
        "max_hr": _plain(athlete.max_hr),
        "resting_hr": _plain(athlete.resting_hr),
        "lthr": _plain(athlete.lthr),
        "ftp": _plain(athlete.ftp),
        "threshold_pace": _pace(athlete.threshold_speed, per_pace),
        "swim_pace": _pace(athlete.swim_speed, 100),
        "race_distance": "" if athlete.race_distance is None else f"{athlete.race_distance / per_distance:.4g}",
        "race_time": "" if athlete.race_seconds is None else hours_minutes_seconds(athlete.race_seconds),
    }


def read(form: ProfileForm, units: str, today: date) -> tuple[ChangeAthlete | None, dict[str, str]]:
    """The command behind what was typed, or the sentences by form field."""
    reading = _Reading(form)
    values: dict[str, Any] = {
        "birth_year": reading.whole("birth_year"),
        "sex": form.sex if form.sex in ("female", "male") else None,
        "primary_sport": form.primary_sport if form.primary_sport in SPORTS else None,
        "weight_kg": reading.number("weight", "weight_kg", _pound(units), "lb" if units == "imperial" else "kg"),
        "threshold_speed": reading.pace("threshold_pace", "threshold_speed", _long(units)),
        "swim_speed": reading.pace("swim_pace", "swim_speed", 100),
        "race_distance": reading.number(
            "race_distance", "race_distance", _long(units), "mi" if units == "imperial" else "km"
        ),
        "race_seconds": reading.time("race_time"),
    }
    values |= {
        name: reading.number(name, name, 1, PLAUSIBLE[name].unit) for name in ("max_hr", "resting_hr", "lthr", "ftp")
    }
    said = {TYPED_AS.get(name, name): sentence for name, sentence in problems(values, today).items()}
    errors = {name: sentence for name, sentence in said.items() if name not in reading.errors} | reading.errors
    return (None, errors) if errors else (ChangeAthlete(**values), {})


class _Reading:
    """Reads typed fields one by one and gathers what is wrong."""

    def __init__(self, form: ProfileForm) -> None:
        self.typed: Mapping[str, str] = form.model_dump()
        self.errors: dict[str, str] = {}

    def number(self, name: str, measure: str, factor: float, unit: str) -> float | None:
        value = self._value(name, number_of, "is not a number. Write it like 58.4.")
        if value is None:
            return None
        span = PLAUSIBLE[measure]
        if sentence := implausible(value, span.low / factor, span.high / factor, unit):
            self.errors[name] = sentence
        return value * factor

    def whole(self, name: str) -> int | None:
        value = self._value(name, number_of, "is not a year. Write it like 1988.")
        return None if value is None else int(value)

    def time(self, name: str) -> float | None:
        return self._value(name, seconds_of, "is not a time. Write it like 3:28:05 or 19:40.")

    def pace(self, name: str, measure: str, metres: float) -> float | None:
        seconds = self._value(name, seconds_of, "is not a pace. Write it like 4:12.")
        if seconds is None:
            return None
        span = PLAUSIBLE[measure]
        if seconds <= 0 or not span.low <= metres / seconds <= span.high:
            quick, slow = (hours_minutes_seconds(metres / speed) for speed in (span.high, span.low))
            self.errors[name] = f"{self.typed[name]} looks wrong. We expect something between {quick} and {slow}."
            return None
        return metres / seconds

    def _value(self, name: str, parse: Callable[[str], float | None], words: str) -> float | None:
        text = self.typed[name]
        if not text:
            return None
        value = parse(text)
        if value is None:
            self.errors[name] = f"“{text}” {words}"
        return value


def _long(units: str) -> float:
    return METRES_PER_MILE if units == "imperial" else 1000.0


def _pound(units: str) -> float:
    return KILOGRAMS_PER_POUND if units == "imperial" else 1.0


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _pace(speed: float | None, metres: float) -> str:
    return "" if not speed else hours_minutes_seconds(metres / speed)
