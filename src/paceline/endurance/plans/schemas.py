"""Commands and read shapes of plans, shared by pages and API."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.library import Level, WorkoutType
from paceline.endurance.plans.types import CrossSport, Goal, Illness, Phase, PlanSport, Priority, Return, Severity
from paceline.kit.shapes import Command, Shape

Weekday = Literal[0, 1, 2, 3, 4, 5, 6]


class TuneUpIn(Command):
    """A race on the way to the one the plan is for."""

    on: date
    goal: Goal
    distance: float | None = Field(None, ge=1000, le=500_000, description="Metres, when it is not the goal's own.")


class HealthIn(Command):
    """How the body is when the plan starts."""

    pain: int = Field(0, ge=0, le=10, description="0–10; from 4 on there is no running in the first week.")
    illness: Illness = "none"
    returning: Return | None = Field(None, description="Coming back after a break or an injury.")
    days_off: int = Field(0, ge=0, le=730, description="How long the gap was.")
    avoid: list[WorkoutType] = Field(default_factory=list[WorkoutType], max_length=11, description="Ruled out for now.")
    red_flags: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        default_factory=list[str], max_length=10, description="Signs for a doctor: with any of them there is no plan."
    )


class DayRoom(Command):
    """What one weekday has room for."""

    weekday: Weekday = Field(description="Monday is 0.")
    minutes: int | None = Field(None, ge=0, le=1440)
    sports: list[CrossSport] | None = None


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
    weeks: int | None = Field(
        None, ge=1, le=60, description="Length of a plan without a race day: a goal is then tried on its last Sunday."
    )
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
    current_load: float | None = Field(None, ge=0, le=3000, description="Load a week lately.")
    peak_metres: float | None = Field(None, ge=5000, le=500_000, description="The most metres a week may hold.")
    peak_load: float | None = Field(None, ge=50, le=3000, description="The most load a week may hold.")
    longest_seconds: float | None = Field(
        None, ge=1800, le=24 * 3600.0, description="The longest day there is time for."
    )
    room: list[DayRoom] = Field(default_factory=list[DayRoom], max_length=7, description="Weekdays left out are open.")
    doubles: int = Field(0, ge=0, le=5, description="Easy days a week that may become two short sessions.")
    strength: int = Field(0, ge=0, le=3, description="Strength sessions a week.")
    cross: int = Field(0, ge=0, le=3, description="Cross-training sessions a week.")
    tune_ups: list[TuneUpIn] = Field(default_factory=list[TuneUpIn], max_length=6)
    stages: int = Field(0, ge=0, le=30, description="Days of a stage race.")
    health: HealthIn = Field(default_factory=lambda: HealthIn.model_validate({}))


class FindingOut(Shape):
    """Something to know about a plan."""

    id: str
    severity: Severity
    week: int | None
    sentence: str
    day: date | None = None
    figures: dict[str, float] = Field(default_factory=dict[str, float], description="The numbers behind the sentence.")
    accepted: str | None = Field(None, description="The reason somebody gave for keeping a soft one.")


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


class WeekOutlookOut(Shape):
    """What a week amounts to: load, change against the week before, and shares of its time by effort."""

    index: int
    seconds: float
    load: float
    change: float | None = Field(description="0.08 is 8 % more load than the week before.")
    easy: float | None = Field(description="Share of the time in zones 1–2; moderate is 3–4, hard 5–7.")
    moderate: float | None
    hard: float | None
    beside_seconds: float = Field(description="Strength and other sports.")


class AcceptFinding(Command):
    """Keeping a soft finding, and why; a hard one cannot be kept."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"id": "tune-up", "week": 9, "reason": "She has run it before."}]},
    )

    id: str = Field(max_length=40)
    week: int | None = Field(None, ge=0, le=80)
    day: date | None = None
    reason: str = Field(min_length=3, max_length=500)


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
    version: int = 1
    revises: UUID | None = Field(None, description="The published plan this preview is a draft of changes to.")
    season_id: UUID | None = None


class PlanOut(PlanSummary):
    """A whole plan."""

    weeks: list[WeekOut]
    workouts: list[PlannedOut]
    findings: list[FindingOut]
    outlook: list[WeekOutlookOut]


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
