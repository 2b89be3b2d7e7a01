"""Steering an import: pause, go on, stop, try a file again, take back everything it brought, and bring that back."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, exists, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from paceline.endurance.activities.access import own_import
from paceline.endurance.activities.events import ManyActivitiesChanged
from paceline.endurance.activities.importing.actions.deciding import keep_second
from paceline.endurance.activities.importing.actions.receiving import GOING, WHERE
from paceline.endurance.activities.importing.wellness import WellnessSink
from paceline.endurance.activities.model import Activity, Duplicate, Import, ImportFile
from paceline.infra.events import OWN
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound

AT_A_TIME = 100
TRY_AGAIN_FROM = ("failed", "cancelled")


class _Moved(NamedTuple):
    """An activity that went or came back."""

    id: UUID
    day: date
    shareable: bool


async def pause_import(tx: Tx, import_id: UUID) -> Import:
    """Stop after the files in hand; it can go on at any time."""
    found = await own_import(tx, import_id, lock=True)
    if found.state not in (*GOING, "paused"):
        raise Conflict("This import is not running, so there is nothing to pause.")
    return await _become(tx, found, "paused")


async def resume_import(tx: Tx, import_id: UUID) -> Import:
    """Go on with what is left; the caller asks for the job."""
    found = await own_import(tx, import_id, lock=True)
    if found.state not in ("paused", *GOING):
        raise Conflict("This import is over. Upload the files again, or try single ones again.")
    return await _become(tx, found, "waiting" if found.state == "paused" else found.state)


async def cancel_import(tx: Tx, import_id: UUID) -> Import:
    """Leave out every file that has not been read; what was imported stays."""
    found = await own_import(tx, import_id, lock=True)
    if found.state not in ("paused", *GOING):
        raise Conflict("This import is over, so there is nothing left to stop.")
    await _leave_out(tx, import_id)
    found.finished_at = tx.now
    return await _become(tx, found, "cancelled")


async def _leave_out(tx: Tx, import_id: UUID) -> None:
    await tx.session.execute(
        update(ImportFile)
        .where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person)
        .where(ImportFile.state.in_(("waiting", "asking")))
        .values(state="cancelled", sentence="Left out, because the import was stopped.")
    )


async def try_again(tx: Tx, import_id: UUID, number: int) -> Import:
    """Read one file once more; the caller asks for the job."""
    found = await own_import(tx, import_id, lock=True)
    file = await tx.session.scalar(
        select(ImportFile)
        .where(ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.number == number)
        .with_for_update()
    )
    if file is None:
        raise NotFound()
    if file.state == "waiting":
        return found
    if file.state not in TRY_AGAIN_FROM or found.state == "undone":
        raise Conflict("This file has been dealt with already.")
    if file.file_key is None:
        raise Conflict("The bytes of this file were not kept. Upload it again.")
    file.state, file.sentence, file.tries = "waiting", "", 0
    return await _become(tx, found, "paused" if found.state == "paused" else "waiting")


async def undo_import(tx: Tx, import_id: UUID) -> Import:
    """Say that everything an import brought shall go; the caller asks for the job that does it."""
    found = await own_import(tx, import_id, lock=True)
    if found.state == "undone":
        return found
    await _leave_out(tx, import_id)
    found.undone_at = tx.now
    return await _become(tx, found, "undone")


async def redo_import(tx: Tx, import_id: UUID, days: int) -> Import:
    """Say that what was taken back shall return; the caller asks for the job that does it."""
    found = await own_import(tx, import_id, lock=True)
    if found.state != "undone" or found.undone_at is None:
        raise Conflict("This import has not been undone.")
    if tx.now - found.undone_at > timedelta(days=days):
        raise Conflict(f"It was undone more than {days} days ago, so what it brought is gone. Upload the files again.")
    return await _become(tx, found, "done")


async def _become(tx: Tx, found: Import, state: str) -> Import:
    found.state = state
    await tx.session.flush()
    await tx.tell(tx.person, WHERE, scope=OWN)
    return found


async def take_back(tx: Tx, import_id: UUID, sinks: Sequence[WellnessSink] = ()) -> bool:
    """The next activities an undone import brought, out of everything, then its values of days; whether there may be more.

    What another recording was merged into stays, as does whatever the athlete deleted themselves before.
    """
    found = await own_import(tx, import_id, lock=True)
    if found.state != "undone":
        return False
    other = aliased(Duplicate)
    merged = exists().where(other.activity_id == Activity.id, other.decision == "merged")
    gone = await _move(
        tx, and_(Activity.import_id == import_id, Activity.deleted_at.is_(None), ~merged), found.undone_at
    )
    if gone:
        await _tell(tx, "deleted", gone)
        return True
    await _close_questions(tx, import_id)
    receipts, undone_at = await _receipts(tx, import_id), found.undone_at or tx.now
    for sink in sinks if receipts else ():
        await sink.take_away(tx, receipts, undone_at)
    return False


async def _receipts(tx: Tx, import_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What it takes to take away the values of days an import brought, in the order they came."""
    query = select(ImportFile.details["receipts"]).where(
        ImportFile.import_id == import_id, ImportFile.athlete_id == tx.person, ImportFile.details.has_key("receipts")
    )
    found = [one for receipts in await tx.session.scalars(query) for one in receipts]
    return sorted(found, key=lambda one: one["at"])


async def _close_questions(tx: Tx, import_id: UUID) -> None:
    """No decision is needed where one of two recordings was taken back: the other is the one that counts."""
    theirs = select(Activity.id).where(Activity.import_id == import_id, Activity.athlete_id == tx.person)
    mine = select(Duplicate).where(Duplicate.athlete_id == tx.person, Duplicate.decision.is_(None))
    for one in (await tx.session.scalars(mine.where(Duplicate.other_id.in_(theirs)))).all():
        await tx.session.delete(one)
    await tx.session.flush()
    for one in (await tx.session.scalars(mine.where(Duplicate.activity_id.in_(theirs)))).all():
        await keep_second(tx, one)


async def bring_back(tx: Tx, import_id: UUID, sinks: Sequence[WellnessSink] = ()) -> bool:
    """The next activities of an import that was undone, back in everything, then its values; whether there may be more."""
    found = await own_import(tx, import_id, lock=True)
    if found.state == "undone" or found.undone_at is None:
        return False
    again = aliased(Activity)
    same = exists().where(
        again.athlete_id == Activity.athlete_id,
        again.file_sha256 == Activity.file_sha256,
        again.file_part == Activity.file_part,
        again.deleted_at.is_(None),
    )
    taken = and_(
        Activity.import_id == import_id,
        Activity.deleted_at == found.undone_at,
        Activity.duplicate_of.is_(None),
        ~same,
    )
    back = await _move(tx, taken, None)
    if back:
        await _tell(tx, "restored", back)
        return True
    await _ask_again(tx, import_id)
    receipts = await _receipts(tx, import_id)
    for sink in sinks if receipts else ():
        await sink.bring_again(tx, receipts, found.undone_at)
    return False


async def _ask_again(tx: Tx, import_id: UUID) -> None:
    """Recordings that waited for a decision before the import was undone wait again."""
    asked = exists().where(Duplicate.other_id == Activity.id)
    shown = aliased(Activity)
    waiting = (
        select(
            func.gen_random_uuid(),
            Activity.athlete_id,
            Activity.duplicate_of,
            Activity.id,
            Activity.file_sha256,
            Activity.file_part,
            literal(tx.now),
        )
        .join(shown, and_(shown.id == Activity.duplicate_of, shown.deleted_at.is_(None)))
        .where(
            Activity.athlete_id == tx.person,
            Activity.import_id == import_id,
            Activity.deleted_at.is_not(None),
            ~asked,
        )
    )
    names = ["id", "athlete_id", "activity_id", "other_id", "other_sha256", "other_part", "created_at"]
    await tx.session.execute(insert(Duplicate).from_select(names, waiting))


async def _move(tx: Tx, which: object, deleted_at: object) -> Sequence[_Moved]:
    chosen = (
        select(Activity.id)
        .where(Activity.athlete_id == tx.person, which)  # type: ignore[arg-type]
        .order_by(Activity.id)
        .limit(AT_A_TIME)
    )
    moved = await tx.session.execute(
        update(Activity)
        .where(Activity.athlete_id == tx.person, Activity.id.in_(chosen))
        .values(deleted_at=deleted_at, changed_at=tx.now)
        .returning(Activity.id, Activity.day, Activity.shareable)
        .execution_options(synchronize_session=False)
    )
    return [_Moved(*row) for row in moved]


async def _tell(tx: Tx, change: str, moved: Sequence[_Moved]) -> None:
    for shareable in (True, False):
        some = [one for one in moved if one.shareable is shareable]
        days = tuple(sorted({one.day for one in some}))
        if some:
            await tx.emit(ManyActivitiesChanged(tx.person, change, tuple(one.id for one in some), days, shareable))
    await tx.tell(tx.person, WHERE, scope=OWN)
