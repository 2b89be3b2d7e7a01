"""What a plan is asked for and what the builder answers: weeks, workouts and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from paceline.endurance.library import HARD_TYPES, Level, WorkoutType
from paceline.kit.days import monday
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
    "stages",
]
PlanSport = Literal["running", "cycling"]
CrossSport = Literal["running", "cycling", "swimming", "strength"]
Phase = Literal["base", "build", "peak", "taper", "recovery", "maintenance", "bridge", "return"]
Illness = Literal["none", "above_neck", "fever"]
Return = Literal["break", "injury"]
Priority = Literal["A", "B", "C"]
Severity = Literal["hard", "soft", "note"]

EVERY_DAY: frozenset[int] = frozenset(range(7))
BIKE_GOALS: frozenset[Goal] = frozenset({"century", "gravel", "stages"})
MASTERS_AGE = 50
# A weekday with less time than this has no session of its own.
SHORTEST_DAY = 1200.0


@dataclass(frozen=True, slots=True)
class TuneUp:
    """A race on the way to the one the plan is for."""

    on: date
    goal: Goal
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the body is when the plan starts; `days_off` is how long the gap was that somebody returns from.

    `pain` is 0–10. `avoid` names session types a clinician or coach has ruled out. `red_flags` are the person's words
    for signs that belong to a doctor: with any of them there is no plan.
    """

    pain: int = 0
    illness: Illness = "none"
    returning: Return | None = None
    days_off: int = 0
    avoid: frozenset[WorkoutType] = frozenset()
    red_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Volumes are seconds of training a week, or metres or load, which are converted; None means unknown.

    `long_weekday` and `weekdays` count from Monday = 0. `speeds` are metres per second by pace (E, M, T, I, R, …).
    `day_seconds` and `day_sports` say by weekday how much time there is and for what; weekdays left out are open.
    `doubles`, `strength` and `cross` are sessions a week besides the training days. `stages` counts a stage race's days.
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
    current_load: float | None = None
    peak_load: float | None = None
    longest_seconds: float | None = None
    day_seconds: Mapping[int, float] = field(default_factory=dict[int, float])
    day_sports: Mapping[int, frozenset[CrossSport]] = field(default_factory=dict[int, frozenset[CrossSport]])
    doubles: int = 0
    strength: int = 0
    cross: int = 0
    tune_ups: tuple[TuneUp, ...] = ()
    stages: int = 0
    health: Health = Health()
    # Weekdays with time for the plan's own sport: worked out once, asked for in every rule.
    open_weekdays: frozenset[int] = field(init=False, compare=False, default=EVERY_DAY)

    def __post_init__(self) -> None:
        object.__setattr__(self, "open_weekdays", frozenset(day for day in self.weekdays if self.has_room(day)))

    def has_room(self, weekday: int) -> bool:
        sports = self.day_sports.get(weekday)
        return (sports is None or self.sport in sports) and self.most_on(weekday) >= SHORTEST_DAY

    def most_on(self, weekday: int) -> float:
        """Seconds of training a weekday can hold."""
        return self.day_seconds.get(weekday, float("inf"))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about a plan: `hard` breaks it, `soft` deserves a look, `note` explains a choice.

    `figures` are the numbers behind the sentence. `accepted` is the reason somebody gave for keeping a soft one.
    """

    id: str
    severity: Severity
    week: int | None
    sentence: str
    day: date | None = None
    figures: Mapping[str, float] = field(default_factory=dict[str, float])
    accepted: str | None = None


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
    # The workouts by the Monday of their week: every rule walks through the weeks.
    by_monday: Mapping[date, list[PlannedWorkout]] = field(
        init=False, compare=False, repr=False, default_factory=dict[date, list[PlannedWorkout]]
    )

    def __post_init__(self) -> None:
        weeks: dict[date, list[PlannedWorkout]] = {}
        for workout in self.workouts:
            weeks.setdefault(monday(workout.on), []).append(workout)
        object.__setattr__(self, "by_monday", weeks)

    def everything(self, week: PlanWeek) -> tuple[PlannedWorkout, ...]:
        """All the week's workouts."""
        return tuple(self.by_monday.get(week.starts_on, ()))

    def training(self, week: PlanWeek) -> tuple[PlannedWorkout, ...]:
        """The week's workouts in the plan's sport, without races."""
        sport = self.request.sport
        there = self.by_monday.get(week.starts_on, ())
        return tuple([w for w in there if not w.is_race and w.structure.sport == sport])

    def beside(self, workout: PlannedWorkout) -> bool:
        """Strength and cross-training: they count for no volume of the plan."""
        return workout.structure.sport != self.request.sport
