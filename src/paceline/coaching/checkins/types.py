"""Words of check-ins: the scales with both ends spoken, the places that can hurt, and one day's answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

ANSWERS = ("sleep", "energy", "recovery", "stress", "mood", "soreness", "note")
# Name, question, the words of 1 and of 5. Low stress is good; all others are better when high.
SCALES = (
    ("sleep", "How did you sleep?", "Very poorly", "Very well"),
    ("energy", "How much energy have you got?", "None", "Plenty"),
    ("recovery", "How recovered are you?", "Worn out", "Fresh"),
    ("stress", "Stress outside training?", "Calm", "Very stressed"),
)
# The "neck check": a cold above the neck allows easy training, fever or anything below it allows none
# (Eichner 1993, Infection, immunity, and exercise, Phys Sportsmed 21(1)).
Illness = Literal["none", "above_neck", "below_neck"]
ILLNESSES: tuple[tuple[Illness, str], ...] = (
    ("none", "No"),
    ("above_neck", "A cold, above the neck"),
    ("below_neck", "Fever, chest, or below the neck"),
)
Bleeding = Literal["none", "light", "medium", "heavy"]
BLEEDING: tuple[tuple[Bleeding, str], ...] = (
    ("none", "None"),
    ("light", "Light"),
    ("medium", "Medium"),
    ("heavy", "Heavy"),
)
SIDED = ("foot", "ankle", "Achilles", "calf", "shin", "knee", "thigh", "hamstring", "hip", "groin", "shoulder", "arm")
MIDDLE = ("lower back", "upper back", "neck", "chest", "stomach", "head")
PLACES: tuple[str, ...] = (*(f"{side} {part}" for part in SIDED for side in ("left", "right")), *MIDDLE)


@dataclass(frozen=True, slots=True)
class Pain:
    """A place and how much it hurts, 0 to 10."""

    place: str
    level: int


@dataclass(frozen=True, slots=True)
class Checkin:
    """One day's answers; `pains` and `illness` are None when the athlete does not share them with the reader.

    `illness` is None also when the question was not answered.
    """

    id: UUID
    athlete_id: UUID
    day: date
    sleep: int
    energy: int
    recovery: int
    stress: int
    mood: int | None
    soreness: int | None
    note: str
    created_at: datetime
    updated_at: datetime
    pains: tuple[Pain, ...] | None
    illness: Illness | None = None

    @property
    def worst(self) -> Pain | None:
        """What hurts most, among what may be seen."""
        return max(self.pains or (), key=lambda pain: pain.level, default=None)


@dataclass(frozen=True, slots=True)
class DayPain:
    """Pain on a day, for readers who are shown pain without the rest of the check-in."""

    day: date
    place: str
    level: int


@dataclass(frozen=True, slots=True)
class DayIllness:
    """What was said of illness on a day."""

    day: date
    kind: Illness
