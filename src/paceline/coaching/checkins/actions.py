"""Checking in, and correcting the same day what was said."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, delete, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.checkins.access import own_checkin
from paceline.coaching.checkins.events import CheckinChanged, CheckinSubmitted, IllnessReported, PainReported
from paceline.coaching.checkins.model import CheckinRow, IllnessRow, PainRow
from paceline.coaching.checkins.queries import checkin_on
from paceline.coaching.checkins.schemas import ChangeCheckin, PainSaid, SubmitCheckin
from paceline.coaching.checkins.types import ANSWERS, Checkin, Illness
from paceline.core.identity import person
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import Conflict, NotFound


async def submit_checkin(tx: Tx, command: SubmitCheckin) -> tuple[Checkin, bool]:
    """The actor's check-in of their own day, and whether it is the day's first; said again, it replaces the earlier one."""
    day = await _today(tx)
    answers = command.model_dump(include=set(ANSWERS))
    before = await checkin_on(tx, tx.person, day)
    checkin_id, is_first = await _keep(tx, day, answers)
    pains = await _keep_pains(tx, day, checkin_id, {one.place: one.level for one in command.pain})
    illness = await _keep_illness(tx, day, checkin_id, command.illness)
    if is_first:
        await tx.emit(CheckinSubmitted(checkin_id, tx.person, day))
    elif pains or illness or before is None or any(getattr(before, name) != value for name, value in answers.items()):
        await tx.emit(CheckinChanged(checkin_id, tx.person, day))
    return await _saved(tx, day), is_first


async def change_checkin(tx: Tx, checkin_id: UUID, command: ChangeCheckin) -> Checkin:
    """Correct the day's own check-in; afterwards it stands as it was said."""
    row = await own_checkin(tx, checkin_id)
    if row.day != await _today(tx):
        raise Conflict(
            "A check-in can be changed until midnight of its day. This one stays as it was; today’s can be new.",
            code="day_over",
        )
    given = command.model_dump(exclude_unset=True)
    answers = {name: given.get(name, getattr(row, name)) for name in ANSWERS}
    known = await checkin_on(tx, tx.person, row.day)
    said = (
        command.pain
        if "pain" in given
        else [PainSaid(place=p.place, level=p.level) for p in (known and known.pains) or ()]
    )
    ill = command.illness if "illness" in given else (known.illness if known else None)
    saved, _ = await submit_checkin(tx, SubmitCheckin(**answers, pain=said, illness=ill))
    return saved


async def _today(tx: Tx) -> date:
    who = await person(tx, tx.person)
    if who is None:
        raise NotFound()
    return local_day(tx.now, who.time_zone)


async def _keep(tx: Tx, day: date, answers: Mapping[str, Any]) -> tuple[UUID, bool]:
    # Two taps at once meet in the unique day; xmax is 0 only for the one that inserted.
    values = {**answers, "updated_at": tx.now}
    wanted = insert(CheckinRow).values(id=new_id(tx.now), athlete_id=tx.person, day=day, created_at=tx.now, **values)
    row = (
        await tx.session.execute(
            wanted.on_conflict_do_update(index_elements=["athlete_id", "day"], set_=values).returning(
                CheckinRow.id, literal_column("(xmax = 0)", Boolean).label("is_first")
            )
        )
    ).one()
    return row[0], row[1]


async def _keep_pains(tx: Tx, day: date, checkin_id: UUID, said: Mapping[str, int]) -> bool:
    """Make the day's pain what was said; whether anything is different now."""
    of_day = (PainRow.athlete_id == tx.person, PainRow.day == day)
    rows = await tx.session.execute(select(PainRow.place, PainRow.level).where(*of_day))
    before = {row.place: row.level for row in rows}
    gone = before.keys() - said.keys()
    if gone:
        await tx.session.execute(delete(PainRow).where(*of_day, PainRow.place.in_(gone)))
    changed = {place: level for place, level in said.items() if before.get(place) != level}
    for place, level in changed.items():
        values = {"level": level, "checkin_id": checkin_id}
        wanted = insert(PainRow).values(athlete_id=tx.person, day=day, place=place, **values)
        await tx.session.execute(
            wanted.on_conflict_do_update(index_elements=["athlete_id", "day", "place"], set_=values)
        )
        await tx.emit(PainReported(tx.person, checkin_id, place, level))
    return bool(gone or changed)


async def _keep_illness(tx: Tx, day: date, checkin_id: UUID, said: Illness | None) -> bool:
    """Make the day's illness what was said; whether anything is different now."""
    of_day = (IllnessRow.athlete_id == tx.person, IllnessRow.day == day)
    before = await tx.session.scalar(select(IllnessRow.kind).where(*of_day))
    if before == said:
        return False
    if said is None:
        await tx.session.execute(delete(IllnessRow).where(*of_day))
    else:
        values = {"kind": said, "checkin_id": checkin_id}
        wanted = insert(IllnessRow).values(athlete_id=tx.person, day=day, **values)
        await tx.session.execute(wanted.on_conflict_do_update(index_elements=["athlete_id", "day"], set_=values))
    if {before, said} - {None, "none"}:
        await tx.emit(IllnessReported(tx.person, checkin_id, said or "none"))
    return True


async def _saved(tx: Tx, day: date) -> Checkin:
    saved = await checkin_on(tx, tx.person, day)
    if saved is None:
        raise NotFound()
    return saved
