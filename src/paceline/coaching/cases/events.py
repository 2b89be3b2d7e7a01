"""What happens in cases.

Only what is shared names the athlete: a private note and a task are the coach's working papers, and an event with `athlete_id`
would be written into the athlete's own ledger.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    """A coach wrote or changed a private note."""

    name: ClassVar[str] = "cases.note_written"
    scope: ClassVar[str] = "desk"
    note_id: UUID
    coach_id: UUID
    about_id: UUID


@dataclass(frozen=True, slots=True)
class NoteShared(Event):
    """A coach shared a note with the athlete; the athlete's other coaches are not told."""

    name: ClassVar[str] = "cases.note_shared"
    scope: ClassVar[str] = "relationship"
    note_id: UUID
    coach_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class NoteDeleted(Event):
    """A coach deleted a note."""

    name: ClassVar[str] = "cases.note_deleted"
    scope: ClassVar[str] = "desk"
    note_id: UUID
    coach_id: UUID
    about_id: UUID


@dataclass(frozen=True, slots=True)
class TaskChanged(Event):
    """A coach added, changed, did or deleted a task; `change` says which."""

    name: ClassVar[str] = "cases.task_changed"
    scope: ClassVar[str] = "desk"
    task_id: UUID
    coach_id: UUID
    about_id: UUID
    change: str


@dataclass(frozen=True, slots=True)
class TasksReminded(Event):
    """A coach was reminded of tasks that are due."""

    name: ClassVar[str] = "cases.tasks_reminded"
    scope: ClassVar[str] = "desk"
    coach_id: UUID
    number: int
