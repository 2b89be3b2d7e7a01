"""Weeks of training: load, time and distance by sport, and time in zones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from paceline.endurance.metrics.versions import DAYS
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

# From what is kept where that is true, else added up on the spot: only one of the two halves is ever gone through.
_WEEKS = """
WITH kept AS (SELECT EXISTS (
    SELECT FROM metrics_state AS state JOIN metrics_version AS version USING (athlete_id)
    WHERE state.athlete_id = %(athlete)s AND state.stale_from IS NULL
      AND version.metric = %(metric)s AND version.version = %(version)s
) AS is_true)
SELECT date_trunc('week', day)::date, family, sum(sessions)::int, sum(load), sum(seconds), sum(distance), sum(ascent)
FROM metrics_sport
WHERE (SELECT is_true FROM kept) AND athlete_id = %(athlete)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2
UNION ALL
SELECT date_trunc('week', day)::date, family, count(*)::int, coalesce(sum(load), 0),
    coalesce(sum(coalesce(moving, timer, elapsed)), 0), coalesce(sum(distance), 0), coalesce(sum(ascent), 0)
FROM activities_activity
WHERE NOT (SELECT is_true FROM kept) AND athlete_id = %(athlete)s AND deleted_at IS NULL
  AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2
ORDER BY 1, 2
"""
# One row a week and zone: adding up happens where the numbers lie.
_ZONES = """
SELECT date_trunc('week', a.day)::date, zone.number::int, sum(zone.seconds)
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m,
LATERAL unnest(CASE %(kind)s::text WHEN 'power' THEN m.power_zones WHEN 'pace' THEN m.pace_zones ELSE m.heart_zones END)
    WITH ORDINALITY AS zone (seconds, number)
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.day BETWEEN %(first)s AND %(last)s
  AND (%(family)s::text = '' OR a.family = %(family)s)
GROUP BY 1, 2 ORDER BY 1, 2
"""
_ALL_ZONES = """
SELECT kind.name, date_trunc('week', a.day)::date, zone.number::int, sum(zone.seconds)
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m,
LATERAL (VALUES ('heart', m.heart_zones), ('power', m.power_zones), ('pace', m.pace_zones)) AS kind (name, zones),
LATERAL unnest(kind.zones) WITH ORDINALITY AS zone (seconds, number)
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
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
    asked = {"athlete": athlete_id, "first": first, "last": last, "metric": DAYS.metric, "version": DAYS.version}
    rows = await ask(tx.session, _WEEKS, asked)
    return [SportWeek(*row) for row in rows]


Zones = Mapping[date, Sequence[float]]


async def all_zone_weeks(tx: Tx, athlete_id: UUID, first: date, last: date) -> Mapping[str, Zones]:
    """Seconds in each zone by week, of every kind of zones anything was measured in: heart, power, pace."""
    rows = await ask(tx.session, _ALL_ZONES, {"athlete": athlete_id, "first": first, "last": last})
    found: dict[str, list[tuple[date, int, float]]] = {}
    for kind, *row in rows:
        found.setdefault(kind, []).append((row[0], row[1], row[2]))
    return {kind: _by_week(found[kind]) for kind in KINDS if kind in found}


async def zone_weeks(
    tx: Tx, athlete_id: UUID, first: date, last: date, *, kind: str = "heart", family: str = ""
) -> Zones:
    """Seconds in each zone by week; weeks with nothing measured are left out."""
    known = {"athlete": athlete_id, "first": first, "last": last, "kind": kind, "family": family}
    return _by_week([(week, number, seconds) for week, number, seconds in await ask(tx.session, _ZONES, known)])


def _by_week(rows: Sequence[tuple[date, int, float]]) -> Zones:
    found: dict[date, dict[int, float]] = {}
    for week, number, seconds in rows:
        found.setdefault(week, {})[number] = seconds
    most = max((number for zones in found.values() for number in zones), default=0)
    return {week: [zones.get(number, 0.0) for number in range(1, most + 1)] for week, zones in found.items()}
