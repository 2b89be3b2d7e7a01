"""Checking in, and correcting the same day what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.checkins.access import own_checkin
from paceline.coaching.checkins.events import CheckinChanged, CheckinSubmitted, IllnessReported, PainReported
from paceline.coaching.checkins.health import keep_flags
from paceline.coaching.checkins.model import CheckinRow, IllnessRow, PainRow
from paceline.coaching.checkins.queries import checkin_on, shape_of
from paceline.coaching.checkins.red_flags import FlagKind, flags_in_pain, flags_in_words
from paceline.coaching.checkins.schemas import ChangeCheckin, PainSaid, SubmitCheckin
from paceline.coaching.checkins.types import ANSWERS, Checkin, Illness, Pain
from paceline.core.identity import person
from paceline.infra.database.fast import ask
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import Conflict, NotFound

_OF_DAY = """
SELECT
    (SELECT jsonb_object_agg(place, level) FROM checkins_pain WHERE athlete_id = %(athlete)s AND day = %(day)s),
    (SELECT kind FROM checkins_illness WHERE athlete_id = %(athlete)s AND day = %(day)s)
"""


@dataclass(frozen=True, slots=True)
class _Injuries:
    pains: Mapping[str, int]
    illness: Illness | None


async def submit_checkin(tx: Tx, command: SubmitCheckin) -> tuple[Checkin, bool]:
    """The actor's check-in of their own day, and whether it is the day's first; said again, it replaces the earlier one."""
    day = await _today(tx)
    answers = command.model_dump(include=set(ANSWERS))
    row, before = await _keep(tx, day, answers)
    said = {one.place: one.level for one in command.pain}
    # Only once the row is ours: whoever checks in at the same moment has finished by now.
    known = await _injuries_on(tx, day)
    pains = await _keep_pains(tx, day, row.id, said, known.pains)
    illness = await _keep_illness(tx, day, row.id, command.illness, known.illness)
    # Before the day is told: whoever is told must not give advice on a day with a red flag.
    flagged = await keep_flags(tx, day, "checkin", _flags(command))
    if before is None:
        await tx.emit(CheckinSubmitted(row.id, tx.person, day))
    elif pains or illness or flagged or before != answers:
        await tx.emit(CheckinChanged(row.id, tx.person, day))
    hurting = tuple(Pain(*one) for one in sorted(said.items(), key=lambda one: (-one[1], one[0])))
    return shape_of(row, hurting, command.illness), before is None


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


def _flags(command: SubmitCheckin) -> list[tuple[str, frozenset[FlagKind]]]:
    """What the note says takes the consent to the check-in, what pain says that to injuries."""
    return [
        ("wellness", flags_in_words(command.note)),
        ("injuries", flags_in_pain((one.place, one.level) for one in command.pain)),
    ]


async def _today(tx: Tx) -> date:
    who = await person(tx, tx.person)
    if who is None:
        raise NotFound()
    return local_day(tx.now, who.time_zone)


async def _keep(tx: Tx, day: date, answers: Mapping[str, Any]) -> tuple[Row[Any], Mapping[str, Any] | None]:
    """The day's row as it is now, and what was answered before; None when this is the day's first."""
    # Two taps at once meet in the unique day, and the second waits for the first.
    table: Any = CheckinRow.__table__
    values = {**answers, "updated_at": tx.now}
    wanted = insert(table).values(id=new_id(tx.now), athlete_id=tx.person, day=day, created_at=tx.now, **values)
    made = await tx.session.execute(
        wanted.on_conflict_do_nothing(index_elements=["athlete_id", "day"]).returning(table)
    )
    if (row := made.one_or_none()) is not None:
        return row, None
    of_day = (CheckinRow.athlete_id == tx.person, CheckinRow.day == day)
    found = (await tx.session.execute(select(table).where(*of_day).with_for_update())).one()
    changed = await tx.session.execute(update(table).where(*of_day).values(values).returning(table))
    return changed.one(), {name: getattr(found, name) for name in ANSWERS}


async def _injuries_on(tx: Tx, day: date) -> _Injuries:
    ((pains, illness),) = await ask(tx.session, _OF_DAY, {"athlete": tx.person, "day": day})
    return _Injuries(pains or {}, illness)


async def _keep_pains(tx: Tx, day: date, checkin_id: UUID, said: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Make the day's pain what was said; whether anything is different now."""
    of_day = (PainRow.athlete_id == tx.person, PainRow.day == day)
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


async def _keep_illness(tx: Tx, day: date, checkin_id: UUID, said: Illness | None, before: Illness | None) -> bool:
    """Make the day's illness what was said; whether anything is different now."""
    of_day = (IllnessRow.athlete_id == tx.person, IllnessRow.day == day)
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
