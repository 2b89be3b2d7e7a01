"""What happens in the calendar."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class WorkoutAdded(Event):
    name: ClassVar[str] = "calendar.added"
    workout_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class WorkoutsPlaced(Event):
    """Many at once, such as a published plan."""

    name: ClassVar[str] = "calendar.placed"
    athlete_id: UUID
    first: date
    last: date
    number: int


@dataclass(frozen=True, slots=True)
class WorkoutMoved(Event):
    name: ClassVar[str] = "calendar.moved"
    workout_id: UUID
    athlete_id: UUID
    day: date
    from_day: date


@dataclass(frozen=True, slots=True)
class WorkoutChanged(Event):
    name: ClassVar[str] = "calendar.changed"
    workout_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class WorkoutRemoved(Event):
    name: ClassVar[str] = "calendar.removed"
    workout_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class WorkoutRestored(Event):
    """A removed workout is back."""

    name: ClassVar[str] = "calendar.restored"
    workout_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class WorkoutCompleted(Event):
    """An activity belongs to a workout now."""

    name: ClassVar[str] = "calendar.completed"
    workout_id: UUID
    athlete_id: UUID
    day: date
    activity_id: UUID
    compliance: float | None


@dataclass(frozen=True, slots=True)
class WorkoutSkipped(Event):
    name: ClassVar[str] = "calendar.skipped"
    workout_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class WorkoutsRearranged(Event):
    """Many were moved, taken out, pinned or put back at once; those of today are told one by one as well."""

    name: ClassVar[str] = "calendar.rearranged"
    athlete_id: UUID
    rearrangement_id: UUID
    kind: str
    first: date
    last: date
    number: int


@dataclass(frozen=True, slots=True)
class DaysNoted(Event):
    """A note for some days came, changed or went."""

    name: ClassVar[str] = "calendar.noted"
    athlete_id: UUID
    first: date
    last: date
    excused: bool
