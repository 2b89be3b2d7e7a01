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

# For each span the first few efforts in the order of the index; distances count the least seconds, all else the most.
_LEAST = """
SELECT spans.span, best.value, best.start_offset, best.id, best.name, best.day
FROM (SELECT DISTINCT span FROM activities_best WHERE athlete_id = %(athlete)s AND kind = %(kind)s) AS spans,
LATERAL (
    SELECT b.value, b.start_offset, a.id, a.name, a.day
    FROM activities_best AS b JOIN activities_activity AS a ON a.id = b.activity_id
    WHERE b.athlete_id = %(athlete)s AND b.kind = %(kind)s AND b.span = spans.span AND a.athlete_id = %(athlete)s
      AND a.deleted_at IS NULL AND a.family = %(family)s AND a.day BETWEEN %(first)s AND %(last)s
    ORDER BY b.value, a.day LIMIT %(places)s
) AS best
ORDER BY spans.span, best.value, best.day
"""
_MOST = _LEAST.replace("ORDER BY b.value, a.day", "ORDER BY b.value DESC, a.day").replace(
    "ORDER BY spans.span, best.value, best.day", "ORDER BY spans.span, best.value DESC, best.day"
)
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
    for span, *rest in await ask(tx.session, _LEAST if kind == "distance" else _MOST.encode(), known):
        held = found.setdefault(span, [])
        held.append(Holder(len(held) + 1, *rest))
    return [Record(kind, span, tuple(held)) for span, held in found.items()]


async def families_of(tx: Tx, athlete_id: UUID) -> Sequence[Practised]:
    """The sports somebody does, the most practised first."""
    return [Practised(*row) for row in await ask(tx.session, _FAMILIES, {"athlete": athlete_id})]
