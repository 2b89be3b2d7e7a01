"""Writes of cases: notes that are private until shared, and tasks whose being late is told to the queue."""

from datetime import time
from uuid import UUID

from paceline.coaching.cases.access import case_for_coach, note_for_coach, task_for_coach
from paceline.coaching.cases.events import NoteDeleted, NoteShared, NoteWritten, TaskChanged
from paceline.coaching.cases.model import Note, Task
from paceline.coaching.cases.schemas import AddTask, ChangeTask, WriteNote
from paceline.coaching.desk import evaluate_athlete
from paceline.core.identity import person
from paceline.infra.ids import new_id
from paceline.infra.schedule import schedule_daily
from paceline.infra.tx import Tx

REMINDERS = "cases.reminders"
AT = time(7)
PLACE = "cases.changed"
# A scope nobody can grant: the hint reaches the coach alone.
OWN = "desk"


async def write_note(tx: Tx, athlete_id: UUID, command: WriteNote) -> Note:
    """Write a note."""
    client = await case_for_coach(tx, athlete_id)
    note = Note(
        id=new_id(),
        athlete_id=client.id,
        coach_id=tx.person,
        body=command.body,
        shared=command.shared,
        pinned=command.pinned,
        created_at=tx.now,
        changed_at=tx.now,
        deleted_at=None,
    )
    tx.session.add(note)
    await tx.session.flush()
    await _told(tx, note)
    return note


async def change_note(tx: Tx, note_id: UUID, command: WriteNote) -> Note:
    """Change a note; taking the sharing back hides it from the athlete again."""
    note = await note_for_coach(tx, note_id)
    note.body, note.shared, note.pinned, note.changed_at = command.body, command.shared, command.pinned, tx.now
    await tx.session.flush()
    await _told(tx, note)
    return note


async def delete_note(tx: Tx, note_id: UUID) -> Note:
    """Take a note out of sight, also the athlete's."""
    note = await note_for_coach(tx, note_id)
    note.deleted_at = tx.now
    await tx.session.flush()
    await tx.emit(NoteDeleted(note.id, note.coach_id, note.athlete_id))
    await tx.tell(tx.person, PLACE, scope=OWN)
    return note


async def _told(tx: Tx, note: Note) -> None:
    if note.shared:
        await tx.emit(NoteShared(note.id, note.coach_id, note.athlete_id))
    else:
        await tx.emit(NoteWritten(note.id, note.coach_id, note.athlete_id))
    await tx.tell(tx.person, PLACE, scope=OWN)


async def add_task(tx: Tx, athlete_id: UUID, command: AddTask) -> Task:
    """Put something on the list; from now on the coach is reminded each morning of what is due."""
    client = await case_for_coach(tx, athlete_id)
    task = Task(
        id=new_id(),
        athlete_id=client.id,
        coach_id=tx.person,
        title=command.title,
        due_on=command.due_on,
        created_at=tx.now,
        done_at=None,
        reminded_on=None,
    )
    tx.session.add(task)
    await tx.session.flush()
    who = await person(tx, tx.person)
    if command.due_on is not None and who is not None:
        await schedule_daily(tx.session, tx.person, REMINDERS, AT, who.time_zone, tx.now)
    await _task_told(tx, task, "added")
    return task


async def change_task(tx: Tx, task_id: UUID, command: ChangeTask) -> Task:
    """Change a task, do it, or take it up again."""
    task = await task_for_coach(tx, task_id)
    if command.due_on != task.due_on:
        task.reminded_on = None
    task.title, task.due_on = command.title, command.due_on
    task.done_at = (task.done_at or tx.now) if command.done else None
    await tx.session.flush()
    await _task_told(tx, task, "done" if command.done else "changed")
    return task


async def delete_task(tx: Tx, task_id: UUID) -> None:
    """Take a task off the list."""
    task = await task_for_coach(tx, task_id)
    await tx.session.delete(task)
    await tx.session.flush()
    await _task_told(tx, task, "deleted")


async def _task_told(tx: Tx, task: Task, change: str) -> None:
    await tx.emit(TaskChanged(task.id, task.coach_id, task.athlete_id, change))
    await tx.tell(tx.person, PLACE, scope=OWN)
    # What is late waits in the queue; what is done must leave it.
    await tx.defer(evaluate_athlete, athlete_id=task.athlete_id)
