"""The shapes of plans as data: length, taper, volumes, long session, shares of effort and sessions by goal and phase.

Our own synthesis near published plans: Pfitzinger & Douglas, Advanced Marathoning (18/55, 18/70, 18/85: lighter weeks
6, 10 and 14, taper by 20 and 40 %), Hansons Marathon Method, Higdon, Daniels' Running Formula (shares of pace).
The taper follows Bosquet 2007 (volume down by 41–60 %, intensity kept). No trial stands behind the ultra shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paceline.endurance.library import Level
from paceline.endurance.plans.types import Goal, PlanRequest

Slots = tuple[tuple[str, ...], tuple[str, ...]]
H = 3600.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Times in seconds; `taper` is volume as a share of the peak week, race week last.

    `quality` names, by phase, the sessions for the first and the second hard day of a week, in turn.
    `peak_km` is None where hours are planned. `enough` is the peak week below which the goal is out of reach.
    `easy` is the share of easy time the event asks for; `big_share` what the long session may take of a big weekend's
    week, every second week of the build-up.
    """

    distance: float | None
    weeks: int
    fewest_weeks: int
    taper: tuple[float, ...]
    long_cap: float
    peak_km: Mapping[Level, float] | None
    peak_hours: Mapping[Level, float]
    enough: float
    quality: Mapping[str, Slots]
    long: Mapping[str, tuple[str, ...]]
    long_extra: float = 0.0
    ultra: bool = False
    easy: float = 0.80
    big_share: float = 0.0


def _by_level(beginner: float, intermediate: float, advanced: float) -> dict[Level, float]:
    return {"beginner": beginner, "intermediate": intermediate, "advanced": advanced}


_BASE: Slots = (
    ("cruise-6x3", "steady-30", "fartlek-pyramid", "fartlek-10x1"),
    ("hill-8x60", "fartlek-10x1", "hill-8x30"),
)
_LONG_PLAIN = ("long-easy", "long-hilly")
_TAPER: Slots = (("cruise-6x3", "fartlek-10x1"), ("fartlek-10x1", "cruise-6x3"))
_CUTBACK: Slots = (("fartlek-10x1", "cruise-6x3"), ("fartlek-10x1",))
_QUALITY_5K: dict[str, Slots] = {
    "base": _BASE,
    "build": (
        ("vo2-8x2", "vo2-5x3", "vo2-6x800"),
        ("cruise-5x5", "rep-8x200", "cruise-4x1600", "rep-6x400"),
    ),
    "peak": (
        ("race-5k-5x1k", "rep-12x400-5k", "race-5k-10x1"),
        ("cruise-4x1600", "rep-10x300", "rep-8x200"),
    ),
    "taper": (("rep-12x400-5k", "race-5k-10x1"), ("rep-8x200",)),
    "cutback": (("fartlek-10x1", "vo2-30-30"), ("fartlek-10x1",)),
}
_QUALITY_10K: dict[str, Slots] = {
    "base": _BASE,
    "build": (
        ("cruise-5x5", "cruise-4x1600", "tempo-20"),
        ("vo2-8x2", "vo2-5x3", "vo2-6x800"),
    ),
    "peak": (
        ("race-10k-6x1600", "race-10k-8x800", "cruise-3x10"),
        ("vo2-5x1000", "vo2-5x3", "fartlek-3-2-1"),
    ),
    "taper": (("race-10k-8x800", "fartlek-10x1"), ("fartlek-10x1", "cruise-6x3")),
    "cutback": _CUTBACK,
}
_QUALITY_HALF: dict[str, Slots] = {
    "base": _BASE,
    "build": (
        ("cruise-5x5", "tempo-20", "cruise-5x6", "tempo-progressive"),
        ("vo2-8x2", "hill-6x90", "fartlek-6x3"),
    ),
    "peak": (
        ("race-half-3x3k", "tempo-long-40", "race-half-3x3k", "race-half-6x1k"),
        ("vo2-5x3", "cruise-8x1k", "rep-8x200"),
    ),
    "taper": (("race-half-6x1k", "fartlek-10x1"), ("fartlek-10x1", "cruise-6x3")),
    "cutback": _CUTBACK,
}
_QUALITY_MARATHON: dict[str, Slots] = {
    "base": _BASE,
    "build": (
        ("mp-3x15", "cruise-5x6", "cruise-5x5"),
        ("vo2-8x2", "hill-6x90", "rep-8x200"),
    ),
    "peak": (
        ("mp-steady-10", "cruise-3x10", "cruise-5x5"),
        ("vo2-5x3", "tempo-2x12", "rep-8x200"),
    ),
    "taper": (("cruise-5x5", "mp-dress-rehearsal"), ("fartlek-10x1", "cruise-6x3")),
    "cutback": (("cruise-6x3", "fartlek-10x1"), ("fartlek-10x1",)),
}
_QUALITY_ULTRA: dict[str, Slots] = {
    "base": (
        ("steady-30", "cruise-6x3", "fartlek-10x1"),
        ("hill-8x60", "ultra-power-hike"),
    ),
    "build": (
        ("tempo-20", "hill-5x3", "cruise-5x5"),
        ("hill-6x90", "ultra-power-hike", "cruise-6x3"),
    ),
    "peak": (
        ("ultra-climb-tempo", "tempo-2x12", "hill-5x3"),
        ("hill-downhill", "ultra-power-hike"),
    ),
    "taper": (("cruise-6x3", "fartlek-10x1"), ("ultra-power-hike",)),
    "cutback": (("fartlek-10x1", "steady-30"), ("ultra-power-hike",)),
}
_QUALITY_BIKE: dict[str, Slots] = {
    "base": (
        ("bike-tempo-3x15", "bike-sweetspot-3x12"),
        ("bike-low-cadence", "bike-sprints"),
    ),
    "build": (
        ("bike-threshold-4x8", "bike-sweetspot-3x12", "bike-over-under"),
        ("bike-vo2-5x4", "bike-tempo-2x30", "bike-tempo-3x15"),
    ),
    "peak": (
        ("bike-tempo-2x30", "bike-over-under", "bike-threshold-4x8"),
        ("bike-vo2-5x4", "bike-30-15", "bike-sweetspot-3x12"),
    ),
    "taper": (("bike-threshold-4x8", "bike-vo2-5x4"), ("bike-low-cadence", "bike-tempo-3x15")),
    "cutback": (("bike-low-cadence", "bike-tempo-3x15"), ("bike-sprints",)),
}
_QUALITY_STAGES: dict[str, Slots] = {
    **_QUALITY_BIKE,
    "build": (
        ("bike-sweetspot-3x12", "bike-over-under", "bike-threshold-4x8"),
        ("bike-vo2-5x4", "bike-tempo-2x30", "bike-sprints"),
    ),
    "peak": (
        ("bike-over-under", "bike-threshold-4x8", "bike-sweetspot-3x12"),
        ("bike-vo2-5x4", "bike-30-15", "bike-tempo-3x15"),
    ),
}
_QUALITY_FITNESS: dict[str, Slots] = {
    "base": _BASE,
    "build": (
        ("cruise-5x5", "tempo-20", "fartlek-6x3"),
        ("vo2-8x2", "hill-6x90", "rep-8x200"),
    ),
    "peak": (("cruise-4x1600", "tempo-2x12"), ("vo2-5x3", "fartlek-3-2-1")),
    "taper": _TAPER,
    "cutback": _CUTBACK,
}
_LONG_SHORT = {
    "base": _LONG_PLAIN,
    "build": ("long-easy", "long-surges"),
    "peak": ("long-easy", "long-progression"),
    "taper": ("long-easy",),
}
_LONG_HALF = {
    "base": _LONG_PLAIN,
    "build": ("long-easy", "long-surges", "long-hilly"),
    "peak": ("long-fast-finish", "long-easy", "long-progression"),
    "taper": ("long-easy",),
}
_LONG_MARATHON = {
    "base": _LONG_PLAIN,
    "build": ("long-easy", "long-progression", "long-hilly"),
    "peak": ("mp-long-13", "long-easy"),
    "taper": ("long-easy",),
}
_LONG_ULTRA = {
    "base": _LONG_PLAIN,
    "build": ("ultra-steady-finish", "long-hilly"),
    "peak": ("ultra-steady-finish", "ultra-run-walk"),
    "taper": ("long-easy",),
}
_LONG_BIKE = {
    "base": ("bike-long",),
    "build": ("bike-long", "bike-long-tempo"),
    "peak": ("bike-long", "bike-long-tempo"),
    "taper": ("bike-long",),
}
_LONG_GRAVEL = {**_LONG_BIKE, "build": ("bike-long-tempo", "bike-long"), "peak": ("bike-long-tempo",)}

SHAPES: dict[Goal, Shape] = {
    "5K": Shape(5_000, 10, 4, (0.80, 0.50), 1.5 * H, _by_level(40, 65, 110), _by_level(4, 6, 9), 1.5 * H,
                _QUALITY_5K, _LONG_SHORT),
    "10K": Shape(10_000, 12, 6, (0.70, 0.50), 1.75 * H, _by_level(50, 75, 120), _by_level(5, 7, 10), 2 * H,
                 _QUALITY_10K, _LONG_SHORT),
    "half": Shape(21_097.5, 14, 8, (0.72, 0.45), 2.25 * H, _by_level(55, 80, 130), _by_level(5, 7, 10), 3 * H,
                  _QUALITY_HALF, _LONG_HALF),
    "marathon": Shape(42_195, 18, 12, (0.78, 0.58, 0.38), 3 * H, _by_level(65, 88, 137), _by_level(6, 8, 11), 4.5 * H,
                      _QUALITY_MARATHON, _LONG_MARATHON),
    "50K": Shape(50_000, 16, 12, (0.78, 0.60, 0.38), 4.5 * H, _by_level(65, 90, 120), _by_level(7, 10, 13), 5 * H,
                 _QUALITY_ULTRA, _LONG_ULTRA, 0.05, True, 0.83, 0.50),
    "50M": Shape(80_467, 20, 16, (0.75, 0.55, 0.33), 6 * H, _by_level(75, 105, 140), _by_level(7, 10, 14), 6 * H,
                 _QUALITY_ULTRA, _LONG_ULTRA, 0.08, True, 0.85, 0.50),
    "100K": Shape(100_000, 22, 16, (0.70, 0.50, 0.30), 6 * H, _by_level(80, 110, 150), _by_level(7, 10, 14), 6.5 * H,
                  _QUALITY_ULTRA, _LONG_ULTRA, 0.08, True, 0.86, 0.50),
    "100M": Shape(160_934, 24, 20, (0.66, 0.45, 0.28), 6 * H, _by_level(85, 120, 160), _by_level(8, 11, 15), 7 * H,
                  _QUALITY_ULTRA, _LONG_ULTRA, 0.08, True, 0.88, 0.50),
    "century": Shape(160_934, 12, 8, (0.70, 0.48), 5 * H, None, _by_level(6, 8, 11), 4 * H,
                     _QUALITY_BIKE, _LONG_BIKE, 0.12),
    "gravel": Shape(321_869, 20, 12, (0.75, 0.55, 0.38), 9 * H, None, _by_level(9, 13, 17), 7 * H,
                    _QUALITY_BIKE, _LONG_GRAVEL, 0.16, False, 0.80, 0.50),
    "stages": Shape(None, 16, 10, (0.70, 0.45), 3.5 * H, None, _by_level(7, 9, 12), 5 * H,
                    _QUALITY_STAGES, _LONG_BIKE, 0.04),
    "fitness": Shape(None, 12, 4, (), 1.5 * H, _by_level(35, 50, 70), _by_level(3.5, 5, 7), 0.0,
                     _QUALITY_FITNESS, _LONG_SHORT),
}  # fmt: skip
_FITNESS_BIKE = Shape(
    None, 12, 4, (), 3 * H, None, _by_level(4, 6, 9), 0.0, _QUALITY_BIKE, _LONG_BIKE, 0.10
)  # fmt: skip

# Fewest days from the start of the taper to an A race (Bosquet 2007; Wang 2023: up to 21 days).
TAPER_DAYS: dict[Goal, int] = {
    "5K": 7, "10K": 7, "half": 10, "marathon": 14, "50K": 14, "50M": 14, "100K": 14, "100M": 14,
    "century": 10, "gravel": 14, "stages": 7,
}  # fmt: skip
# A plan shorter than this many tapers has no time for a whole one.
PLAN_TAPERS = 3
GOAL_WORDS: dict[Goal, str] = {
    "half": "half marathon", "50M": "50-miler", "100M": "100-miler", "century": "century ride",
    "gravel": "gravel ride", "stages": "stage race",
}  # fmt: skip

# Share of the loading weeks in base and in build; the rest is peak.
PHASE_SHARES = (0.40, 0.35)
# Longest session besides the long one.
SESSION_CAP: dict[Level, float] = _by_level(75 * 60, 95 * 60, 120 * 60)
SESSION_CAP_BIKE: dict[Level, float] = _by_level(100 * 60, 130 * 60, 165 * 60)
# Threshold speed by level when no paces are known, in m/s (5:57, 4:54 and 4:05 per km).
LEVEL_SPEED: dict[Level, float] = _by_level(2.8, 3.4, 4.08)
# Share of the week in the long session, by number of sessions.
LONG_SHARE = {1: 1.0, 2: 0.55, 3: 0.42, 4: 0.34, 5: 0.33, 6: 0.31, 7: 0.30}
# Weekly limits as shares of training time (Daniels: I 8 %, R 5 %, T 10 %, M 20 %), and on all of it together.
ZONE_CAPS = {
    "running": {3: 0.20, 4: 0.10, 5: 0.08, 6: 0.05},
    "cycling": {3: 0.20, 4: 0.15, 5: 0.08, 6: 0.05},
}
HARD_CAP = 0.185
# Metres a week at marathon, interval and repetition pace, whatever the volume (Daniels).
ZONE_METRES = {3: 29_000.0, 5: 10_000.0, 6: 8_000.0}
# Load of an average hour, to read weekly loads as hours: easy running at 0.8 of threshold, riding at 0.68, and some pace.
LOAD_PER_HOUR = {"running": 66.0, "cycling": 52.0}
GROWTH = 0.09
CUTBACK = 0.75
FIRST_WEEK_SHARE = 0.60
SHORTEST_SESSION = 1200.0
SMALLEST_WEEK = 3600.0
# Below 18 no marathon or longer (IMMDA advice), and half an hour a week per year of age: half of what
# Jayanthi 2015 found to go with injuries.
ADULT_AGE = 18
ADULT_GOALS: frozenset[Goal] = frozenset({"marathon", "50K", "50M", "100K", "100M", "century", "gravel", "stages"})
MINOR_SECONDS_PER_YEAR = 1800.0


def shape_of(request: PlanRequest) -> Shape:
    if request.goal == "fitness" and request.sport == "cycling":
        return _FITNESS_BIKE
    return SHAPES[request.goal]


def words_for(goal: Goal) -> str:
    return GOAL_WORDS.get(goal, goal)


def minor(request: PlanRequest) -> bool:
    return request.age is not None and request.age < ADULT_AGE


def goal_for(distance: float, sport: str = "running") -> Goal:
    """The goal whose plan suits a race of this many metres."""
    if sport == "cycling":
        return "century" if distance < 220_000 else "gravel"
    tops: tuple[tuple[float, Goal], ...] = (
        (7_500, "5K"),
        (15_500, "10K"),
        (30_000, "half"),
        (46_000, "marathon"),
        (65_000, "50K"),
        (90_000, "50M"),
        (130_000, "100K"),
    )
    for top, goal in tops:
        if distance <= top:
            return goal
    return "100M"
