"""Commands and read shapes of plans, shared by pages and API."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.library import Level
from paceline.endurance.plans.types import Goal, Phase, PlanSport, Priority, Severity
from paceline.kit.shapes import Command, Shape

Weekday = Literal[0, 1, 2, 3, 4, 5, 6]


class MakePlan(Command):
    """What a plan is for; what is left out is taken from what is known about the athlete."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"goal": "half", "race_date": "2026-09-20", "level": "intermediate", "days_per_week": 5}]
        },
    )

    athlete_id: UUID | None = Field(None, description="Oneself when left out.")
    goal: Goal | None = Field(None, description="Left out, it follows from `distance`.")
    distance: float | None = Field(
        None, ge=1000, le=500_000, description="Metres of the race, when it is not the goal's own."
    )
    sport: PlanSport = "running"
    start: date | None = Field(None, description="The next Monday when left out.")
    race_date: date | None = None
    weeks: int | None = Field(None, ge=1, le=60, description="Length of a fitness plan without a race.")
    priority: Priority = "A"
    level: Level = "intermediate"
    days_per_week: int = Field(5, ge=3, le=7)
    weekdays: list[Weekday] = Field(default_factory=lambda: [0, 1, 2, 3, 4, 5, 6], description="Monday is 0.")
    long_weekday: Weekday = 6
    current_seconds: float | None = Field(None, ge=0, le=60 * 3600.0, description="Seconds of training a week lately.")
    current_metres: float | None = Field(None, ge=0, le=500_000, description="Metres a week lately.")
    peak_seconds: float | None = Field(None, ge=3600, le=60 * 3600.0, description="The most a week may hold.")
    target_seconds: float | None = Field(None, ge=60, le=1e6, description="Race time hoped for.")
    days_off: list[date] = Field(default_factory=list[date], max_length=200)


class FindingOut(Shape):
    """Something to know about a plan."""

    id: str
    severity: Severity
    week: int | None
    sentence: str


class WeekOut(Shape):
    """One week of a plan."""

    index: int
    starts_on: date
    phase: Phase
    cutback: bool
    race_week: bool
    target_seconds: float
    target_metres: float | None
    target_load: float
    reason: str


class PlannedOut(Shape):
    """One session of a plan."""

    on: date
    title: str
    workout_type: str
    template: str | None
    duration_s: float
    distance_m: float | None
    load: float
    is_key: bool
    is_race: bool
    structure: dict[str, Any]


class PlanSummary(Shape):
    """A plan as lists show it."""

    id: UUID
    athlete_id: UUID
    made_by: UUID
    status: Literal["preview", "published", "archived"]
    goal: str
    starts_on: date
    ends_on: date
    race_on: date | None
    created_at: datetime
    published_at: datetime | None


class PlanOut(PlanSummary):
    """A whole plan."""

    weeks: list[WeekOut]
    workouts: list[PlannedOut]
    findings: list[FindingOut]


class PlansOut(Shape):
    """One page of plans."""

    items: list[PlanSummary]
    next_cursor: str | None


class PublicationOut(Shape):
    """What publishing did."""

    plan: PlanSummary
    placed: int
    kept_days: list[date] = Field(
        description="Days left alone, because what the plan before had there is done or pinned."
    )
    archived_plan: UUID | None
