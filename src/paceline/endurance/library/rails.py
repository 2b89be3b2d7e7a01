"""The most a runner's session may hold at each pace, as a share of the week such a runner runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from paceline.endurance.library.types import Level
from paceline.science.endurance.structure import Structure, flatten
from paceline.science.endurance.vdot import training_speeds

MAIN_ROLES = ("steady", "work")
# Kilometres a week and VDOT a session of the level is written for: rows of Daniels' Running Formula, 3rd ed. 2014,
# Table 4.3 (48, 72 and 113 km a week).
WEEK_METRES: dict[Level, float] = {"beginner": 48_000, "intermediate": 72_000, "advanced": 113_000}
ABILITY: dict[Level, float] = {"beginner": 35, "intermediate": 45, "advanced": 58}


@dataclass(frozen=True, slots=True)
class Rail:
    """At most `share` of the week and `metres` in one session at these paces."""

    words: str
    paces: frozenset[str]
    share: float
    metres: float


# Daniels' Running Formula, 3rd ed. 2014, chapter 4: limits of one session by kind of running.
RAILS = (
    Rail("marathon pace", frozenset({"M", "MP"}), 0.20, 29_000),
    Rail("threshold", frozenset({"T"}), 0.10, 16_000),
    Rail("interval pace", frozenset({"5K", "I", "3K"}), 0.08, 10_000),
    Rail("repetition pace", frozenset({"R"}), 0.05, 8_000),
)


def over_rails(structure: Structure, level: Level) -> tuple[str, ...]:
    """A sentence for each limit of the level that a running session breaks; empty when it keeps to all."""
    if structure.sport != "running":
        return ()
    metres: dict[str, float] = {}
    for flat in flatten(structure, _speeds(level)):
        pace = flat.step.target.pace
        if pace is not None and flat.role in MAIN_ROLES and flat.metres is not None:
            metres[pace] = metres.get(pace, 0.0) + flat.metres
    found = ((rail, sum(metres.get(pace, 0.0) for pace in rail.paces)) for rail in RAILS)
    return tuple(
        f"{there / 1000:.1f} km at {rail.words}; {_most(rail, level) / 1000:.1f} km is the most for this level."
        for rail, there in found
        if there > _most(rail, level)
    )


def _most(rail: Rail, level: Level) -> float:
    return min(rail.metres, rail.share * WEEK_METRES[level])


@cache
def _speeds(level: Level) -> dict[str, float]:
    known = training_speeds(ABILITY[level])
    ranges = {"E": known.easy, "M": known.marathon, "T": known.threshold, "I": known.interval, "R": known.repetition}
    return {pace: (speeds.slow + speeds.fast) / 2 for pace, speeds in ranges.items()}
