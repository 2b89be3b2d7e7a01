"""Writing notes for days; that somebody is ill is kept apart from when they are away."""

from uuid import UUID

from sqlalchemy import delete

from paceline.core.relationships import has_consent
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.events import DaysNoted
from paceline.endurance.calendar.model import DayNote, Illness
from paceline.endurance.calendar.notes.queries import AWAY, SeenNote, note_for, seen
from paceline.endurance.calendar.notes.schemas import AddNote
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Forbidden


async def add_note(tx: Tx, command: AddNote) -> SeenNote:
    """For oneself or for somebody one coaches."""
    athlete = await athlete_for(tx, command.athlete_id or tx.person)
    await _require_shared(tx, athlete.id, command)
    note = DayNote(
        id=new_id(),
        athlete_id=athlete.id,
        kind="",
        first=command.first,
        last=command.last or command.first,
        words="",
        excused=command.excuses,
        created_by=tx.actor.account_id,
        created_at=tx.now,
        deleted_at=None,
    )
    illness = _written(note, command)
    tx.session.add(note)
    await tx.session.flush()
    if illness is not None:
        tx.session.add(illness)
        await tx.session.flush()
    await _tell(tx, note)
    return seen(note, illness)


async def change_note(tx: Tx, note_id: UUID, command: AddNote) -> SeenNote:
    """Another span, kind or wording."""
    note, before = await note_for(tx, note_id, lock=True)
    await _require_shared(tx, note.athlete_id, command)
    if note.kind == AWAY and before is None and command.kind != "ill":
        raise Forbidden(
            "Why this is an absence is not shared with you, so only its owner changes it.", code="not_shared"
        )
    await _tell(tx, note)
    illness = _written(note, command)
    note.first, note.last, note.excused = command.first, command.last or command.first, command.excuses
    await tx.session.execute(delete(Illness).where(Illness.note_id == note.id))
    if illness is not None:
        tx.session.add(illness)
    await tx.session.flush()
    await _tell(tx, note)
    return seen(note, illness)


async def remove_note(tx: Tx, note_id: UUID) -> SeenNote:
    """Take it away; it can be brought back."""
    note, illness = await note_for(tx, note_id, lock=True)
    note.deleted_at = tx.now
    await tx.session.flush()
    await _tell(tx, note)
    return seen(note, illness)


async def bring_back_note(tx: Tx, note_id: UUID) -> SeenNote:
    """Undo a removal; bringing back what is there changes nothing."""
    note, illness = await note_for(tx, note_id, lock=True, removed=True)
    if note.deleted_at is not None:
        note.deleted_at = None
        await tx.session.flush()
        await _tell(tx, note)
    return seen(note, illness)


def _written(note: DayNote, command: AddNote) -> Illness | None:
    if command.kind != "ill":
        note.kind, note.words = command.kind, command.words
        return None
    note.kind, note.words = AWAY, ""
    return Illness(note_id=note.id, athlete_id=note.athlete_id, words=command.words)


async def _require_shared(tx: Tx, athlete_id: UUID, command: AddNote) -> None:
    if command.kind == "ill" and athlete_id != tx.person and not await has_consent(tx, athlete_id, "injuries"):
        raise Forbidden("When they are ill is not shared with you. Choose “No training” instead.", code="not_shared")


async def _tell(tx: Tx, note: DayNote) -> None:
    await tx.emit(DaysNoted(note.athlete_id, note.first, note.last, note.excused))
