"""Starting a way back, saying how a day of it went, and ending it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.checkins import require_scope
from paceline.endurance.athletes import Athlete, me
from paceline.endurance.today.events import ReturnChanged
from paceline.endurance.today.returning.model import ReturnDayRow, ReturnRow
from paceline.endurance.today.returning.queries import Return, open_return
from paceline.endurance.today.returning.schemas import ReportReturn, StartReturn
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound


async def start_return(tx: Tx, athlete: Athlete, command: StartReturn) -> Return:
    """Begin a way back for oneself, or as a coach with whom injuries are shared; one at a time."""
    await require_scope(tx, athlete.id, "injuries")
    today = tx.today(athlete)
    if await open_return(tx, athlete.id, today) is not None:
        raise Conflict("A way back is open already. Finish or stop it first.", code="return_open")
    row = ReturnRow(
        id=new_id(tx.now),
        athlete_id=athlete.id,
        kind=command.kind,
        place=command.place,
        days_off=command.days_off if command.kind == "time_off" else None,
        cross_trained=command.cross_trained,
        started_on=today,
        started_by=tx.person,
        created_at=tx.now,
        ended_on=None,
        outcome=None,
    )
    tx.session.add(row)
    await tx.session.flush()
    await tx.emit(ReturnChanged(athlete.id, row.id, today, "started"))
    return await _open(tx, athlete)


async def report_return(tx: Tx, return_id: UUID, command: ReportReturn) -> Return:
    """Say how today's step went, or how this morning is after the last one; only the athlete can."""
    athlete = await me(tx)
    today = tx.today(athlete)
    found = await _open(tx, athlete)
    if found.id != return_id or found.standing is None:
        raise NotFound()
    if command.worse is not None:
        await _answer_morning(tx, found, command.worse)
    if command.done or command.pain is not None or command.symptoms is not None:
        key = {"return_id": found.id, "day": today}
        said: dict[str, Any] = {
            "athlete_id": athlete.id,
            "rung": found.standing.rung,
            "done": command.done,
            "pain": command.pain,
            "symptoms": command.symptoms,
            "said_at": tx.now,
        }
        write = insert(ReturnDayRow).values(**key, **said, worse=None)
        await tx.session.execute(write.on_conflict_do_update(index_elements=list(key), set_=said))
    await tx.emit(ReturnChanged(athlete.id, found.id, today, "reported"))
    return await _open(tx, athlete)


async def _answer_morning(tx: Tx, found: Return, worse: bool) -> None:
    row = await tx.session.scalar(
        select(ReturnDayRow)
        .where(ReturnDayRow.return_id == found.id, ReturnDayRow.done, ReturnDayRow.worse.is_(None))
        .order_by(ReturnDayRow.day.desc())
        .limit(1)
        .with_for_update()
    )
    if row is None:
        raise Conflict("There is no step waiting for this morning’s word.", code="nothing_waits")
    row.worse = worse
    await tx.session.flush()


async def end_return(tx: Tx, athlete: Athlete, return_id: UUID, outcome: str) -> None:
    """Close the way back; what was said stays in its history."""
    await require_scope(tx, athlete.id, "injuries")
    row = await tx.session.scalar(
        select(ReturnRow)
        .where(ReturnRow.id == return_id, ReturnRow.athlete_id == athlete.id, ReturnRow.ended_on.is_(None))
        .with_for_update()
    )
    if row is None:
        raise NotFound()
    today = tx.today(athlete)
    row.ended_on, row.outcome = today, outcome
    await tx.session.flush()
    await tx.emit(ReturnChanged(athlete.id, row.id, today, outcome))


async def _open(tx: Tx, athlete: Athlete) -> Return:
    found = await open_return(tx, athlete.id, tx.today(athlete))
    if found is None:
        raise NotFound()
    return found
