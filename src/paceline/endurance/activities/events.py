"""What happens to activities."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import OWN, Event


class _Shown(Event):
    """About activities that a coach may see, or not: `shareable` says which."""

    __slots__ = ()
    shareable: bool

    def audience(self) -> str:
        """What a coach may not see they are not told of either, not even that it came or went."""
        return self.scope if self.shareable else OWN


@dataclass(frozen=True, slots=True)
class ActivityImported(_Shown):
    """A session arrived: by file, by hand or by a connection."""

    name: ClassVar[str] = "activities.imported"
    activity_id: UUID
    athlete_id: UUID
    day: date
    shareable: bool = True


@dataclass(frozen=True, slots=True)
class ActivityChanged(_Shown):
    """What its athlete says of it, or what its recording comes to, is another now."""

    name: ClassVar[str] = "activities.changed"
    activity_id: UUID
    athlete_id: UUID
    day: date
    shareable: bool = True


@dataclass(frozen=True, slots=True)
class ActivityDeleted(_Shown):
    """It no longer counts; it can still be brought back."""

    name: ClassVar[str] = "activities.deleted"
    activity_id: UUID
    athlete_id: UUID
    day: date
    shareable: bool = True


@dataclass(frozen=True, slots=True)
class ActivityRestored(_Shown):
    """A deleted session counts again."""

    name: ClassVar[str] = "activities.restored"
    activity_id: UUID
    athlete_id: UUID
    day: date
    shareable: bool = True


@dataclass(frozen=True, slots=True)
class ManyActivitiesChanged(_Shown):
    """Several sessions at once arrived, went, came back or were measured again.

    `change` is "imported", "deleted", "restored" or "changed".

    Told once for a batch of a large import, in place of an event for each; `days` are the days touched.
    """

    name: ClassVar[str] = "activities.many_changed"
    athlete_id: UUID
    change: str
    activity_ids: tuple[UUID, ...]
    days: tuple[date, ...]
    shareable: bool = True


@dataclass(frozen=True, slots=True)
class DuplicateDecided(Event):
    """The athlete said what two recordings of one session are: "first", "second", "merged" or "both"."""

    name: ClassVar[str] = "activities.duplicate_decided"
    duplicate_id: UUID
    athlete_id: UUID
    decision: str


@dataclass(frozen=True, slots=True)
class ImportFinished(Event):
    """Every file of an upload has been looked at."""

    name: ClassVar[str] = "activities.import_finished"
    scope: ClassVar[str] = OWN
    import_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class CommentWritten(Event):
    """The athlete or a coach said something about an activity."""

    name: ClassVar[str] = "activities.comment_written"
    comment_id: UUID
    activity_id: UUID
    athlete_id: UUID
    author_id: UUID


@dataclass(frozen=True, slots=True)
class CommentChanged(Event):
    """Its author rewrote a comment, took it back or brought it back."""

    name: ClassVar[str] = "activities.comment_changed"
    comment_id: UUID
    activity_id: UUID
    athlete_id: UUID
