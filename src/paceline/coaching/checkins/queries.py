"""Reads of check-ins, as far as the actor may see."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from paceline.coaching.checkins.model import CheckinRow, IllnessRow, PainRow
from paceline.coaching.checkins.types import ANSWERS, Checkin, DayIllness, DayPain, Illness, Pain
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

# Pain and illness take the same consent; who has it, when the athlete was ill and what hurt comes in one answer.
_INJURIES = """
SELECT %(athlete)s IN (SELECT app_athletes('injuries')), (
    SELECT jsonb_object_agg(i.day, i.kind) FROM checkins_illness i
    WHERE i.athlete_id = %(athlete)s AND i.day BETWEEN %(first)s AND %(last)s
), (
    SELECT jsonb_agg(jsonb_build_array(p.day, p.place, p.level) ORDER BY p.level DESC, p.place) FROM checkins_pain p
    WHERE p.athlete_id = %(athlete)s AND p.day BETWEEN %(first)s AND %(last)s
)
"""


async def checkin_on(tx: Tx, athlete_id: UUID, day: date) -> Checkin | None:
    """The check-in of a day."""
    found = await _shapes(tx, athlete_id, _rows(athlete_id).where(CheckinRow.day == day))
    return found[0] if found else None


async def recent_checkins(tx: Tx, athlete_id: UUID, until: date, days: int) -> list[Checkin]:
    """The check-ins of so many days up to and with `until`, oldest first."""
    since = until - timedelta(days=days - 1)
    query = _rows(athlete_id).where(CheckinRow.day.between(since, until)).order_by(CheckinRow.day)
    return await _shapes(tx, athlete_id, query)


async def recent_pains(tx: Tx, athlete_id: UUID, until: date, days: int) -> list[DayPain]:
    """Pain said in so many days up to and with `until`, the newest first; needs no consent to the rest of the check-in."""
    since = until - timedelta(days=days - 1)
    rows = await tx.session.scalars(
        select(PainRow)
        .where(PainRow.athlete_id == athlete_id, PainRow.day.between(since, until))
        .order_by(PainRow.day.desc(), PainRow.level.desc(), PainRow.place)
    )
    return [DayPain(row.day, row.place, row.level) for row in rows]


async def recent_illness(tx: Tx, athlete_id: UUID, until: date, days: int) -> list[DayIllness]:
    """What was answered of illness in so many days up to and with `until`, the newest first."""
    since = until - timedelta(days=days - 1)
    rows = await tx.session.execute(
        select(IllnessRow.day, IllnessRow.kind)
        .where(IllnessRow.athlete_id == athlete_id, IllnessRow.day.between(since, until))
        .order_by(IllnessRow.day.desc())
    )
    return [DayIllness(day, kind) for day, kind in rows]  # type: ignore[arg-type]


async def last_checkin_day(tx: Tx, athlete_id: UUID, until: date | None = None) -> date | None:
    """The day of the latest check-in, not after `until`."""
    query = select(func.max(CheckinRow.day)).where(CheckinRow.athlete_id == athlete_id)
    return await tx.session.scalar(query if until is None else query.where(CheckinRow.day <= until))


async def checkins_page(
    tx: Tx, athlete_id: UUID, *, size: int, cursor: str | None, since: date | None, until: date | None
) -> Page[Checkin]:
    """The check-ins of an athlete, the newest first."""
    query = _rows(athlete_id).order_by(CheckinRow.day.desc()).limit(size + 1)
    if since:
        query = query.where(CheckinRow.day >= since)
    if until:
        query = query.where(CheckinRow.day <= until)
    if cursor:
        query = query.where(CheckinRow.day < decode_cursor(cursor, date.fromisoformat)[0])
    found = await _shapes(tx, athlete_id, query)
    return page_of(found, size, lambda one: encode_cursor(one.day.isoformat()))


async def with_pains(tx: Tx, athlete_id: UUID, rows: Sequence[CheckinRow]) -> list[Checkin]:
    """Rows of one athlete as shapes, with pain and illness where they are shared."""
    if not rows:
        return []
    days = [row.day for row in rows]
    (answer,) = await ask(tx.session, _INJURIES, {"athlete": athlete_id, "first": min(days), "last": max(days)})
    if not (tx.actor.is_system or answer[0]):
        return [shape_of(row, None) for row in rows]
    illness: Mapping[str, Illness] = answer[1] or {}
    by_day: dict[str, list[Pain]] = {}
    for day, place, level in answer[2] or ():
        by_day.setdefault(day, []).append(Pain(place, level))
    iso = [day.isoformat() for day in days]
    return [shape_of(row, tuple(by_day.get(day, ())), illness.get(day)) for row, day in zip(rows, iso, strict=True)]


def shape_of(row: CheckinRow | Row[Any], pains: tuple[Pain, ...] | None, illness: Illness | None = None) -> Checkin:
    """The row as others see it."""
    answers = {name: getattr(row, name) for name in ANSWERS}
    return Checkin(
        id=row.id,
        athlete_id=row.athlete_id,
        day=row.day,
        created_at=row.created_at,
        updated_at=row.updated_at,
        pains=pains,
        illness=illness,
        **answers,
    )


def _rows(athlete_id: UUID) -> Select[CheckinRow]:
    return select(CheckinRow).where(CheckinRow.athlete_id == athlete_id).execution_options(populate_existing=True)


async def _shapes(tx: Tx, athlete_id: UUID, query: Select[CheckinRow]) -> list[Checkin]:
    return await with_pains(tx, athlete_id, (await tx.session.scalars(query)).all())
