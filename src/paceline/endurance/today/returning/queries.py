"""Reads of coming back: the open protocol with where it stands, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.today.returning.model import ReturnDayRow, ReturnRow
from paceline.infra.tx import Tx
from paceline.science.endurance.returning import Case, Report, Standing, standing

MOST = 50
TITLES = {
    "illness": "After an illness",
    "injury": "After an injury",
    "bone_stress": "Bone stress injury",
    "time_off": "After time off",
}


@dataclass(frozen=True, slots=True)
class Return:
    """A protocol, what was said of its days, and where a day stands on it; `standing` is None once it has ended."""

    id: UUID
    athlete_id: UUID
    kind: str
    place: str
    days_off: int | None
    cross_trained: bool
    started_on: date
    started_by: UUID
    ended_on: date | None
    outcome: str | None
    standing: Standing | None
    reports: Sequence[Report]

    @property
    def title(self) -> str:
        """What it comes back from."""
        return TITLES[self.kind] + (f", {self.place}" if self.place else "")


async def open_return(tx: Tx, athlete_id: UUID, today: date) -> Return | None:
    """The athlete's open protocol, as far as the actor may see it."""
    found = await returns_of(tx, athlete_id, today, is_open=True)
    return found[0] if found else None


async def returns_of(
    tx: Tx, athlete_id: UUID, today: date, *, is_open: bool = False, size: int = MOST, before: UUID | None = None
) -> list[Return]:
    """The athlete's protocols, the newest first."""
    query = select(ReturnRow).where(ReturnRow.athlete_id == athlete_id)
    if is_open:
        query = query.where(ReturnRow.ended_on.is_(None))
    if before is not None:
        query = query.where(ReturnRow.id < before)
    # Identifiers are made in the order of time.
    query = query.order_by(ReturnRow.id.desc()).limit(size).execution_options(populate_existing=True)
    rows = (await tx.session.scalars(query)).all()
    said = await _reports(tx, athlete_id, [row.id for row in rows])
    return [_shape(row, said.get(row.id, []), today) for row in rows]


async def _reports(tx: Tx, athlete_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Report]]:
    if not ids:
        return {}
    rows = await tx.session.scalars(
        select(ReturnDayRow)
        .where(ReturnDayRow.athlete_id == athlete_id, ReturnDayRow.return_id.in_(ids))
        .order_by(ReturnDayRow.day)
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[Report]] = {}
    for row in rows:
        found.setdefault(row.return_id, []).append(
            Report(row.day, row.rung, row.done, row.pain, row.worse, row.symptoms)
        )
    return found


def _shape(row: ReturnRow, reports: Sequence[Report], today: date) -> Return:
    case = Case(row.kind, row.started_on, row.days_off or 0, row.cross_trained)  # type: ignore[arg-type]
    return Return(
        id=row.id,
        athlete_id=row.athlete_id,
        kind=row.kind,
        place=row.place,
        days_off=row.days_off,
        cross_trained=row.cross_trained,
        started_on=row.started_on,
        started_by=row.started_by,
        ended_on=row.ended_on,
        outcome=row.outcome,
        standing=standing(case, reports, today) if row.ended_on is None else None,
        reports=reports,
    )
