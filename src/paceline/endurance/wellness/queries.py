"""Reads of values of the day: what every source says, and the one value that counts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from paceline.endurance.wellness.model import Preference, Value
from paceline.endurance.wellness.rules import EARLIEST, full_order, with_shown
from paceline.endurance.wellness.types import KINDS, DayValue, Stated
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of


async def order_of(tx: Tx, athlete_id: UUID) -> list[str]:
    """Whose word counts first for an athlete."""
    found = await tx.session.scalar(select(Preference.sources).where(Preference.athlete_id == athlete_id))
    return full_order(found or ())


async def stated_between(
    tx: Tx, athlete_id: UUID, first: date, last: date, kinds: Iterable[str] = KINDS
) -> list[Stated]:
    """What every source says of these days, the latest day first, with the value that counts marked."""
    query = _values(athlete_id, kinds).where(Value.day.between(first, last))
    rows = await tx.session.execute(query.order_by(Value.day.desc(), Value.kind, Value.source))
    return with_shown([_stated(*row) for row in rows], await order_of(tx, athlete_id))


async def values_between(
    tx: Tx, athlete_id: UUID, kinds: Sequence[str], first: date, last: date
) -> Mapping[str, Mapping[date, float]]:
    """The values that count, by kind and day, in the unit of the kind; days without one are left out."""
    found: dict[str, dict[date, float]] = {kind: {} for kind in kinds}
    for one in await stated_between(tx, athlete_id, first, last, kinds):
        if one.shown:
            found[one.kind.id][one.day] = one.value
    return found


async def latest(tx: Tx, athlete_id: UUID, kinds: Sequence[str], day: date) -> Mapping[str, DayValue]:
    """The last known value of each kind up to a day; kinds nobody ever stated are left out."""
    query = _values(athlete_id, kinds).where(Value.day <= day).ext(distinct_on(Value.kind))
    rows = await tx.session.execute(query.order_by(Value.kind, Value.day.desc()))
    days = {kind: found for found, kind, _, _ in rows}
    if not days:
        return {}
    rows = await tx.session.execute(
        _values(athlete_id, kinds).where(tuple_(Value.kind, Value.day).in_(list(days.items())))
    )
    marked = with_shown([_stated(*row) for row in rows], await order_of(tx, athlete_id))
    return {one.kind.id: DayValue(one.day, one.value, one.source) for one in marked if one.shown}


async def values_page(
    tx: Tx,
    athlete_id: UUID,
    *,
    size: int,
    cursor: str | None,
    since: date | None = None,
    until: date | None = None,
    kind: str | None = None,
) -> Page[Stated]:
    """What every source says, the latest day first, a page at a time."""
    query = _values(athlete_id, [kind] if kind else KINDS)
    if since:
        query = query.where(Value.day >= since)
    if until:
        query = query.where(Value.day <= until)
    if cursor:
        day, after_kind, source = decode_cursor(cursor, date.fromisoformat, str, str)
        later = tuple_(Value.kind, Value.source) > tuple_(after_kind, source)
        query = query.where((Value.day < day) | ((Value.day == day) & later))
    rows = await tx.session.execute(query.order_by(Value.day.desc(), Value.kind, Value.source).limit(size + 1))
    found = page_of(
        [_stated(*row) for row in rows],
        size,
        lambda one: encode_cursor(one.day.isoformat(), one.kind.id, one.source),
    )
    if not found.items:
        return found
    # A day may go on over the end of the page, so what counts is looked up for whole days.
    whole = await stated_between(
        tx, athlete_id, found.items[-1].day, found.items[0].day, {one.kind.id for one in found.items}
    )
    shown = {(one.day, one.kind.id, one.source) for one in whole if one.shown}
    items = [
        Stated(one.day, one.kind, one.source, one.value, (one.day, one.kind.id, one.source) in shown)
        for one in found.items
    ]
    return Page(items, found.next_cursor)


async def first_day(tx: Tx, athlete_id: UUID) -> date | None:
    """The day of the earliest value."""
    query = _values(athlete_id, KINDS).with_only_columns(Value.day).where(Value.day >= EARLIEST)
    return await tx.session.scalar(query.order_by(Value.day).limit(1))


def _values(athlete_id: UUID, kinds: Iterable[str]) -> Select[date, str, str, float]:
    # Only kinds this version knows: a later one may have kept others.
    known = [kind for kind in kinds if kind in KINDS]
    return select(Value.day, Value.kind, Value.source, Value.value).where(
        Value.athlete_id == athlete_id, Value.deleted_at.is_(None), Value.kind.in_(known)
    )


def _stated(day: date, kind: str, source: str, value: float) -> Stated:
    return Stated(day, KINDS[kind], source, value)
