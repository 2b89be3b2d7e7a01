"""Weeks of training: load, time and distance by sport, and time in zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

_WEEKS = """
SELECT date_trunc('week', day)::date, family, sum(sessions)::int, sum(load), sum(seconds), sum(distance), sum(ascent)
FROM metrics_sport WHERE athlete_id = %(athlete)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2 ORDER BY 1, 2
"""
# One row a week and zone: adding up happens where the numbers lie.
_ZONES = """
SELECT date_trunc('week', a.day)::date, zone.number::int, sum(zone.seconds)
FROM activities_activity AS a JOIN metrics_measured AS m ON m.activity_id = a.id AND m.athlete_id = a.athlete_id,
LATERAL unnest(CASE %(kind)s::text WHEN 'power' THEN m.power_zones WHEN 'pace' THEN m.pace_zones ELSE m.heart_zones END)
    WITH ORDINALITY AS zone (seconds, number)
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.day BETWEEN %(first)s AND %(last)s
  AND (%(family)s::text = '' OR a.family = %(family)s)
GROUP BY 1, 2 ORDER BY 1, 2
"""
_KINDS = """
SELECT bool_or(m.heart_zones IS NOT NULL), bool_or(m.power_zones IS NOT NULL), bool_or(m.pace_zones IS NOT NULL)
FROM activities_activity AS a JOIN metrics_measured AS m ON m.activity_id = a.id AND m.athlete_id = a.athlete_id
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.day BETWEEN %(first)s AND %(last)s
"""
KINDS = ("heart", "power", "pace")


@dataclass(frozen=True, slots=True)
class SportWeek:
    """What was done of one family of sports in a week that starts on a Monday; SI units."""

    week: date
    family: str
    sessions: int
    load: float
    seconds: float
    distance: float
    ascent: float


async def weeks_by_sport(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[SportWeek]:
    """The weeks that hold the days from first to last, oldest first."""
    rows = await ask(tx.session, _WEEKS, {"athlete": athlete_id, "first": first, "last": last})
    return [SportWeek(*row) for row in rows]


async def kinds_of_zones(tx: Tx, athlete_id: UUID, first: date, last: date) -> tuple[str, ...]:
    """Which zones anything was measured in: heart, power, pace."""
    found = (await ask(tx.session, _KINDS, {"athlete": athlete_id, "first": first, "last": last}))[0]
    return tuple(kind for kind, there in zip(KINDS, found, strict=True) if there)


async def zone_weeks(
    tx: Tx, athlete_id: UUID, first: date, last: date, *, kind: str = "heart", family: str = ""
) -> Mapping[date, Sequence[float]]:
    """Seconds in each zone by week; weeks with nothing measured are left out."""
    known = {"athlete": athlete_id, "first": first, "last": last, "kind": kind, "family": family}
    found: dict[date, dict[int, float]] = {}
    for week, number, seconds in await ask(tx.session, _ZONES, known):
        found.setdefault(week, {})[number] = seconds
    most = max((number for zones in found.values() for number in zones), default=0)
    return {week: [zones.get(number, 0.0) for number in range(1, most + 1)] for week, zones in found.items()}
