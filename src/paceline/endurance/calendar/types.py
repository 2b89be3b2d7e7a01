"""Words of the calendar: what a workout is to the rules, what a match is, and what to place in bulk."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from paceline.endurance.library import WorkoutType
from paceline.science.endurance.structure import Estimate, Structure

Status = Literal["planned", "done", "part", "over", "missed", "skipped", "rest", "excused"]
Measure = Literal["load", "duration", "distance"]
DecidedBy = Literal["rule", "person"]
Priority = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a session is, in SI units; None where it is not known."""

    duration: float | None = None
    distance: float | None = None
    load: float | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One session as the matching rules see it, planned or done."""

    id: UUID
    day: date
    sport: str
    title: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class Part:
    """One reason for or against a match, in hundredths."""

    name: str
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """How well an activity fits a workout; `parts` add up to the confidence."""

    workout: UUID
    activity: UUID
    parts: tuple[Part, ...]

    @property
    def confidence(self) -> float:
        return max(0, min(100, sum(part.points for part in self.parts))) / 100


@dataclass(frozen=True, slots=True)
class Compliance:
    """How much of the plan was done, in percent, and by which measure."""

    percent: float
    measure: Measure


@dataclass(frozen=True, slots=True)
class NewWorkout:
    """A workout to place; totals are worked out from the structure when they are not given."""

    day: date
    title: str
    sport: str
    workout_type: WorkoutType
    structure: Structure | None = None
    notes: str = ""
    template_id: str | None = None
    amount: Amount | Estimate | None = None
    is_key: bool = False
    is_race: bool = False
    locked: bool = False
    draft: bool = False
    race_priority: Priority | None = None
