"""Assessing a day: everything known is fetched, science decides, and only a changed answer is saved and told."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, delete, literal_column
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.readiness.events import ReadinessAssessed
from paceline.endurance.readiness.model import PainCap, Score
from paceline.endurance.readiness.queries import assessed_now, day_of, stored
from paceline.endurance.readiness.types import DayReadiness
from paceline.infra.tx import Tx
from paceline.science.endurance.readiness import Readiness


async def assess_day(tx: Tx, athlete_id: UUID, day: date) -> DayReadiness:
    """Readiness of a day from what is known now; runs as the athlete, who sees all of it. Twice is once."""
    before = await stored(tx, athlete_id, day)
    found = await assessed_now(tx, athlete_id, day)
    if before is not None and _same(before, found):
        return before
    saved = await _save(tx, athlete_id, day, found)
    await tx.emit(ReadinessAssessed(athlete_id, day, found.score, found.band))
    return saved


def _same(before: DayReadiness, found: Readiness) -> bool:
    # Compared as they are stored, so that a rounding by the database is no change.
    names = ("score", "band", "confidence", "factors", "missing", "unknown", "caps", "version")
    return all(getattr(before, name) == getattr(found, name) for name in names)


async def _save(tx: Tx, athlete_id: UUID, day: date, found: Readiness) -> DayReadiness:
    values: dict[str, Any] = {
        "score": found.score,
        "band": found.band,
        "confidence": found.confidence,
        "coverage": found.coverage,
        "factors": [asdict(factor) for factor in found.factors],
        "missing": [asdict(missing) for missing in found.missing],
        "unknown": found.unknown,
        "private_factors": len(found.caps),
        "version": found.version,
        "computed_at": tx.now,
    }
    key = {"athlete_id": athlete_id, "day": day}
    wanted = insert(Score).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values)
    returned = wanted.returning(Score, literal_column("(xmax = 0)", Boolean))
    row, is_first = (await tx.session.execute(returned, execution_options={"populate_existing": True})).one()
    if not is_first:
        await tx.session.execute(delete(PainCap).where(PainCap.athlete_id == athlete_id, PainCap.day == day))
    caps = [asdict(cap) for cap in found.caps]
    if caps:
        await tx.session.execute(insert(PainCap).values(**key, caps=caps))
    return day_of(row, caps)
