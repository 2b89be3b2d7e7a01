"""REST of notes for days."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.notes import actions
from paceline.endurance.calendar.notes.queries import notes_page
from paceline.endurance.calendar.notes.schemas import AddNote, ChangeNote, NoteOut, NotesOut
from paceline.kit.paging import MOST

router = APIRouter(tags=["calendar"])


@router.get("/calendar/notes")
async def between(
    tx: RequestTx,
    first: Annotated[date, Query(alias="from", description="First day.")],
    last: Annotated[date, Query(alias="to", description="Last day.")],
    athlete_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> NotesOut:
    """What is noted for any of the days: travel, illness, holidays, days without training, and plain notes."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    found = await notes_page(tx, athlete.id, (first, last), limit, cursor)
    return NotesOut(items=[NoteOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/calendar/notes", status_code=201)
async def add(tx: RequestTx, command: AddNote) -> NoteOut:
    """Note something for one day or many; on excused days nothing counts as missed."""
    return NoteOut.model_validate(await actions.add_note(tx, command))


@router.put("/calendar/notes/{day_note_id}")
async def change(tx: RequestTx, day_note_id: UUID, command: ChangeNote) -> NoteOut:
    """Write a note anew."""
    return NoteOut.model_validate(await actions.change_note(tx, day_note_id, command))


@router.delete("/calendar/notes/{day_note_id}", status_code=204)
async def remove(tx: RequestTx, day_note_id: UUID) -> Response:
    """Take a note away."""
    await actions.remove_note(tx, day_note_id)
    return Response(status_code=204)


@router.post("/calendar/notes/{day_note_id}/restoration")
async def bring_back(tx: RequestTx, day_note_id: UUID) -> NoteOut:
    """Undo a removal."""
    return NoteOut.model_validate(await actions.bring_back_note(tx, day_note_id))
