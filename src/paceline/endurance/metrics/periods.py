"""The periods fitness is looked at over, by the words in an address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Span = Literal["6w", "3m", "season", "1y", "all"]
Period = Literal["42d", "90d", "season", "last-season", "all"]

SPANS: Mapping[Span, tuple[str, int | None]] = {
    "6w": ("6 w", 42),
    "3m": ("3 m", 91),
    "season": ("Season", 182),
    "1y": ("1 y", 364),
    "all": ("All", None),
}
PERIODS: Mapping[Period, str] = {
    "42d": "42 days",
    "90d": "90 days",
    "season": "This season",
    "last-season": "Last season",
    "all": "All time",
}
BEGINNING = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both included."""

    first: date
    last: date


def span_of(span: Span, today: date) -> date:
    """The first day of a chart."""
    length = SPANS[span][1]
    return BEGINNING if length is None else today - timedelta(days=length - 1)


def days_of(period: Period, today: date) -> Days:
    """The days of a period; a season is a calendar year, as records are kept."""
    match period:
        case "42d":
            return Days(today - timedelta(days=41), today)
        case "90d":
            return Days(today - timedelta(days=89), today)
        case "season":
            return Days(date(today.year, 1, 1), today)
        case "last-season":
            return Days(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
        case "all":
            return Days(BEGINNING, today)
