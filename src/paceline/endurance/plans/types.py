"""What a plan is asked for and what the builder answers: weeks, workouts and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from paceline.endurance.library import HARD_TYPES, Level, WorkoutType
from paceline.science.endurance.structure import Estimate, Structure

Goal = Literal[
    "5K",
    "10K",
    "half",
    "marathon",
    "50K",
    "50M",
    "100K",
    "100M",
    "fitness",
    "century",
    "gravel",
]
PlanSport = Literal["running", "cycling"]
Phase = Literal["base", "build", "peak", "taper", "recovery"]
Priority = Literal["A", "B", "C"]
Severity = Literal["hard", "soft", "note"]

EVERY_DAY: frozenset[int] = frozenset(range(7))
MASTERS_AGE = 50


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Volumes are seconds of training a week, or metres, which are converted at easy pace; None means unknown.

    `long_weekday` and `weekdays` count from Monday = 0. `speeds` are metres per second by pace (E, M, T, I, R, …).
    """

    goal: Goal
    start: date
    race_date: date | None = None
    distance: float | None = None
    sport: PlanSport = "running"
    priority: Priority = "A"
    level: Level = "intermediate"
    days_per_week: int = 5
    current_seconds: float | None = None
    current_metres: float | None = None
    longest_recent_seconds: float | None = None
    peak_seconds: float | None = None
    peak_metres: float | None = None
    long_weekday: int = 6
    weekdays: frozenset[int] = EVERY_DAY
    blackout: frozenset[date] = frozenset()
    age: int | None = None
    weeks: int | None = None
    speeds: Mapping[str, float] | None = None
    target_seconds: float | None = None
    predicted_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a plan: `hard` breaks it, `soft` deserves a look, `note` explains a choice."""

    id: str
    severity: Severity
    week: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class PlannedWorkout:
    on: date
    title: str
    workout_type: WorkoutType
    template: str | None
    structure: Structure
    estimate: Estimate
    is_key: bool
    is_race: bool = False

    @property
    def is_hard(self) -> bool:
        return self.workout_type in HARD_TYPES


@dataclass(frozen=True, slots=True)
class PlanWeek:
    """`full` is False when start, race or days off leave fewer training days; the race itself is in no total."""

    index: int
    starts_on: date
    phase: Phase
    cutback: bool
    race_week: bool
    full: bool
    target_seconds: float
    target_metres: float | None
    target_load: float
    long_seconds: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class PlanDraft:
    request: PlanRequest
    end: date
    weeks: tuple[PlanWeek, ...]
    workouts: tuple[PlannedWorkout, ...]
    findings: tuple[Finding, ...] = field(default=())

    def training(self, week: PlanWeek) -> tuple[PlannedWorkout, ...]:
        """The week's workouts without the race."""
        last = week.starts_on + timedelta(days=6)
        return tuple(w for w in self.workouts if week.starts_on <= w.on <= last and not w.is_race)
