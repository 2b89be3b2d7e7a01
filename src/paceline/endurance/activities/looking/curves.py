"""The curve of an activity against the best of the three months up to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import text

from paceline.endurance.activities.listing.filters import span_words
from paceline.endurance.activities.model import Activity
from paceline.infra.tx import Tx
from paceline.ui.format import METRES_PER_MILE, Formatter

DAYS = 90
FEWEST = 3
_CURVE = text("""
SELECT other.span, max(other.value) FILTER (WHERE other.activity_id = :activity),
    CASE WHEN :kind = 'power' THEN max(other.value) ELSE min(other.value) END
FROM activities_best other JOIN activities_activity a ON a.id = other.activity_id
WHERE other.athlete_id = :athlete AND other.kind = :kind AND a.deleted_at IS NULL AND a.family = :family
    AND a.day BETWEEN CAST(:day AS date) - CAST(:days AS integer) AND CAST(:day AS date)
GROUP BY other.span HAVING max(other.value) FILTER (WHERE other.activity_id = :activity) IS NOT NULL
ORDER BY other.span
""")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One span with the activity's own value and the best of the three months, in words."""

    label: str
    own: str
    best: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The points and the lines for the drawing."""

    kind: Literal["power", "distance"]
    title: str
    unit: str
    points: Sequence[CurvePoint]
    data: dict[str, Any]


async def curve_of(tx: Tx, activity: Activity, fmt: Formatter) -> Curve | None:
    """Power over time, else pace over distance; None with fewer than three points."""
    for kind in _kinds(activity):
        known = {
            "activity": activity.id,
            "athlete": activity.athlete_id,
            "kind": kind,
            "family": activity.family,
            "day": activity.day,
            "days": timedelta(days=DAYS).days,
        }
        rows = [(float(span), float(own), float(best)) for span, own, best in await tx.session.execute(_CURVE, known)]
        if len(rows) >= FEWEST:
            return _power(rows) if kind == "power" else _pace(rows, activity, fmt)
    return None


def _kinds(activity: Activity) -> Sequence[Literal["power", "distance"]]:
    return ("power", "distance") if activity.family == "cycling" else ("distance", "power")


def _power(rows: Sequence[tuple[float, float, float]]) -> Curve:
    points = [CurvePoint(span_words("power", s), f"{own:.0f}", f"{best:.0f}", own >= best) for s, own, best in rows]
    data = {"x": [s for s, _, _ in rows], "own": [round(o) for _, o, _ in rows], "best": [round(b) for _, _, b in rows]}
    return Curve("power", "Power curve", "W", points, data)


def _pace(rows: Sequence[tuple[float, float, float]], activity: Activity, fmt: Formatter) -> Curve:
    """Seconds over a distance as seconds a kilometre, a mile or 100 m; on the bike as speed."""
    swims, rides = activity.family == "swimming", activity.family == "cycling"
    unit = 100.0 if swims else METRES_PER_MILE if fmt.imperial else 1000.0

    def value(metres: float, seconds: float) -> float:
        return metres / seconds * 3600 / unit if rides else seconds / metres * unit

    def words(metres: float, seconds: float) -> str:
        speed = metres / seconds
        return (fmt.swim_pace(speed) if swims else fmt.speed(speed) if rides else fmt.pace(speed)).value

    points = [
        CurvePoint(span_words("distance", m), words(m, own), words(m, best), own <= best) for m, own, best in rows
    ]
    data = {
        "x": [m for m, _, _ in rows],
        "own": [round(value(m, own), 2) for m, own, _ in rows],
        "best": [round(value(m, best), 2) for m, _, best in rows],
    }
    shown = "/100 m" if swims else ("mph" if fmt.imperial else "km/h") if rides else fmt.pace_unit
    return Curve("distance", "Speed curve" if rides else "Pace curve", shown, points, data)
