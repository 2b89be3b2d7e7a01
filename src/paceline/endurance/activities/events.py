"""What happens to activities."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class ActivityImported(Event):
    """A session arrived: by file, by hand or by a connection."""

    name: ClassVar[str] = "activities.imported"
    activity_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class ActivityChanged(Event):
    """Its name, sport, exertion or notes are others now."""

    name: ClassVar[str] = "activities.changed"
    activity_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class ActivityDeleted(Event):
    """It no longer counts; it can still be brought back."""

    name: ClassVar[str] = "activities.deleted"
    activity_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class ActivityRestored(Event):
    """A deleted session counts again."""

    name: ClassVar[str] = "activities.restored"
    activity_id: UUID
    athlete_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class ImportFinished(Event):
    """Every file of an upload has been looked at."""

    name: ClassVar[str] = "activities.import_finished"
    import_id: UUID
    athlete_id: UUID
