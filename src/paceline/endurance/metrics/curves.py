"""The best power and pace of a period over every duration, and the critical power or speed fitted to it."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import numpy as np

from paceline.endurance.metrics.grid import DURATIONS, SIZE, unpacked
from paceline.endurance.metrics.periods import Days
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.critical import CriticalFit, Effort, critical_power, critical_speed, power_at

Output = Literal["power", "speed"]

# All curves of the period written one behind the other: five years are one row of about a megabyte.
# The activities of the days come first, and each looks up its own: the planner would walk through every measured one.
_CURVES = {
    "power": """
SELECT string_agg(m.power_curve, ''::bytea ORDER BY a.started_at, a.id), array_agg(a.id ORDER BY a.started_at, a.id),
    array_agg(a.day ORDER BY a.started_at, a.id), array_agg(a.name ORDER BY a.started_at, a.id)
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND m.power_curve IS NOT NULL
""",
    "speed": """
SELECT string_agg(m.speed_curve, ''::bytea ORDER BY a.started_at, a.id), array_agg(a.id ORDER BY a.started_at, a.id),
    array_agg(a.day ORDER BY a.started_at, a.id), array_agg(a.name ORDER BY a.started_at, a.id)
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND m.speed_curve IS NOT NULL
""",
}
# Trials of the lengths critical power is usually tested over; neighbours on the curve are the same effort again.
TRIALS = (180, 300, 480, 720, 1200)


@dataclass(frozen=True, slots=True)
class Point:
    """The best of a period over one duration, and which activity holds it."""

    duration: int
    value: float
    activity_id: UUID
    day: date
    name: str


@dataclass(frozen=True, slots=True)
class PeriodCurve:
    """The curve of a period with the model fitted to it; no points when nothing was recorded."""

    days: Days
    points: tuple[Point, ...]
    fit: CriticalFit
    activities: int

    def at(self, duration: int) -> Point | None:
        """The point of exactly this duration."""
        return next((one for one in self.points if one.duration == duration), None)

    def modelled(self, duration: float) -> float | None:
        """What the model says can be held; None without one, and outside 2 to 60 minutes."""
        if self.fit.model is None or not 120 <= duration <= 3600:
            return None
        return power_at(self.fit.model, duration).value


async def curve_of(tx: Tx, athlete_id: UUID, output: Output, family: str, days: Days) -> PeriodCurve:
    """The best over every standard duration in the days asked for."""
    known = {"athlete": athlete_id, "family": family, "first": days.first, "last": days.last}
    curves, ids, dates, names = (await ask(tx.session, _CURVES[output].encode(), known))[0]
    points: tuple[Point, ...] = ()
    if curves is not None:
        points = merged(bytes(curves), ids, dates, names)
    return PeriodCurve(days, points, fitted(points, output), len(ids or ()))


def merged(curves: bytes, ids: list[UUID], dates: list[date], names: list[str]) -> tuple[Point, ...]:
    """The highest of every duration and who holds it; of equals the earlier."""
    table = unpacked(curves)
    known = np.where(np.isnan(table), -np.inf, table)
    holders = known.argmax(axis=0)
    rows: list[int] = holders.tolist()
    best: list[float] = known[holders, np.arange(SIZE)].tolist()
    return tuple(
        Point(duration, value, ids[row], dates[row], names[row])
        for duration, value, row in zip(DURATIONS, best, rows, strict=True)
        if math.isfinite(value)
    )


def fitted(points: tuple[Point, ...], output: Output) -> CriticalFit:
    """Critical power or speed from the usual trials."""
    efforts = [Effort(one.duration, one.value, str(one.activity_id)) for one in points if one.duration in TRIALS]
    return critical_power(efforts) if output == "power" else critical_speed(efforts)
