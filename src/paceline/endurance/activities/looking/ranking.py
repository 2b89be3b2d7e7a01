"""Best efforts of an activity and where they rank among all the athlete's sessions of that sport."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import text

from paceline.endurance.activities.listing.filters import span_words
from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx
from paceline.ui.format import Formatter

SHOWN = {
    "power": (5.0, 60.0, 300.0, 1200.0, 3600.0),
    "distance": (400.0, 1000.0, 1609.344, 5000.0, 10000.0, 21097.5, 42195.0, 100000.0),
}

# Less is better over a distance, more is better over a time. The year is the calendar year of the activity; `season` is
# the best of the others in it.
_RANKED = text("""
SELECT own.kind, own.span, own.value, own.start_offset, count(*) AS sessions,
    count(*) FILTER (WHERE other.activity_id <> own.activity_id
        AND CASE WHEN own.kind = 'distance' THEN other.value < own.value ELSE other.value > own.value END) AS better,
    count(*) FILTER (WHERE a.day BETWEEN date_trunc('year', CAST(:day AS date)) AND :last) AS this_year,
    count(*) FILTER (WHERE a.day BETWEEN date_trunc('year', CAST(:day AS date)) AND :last
        AND other.activity_id <> own.activity_id
        AND CASE WHEN own.kind = 'distance' THEN other.value < own.value ELSE other.value > own.value END) AS better_this_year,
    CASE WHEN own.kind = 'distance' THEN min(other.value) FILTER (WHERE other.activity_id <> own.activity_id)
        ELSE max(other.value) FILTER (WHERE other.activity_id <> own.activity_id) END AS best_other
FROM activities_best own
JOIN activities_best other ON other.athlete_id = own.athlete_id AND other.kind = own.kind AND other.span = own.span
JOIN activities_activity a ON a.id = other.activity_id AND a.deleted_at IS NULL AND a.family = :family
WHERE own.activity_id = :activity AND own.athlete_id = :athlete
    AND (own.kind = 'power' AND own.span = ANY(:times) OR own.kind = 'distance' AND own.span = ANY(:distances))
GROUP BY own.kind, own.span, own.value, own.start_offset
ORDER BY own.kind, own.span
""")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A best effort, how many sessions have one over the same span, and how many of those are better."""

    kind: str
    span: float
    value: float
    start: float
    sessions: int
    rank: int
    this_year: int
    rank_this_year: int
    best_other: float | None

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.value if self.kind == "distance" else self.span


@dataclass(frozen=True, slots=True)
class BestRow:
    """A best effort in words, with the list of all there are over its span."""

    label: str
    value: str
    rank: str
    this_year: str
    record: bool
    gap: str
    others: str
    start: float
    end: float


async def ranked(tx: Tx, activity: Activity) -> Sequence[Ranked]:
    """The efforts worth showing, each against every session of the family of sports."""
    known = {
        "activity": activity.id,
        "athlete": activity.athlete_id,
        "family": activity.family,
        "day": activity.day,
        "last": activity.day.replace(month=12, day=31),
        "times": list(SHOWN["power"]),
        "distances": list(SHOWN["distance"]),
    }
    rows = await tx.session.execute(_RANKED, known)
    return [
        Ranked(kind, span, value, start, sessions, better + 1, this_year, better_this_year + 1, best_other)
        for kind, span, value, start, sessions, better, this_year, better_this_year, best_other in rows
    ]


def rows_of(found: Sequence[Ranked], family: str, fmt: Formatter, path: str) -> list[BestRow]:
    """In words: `2nd of 134`; on the bike power comes first, elsewhere distance."""
    first = "power" if family == "cycling" else "distance"
    return [_row(one, fmt, path) for one in sorted(found, key=lambda one: (one.kind != first, one.span))]


def _row(one: Ranked, fmt: Formatter, path: str) -> BestRow:
    value = fmt.duration_exact(one.value) if one.kind == "distance" else fmt.power(one.value)
    return BestRow(
        span_words(one.kind, one.span),
        str(value),
        place_words(one.rank, one.sessions),
        place_words(one.rank_this_year, one.this_year),
        one.rank == 1 and one.sessions > 1,
        _gap(one, fmt),
        f"{path}?best={quote(f'{one.kind}:{one.span:g}')}",
        one.start,
        one.start + one.seconds,
    )


def _gap(one: Ranked, fmt: Formatter) -> str:
    """Ahead of or behind the best of the others; a minute and more is told by the clock."""
    if one.best_other is None:
        return ""
    gap = one.value - one.best_other
    if one.kind == "power":
        return str(fmt.signed(gap, 0, "W"))
    if abs(gap) < 60:
        return str(fmt.signed(gap, 0, "s"))
    return f"{'+' if gap > 0 else '−'}{fmt.duration_exact(abs(gap))}"


def place_words(rank: int, of: int) -> str:
    """`1st of 12`, `2nd of 134`; `first one` where there is no other."""
    if of <= 1:
        return "the first one"
    last_two = rank % 100
    ending = "th" if 11 <= last_two <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending} of {of}"
