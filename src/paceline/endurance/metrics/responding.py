"""What training does to an athlete: Banister's response fitted to their own races and tests, or why it cannot be yet."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import numpy as np

from paceline.endurance.athletes import Athlete
from paceline.endurance.metrics.queries import series_until
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.banister import ResponseFit, days_of_harm, days_to_peak, fit_response, performance
from paceline.science.endurance.measure import Metric, undefined
from paceline.science.endurance.streams import Array
from paceline.science.endurance.vdot import vdot

YEARS = 3
TWENTY = 1200.0  # s
SHORTEST = 1500.0  # m
# Races and tests only: the best of ordinary days follows how hard somebody tried, not how fit they were.
_TESTS = """
SELECT a.day, a.id, a.name, b.span, b.value
FROM activities_activity AS a JOIN activities_best AS b ON b.activity_id = a.id AND b.athlete_id = a.athlete_id
WHERE a.athlete_id = %(athlete)s AND a.deleted_at IS NULL AND a.family = %(family)s
  AND a.day BETWEEN %(first)s AND %(last)s AND b.kind = %(kind)s
  AND (a.race OR EXISTS (
      SELECT FROM calendar_completion AS c JOIN calendar_workout AS w ON w.id = c.workout_id
      WHERE c.activity_id = a.id AND c.athlete_id = a.athlete_id AND (w.is_race OR w.workout_type = 'test')))
ORDER BY a.day, a.started_at
"""


@dataclass(frozen=True, slots=True)
class Test:
    """A race or test: its day and what it says, VDOT for runners and the watts of 20 minutes for riders."""

    __test__ = False

    day: date
    value: float
    activity_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TrainingResponse:
    """The fit over the last three years with the tests it rests on, and the curve of the last year."""

    fit: ResponseFit
    tests: Sequence[Test]
    first: date
    curve: Array
    harm: Metric
    peak: Metric


async def response_of(tx: Tx, athlete: Athlete, family: str) -> TrainingResponse:
    """What each load gave and cost; never without six races or tests over sixty days."""
    today = tx.today(athlete)
    first = today - timedelta(days=365 * YEARS)
    tests = await _tests(tx, athlete.id, family, first, today)
    past = await series_until(tx, athlete.id, first, today)
    if past is None:
        nothing = undefined("There is no training yet.")
        return TrainingResponse(ResponseFit(None, nothing.reason), tests, today, np.zeros(0), nothing, nothing)
    part = past.since(first)
    places = tuple((one.day.toordinal() - part.first.toordinal(), one.value) for one in tests)
    fit = await asyncio.to_thread(_fitted, part.load.tobytes(), places)
    if fit.response is None:
        why = undefined(fit.reason or "Not fitted.")
        return TrainingResponse(fit, tests, part.first, np.zeros(0), why, why)
    curve = performance(part.load.tolist(), fit.response)
    return TrainingResponse(fit, tests, part.first, curve, days_of_harm(fit.response), days_to_peak(fit.response))


@lru_cache(maxsize=64)
def _fitted(loads: bytes, tests: tuple[tuple[int, float], ...]) -> ResponseFit:
    # The interval takes hundreds of fits: worked out once a day, or when a test comes.
    return fit_response(np.frombuffer(loads, dtype=np.float64).tolist(), tests)


async def _tests(tx: Tx, athlete_id: UUID, family: str, first: date, last: date) -> list[Test]:
    kind = {"running": "distance", "cycling": "power"}.get(family)
    if kind is None:
        return []
    known = {"athlete": athlete_id, "family": family, "first": first, "last": last, "kind": kind}
    best: dict[UUID, Test] = {}
    for day, key, name, span, value in await ask(tx.session, _TESTS, known):
        worth = _worth(kind, span, value)
        if worth is not None and (key not in best or worth > best[key].value):
            best[key] = Test(day, worth, key, name)
    return list(best.values())


def _worth(kind: str, span: float, value: float) -> float | None:
    if kind == "power":
        return value if span == TWENTY else None
    return vdot(span, value).value if span >= SHORTEST else None
