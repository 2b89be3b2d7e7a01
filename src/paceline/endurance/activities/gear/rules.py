"""Decisions of gear that need no database: what is due, what may be mounted, which dates make sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

KINDS = ("shoes", "bike", "component", "other")
FAMILIES = ("running", "walking", "cycling", "swimming", "other")
SOON = 0.9  # of the distance or time after which something is due
Due = Literal["replace", "service_distance", "service_seconds"]


@dataclass(frozen=True, slots=True)
class Wear:
    """What something has been through, its start included, and since its last service."""

    distance: float = 0.0
    seconds: float = 0.0
    sessions: int = 0
    since_service_distance: float = 0.0
    since_service_seconds: float = 0.0
    last_used: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """After how much something should be replaced or serviced; None for never."""

    replace_distance: float | None = None
    service_distance: float | None = None
    service_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that is due or soon will be: how much of how much."""

    due: Due
    done: float
    limit: float

    @property
    def share(self) -> float:
        """1 from when it is due."""
        return self.done / self.limit

    @property
    def overdue(self) -> bool:
        """True when the limit is reached."""
        return self.done >= self.limit


def reminders(limits: Limits, wear: Wear) -> list[Reminder]:
    """What is due or nearly so, the most pressing first."""
    measured: list[tuple[Due, float, float | None]] = [
        ("replace", wear.distance, limits.replace_distance),
        ("service_distance", wear.since_service_distance, limits.service_distance),
        ("service_seconds", wear.since_service_seconds, limits.service_seconds),
    ]
    found = [Reminder(due, done, limit) for due, done, limit in measured if limit and done >= SOON * limit]
    return sorted(found, key=lambda one: -one.share)


def overlapping(
    first: date, last: date | None, others: Sequence[tuple[date, date | None]]
) -> tuple[date, date | None] | None:
    """The first of the other stretches of days that shares a day with this one; ends do not count."""
    for start, end in others:
        if (end is None or first < end) and (last is None or start < last):
            return start, end
    return None


def gear_problems(kind: str, families: Sequence[str], since: date | None, retired_on: date | None) -> dict[str, str]:
    """A sentence for each part that cannot be so, by field."""
    found: dict[str, str] = {}
    if since and retired_on and retired_on < since:
        found["retired_on"] = "This was retired before it was first used. Check both dates."
    if families and kind == "component":
        found["default_for"] = "A component counts through the bike it is mounted on, so it is no sport's default."
    if families and retired_on:
        found["default_for"] = "What is retired cannot be taken for new sessions. Choose another one first."
    return found
