"""What a session template is: its structure, its purpose, and rules for its next version as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from paceline.science.endurance.structure import Sport, Structure

Category = Literal[
    "easy",
    "long",
    "marathon",
    "threshold",
    "cruise",
    "vo2max",
    "repetition",
    "hills",
    "fartlek",
    "progression",
    "race",
    "ultra",
    "cycling",
    "strength",
    "swim",
]
WorkoutType = Literal[
    "recovery",
    "endurance",
    "tempo",
    "threshold",
    "vo2",
    "sprint",
    "race",
    "rest",
    "long",
    "strength",
    "cross",
]
Level = Literal["beginner", "intermediate", "advanced"]
EnergySystem = Literal[
    "aerobic",
    "aerobic threshold",
    "lactate threshold",
    "vo2max",
    "anaerobic",
    "neuromuscular",
    "strength",
]
Source = Literal[
    "Daniels",
    "Pfitzinger",
    "Hansons",
    "Canova",
    "Lydiard",
    "Billat",
    "Rønnestad",
    "Friel",
    "Paceline",
]
Action = Literal["add_repeat", "lengthen"]
Relief = Literal["drop_repeat", "shorten"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
WORKOUT_TYPES: tuple[WorkoutType, ...] = get_args(WorkoutType)
# As people call them, in the order in which they are offered.
TYPES: tuple[tuple[WorkoutType, str], ...] = (
    ("endurance", "Easy"),
    ("recovery", "Recovery"),
    ("long", "Long"),
    ("tempo", "Tempo"),
    ("threshold", "Threshold"),
    ("vo2", "VO₂max"),
    ("sprint", "Sprint"),
    ("race", "Race"),
    ("strength", "Strength"),
    ("cross", "Cross-training"),
    ("rest", "Rest"),
)
LEVELS: tuple[Level, ...] = get_args(Level)
# Types that count as a hard day when days are spaced.
HARD_TYPES: frozenset[WorkoutType] = frozenset({"tempo", "threshold", "vo2", "sprint", "race", "long"})


@dataclass(frozen=True, slots=True)
class Progression:
    """Do `amount` more (repetitions, or a share of the length) up to `limit` (repetitions, or main-set seconds).

    Every condition must be known and met; an unknown value holds the session where it is.
    """

    action: Action
    amount: float
    limit: float
    rpe_at_most: float
    acute_chronic_at_most: float
    pain_at_most: int = 1
    completions_at_least: int = 1


@dataclass(frozen=True, slots=True)
class Regression:
    """Do `amount` less, down to `floor`, when any of the given signs is reached."""

    relief: Relief
    amount: float
    floor: float
    rpe_from: float | None = None
    acute_chronic_from: float | None = None
    drift_from: float | None = None
    pain_from: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the last time showed; `structure` is the version that was done (None: the template itself)."""

    rpe: float | None = None
    acute_chronic: float | None = None
    heart_rate_drift: float | None = None
    pain: int | None = None
    completions: int = 0
    structure: Structure | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one planned session went; what nobody said is None. `compliance` is percent of what was planned."""

    is_done: bool
    rpe: float | None = None
    compliance: float | None = None
    pain: int | None = None
    heart_rate_drift: float | None = None
    structure: Structure | None = None


@dataclass(frozen=True, slots=True)
class NextVersion:
    change: Literal["progress", "regress", "hold"]
    structure: Structure
    reason: str


@dataclass(frozen=True, slots=True)
class SessionTemplate:
    """A session of the library with everything there is to know about it."""

    id: str
    name: str
    category: Category
    sport: Sport
    workout_type: WorkoutType
    intent: str
    energy_system: EnergySystem
    levels: tuple[Level, ...]
    structure: Structure
    fuelling: str
    success_criteria: str
    progression: tuple[Progression, ...]
    regression: tuple[Regression, ...]
    tags: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do next time: another version of the same session, or another session of its ladder."""

    change: Literal["progress", "regress"]
    session: SessionTemplate
    structure: Structure
    reason: str
