"""What an athlete's numbers can plausibly be, and the sentence when they cannot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_TIME = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d)?")


@dataclass(frozen=True, slots=True)
class Span:
    """The values a measure takes in living people, its unit, and how it is called."""

    low: float
    high: float
    unit: str
    label: str


# Generous ends of what has been measured in people who train [own synthesis].
PLAUSIBLE: Mapping[str, Span] = {
    "weight_kg": Span(25, 250, "kg", "weight"),
    "max_hr": Span(120, 230, "bpm", "maximum heart rate"),
    "resting_hr": Span(25, 110, "bpm", "resting heart rate"),
    "lthr": Span(90, 220, "bpm", "threshold heart rate"),
    "ftp": Span(40, 600, "W", "threshold power"),
    "threshold_speed": Span(1.2, 7.0, "m/s", "threshold speed"),
    "swim_speed": Span(0.4, 2.2, "m/s", "swimming threshold"),
    "race_distance": Span(800, 200_000, "m", "race distance"),
    "race_seconds": Span(100, 200_000, "s", "race time"),
}
YOUNGEST, OLDEST = 8, 105
FASTEST_RACE, SLOWEST_RACE = 7.8, 0.7  # m/s; the men's 800 m record is 7.93 m/s


def problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """A sentence for each value that cannot be true, by field; `values` are the whole profile in SI units."""
    found = {
        name: sentence
        for name, span in PLAUSIBLE.items()
        if values.get(name) is not None and (sentence := implausible(values[name], span.low, span.high, span.unit))
    }
    return _birth(values.get("birth_year"), today) | _heart(values) | _race(values) | found


def implausible(value: float, low: float, high: float, unit: str) -> str | None:
    """Why a value cannot be right, with the one that was probably meant; None when it can."""
    if low <= value <= high:
        return None
    typed = f"{value:.10g} {unit}".strip()
    for factor in (0.1, 0.01, 10, 100):
        meant = value * factor
        if low <= meant <= high:
            return f"{typed} looks wrong. Did you mean {meant:.4g}?"
    return f"{typed} looks wrong. We expect something between {low:.4g} and {high:.4g}."


def _birth(year: int | None, today: date) -> dict[str, str]:
    if year is None or OLDEST >= today.year - year >= YOUNGEST:
        return {}
    return {"birth_year": f"{year} looks wrong. Write the whole year, such as 1988."}


def _heart(values: Mapping[str, Any]) -> dict[str, str]:
    rest, threshold, top = (values.get(name) for name in ("resting_hr", "lthr", "max_hr"))
    found: dict[str, str] = {}
    if rest is not None and top is not None and rest >= top:
        found["resting_hr"] = "Resting heart rate must be below the maximum."
    if threshold is not None and top is not None and threshold > top:
        found["lthr"] = "Threshold heart rate cannot be above the maximum."
    if threshold is not None and rest is not None and threshold <= rest:
        found["lthr"] = "Threshold heart rate must be above resting heart rate."
    return found


def _race(values: Mapping[str, Any]) -> dict[str, str]:
    distance, seconds = values.get("race_distance"), values.get("race_seconds")
    if (distance is None) != (seconds is None):
        field, word = ("race_distance", "distance") if distance is None else ("race_seconds", "time")
        return {field: f"A race needs its {word} too."}
    if distance is not None and seconds and not SLOWEST_RACE <= distance / seconds <= FASTEST_RACE:
        return {"race_seconds": "This time does not fit the distance. Check both."}
    return {}


def seconds_of(text: str) -> float | None:
    """`4:12`, `0:45`, `1:32:05` as seconds; None when it is no such time."""
    match = _TIME.fullmatch(text.strip())
    if not match or int(match.group(3)) > 59:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60.0 + seconds


def number_of(text: str) -> float | None:
    """A number typed with a point or a comma."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None
