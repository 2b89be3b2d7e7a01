"""The workout structure: warm-up, work, recovery and cool-down as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

# Version 2 adds targets in beats per minute and at a speed; everything of version 1 means what it meant.
VERSION = 2
VERSIONS = (1, 2)

Sport = Literal["running", "cycling", "swimming", "strength", "hiking", "other"]
Pace = Literal["walk", "jog", "E", "M", "MP", "HM", "T", "10K", "5K", "I", "3K", "R"]
EndKind = Literal[
    "duration",
    "distance",
    "lap",
    "heart_rate_above",
    "heart_rate_below",
    "power_above",
    "power_below",
    "calories",
]
SingleKind = Literal["warmup", "steady", "cooldown"]
RepeatKind = Literal["interval", "strides", "drills"]
PowerUnit = Literal["ftp", "watts"]

SPORTS: tuple[Sport, ...] = get_args(Sport)
PACES: tuple[Pace, ...] = get_args(Pace)
SINGLE_KINDS: tuple[SingleKind, ...] = get_args(SingleKind)
REPEAT_KINDS: tuple[RepeatKind, ...] = get_args(RepeatKind)

# Lowest and highest value one step may end at. 500 km leaves room for the longest gravel races.
END_BOUNDS: dict[EndKind, tuple[float, float]] = {
    "duration": (5, 86_400),
    "distance": (20, 500_000),
    "heart_rate_above": (40, 230),
    "heart_rate_below": (40, 230),
    "power_above": (20, 2_500),
    "power_below": (20, 2_500),
    "calories": (5, 20_000),
}
REPEAT_BOUNDS = (1, 60)
SET_BOUNDS = (1, 20)
RPE_BOUNDS = (1.0, 10.0)
POWER_BOUNDS: dict[PowerUnit, tuple[float, float]] = {
    "ftp": (0.2, 3.0),
    "watts": (20, 2_500),
}
ZONE_BOUNDS = (1, 7)
HEART_RATE_BOUNDS = (40.0, 230.0)
# Metres per second: from a slow length in the pool to a descent on a bike.
SPEED_BOUNDS = (0.2, 30.0)
MAX_SEGMENTS = 60
MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class End:
    """What ends a step; `lap` waits for the lap button and has no value."""

    kind: EndKind
    value: float | None = None


# International yard and pound agreement, 1959.
METRES_PER_MILE = 1609.344


def miles_in(metres: float) -> float | None:
    """The distance in miles where it is whole or half ones to the centimetre, as miles are typed; None otherwise."""
    halves = round(metres / METRES_PER_MILE * 2)
    return halves / 2 if halves and abs(metres - halves / 2 * METRES_PER_MILE) < 0.01 else None


@dataclass(frozen=True, slots=True)
class Range:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PowerRange:
    """Power from low to high, as a fraction of FTP or in watts."""

    low: float
    high: float
    unit: PowerUnit = "ftp"


@dataclass(frozen=True, slots=True)
class Target:
    """How hard: any of these may be given together (a pace with an effort, say); heart rate in bpm, speed in m/s."""

    pace: Pace | None = None
    heart_rate_zone: int | None = None
    power: PowerRange | None = None
    rpe: Range | None = None
    cue: str | None = None
    heart_rate: Range | None = None
    speed: Range | None = None


@dataclass(frozen=True, slots=True)
class Step:
    end: End
    target: Target = field(default_factory=Target)
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Single:
    """One step on its own."""

    kind: SingleKind
    step: Step


@dataclass(frozen=True, slots=True)
class Repeats:
    """Sets of repetitions: recovery follows every repetition, set recovery comes between sets."""

    work: Step
    recovery: Step | None
    repeats: int
    sets: int = 1
    set_recovery: Step | None = None
    kind: RepeatKind = "interval"


Segment = Single | Repeats


@dataclass(frozen=True, slots=True)
class Structure:
    sport: Sport
    segments: tuple[Segment, ...]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a structure: where, and a sentence for the person."""

    path: str
    sentence: str


class InvalidStructure(ValueError):
    """A structure that cannot be used, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.path}: {problem.sentence}" for problem in problems))
