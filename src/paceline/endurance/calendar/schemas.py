"""Commands and read shapes of the calendar, shared by pages and API."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from paceline.endurance.calendar.types import DecidedBy, Measure, Priority, Status
from paceline.endurance.library import WorkoutType
from paceline.kit.shapes import Command, Shape
from paceline.science.endurance.structure import Sport

LONGEST_S = 4 * 86_400.0
FARTHEST_M = 1_000_000.0
STRUCTURE: JsonValue = {
    "version": 1,
    "sport": "running",
    "segments": [
        {"type": "warmup", "duration_seconds": 900, "pace_target": "E"},
        {
            "type": "interval",
            "repeats": 5,
            "work": {"duration_seconds": 360, "pace_target": "T"},
            "recovery": {"duration_seconds": 60, "pace_target": "jog"},
        },
        {"type": "cooldown", "duration_seconds": 600, "pace_target": "E"},
    ],
}


class AddWorkout(Command):
    """A session to plan: from the library (`template_id`), with its own steps (`structure`), or only named."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "day": "2026-06-16",
                    "title": "5 × 6 min threshold",
                    "workout_type": "threshold",
                    "structure": STRUCTURE,
                },
                {"day": "2026-06-18", "template_id": "easy-45"},
            ]
        },
    )

    athlete_id: UUID | None = Field(default=None, description="Oneself when left out.")
    day: date = Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))
    template_id: str | None = Field(default=None, max_length=80)
    title: str = Field("", max_length=120)
    sport: Sport = "running"
    workout_type: WorkoutType | None = None
    duration_s: float | None = Field(
        default=None, ge=60, le=LONGEST_S, description="Seconds; for sessions without steps."
    )
    distance_m: float | None = Field(
        default=None, ge=20, le=FARTHEST_M, description="Metres; for sessions without steps."
    )
    structure: dict[str, Any] | None = None
    notes: str = Field("", max_length=4000)
    is_key: bool = False
    is_race: bool = False
    race_priority: Priority | None = Field(default=None, description="How much a race counts: A most, then B and C.")
    locked: bool = Field(False, description="Pinned to its day: the athlete cannot move what a coach has pinned.")
    draft: bool = Field(False, description="Not shown to the athlete yet.")


class ChangeWorkout(Command):
    """What to change; what is left out stays. With `version`, a change somebody else made first is a 409."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"day": "2026-06-17", "index": 0, "version": 3}]},
    )

    day: date | None = Field(default=None, ge=date(2000, 1, 1), le=date(2100, 12, 31))
    index: int | None = Field(
        default=None, ge=0, le=50, description="Place among the day's sessions; last when left out."
    )
    version: int | None = Field(default=None, ge=1)
    title: str | None = Field(default=None, min_length=1, max_length=120)
    sport: Sport | None = None
    workout_type: WorkoutType | None = None
    duration_s: float | None = Field(default=None, ge=60, le=LONGEST_S)
    distance_m: float | None = Field(default=None, ge=20, le=FARTHEST_M)
    structure: dict[str, Any] | None = None
    notes: str | None = Field(default=None, max_length=4000)
    is_key: bool | None = None
    is_race: bool | None = None
    race_priority: Priority | None = None
    locked: bool | None = None
    draft: bool | None = None


class CopyWorkout(Command):
    """Where to put a copy."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"day": "2026-06-23"}]})

    day: date = Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))


class ChooseActivity(Command):
    """The activity a workout became; null says that none of them is it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"activity_id": None}]})

    activity_id: UUID | None


class ChooseWorkout(Command):
    """The workout an activity was; null says that it was none of them."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"workout_id": None}]})

    workout_id: UUID | None


class SkipWorkout(Command):
    """Why a session is not done, when there is something to say."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "Travelling"}]})

    reason: str = Field("", max_length=500)


class CompletionOut(Shape):
    """What a workout became, who said so, and how much of the plan it was."""

    activity_id: UUID | None
    confidence: float | None
    parts: list[Any]
    compliance: float | None = Field(description="Done as percent of planned; null when nothing can be compared.")
    measure: Measure | None
    decided_by: DecidedBy
    grade: dict[str, Any] | None = Field(description="How the steps were held: a letter with the reason for it.")
    at: datetime


class MatchOut(CompletionOut):
    """The same from the activity's side; without a workout a person has said that it was none."""

    workout_id: UUID | None


class WorkoutOut(Shape):
    """One planned session, in SI units."""

    id: UUID
    athlete_id: UUID
    day: date
    position: int
    sport: Sport
    workout_type: WorkoutType
    title: str
    structure: dict[str, Any] | None
    notes: str
    template_id: str | None
    plan_id: UUID | None
    duration_s: float | None
    distance_m: float | None
    load: float | None
    is_key: bool
    is_race: bool
    race_priority: Priority | None
    locked: bool
    draft: bool
    version: int
    adapted: dict[str, Any] | None = Field(
        description="What the day's briefing made of it; the original stays beside it."
    )


class EntryOut(WorkoutOut):
    """A planned session with what became of it."""

    status: Status
    completion: CompletionOut | None
    skipped_at: datetime | None


class ActivitySummary(Shape):
    """An activity as the calendar shows it."""

    id: UUID
    day: date
    name: str
    sport: str
    duration_s: float | None
    distance_m: float | None
    load: float | None
    workout_id: UUID | None


class CalendarOut(Shape):
    """What is planned and what was done."""

    athlete_id: UUID
    workouts: list[EntryOut]
    activities: list[ActivitySummary]
