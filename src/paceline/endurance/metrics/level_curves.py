"""The pace curve on the level: of sessions with heights the speed that would have cost the same without hills."""

from dataclasses import dataclass
from uuid import UUID

from paceline.endurance.metrics.curves import PeriodCurve, curve_of, fitted, merged
from paceline.endurance.metrics.periods import Days
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx

# A session without heights, on a track or a treadmill, counts as it was run.
_LEVEL = """
SELECT string_agg(coalesce(m.graded_curve, m.speed_curve), ''::bytea ORDER BY a.started_at, a.id),
    array_agg(a.id ORDER BY a.started_at, a.id), array_agg(a.day ORDER BY a.started_at, a.id),
    array_agg(a.name ORDER BY a.started_at, a.id), count(m.graded_curve)
FROM activities_activity AS a CROSS JOIN LATERAL (
    SELECT * FROM metrics_measured WHERE activity_id = a.id AND athlete_id = a.athlete_id OFFSET 0) AS m
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND m.speed_curve IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class LevelCurve:
    """The best level speed of a period; `with_heights` of its activities say how hilly they were."""

    curve: PeriodCurve
    with_heights: int


async def level_curve_of(tx: Tx, athlete_id: UUID, family: str, days: Days) -> LevelCurve | None:
    """None where no session of the days has heights: then there is nothing to tell from the pace as it was run."""
    known = {"athlete": athlete_id, "family": family, "first": days.first, "last": days.last}
    curves, ids, dates, names, with_heights = (await ask(tx.session, _LEVEL.encode(), known))[0]
    if curves is None or not with_heights:
        return None
    points = merged(bytes(curves), ids, dates, names)
    return LevelCurve(PeriodCurve(days, points, fitted(points, "speed"), len(ids)), with_heights)


async def pace_curve_of(tx: Tx, athlete_id: UUID, days: Days) -> PeriodCurve:
    """The curve thresholds and models are read from: level pace where there are heights, the pace as run elsewhere."""
    level = await level_curve_of(tx, athlete_id, "running", days)
    return level.curve if level else await curve_of(tx, athlete_id, "speed", "running", days)
