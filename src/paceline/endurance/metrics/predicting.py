"""Race times foretold from an athlete's own best efforts, and how efficiency moves over the months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from paceline.endurance.athletes import Athlete
from paceline.endurance.metrics.records import Record, records_of
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.durability import DriftSession, SteadySession, Trend, decoupling_trend, efficiency_trend
from paceline.science.endurance.prediction import Prediction, Result, predict_race
from paceline.science.endurance.vdot import vdot

RACES: tuple[tuple[str, float], ...] = (
    ("1500 m", 1500.0),
    ("3 km", 3000.0),
    ("5 km", 5000.0),
    ("10 km", 10_000.0),
    ("Half marathon", 21_097.5),
    ("Marathon", 42_195.0),
    ("50 km", 50_000.0),
)
# Distances people race over or hold hard in training; a best within an easy run says nothing of racing, so only those
# near the athlete's best level count [own synthesis: 6 % of VDOT, about 20 s on 5 km].
TELLING = (1500.0, 1609.344, 3000.0, 5000.0, 10_000.0, 15_000.0, 21_097.5, 30_000.0, 42_195.0, 50_000.0, 100_000.0)
NEAR_BEST = 0.94
YEAR = 365
TREND_DAYS = 182
_STEADY = """
SELECT a.id, a.day, a.name, a.efficiency_factor, a.decoupling, a.variability_index, coalesce(a.moving, a.timer, a.elapsed)
FROM activities_activity AS a
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND a.efficiency_factor IS NOT NULL
ORDER BY a.started_at, a.id
"""


@dataclass(frozen=True, slots=True)
class RaceTime:
    """A distance with the time foretold for it."""

    name: str
    distance: float
    found: Prediction


@dataclass(frozen=True, slots=True)
class Efficiency:
    """One session's output for each heartbeat and how far it drifted, in percent."""

    activity_id: UUID
    day: date
    name: str
    factor: float
    decoupling: float | None
    variability: float | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Efficiencies:
    """The sessions of half a year and where they lead."""

    sessions: Sequence[Efficiency]
    trend: Trend
    drift: Trend


async def race_times(tx: Tx, athlete: Athlete) -> Sequence[RaceTime]:
    """What the athlete could run now over the usual distances; each says what it rests on, or why it is not known."""
    today = tx.today(athlete)
    records = await records_of(tx, athlete.id, "running", "distance", today - timedelta(days=YEAR), today, places=1)
    results = results_of(records, today)
    if athlete.race_distance and athlete.race_seconds:
        results = [*results, Result(athlete.race_distance, athlete.race_seconds, 0.0, "profile")]
    return _foretold(tuple(results))


@lru_cache(maxsize=128)
def _foretold(results: tuple[Result, ...]) -> Sequence[RaceTime]:
    # The same efforts foretell the same times: worked out once a day, or when a best is beaten.
    return tuple(RaceTime(name, distance, predict_race(results, distance)) for name, distance in RACES)


def results_of(records: Sequence[Record], today: date) -> list[Result]:
    """Best efforts that were near enough to all-out to tell of races."""
    known = [(one, vdot(one.span, one.best.value).value) for one in records if one.span in TELLING]
    best = max((level for _, level in known if level is not None), default=None)
    return [
        Result(one.span, one.best.value, float((today - one.best.day).days), str(one.best.activity_id))
        for one, level in known
        if best is not None and level is not None and level >= NEAR_BEST * best
    ]


async def efficiency_of(tx: Tx, athlete: Athlete, family: str) -> Efficiencies:
    """Half a year of sessions whose output and heart rate are known."""
    today = tx.today(athlete)
    known = {"athlete": athlete.id, "family": family, "first": today - timedelta(days=TREND_DAYS), "last": today}
    sessions = [Efficiency(*row) for row in await ask(tx.session, _STEADY, known)]
    steady = [
        SteadySession(one.day.toordinal(), one.factor, (one.seconds or 0.0) / 60, one.variability) for one in sessions
    ]
    drifts = [
        DriftSession(one.day.toordinal(), one.decoupling, (one.seconds or 0.0) / 60, one.variability)
        for one in sessions
        if one.decoupling is not None
    ]
    return Efficiencies(sessions, efficiency_trend(steady), decoupling_trend(drifts))
