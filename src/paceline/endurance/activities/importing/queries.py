"""Reads of imports, uploads in parts and recordings that wait for a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from paceline.endurance.activities.model import Activity, Duplicate, Import, ImportFile
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

GOING = ("waiting", "running")
SHOWN = 500
# Values of days a file brought are written down with it; `values` counts them.
_VALUES = func.coalesce(func.sum(ImportFile.details["values"].as_integer()), 0)
_COUNT = select(ImportFile.state, func.count(), _VALUES).group_by(ImportFile.state)


@dataclass(frozen=True, slots=True)
class ImportState:
    """An upload with what became of its files."""

    id: UUID
    way: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    counts: Mapping[str, int]
    files: Sequence[ImportFile]
    values: int = 0

    @property
    def total(self) -> int:
        """Files to look at, archives not counted."""
        return sum(count for state, count in self.counts.items() if state != "opened")

    @property
    def looked(self) -> int:
        """Files that have been looked at."""
        return self.total - self.counts.get("waiting", 0)

    @property
    def is_going(self) -> bool:
        """Whether a worker reads it, or will."""
        return self.state in GOING

    @property
    def may_undo(self) -> bool:
        """Whether it brought anything that could be taken back."""
        return self.state != "undone" and (self.counts.get("imported", 0) > 0 or self.values > 0)

    def may_redo(self, now: datetime, days: int) -> bool:
        """Whether what was taken back is still here."""
        return self.state == "undone" and self.undone_at is not None and now - self.undone_at <= timedelta(days=days)


async def import_state(tx: Tx, found: Import, *, files: int = SHOWN, only: str | None = None) -> ImportState:
    """How far an upload is; `only` lists the files of one state."""
    mine = and_(ImportFile.import_id == found.id, ImportFile.athlete_id == found.athlete_id)
    counted = [(state, count, values) for state, count, values in await tx.session.execute(_COUNT.where(mine))]
    listed: Sequence[ImportFile] = ()
    if files:
        query = select(ImportFile).where(mine).order_by(ImportFile.number).limit(files)
        listed = (await tx.session.scalars(query.where(ImportFile.state == only) if only else query)).all()
    counts = {state: count for state, count, _ in counted}
    return _state(found, counts, sum(values for _, _, values in counted), listed)


def _state(found: Import, counts: Mapping[str, int], values: int, files: Sequence[ImportFile]) -> ImportState:
    return ImportState(
        found.id, found.way, found.state, found.created_at, found.finished_at, found.undone_at, counts, files, values
    )


async def imports_page(tx: Tx, size: int, cursor: str | None) -> Page[ImportState]:
    """The actor's imports, the latest first, without their files."""
    query = select(Import).where(Import.athlete_id == tx.person).order_by(Import.id.desc()).limit(size + 1)
    if cursor:
        query = query.where(Import.id < decode_cursor(cursor, UUID)[0])
    found = (await tx.session.scalars(query)).all()
    counted = await tx.session.execute(
        select(ImportFile.import_id, ImportFile.state, func.count(), _VALUES)
        .where(ImportFile.athlete_id == tx.person, ImportFile.import_id.in_([one.id for one in found]))
        .group_by(ImportFile.import_id, ImportFile.state)
    )
    counts: dict[UUID, dict[str, int]] = {}
    values: dict[UUID, int] = {}
    for import_id, state, count, brought in counted:
        counts.setdefault(import_id, {})[state] = count
        values[import_id] = values.get(import_id, 0) + brought
    states = [_state(one, counts.get(one.id, {}), values.get(one.id, 0), ()) for one in found]
    return page_of(states, size, lambda one: encode_cursor(one.id))


async def latest_imports(tx: Tx, most: int = 3) -> Sequence[ImportState]:
    """The actor's last uploads, the latest first, with what went wrong before what went well."""
    query = select(Import).where(Import.athlete_id == tx.person).order_by(Import.id.desc()).limit(most)
    found = (await tx.session.scalars(query)).all()
    states: list[ImportState] = []
    for one in found:
        state = await import_state(tx, one, files=0)
        worst_first = case(
            (ImportFile.state == "asking", 0),
            (ImportFile.state == "failed", 1),
            (ImportFile.state == "duplicate", 2),
            else_=3,
        )
        files = await tx.session.scalars(
            select(ImportFile)
            .where(ImportFile.import_id == one.id, ImportFile.athlete_id == tx.person, ImportFile.state != "opened")
            .order_by(worst_first, ImportFile.number)
            .limit(12)
        )
        states.append(_state(one, state.counts, state.values, files.all()))
    return states


@dataclass(frozen=True, slots=True)
class Question:
    """Two recordings of what looks like one session: the one that counts, and the one that waits."""

    id: UUID
    created_at: datetime
    first: Activity
    second: Activity


async def open_duplicates(tx: Tx, size: int, cursor: str | None) -> Page[Question]:
    """The actor's recordings that wait for a decision, the oldest question first."""
    first, second = aliased(Activity), aliased(Activity)
    query = (
        select(Duplicate, first, second)
        .join(first, and_(first.id == Duplicate.activity_id, first.deleted_at.is_(None)))
        .join(second, second.id == Duplicate.other_id)
        .where(Duplicate.athlete_id == tx.person, Duplicate.decision.is_(None))
        .order_by(Duplicate.id)
        .limit(size + 1)
    )
    if cursor:
        query = query.where(Duplicate.id > decode_cursor(cursor, UUID)[0])
    rows = await tx.session.execute(query)
    questions = [Question(one.id, one.created_at, a, b) for one, a, b in rows]
    return page_of(questions, size, lambda one: encode_cursor(one.id))


async def count_duplicates(tx: Tx) -> int:
    """How many recordings wait for a decision."""
    shown = select(Activity.id).where(Activity.id == Duplicate.activity_id, Activity.deleted_at.is_(None)).exists()
    return (
        await tx.session.scalar(
            select(func.count())
            .select_from(Duplicate)
            .where(Duplicate.athlete_id == tx.person, Duplicate.decision.is_(None), shown)
        )
    ) or 0
