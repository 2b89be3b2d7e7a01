"""The tables of the calendar: workouts with what became of them, days with a note, what can be taken back, and feeds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.endurance.calendar.types import Amount
from paceline.infra.database import Table


class Workout(Table):
    """One planned workout on one day of an athlete; `adapted` holds what today's briefing made of it."""

    __tablename__ = "calendar_workout"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    day: Mapped[date]
    position: Mapped[int]
    sport: Mapped[str] = mapped_column(Text)
    workout_type: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    structure: Mapped[dict[str, Any] | None]
    notes: Mapped[str] = mapped_column(Text)
    template_id: Mapped[str | None] = mapped_column(Text)
    plan_id: Mapped[UUID | None]
    duration_s: Mapped[float | None]
    distance_m: Mapped[float | None]
    load: Mapped[float | None]
    is_key: Mapped[bool]
    is_race: Mapped[bool]
    locked: Mapped[bool]
    draft: Mapped[bool]
    version: Mapped[int]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]
    changed_at: Mapped[datetime]
    adapted: Mapped[dict[str, Any] | None]
    deleted_at: Mapped[datetime | None]
    race_priority: Mapped[str | None] = mapped_column(Text)

    @property
    def amount(self) -> Amount:
        """How much is asked for, as adapted for the day."""
        if self.adapted is not None:
            return Amount(self.adapted["duration_s"], self.adapted["distance_m"], self.adapted["load"])
        return Amount(self.duration_s, self.distance_m, self.load)

    @property
    def current_title(self) -> str:
        """What the session is called as it stands for the day."""
        return self.title if self.adapted is None else str(self.adapted["title"])

    @property
    def current_sport(self) -> str:
        """The sport as it stands for the day: a run may have been swapped for an easy ride."""
        structure = self.current_structure
        return str(structure["sport"]) if structure is not None else self.sport

    @property
    def current_structure(self) -> dict[str, Any] | None:
        """The steps as they stand for the day."""
        return self.structure if self.adapted is None else self.adapted["structure"]


class Completion(Table):
    """Which activity a workout became. A person's "none" has one side empty, so that no rule fills it again; it is
    dormant while its activity is deleted.
    """

    __tablename__ = "calendar_completion"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    workout_id: Mapped[UUID | None] = mapped_column(ForeignKey("calendar_workout.id", ondelete="CASCADE"))
    activity_id: Mapped[UUID | None]
    confidence: Mapped[float | None]
    parts: Mapped[list[Any]]
    compliance: Mapped[float | None]
    measure: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    dormant: Mapped[bool]
    person_id: Mapped[UUID | None]
    at: Mapped[datetime]
    # How the steps were held, once the recording has been compared with them (see grading).
    grade: Mapped[dict[str, Any] | None]


class Skip(Table):
    """A workout somebody decided not to do."""

    __tablename__ = "calendar_skip"

    workout_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_workout.id", ondelete="CASCADE"), primary_key=True)
    athlete_id: Mapped[UUID]
    skipped_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Rearrangement(Table):
    """One athlete's part of a change of many sessions; `before` is what it takes to take it back."""

    __tablename__ = "calendar_rearrangement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    by_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    before: Mapped[list[Any]]
    made_at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]


class DayNote(Table):
    """Something about a day or a span of days; on excused ones nothing is missed. Why somebody is away is elsewhere."""

    __tablename__ = "calendar_day_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    first: Mapped[date]
    last: Mapped[date]
    words: Mapped[str] = mapped_column(Text)
    excused: Mapped[bool]
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Illness(Table):
    """That an absence is an illness, and what was said of it: shown only with the consent to injuries and illness."""

    __tablename__ = "calendar_illness"

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    words: Mapped[str] = mapped_column(Text)


class Feed(Table):
    """An athlete's secret address for other calendars; only a fingerprint of it is kept."""

    __tablename__ = "calendar_feed"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    details: Mapped[bool]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
