"""Reads of cases: notes, tasks, and the ledger of an athlete filtered by what it is about."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from paceline.coaching.cases.model import Note, Task
from paceline.coaching.cases.schemas import Filter
from paceline.core.audit import LedgerEntry, entries_of
from paceline.infra.events import events_by_name
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

# The beginnings of event names a filter shows; "all" has none.
FILTERS: Mapping[Filter, Sequence[str]] = {
    "all": (),
    "signals": ("checkins.", "readiness.", "metrics.", "wellness."),
    "training": ("activities.",),
    "plan": ("calendar.", "plans.", "today.", "library."),
    "people": ("relationships.", "cases.", "desk.", "messaging."),
}


async def notes_page(tx: Tx, athlete_id: UUID, *, size: int = 50, cursor: str | None = None) -> Page[Note]:
    """The acting coach's notes about an athlete, the newest first."""
    query = select(Note).where(Note.athlete_id == athlete_id, Note.coach_id == tx.person, Note.deleted_at.is_(None))
    if cursor:
        query = query.where(Note.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Note.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: encode_cursor(row.id))


async def notes_to_me(tx: Tx, *, size: int = 50, cursor: str | None = None) -> Page[Note]:
    """What coaches shared with the acting athlete, the newest first."""
    query = select(Note).where(Note.athlete_id == tx.person, Note.shared.is_(True), Note.deleted_at.is_(None))
    if cursor:
        query = query.where(Note.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Note.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: encode_cursor(row.id))


async def tasks_about(tx: Tx, athlete_id: UUID, *, done_since: date | None = None, most: int = 100) -> Sequence[Task]:
    """The acting coach's tasks for an athlete: what is due first, what has no day last, what was done lately at the end."""
    query = select(Task).where(Task.athlete_id == athlete_id, Task.coach_id == tx.person)
    kept = Task.done_at.is_(None) if done_since is None else or_(Task.done_at.is_(None), Task.done_at >= done_since)
    order = (Task.done_at.is_not(None), Task.due_on.asc().nulls_last(), Task.id)
    return (await tx.session.scalars(query.where(kept).order_by(*order).limit(most))).all()


async def tasks_page(tx: Tx, athlete_id: UUID, *, size: int = 50, cursor: str | None = None) -> Page[Task]:
    """Every task of the acting coach's for an athlete, the newest first."""
    query = select(Task).where(Task.athlete_id == athlete_id, Task.coach_id == tx.person)
    if cursor:
        query = query.where(Task.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Task.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: encode_cursor(row.id))


async def tasks_due(tx: Tx, athlete_id: UUID, today: date) -> Sequence[Task]:
    """What should have been done by yesterday."""
    query = select(Task).where(
        Task.athlete_id == athlete_id, Task.coach_id == tx.person, Task.done_at.is_(None), Task.due_on < today
    )
    return (await tx.session.scalars(query.order_by(Task.due_on, Task.id))).all()


async def timeline_page(
    tx: Tx, athlete_id: UUID, about: Filter, *, size: int = 25, cursor: str | None = None
) -> Page[LedgerEntry]:
    """What happened around an athlete, as far as it is shared, the newest first."""
    names = names_of(about)
    if names == ():
        return await entries_of(tx, athlete_id, size=size, cursor=cursor)
    return await entries_of(tx, athlete_id, size=size, cursor=cursor, names=names)


def names_of(about: Filter) -> Sequence[str]:
    """The names of the events a filter shows; none means every one."""
    beginnings = tuple(FILTERS[about])
    return tuple(sorted(name for name in events_by_name() if name.startswith(beginnings))) if beginnings else ()
