"""Records: the best efforts of a sport over distances and durations, ranked, of all time or of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

Kind = Literal["distance", "power", "heart_rate"]
PLACES = 3
KINDS: tuple[Kind, ...] = ("distance", "power", "heart_rate")

# Over many years: the spans are leapt through in the order of the index, and of each the first few efforts are read in it.
# What is read in order stays so through the join, because OFFSET keeps the planner from another order.
_LEAST = """
WITH RECURSIVE spans (span) AS (
    (SELECT span FROM activities_best WHERE athlete_id = %(athlete)s AND kind = %(kind)s ORDER BY span LIMIT 1)
    UNION ALL
    SELECT (SELECT b.span FROM activities_best AS b WHERE b.athlete_id = %(athlete)s AND b.kind = %(kind)s
            AND b.span > spans.span ORDER BY b.span LIMIT 1)
    FROM spans WHERE spans.span IS NOT NULL
)
SELECT spans.span, best.value, best.start_offset, best.id, best.name, best.day
FROM spans, LATERAL (
    SELECT b.value, b.start_offset, a.id, a.name, a.day
    FROM (
        SELECT activity_id, value, start_offset FROM activities_best
        WHERE athlete_id = %(athlete)s AND kind = %(kind)s AND span = spans.span ORDER BY value OFFSET 0
    ) AS b JOIN activities_activity AS a ON a.id = b.activity_id
    WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
      AND a.day BETWEEN %(first)s AND %(last)s
    ORDER BY b.value, a.day LIMIT %(places)s
) AS best
WHERE spans.span IS NOT NULL
ORDER BY spans.span, best.value, best.day
"""
_MOST = (
    _LEAST.replace("ORDER BY value OFFSET 0", "ORDER BY value DESC OFFSET 0")
    .replace("ORDER BY b.value, a.day", "ORDER BY b.value DESC, a.day")
    .replace("ORDER BY spans.span, best.value, best.day", "ORDER BY spans.span, best.value DESC, best.day")
)
# Within a year or two few efforts of the index lie in the days: there the sessions of the days bring theirs.
_LEAST_WITHIN = """
SELECT span, value, start_offset, id, name, day FROM (
    SELECT b.span, b.value, b.start_offset, a.id, a.name, a.day,
        row_number() OVER (PARTITION BY b.span ORDER BY b.value, a.day) AS place
    FROM activities_activity AS a CROSS JOIN LATERAL (
        SELECT * FROM activities_best WHERE activity_id = a.id AND kind = %(kind)s OFFSET 0) AS b
    WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
      AND a.day BETWEEN %(first)s AND %(last)s
) AS best
WHERE place <= %(places)s
ORDER BY span, value, day
"""
_MOST_WITHIN = _LEAST_WITHIN.replace("ORDER BY b.value, a.day", "ORDER BY b.value DESC, a.day").replace(
    "ORDER BY span, value, day", "ORDER BY span, value DESC, day"
)
_FEW_DAYS = 2 * 366
_FAMILIES = """
SELECT family, min(day), max(day) FROM activities_activity
WHERE athlete_id = %(athlete)s AND deleted_at IS NULL GROUP BY family ORDER BY count(*) DESC, family
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """An effort that ranks: the seconds a distance took, or the mean held over a duration."""

    rank: int
    value: float
    start_offset: float
    activity_id: UUID
    name: str
    day: date


@dataclass(frozen=True, slots=True)
class Record:
    """The best efforts over one span, metres for a distance and seconds for everything else, the best first."""

    kind: Kind
    span: float
    holders: tuple[Holder, ...]

    @property
    def best(self) -> Holder:
        """Who holds it."""
        return self.holders[0]


@dataclass(frozen=True, slots=True)
class Practised:
    """A family of sports, and since when."""

    family: str
    first: date
    last: date


async def records_of(
    tx: Tx, athlete_id: UUID, family: str, kind: Kind, first: date, last: date, *, places: int = PLACES
) -> Sequence[Record]:
    """The records of a sport within days, the shortest span first."""
    known = {
        "athlete": athlete_id,
        "family": family,
        "kind": kind,
        "first": first,
        "last": last,
        "places": places,
    }
    found: dict[float, list[Holder]] = {}
    for span, *rest in await ask(tx.session, _statement(kind, (last - first).days), known):
        held = found.setdefault(span, [])
        held.append(Holder(len(held) + 1, *rest))
    return [Record(kind, span, tuple(held)) for span, held in found.items()]


def _statement(kind: Kind, days: int) -> bytes:
    least, most = (_LEAST_WITHIN, _MOST_WITHIN) if days <= _FEW_DAYS else (_LEAST, _MOST)
    return (least if kind == "distance" else most).encode()


async def families_of(tx: Tx, athlete_id: UUID) -> Sequence[Practised]:
    """The sports somebody does, the most practised first."""
    return [Practised(*row) for row in await ask(tx.session, _FAMILIES, {"athlete": athlete_id})]
