"""The tables of the calendar: planned workouts, how they were completed, and which were skipped."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
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


class Skip(Table):
    """A workout somebody decided not to do."""

    __tablename__ = "calendar_skip"

    workout_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_workout.id", ondelete="CASCADE"), primary_key=True)
    athlete_id: Mapped[UUID]
    skipped_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
