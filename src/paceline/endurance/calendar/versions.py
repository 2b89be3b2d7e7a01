"""Two versions of one session side by side, when two people changed it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from paceline.endurance.library import TYPES
from paceline.ui.forms import Form

LABELS: Mapping[str, str] = {
    "title": "Name",
    "day": "Day",
    "workout_type": "Kind",
    "duration": "Time",
    "distance": "Distance",
    "notes": "Notes",
    "is_key": "Key session",
    "is_race": "Race",
    "locked": "Pinned to its day",
}
FLAGS = frozenset({"is_key", "is_race", "locked"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact as each of the two has it, in words."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Versions:
    """What differs, and what "keep mine" sends: the typed values with the version that was looked at now."""

    lines: Sequence[Compared]
    url: str
    fields: Sequence[tuple[str, str]]


def versions_of(mine: Form[Any], theirs: Form[Any], url: str, names: Sequence[str] = tuple(LABELS)) -> Versions:
    """Compare what was typed with what stands there; `theirs` is the session as its form shows it."""
    lines = [Compared(LABELS[name], _words(name, mine), _words(name, theirs)) for name in names]
    sent = [(name, _sent(name, mine)) for name in names]
    fields = [("version", str(theirs.get("version"))), *((name, value) for name, value in sent if value)]
    return Versions([line for line in lines if line.mine != line.theirs], url, fields)


def _sent(name: str, form: Form[Any]) -> str:
    value = form.get(name)
    if name in FLAGS:
        return "true" if value and str(value).lower() not in ("false", "0", "off") else ""
    return str(value)


def _words(name: str, form: Form[Any]) -> str:
    value = _sent(name, form)
    if name in FLAGS:
        return "yes" if value else "no"
    if name == "workout_type":
        return dict[str, str](TYPES).get(value, value)
    if name == "day":
        return _day_words(value)
    return value.strip() or "–"


def _day_words(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day:%A} {day.day} {day:%B}"
