"""What happens to check-ins; pain and illness are told apart, to those they are shared with."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class CheckinSubmitted(Event):
    """The day's first check-in."""

    name: ClassVar[str] = "checkins.submitted"
    scope: ClassVar[str] = "wellness"
    checkin_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class CheckinChanged(Event):
    """The same day's check-in says something else now."""

    name: ClassVar[str] = "checkins.changed"
    scope: ClassVar[str] = "wellness"
    checkin_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class PainReported(Event):
    """Something hurts, or hurts differently than said before that day."""

    name: ClassVar[str] = "checkins.pain_reported"
    scope: ClassVar[str] = "injuries"
    athlete_id: UUID
    checkin_id: UUID
    place: str
    level: int


@dataclass(frozen=True, slots=True)
class IllnessReported(Event):
    """Somebody says they are ill, with a cold (`above_neck`) or worse (`below_neck`), or no longer (`none`)."""

    name: ClassVar[str] = "checkins.illness_reported"
    scope: ClassVar[str] = "injuries"
    athlete_id: UUID
    checkin_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class RedFlagRaised(Event):
    """Something was said that a person should answer, not a programme."""

    name: ClassVar[str] = "checkins.red_flag_raised"
    scope: ClassVar[str] = "injuries"
    athlete_id: UUID
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class CycleLogged(Event):
    """Something was said of the cycle on a day."""

    name: ClassVar[str] = "checkins.cycle_logged"
    scope: ClassVar[str] = "cycle"
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class DiaryWritten(Event):
    """The injury diary of a week was written."""

    name: ClassVar[str] = "checkins.diary_written"
    scope: ClassVar[str] = "injuries"
    athlete_id: UUID
    week: date
    severity: int
