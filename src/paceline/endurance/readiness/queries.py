"""Reads of readiness: a day with its factors, and the days behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.checkins import last_checkin_day, recent_checkins
from paceline.endurance.metrics import fitness_on
from paceline.endurance.readiness.model import PainCap, Score
from paceline.endurance.readiness.rules import HISTORY_DAYS, MEASURED, inputs_of
from paceline.endurance.readiness.types import DayReadiness, ScoreOfDay
from paceline.endurance.wellness import values_between
from paceline.infra.tx import Tx
from paceline.science.endurance.readiness import Cap, Factor, Missing, Readiness, assess


async def readiness_on(tx: Tx, athlete_id: UUID, day: date) -> DayReadiness:
    """Readiness of a day; one that was never assessed is unknown, with the reason."""
    known = await stored(tx, athlete_id, day)
    if known is not None:
        return known
    found = await assessed_now(tx, athlete_id, day)
    return DayReadiness(
        athlete_id=athlete_id,
        day=day,
        score=found.score,
        band=found.band,
        confidence=found.confidence,
        coverage=found.coverage,
        factors=found.factors,
        missing=found.missing,
        unknown=found.unknown,
        caps=found.caps,
        withheld=0,
        version=found.version,
        computed_at=None,
    )


async def assessed_now(tx: Tx, athlete_id: UUID, day: date) -> Readiness:
    """What science says of a day from everything the actor can see; nothing is saved."""
    checkins = await recent_checkins(tx, athlete_id, day, HISTORY_DAYS + 1)
    last = checkins[-1].day if checkins else await last_checkin_day(tx, athlete_id, day)
    fitness = await fitness_on(tx, athlete_id, day)
    measured = await values_between(tx, athlete_id, tuple(MEASURED), day - timedelta(days=HISTORY_DAYS), day)
    return assess(inputs_of(day, checkins, last, fitness.tsb, fitness.days_of_history, measured))


async def stored(tx: Tx, athlete_id: UUID, day: date) -> DayReadiness | None:
    """The day as it was assessed."""
    found = await tx.session.execute(
        select(Score, PainCap.caps)
        .outerjoin(PainCap, (PainCap.athlete_id == Score.athlete_id) & (PainCap.day == Score.day))
        .where(Score.athlete_id == athlete_id, Score.day == day)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    return None if row is None else day_of(row[0], row[1])


async def readiness_history(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[ScoreOfDay]:
    """The assessed days from first to last, oldest first; days without an assessment are left out."""
    rows = await tx.session.execute(
        select(Score.day, Score.score, Score.band)
        .where(Score.athlete_id == athlete_id, Score.day.between(first, last))
        .order_by(Score.day)
    )
    return [ScoreOfDay(day, score, band) for day, score, band in rows]  # type: ignore[arg-type]


async def scores_since(tx: Tx, athlete_ids: Sequence[UUID], first: date) -> Mapping[UUID, list[ScoreOfDay]]:
    """The assessed days of many athletes from a day on, oldest first; athletes without one are left out."""
    rows = await tx.session.execute(
        select(Score.athlete_id, Score.day, Score.score, Score.band)
        .where(Score.athlete_id.in_(athlete_ids), Score.day >= first)
        .order_by(Score.athlete_id, Score.day)
    )
    found: dict[UUID, list[ScoreOfDay]] = {}
    for athlete_id, day, score, band in rows:
        found.setdefault(athlete_id, []).append(ScoreOfDay(day, score, band))  # type: ignore[arg-type]
    return found


def usual_score(days: Sequence[ScoreOfDay]) -> float | None:
    """The mean of the known scores; None with fewer than three."""
    known = [one.score for one in days if one.score is not None]
    return sum(known) / len(known) if len(known) >= 3 else None


def day_of(row: Score, caps: list[Any] | None) -> DayReadiness:
    """A stored day as others see it."""
    seen = tuple(Cap(**cap) for cap in caps or ())
    shape = DayReadiness(
        athlete_id=row.athlete_id,
        day=row.day,
        score=row.score,
        band=row.band,  # type: ignore[arg-type]
        confidence=row.confidence,  # type: ignore[arg-type]
        coverage=row.coverage,
        factors=tuple(Factor(**factor) for factor in row.factors),
        missing=tuple(Missing(**missing) for missing in row.missing),
        unknown=row.unknown,
        caps=seen,
        withheld=0,
        version=row.version,
        computed_at=row.computed_at,
    )
    return replace(shape, withheld=max(0, row.private_factors - len(seen)))
