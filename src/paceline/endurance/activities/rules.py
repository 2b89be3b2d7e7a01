"""Decisions of activities that need no database: names, plausible logs, what counts as the same session."""

from datetime import datetime, timedelta

from paceline.science.endurance.sports import family
from paceline.science.endurance.summary import TOP_SPEED

SAME_START = timedelta(seconds=60)
SAME_DURATION = 0.02
LONGEST = 4 * 24 * 3600.0  # the longest non-stop events last about four days
_NOUNS = {
    "running": "run",
    "cycling": "ride",
    "swimming": "swim",
    "walking": "walk",
    "hiking": "hike",
    "rowing": "row",
    "skiing": "ski",
    "strength": "strength session",
    "multisport": "multisport session",
}
_PARTS = ("Night", "Morning", "Lunch", "Afternoon", "Evening")


def default_name(sport: str, hour: int) -> str:
    """`Morning run`, for sessions that came without a name."""
    part = (
        "Night"
        if hour < 4
        else "Morning"
        if hour < 11
        else "Lunch"
        if hour < 14
        else "Afternoon"
        if hour < 18
        else "Evening"
    )
    return f"{part} {_NOUNS.get(sport, 'session')}"


def is_default_name(name: str) -> bool:
    """Whether a name says no more than the sport and the time of day."""
    part, _, noun = name.partition(" ")
    return part in _PARTS and noun in {*_NOUNS.values(), "session"}


def is_same_length(one: float | None, other: float | None) -> bool:
    """Whether two durations differ by 2 % at most."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME_DURATION * max(one, other)


def log_problems(
    sport: str,
    started_at: datetime,
    duration: float,
    distance: float | None,
    average_heart_rate: float | None,
    now: datetime,
) -> dict[str, str]:
    """A sentence for each part of a log that cannot be true, by field."""
    found: dict[str, str] = {}
    if started_at > now + timedelta(minutes=5):
        found["started_at"] = "This lies in the future. Plan it in the calendar, and log it when it is done."
    elif started_at < now - timedelta(days=365 * 60):
        found["started_at"] = "This date looks wrong. Check the year."
    if not 60 <= duration <= LONGEST:
        found["duration"] = "A session lasts between one minute and four days. Write it like 0:45 or 1:12:30."
    elif distance is not None and distance / duration > TOP_SPEED[family(sport)]:
        speed = distance / duration * 3.6
        found["distance"] = (
            f"{distance / 1000:.4g} km in that time would be {speed:.0f} km/h. Check distance and duration."
        )
    if average_heart_rate is not None and not 30 <= average_heart_rate <= 230:
        found["average_heart_rate"] = f"{average_heart_rate:g} bpm looks wrong. We expect something between 30 and 230."
    return found


def duration_of(text: str) -> float | None:
    """`45` minutes, `0:45` or `1:12:30` as seconds; None when it is none of them."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() and len(part) <= 4 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if any(number > 59 for number in numbers[1:]):
        return None
    hours, minutes, seconds = (0, numbers[0], 0) if len(numbers) == 1 else (*numbers, 0)[:3]
    return hours * 3600.0 + minutes * 60.0 + seconds
