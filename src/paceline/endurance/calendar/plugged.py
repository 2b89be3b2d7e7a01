"""What higher slices may add to the calendar: form at the end of a week, how ready one was, unread comments, phases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol, TypeAlias, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

# Tone and words of a day, such as ("positive", "Readiness 78").
Mark: TypeAlias = tuple[str, str]
# Name, first and last day of a phase of training.
Phase: TypeAlias = tuple[str, date, date]


@runtime_checkable
class ProjectedForm(Protocol):
    """Plug in the form on the evening of days to come, if the plan is done, and of days past as it was."""

    async def projected_form(self, tx: Tx, athlete_id: UUID, days: Sequence[date]) -> Mapping[date, float]: ...


@runtime_checkable
class DayMarks(Protocol):
    """Plug in one mark a day, such as readiness; whoever plugs it in leaves out what the actor may not see."""

    async def day_marks(self, tx: Tx, athlete_id: UUID, first: date, last: date) -> Mapping[date, Mark]: ...


@runtime_checkable
class UnreadComments(Protocol):
    """Plug in how many comments on activities the actor has not read."""

    async def unread_comments(self, tx: Tx, activity_ids: Sequence[UUID]) -> Mapping[UUID, int]: ...


@runtime_checkable
class Phases(Protocol):
    """Plug in the phases of an athlete's plans that touch these days."""

    async def phases_between(self, tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[Phase]: ...
