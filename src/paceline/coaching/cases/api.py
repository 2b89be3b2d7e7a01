"""Notes, tasks and where an athlete stands, over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.coaching.cases import actions
from paceline.coaching.cases.access import case_for_coach
from paceline.coaching.cases.queries import notes_page, notes_to_me, tasks_page
from paceline.coaching.cases.schemas import AddTask, ChangeTask, NoteOut, StandingOut, TaskOut, WriteNote
from paceline.coaching.desk import standing_of
from paceline.core.identity import RequestTx, require_role
from paceline.kit.paging import MOST
from paceline.kit.shapes import Shape

router = APIRouter(tags=["cases"])
Limit = Annotated[int, Query(ge=1, le=MOST)]


class NotesOut(Shape):
    """One page of notes, the newest first."""

    items: list[NoteOut]
    next_cursor: str | None


class TasksOut(Shape):
    """One page of tasks, the newest first."""

    items: list[TaskOut]
    next_cursor: str | None


@router.get("/people/{athlete_id}/standing")
async def standing(tx: RequestTx, athlete_id: UUID) -> StandingOut:
    """At risk, to watch, stable or unknown, with the reason."""
    require_role(tx, "coach")
    await case_for_coach(tx, athlete_id)
    return StandingOut.model_validate(await standing_of(tx, athlete_id))


@router.get("/people/{athlete_id}/notes")
async def notes(tx: RequestTx, athlete_id: UUID, cursor: str | None = None, limit: Limit = 50) -> NotesOut:
    """Your notes about an athlete; nobody else's."""
    require_role(tx, "coach")
    await case_for_coach(tx, athlete_id)
    found = await notes_page(tx, athlete_id, size=limit, cursor=cursor)
    return NotesOut(items=[NoteOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/people/{athlete_id}/notes", status_code=201)
async def write(tx: RequestTx, athlete_id: UUID, command: WriteNote) -> NoteOut:
    """Write a note; private unless `shared`."""
    require_role(tx, "coach")
    return NoteOut.model_validate(await actions.write_note(tx, athlete_id, command))


@router.get("/notes")
async def shared_notes(tx: RequestTx, cursor: str | None = None, limit: Limit = 50) -> NotesOut:
    """What your coaches shared with you."""
    found = await notes_to_me(tx, size=limit, cursor=cursor)
    return NotesOut(items=[NoteOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.put("/notes/{note_id}")
async def change(tx: RequestTx, note_id: UUID, command: WriteNote) -> NoteOut:
    """Change a note of your own."""
    require_role(tx, "coach")
    return NoteOut.model_validate(await actions.change_note(tx, note_id, command))


@router.delete("/notes/{note_id}", status_code=204)
async def delete(tx: RequestTx, note_id: UUID) -> None:
    """Delete a note of your own."""
    require_role(tx, "coach")
    await actions.delete_note(tx, note_id)


@router.get("/people/{athlete_id}/tasks")
async def tasks(tx: RequestTx, athlete_id: UUID, cursor: str | None = None, limit: Limit = 50) -> TasksOut:
    """What you mean to do or did for an athlete, the newest first."""
    require_role(tx, "coach")
    await case_for_coach(tx, athlete_id)
    found = await tasks_page(tx, athlete_id, size=limit, cursor=cursor)
    return TasksOut(items=[TaskOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/people/{athlete_id}/tasks", status_code=201)
async def add_task(tx: RequestTx, athlete_id: UUID, command: AddTask) -> TaskOut:
    """Add a task."""
    require_role(tx, "coach")
    return TaskOut.model_validate(await actions.add_task(tx, athlete_id, command))


@router.put("/tasks/{task_id}")
async def change_task(tx: RequestTx, task_id: UUID, command: ChangeTask) -> TaskOut:
    """Change a task of your own, or tick it."""
    require_role(tx, "coach")
    return TaskOut.model_validate(await actions.change_task(tx, task_id, command))


@router.delete("/tasks/{task_id}", status_code=204)
async def delete_task(tx: RequestTx, task_id: UUID) -> None:
    """Delete a task of your own."""
    require_role(tx, "coach")
    await actions.delete_task(tx, task_id)
