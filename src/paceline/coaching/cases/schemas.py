"""Commands and read shapes of cases, shared by pages and API."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

Filter = Literal["all", "signals", "training", "plan", "people"]


class WriteNote(Command):
    """A note about an athlete; private unless you share it."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"body": "Works nights every third week.", "shared": False, "pinned": True}]},
    )

    body: str = Field(
        min_length=1, max_length=4000, json_schema_extra={"messages": {"missing": "Write the note first."}}
    )
    shared: bool = False
    pinned: bool = False


class AddTask(Command):
    """Something to do for an athlete, perhaps by a day."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"title": "Ask about the calf", "due_on": "2026-06-12"}]},
    )

    title: str = Field(
        min_length=1, max_length=200, json_schema_extra={"messages": {"missing": "Say what there is to do."}}
    )
    due_on: date | None = Field(None, ge=date(2000, 1, 1), le=date(2100, 1, 1))


class ChangeTask(AddTask):
    """A task as it shall be, done or to do."""

    done: bool = False


class AddTasks(AddTask):
    """The same task for everybody ticked in the caseload; a ticked row begins with whom it is about."""

    picked: list[Annotated[str, Field(pattern=r"^[0-9a-f-]{36}:[0-9a-f:-]{0,50}$")]] = Field(
        min_length=1,
        max_length=50,
        json_schema_extra={"messages": {"missing": "Tick somebody first.", "too_short": "Tick somebody first."}},
    )

    def athletes(self) -> list[UUID]:
        """Everybody ticked."""
        return list(dict.fromkeys(UUID(one.split(":")[0]) for one in self.picked))


class NoteOut(Shape):
    """A note; `coach_id` wrote it."""

    id: UUID
    athlete_id: UUID
    coach_id: UUID
    body: str
    shared: bool
    pinned: bool
    created_at: datetime
    changed_at: datetime


class TaskOut(Shape):
    """A task."""

    id: UUID
    athlete_id: UUID
    title: str
    due_on: date | None
    created_at: datetime
    done_at: datetime | None


class StandingOut(Shape):
    """Where an athlete stands, and why."""

    bucket: Literal["at_risk", "watch", "stable", "unknown"]
    reason: str
    risk: int | None
    looked_at: datetime | None
