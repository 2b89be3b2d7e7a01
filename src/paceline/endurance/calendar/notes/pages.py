"""The form of a note for days."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.notes import actions
from paceline.endurance.calendar.notes.queries import SeenNote, note_for, seen
from paceline.endurance.calendar.notes.schemas import KINDS, AddNote
from paceline.infra.tx import Tx
from paceline.kit.errors import Problem
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see, toast

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NotePage:
    """A new note, or one to change."""

    athlete: Athlete
    note_id: UUID | None
    form: Form[Any]
    back: str
    kinds: tuple[tuple[str, str], ...] = KINDS


@router.get("/calendar/notes/new")
async def new(tx: RequestTx, athlete: UUID | None = None, day: date | None = None) -> Page:
    """An empty form for a day."""
    whose = await athlete_for(tx, athlete or tx.person)
    start = (day or tx.today(whose)).isoformat()
    return _page(tx, whose, None, filled(athlete_id=whose.id, kind="travel", first=start, last=start, excused=True))


@router.post("/calendar/notes")
async def add(tx: RequestTx, form: Annotated[Form[AddNote], reads(AddNote)]) -> Response:
    """Write it down."""
    if form.value is None:
        typed = str(form.get("athlete_id"))
        whose = await athlete_for(
            tx, UUID(typed) if len(typed) == 36 and "athlete_id" not in form.errors else tx.person
        )
        return _page(tx, whose, None, form, status=422)
    whose = await athlete_for(tx, form.value.athlete_id or tx.person)
    try:
        note = await actions.add_note(tx, form.value)
    except Problem as problem:
        return _page(tx, whose, None, form.with_errors(**{"": problem.message}), status=problem.status)
    return see(_month(tx, note), flash="Noted.")


@router.get("/calendar/notes/{day_note_id}")
async def edit(tx: RequestTx, day_note_id: UUID) -> Page:
    """The note, to change or take away."""
    note = seen(*await note_for(tx, day_note_id))
    whose = await athlete_for(tx, note.athlete_id)
    known = {"kind": note.kind, "words": note.words, "excused": note.excused}
    return _page(tx, whose, note.id, filled(known, first=note.first.isoformat(), last=note.last.isoformat()))


@router.post("/calendar/notes/{day_note_id}")
async def change(tx: RequestTx, day_note_id: UUID, form: Annotated[Form[AddNote], reads(AddNote)]) -> Response:
    """Save it."""
    note, _ = await note_for(tx, day_note_id)
    whose = await athlete_for(tx, note.athlete_id)
    if form.value is None:
        return _page(tx, whose, note.id, form, status=422)
    try:
        changed = await actions.change_note(tx, day_note_id, form.value)
    except Problem as problem:
        return _page(tx, whose, note.id, form.with_errors(**{"": problem.message}), status=problem.status)
    return see(_month(tx, changed), flash="Saved.")


@router.post("/calendar/notes/{day_note_id}/removal")
async def remove(tx: RequestTx, day_note_id: UUID) -> Response:
    """Take it away, with a way back."""
    note = await actions.remove_note(tx, day_note_id)
    return see(_month(tx, note), flash=toast("Note removed.", undo=f"/calendar/notes/{note.id}/restoration"))


@router.post("/calendar/notes/{day_note_id}/restoration")
async def bring_back(tx: RequestTx, day_note_id: UUID) -> Response:
    """Undo the removal."""
    return see(_month(tx, await actions.bring_back_note(tx, day_note_id)), flash="The note is back.")


def _month(tx: Tx, note: SeenNote) -> str:
    base = "/calendar" if note.athlete_id == tx.person else f"/people/{note.athlete_id}/calendar"
    return f"{base}/{note.first:%Y-%m}"


def _page(tx: Tx, whose: Athlete, note_id: UUID | None, form: Form[Any], status: int = 200) -> Page:
    back = "/calendar" if whose.id == tx.person else f"/people/{whose.id}/calendar"
    return page("calendar/note.html", NotePage(whose, note_id, form, back), status=status)
