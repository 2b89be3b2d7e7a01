"""Durability of a season: how much of the best fresh power or level pace is left after work or hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from paceline.endurance.athletes import Athlete
from paceline.endurance.metrics.curves import PeriodCurve, curve_of
from paceline.endurance.metrics.level_curves import pace_curve_of
from paceline.endurance.metrics.periods import Days
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.late_efforts import DURATIONS, STEPS, season_drop
from paceline.science.endurance.measure import Metric

LOOK_BACK = 90  # days; a longer season compares different form
FAMILIES = ("running", "cycling")
_LATE = """
SELECT a.id, a.day, a.name, m.late_efforts
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND m.late_efforts IS NOT NULL
ORDER BY a.started_at, a.id
"""


@dataclass(frozen=True, slots=True)
class Late:
    """The best effort of one length after one amount of work or time, and the session that holds it."""

    step: int
    duration: int
    fresh: float | None
    value: float | None
    drop: Metric
    sessions: int
    activity_id: UUID | None = None
    day: date | None = None
    name: str = ""


async def durability_of(tx: Tx, athlete: Athlete, family: str) -> Sequence[Late]:
    """Each length after each step over the last quarter; empty for sports it is not read from."""
    if family not in FAMILIES:
        return ()
    today = tx.today(athlete)
    days = Days(today - timedelta(days=LOOK_BACK - 1), today)
    known = {"athlete": athlete.id, "family": family, "first": days.first, "last": days.last}
    sessions = [(UUID(str(key)), day, name, late) for key, day, name, late in await ask(tx.session, _LATE, known)]
    fresh = await _fresh(tx, athlete.id, family, days)
    return [
        _late(step, duration, place + step * len(DURATIONS), fresh, sessions)
        for place, duration in enumerate(DURATIONS)
        for step in range(STEPS)
    ]


async def _fresh(tx: Tx, athlete_id: UUID, family: str, days: Days) -> PeriodCurve:
    if family == "running":
        return await pace_curve_of(tx, athlete_id, days)
    return await curve_of(tx, athlete_id, "power", family, days)


def _late(
    step: int,
    duration: int,
    slot: int,
    fresh: PeriodCurve,
    sessions: Sequence[tuple[UUID, date, str, Sequence[float | None]]],
) -> Late:
    held = [(late[slot], key, day, name) for key, day, name, late in sessions if slot < len(late) and late[slot]]
    point = fresh.at(duration)
    rested = None if point is None else point.value
    drop = season_drop(rested, [value for value, *_ in held])
    if not held:
        return Late(step, duration, rested, None, drop, 0)
    best = max(held, key=lambda one: one[0] or 0.0)
    return Late(step, duration, rested, best[0], drop, len(held), *best[1:])
