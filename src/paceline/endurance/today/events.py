"""What happens to briefings."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class BriefingAnswered(Event):
    """The athlete took the day's change or kept the session as planned."""

    name: ClassVar[str] = "today.answered"
    athlete_id: UUID
    day: date
    workout_id: UUID
    choice: str


@dataclass(frozen=True, slots=True)
class ReturnChanged(Event):
    """A way back to training was started, reported on, finished or stopped."""

    name: ClassVar[str] = "today.return_changed"
    scope: ClassVar[str] = "injuries"
    athlete_id: UUID
    return_id: UUID
    day: date
    change: str
