"""The ledger in sentences: those a slice plugged in for its own events, or else what the event says of itself."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from paceline.core.audit import LedgerEntry
from paceline.infra.events import events_by_name
from paceline.kit.days import local_day

ICONS: Mapping[str, str] = {
    "activities": "activity",
    "calendar": "calendar-days",
    "cases": "notebook-pen",
    "checkins": "heart-pulse",
    "desk": "inbox",
    "metrics": "gauge",
    "plans": "calendar-days",
    "readiness": "gauge",
    "relationships": "users",
    "today": "sliders-horizontal",
}
# Facts a reader understands as they are.
TOLD = ("day", "score", "level", "place", "kind", "change", "reason")


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened: on which day of the athlete's calendar, in a sentence, with small facts."""

    day: date
    at: datetime
    icon: str
    sentence: str
    facts: Sequence[tuple[str, str]] = ()
    tone: str = ""


@runtime_checkable
class TimelineWords(Protocol):
    """Plug in better words for entries of the ledger: icon, sentence and tone, or None for what is not yours."""

    def timeline_words(self, name: str, facts: Mapping[str, Any]) -> tuple[str, str, str] | None: ...


def lines_of(
    entries: Sequence[LedgerEntry], time_zone: str, plugged: Sequence[TimelineWords] = ()
) -> list[TimelineLine]:
    """The entries in sentences, in the order given."""
    return [_line(entry, time_zone, plugged) for entry in entries]


def _line(entry: LedgerEntry, time_zone: str, plugged: Sequence[TimelineWords]) -> TimelineLine:
    day = local_day(entry.at, time_zone)
    for source in plugged:
        if (words := source.timeline_words(entry.name, entry.facts)) is not None:
            return TimelineLine(day, entry.at, words[0], words[1], (), words[2])
    icon = ICONS.get(entry.name.split(".", 1)[0], "info")
    return TimelineLine(day, entry.at, icon, own_words(entry.name), _facts(entry.facts))


def own_words(name: str) -> str:
    """What the event's class says it is; its name in plain words when nobody knows it any more."""
    kind = events_by_name().get(name)
    about = (inspect.getdoc(kind) or "").split("\n", 1)[0].split(";", 1)[0].rstrip(".") if kind else ""
    return f"{about or name.replace('.', ': ').replace('_', ' ').capitalize()}."


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, _words(facts[name])) for name in TOLD if facts.get(name) not in (None, "")]


def _words(value: Any) -> str:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value).replace("_", " ")
    return f"{day.day} {day:%b}"
