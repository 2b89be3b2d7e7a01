"""The last year by month, for the table beside the calendar of colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paceline.endurance.metrics.season import Season

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month: days with training, their load together, and the hardest day."""

    first: date
    days: int
    load: float
    hardest: float


def month_rows(season: Season) -> Sequence[MonthRow]:
    """The months of the last year with training in them, the latest first."""
    if season.past is None:
        return ()
    part = season.past.since(season.today - timedelta(days=YEAR_DAYS))
    months: dict[date, list[float]] = {}
    for place, load in enumerate(part.load.tolist()):
        months.setdefault((part.first + timedelta(days=place)).replace(day=1), []).append(load)
    rows = [MonthRow(first, sum(load > 0 for load in loads), sum(loads), max(loads)) for first, loads in months.items()]
    return [row for row in reversed(rows) if row.days]
