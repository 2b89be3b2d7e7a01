"""Reads of notes, as far as the actor may know why somebody is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, select, tuple_

from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.model import DayNote, Illness
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.kit.errors import NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

AWAY = "away"


@dataclass(frozen=True, slots=True)
class SeenNote:
    """A note as the actor may see it."""

    id: UUID
    athlete_id: UUID
    kind: str
    first: date
    last: date
    words: str
    excused: bool


async def notes_between(tx: Tx, athlete_ids: Sequence[UUID], first: date, last: date) -> list[SeenNote]:
    """Everything noted for any of the days, the longest first where several begin together."""
    query = _notes().where(DayNote.athlete_id.in_(athlete_ids), DayNote.first <= last, DayNote.last >= first)
    rows = await tx.session.execute(query.order_by(DayNote.first, DayNote.last.desc(), DayNote.id))
    return [seen(row[0], row[1]) for row in rows]


async def notes_page(
    tx: Tx, athlete_id: UUID, span: tuple[date, date], size: int, cursor: str | None
) -> Page[SeenNote]:
    """The same of one athlete in pages, by the day they begin."""
    query = _notes().where(DayNote.athlete_id == athlete_id, DayNote.first <= span[1], DayNote.last >= span[0])
    if cursor is not None:
        query = query.where(tuple_(DayNote.first, DayNote.id) > decode_cursor(cursor, date.fromisoformat, UUID))
    rows = await tx.session.execute(query.order_by(DayNote.first, DayNote.id).limit(size + 1))
    return page_of([seen(*row) for row in rows], size, lambda one: encode_cursor(one.first.isoformat(), one.id))


async def note_for(
    tx: Tx, note_id: UUID, *, lock: bool = False, removed: bool = False
) -> tuple[DayNote, Illness | None]:
    """A note of somebody who shares their training; NotFound for every other."""
    query = _notes(removed=removed).where(DayNote.id == note_id)
    row = (await tx.session.execute(query.with_for_update(of=DayNote) if lock else query)).one_or_none()
    if row is None:
        raise NotFound()
    await athlete_for(tx, row[0].athlete_id)
    return row[0], row[1]


async def excused_days(tx: Tx, athlete_id: UUID, first: date, last: date) -> frozenset[date]:
    """The days on which nothing is missed."""
    query = select(DayNote.first, DayNote.last).where(
        DayNote.athlete_id == athlete_id,
        DayNote.excused,
        DayNote.deleted_at.is_(None),
        DayNote.first <= last,
        DayNote.last >= first,
    )
    spans = (await tx.session.execute(query)).all()
    return frozenset(day for one in spans for day in days_between(max(first, one[0]), min(last, one[1])))


def seen(note: DayNote, illness: Illness | None) -> SeenNote:
    """What the two rows say together."""
    kind, words = ("ill", illness.words) if illness is not None else (note.kind, note.words)
    return SeenNote(note.id, note.athlete_id, kind, note.first, note.last, words, note.excused)


def _notes(*, removed: bool = False) -> Select[DayNote, Illness]:
    on = and_(Illness.note_id == DayNote.id, Illness.athlete_id == DayNote.athlete_id)
    query = select(DayNote, Illness).outerjoin(Illness, on)
    return query if removed else query.where(DayNote.deleted_at.is_(None))
