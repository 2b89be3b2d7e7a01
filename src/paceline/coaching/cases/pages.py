"""The case of one athlete as their coach keeps it, its printable summary, and what coaches shared with the athlete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from paceline.coaching.cases import actions
from paceline.coaching.cases.access import case_for_coach, note_for_coach, task_for_coach
from paceline.coaching.cases.model import Note, Task
from paceline.coaching.cases.queries import FILTERS, notes_page, notes_to_me, tasks_about, timeline_page
from paceline.coaching.cases.schemas import AddTask, AddTasks, ChangeTask, Filter, WriteNote
from paceline.coaching.cases.timeline import TimelineLine, TimelineWords, lines_of
from paceline.coaching.desk import TrendLine, decisions_about, standing_of, trends_of
from paceline.core.identity import Gear, RequestTx, people, require_role
from paceline.core.relationships import Client
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see, toast

router = APIRouter(include_in_schema=False)
DONE_LATELY = timedelta(days=7)
SUMMED_UP = 20
LABELS: Mapping[Filter, str] = {
    "all": "All",
    "signals": "Signals",
    "training": "Training",
    "plan": "Plan",
    "people": "People",
}


@dataclass(frozen=True, slots=True)
class CasePage:
    """The case: where the athlete stands and why, what happened, what was noted, and what there is to do."""

    client: Client
    today: date
    standing: Any
    lines: Sequence[TimelineLine]
    older: str | None
    first: bool
    about: Filter
    notes: Sequence[Note]
    more_notes: bool
    tasks: Sequence[Task]
    trends: Sequence[TrendLine]
    history: Sequence[Any]
    note: Form[Any]
    task: Form[Any]
    labels: Mapping[Filter, str]


@dataclass(frozen=True, slots=True)
class Summary:
    """The case on paper; private notes only when they were asked for."""

    client: Client
    today: date
    standing: Any
    notes: Sequence[Note]
    private: bool
    tasks: Sequence[Task]
    trends: Sequence[TrendLine]
    history: Sequence[Any]


@dataclass(frozen=True, slots=True)
class NoteEditing:
    """The form of one note."""

    client: Client
    note: Note
    form: Form[Any]


@dataclass(frozen=True, slots=True)
class SharedNotes:
    """What coaches shared with the athlete."""

    notes: Sequence[Note]
    names: Mapping[UUID, str]
    older: str | None
    first: bool


@router.get("/people/{athlete_id}/case")
async def case(
    tx: RequestTx,
    gear: Gear,
    athlete_id: UUID,
    about: Filter = "all",
    before: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """The case."""
    require_role(tx, "coach")
    client = await case_for_coach(tx, athlete_id)
    return page("cases/case.html", await _case(tx, gear, client, about, before), block="case")


@router.get("/people/{athlete_id}/summary")
async def summary(tx: RequestTx, gear: Gear, athlete_id: UUID, private: bool = False) -> Response:
    """The case on one sheet, to print or to talk over."""
    require_role(tx, "coach")
    client = await case_for_coach(tx, athlete_id)
    found = (await notes_page(tx, client.id, size=100)).items
    context = Summary(
        client=client,
        today=tx.today(client),
        standing=await standing_of(tx, client.id),
        notes=[one for one in found if one.shared or private],
        private=private,
        tasks=await tasks_about(tx, client.id),
        trends=await trends_of(tx, gear, client.id),
        history=await decisions_about(tx, client.id, most=SUMMED_UP),
    )
    return page("cases/summary.html", context)


@router.post("/people/{athlete_id}/notes")
async def write(
    tx: RequestTx, gear: Gear, athlete_id: UUID, form: Annotated[Form[WriteNote], reads(WriteNote)]
) -> Response:
    """Add a note."""
    require_role(tx, "coach")
    client = await case_for_coach(tx, athlete_id)
    if form.value is None:
        shown = await _case(tx, gear, client, "all", None, note=form)
        return page("cases/case.html", shown, block="case", status=422)
    note = await actions.write_note(tx, athlete_id, form.value)
    return see(
        f"/people/{athlete_id}/case#notes", "Shared with the athlete." if note.shared else "Noted, for you alone."
    )


@router.get("/notes")
async def shared_notes(tx: RequestTx, cursor: Annotated[str | None, Query(max_length=300)] = None) -> Response:
    """What my coaches shared with me."""
    found = await notes_to_me(tx, cursor=cursor)
    names = {one: who.name for one, who in (await people(tx, list({note.coach_id for note in found.items}))).items()}
    older = f"/notes?cursor={found.next_cursor}" if found.next_cursor else None
    return page("cases/notes.html", SharedNotes(found.items, names, older, cursor is None))


@router.get("/notes/{note_id}")
async def editing(tx: RequestTx, note_id: UUID) -> Response:
    """One note to change."""
    require_role(tx, "coach")
    note = await note_for_coach(tx, note_id)
    client = await case_for_coach(tx, note.athlete_id)
    form = filled(body=note.body, shared=note.shared, pinned=note.pinned)
    return page("cases/note.html", NoteEditing(client, note, form))


@router.post("/notes/{note_id}")
async def change(tx: RequestTx, note_id: UUID, form: Annotated[Form[WriteNote], reads(WriteNote)]) -> Response:
    """Change a note."""
    require_role(tx, "coach")
    note = await note_for_coach(tx, note_id)
    if form.value is None:
        client = await case_for_coach(tx, note.athlete_id)
        return page("cases/note.html", NoteEditing(client, note, form), status=422)
    await actions.change_note(tx, note_id, form.value)
    return see(f"/people/{note.athlete_id}/case#notes", "The note is changed.")


@router.post("/notes/{note_id}/deletion")
async def delete(tx: RequestTx, note_id: UUID) -> Response:
    """Delete a note."""
    require_role(tx, "coach")
    note = await actions.delete_note(tx, note_id)
    return see(f"/people/{note.athlete_id}/case#notes", "The note is deleted.")


@router.post("/people/{athlete_id}/tasks")
async def add_task(
    tx: RequestTx, gear: Gear, athlete_id: UUID, form: Annotated[Form[AddTask], reads(AddTask)]
) -> Response:
    """Add a task."""
    require_role(tx, "coach")
    client = await case_for_coach(tx, athlete_id)
    if form.value is None:
        shown = await _case(tx, gear, client, "all", None, task=form)
        return page("cases/case.html", shown, block="case", status=422)
    await actions.add_task(tx, athlete_id, form.value)
    return see(f"/people/{athlete_id}/case#tasks", "On your list.")


@router.post("/tasks")
async def add_tasks(tx: RequestTx, form: Annotated[Form[AddTasks], reads(AddTasks)]) -> Response:
    """The same task for several athletes of the caseload."""
    require_role(tx, "coach")
    if form.value is None:
        return see("/queue/caseload", Flash(next(iter(form.errors.values())), "critical"))
    single = AddTask(title=form.value.title, due_on=form.value.due_on)
    for athlete_id in form.value.athletes():
        await actions.add_task(tx, athlete_id, single)
    return see("/queue/caseload", f"On your list for {len(form.value.athletes())}.")


@router.post("/tasks/{task_id}/completion")
async def complete(request: Request, tx: RequestTx, task_id: UUID) -> Response:
    """Tick a task; ticked again, it is to do again."""
    require_role(tx, "coach")
    task = await task_for_coach(tx, task_id)
    done = task.done_at is None
    await actions.change_task(tx, task_id, ChangeTask(title=task.title, due_on=task.due_on, done=done))
    said = toast("Done.", undo=f"/tasks/{task_id}/completion") if done else Flash("Back on the list.", "positive")
    return see(f"/people/{task.athlete_id}/case#tasks", said)


@router.post("/tasks/{task_id}/deletion")
async def delete_task(tx: RequestTx, task_id: UUID) -> Response:
    """Take a task off the list."""
    require_role(tx, "coach")
    task = await task_for_coach(tx, task_id)
    await actions.delete_task(tx, task_id)
    return see(f"/people/{task.athlete_id}/case#tasks", "Off the list.")


async def _case(
    tx: Tx,
    gear: Machinery,
    client: Client,
    about: Filter,
    before: str | None,
    *,
    note: Form[Any] | None = None,
    task: Form[Any] | None = None,
) -> CasePage:
    today = tx.today(client)
    entries = await timeline_page(tx, client.id, about, cursor=before)
    found = await notes_page(tx, client.id)
    older = f"/people/{client.id}/case?about={about}&before={entries.next_cursor}" if entries.next_cursor else None
    return CasePage(
        client=client,
        today=today,
        standing=await standing_of(tx, client.id),
        lines=lines_of(entries.items, client.time_zone, gear.plugged(TimelineWords)),
        older=older,
        first=before is None,
        about=about,
        notes=sorted(found.items, key=lambda one: not one.pinned),
        more_notes=found.next_cursor is not None,
        tasks=await tasks_about(tx, client.id, done_since=today - DONE_LATELY),
        trends=await trends_of(tx, gear, client.id),
        history=await decisions_about(tx, client.id, most=8),
        note=note or filled(shared=False, pinned=False),
        task=task or filled(),
        labels={name: LABELS[name] for name in FILTERS},
    )
