"""The words and units of typed workouts, and what a part is when nobody says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from paceline.science.endurance.structure.intensity import zone_and_intensity
from paceline.science.endurance.structure.model import (
    METRES_PER_MILE,
    PACES,
    Pace,
    Repeats,
    Segment,
    Single,
    SingleKind,
    Sport,
)

METRES: Final[dict[str, float]] = {
    "m": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "km": 1000.0,
    "k": 1000.0,
    "mi": METRES_PER_MILE,
    "mile": METRES_PER_MILE,
    "miles": METRES_PER_MILE,
    "yd": 0.9144,
    "yards": 0.9144,
}
SECONDS: Final[dict[str, float]] = {
    "h": 3600.0,
    "hour": 3600.0,
    "hours": 3600.0,
    "min": 60.0,
    "mins": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "'": 60.0,
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    '"': 1.0,
}
PACE_PER: Final[dict[str, float]] = {
    "km": 1000.0,
    "mi": METRES_PER_MILE,
    "mile": METRES_PER_MILE,
    "100m": 100.0,
    "100yd": 91.44,
}
SPEED_UNITS: Final[dict[str, float]] = {"km/h": 3.6, "kph": 3.6, "mph": 3600 / METRES_PER_MILE, "m/s": 1.0}
PACE_WORDS: Final[dict[str, Pace]] = {
    **{pace.lower(): pace for pace in PACES},
    "easy": "E",
    "recovery": "jog",
    "marathon": "MP",
    "hmp": "HM",
    "half": "HM",
    "half marathon": "HM",
    "threshold": "T",
    "tempo": "T",
    "interval": "I",
    "repetition": "R",
    "3km": "3K",
    "5km": "5K",
    "10km": "10K",
}
LABELS: Final[dict[str, SingleKind | str]] = {
    "warm-up": "warmup",
    "warm up": "warmup",
    "warmup": "warmup",
    "wu": "warmup",
    "cool-down": "cooldown",
    "cool down": "cooldown",
    "cooldown": "cooldown",
    "cd": "cooldown",
    "main": "steady",
    "steady": "steady",
    "repeat": "interval",
    "strides": "strides",
    "drills": "drills",
}
LABEL_OF: Final[dict[str, str]] = {
    "warmup": "warm-up",
    "cooldown": "cool-down",
    "steady": "main",
    "strides": "strides",
    "drills": "drills",
}
LABEL = re.compile(rf"({'|'.join(sorted(LABELS, key=len, reverse=True))})\s*:", re.IGNORECASE)
EASY_ZONE = 2


def implied_kinds(segments: Sequence[Segment], labelled: Sequence[bool], sport: Sport) -> list[SingleKind | None]:
    """What unlabelled single steps are: the first is a warm-up and the last a cool-down when both are easy and
    something else is between or beside them; every other is the main part. None for repeats and labelled ones.
    """
    free = [isinstance(s, Single) and not mark for s, mark in zip(segments, labelled, strict=True)]
    kinds: list[SingleKind | None] = ["steady" if one else None for one in free]
    last = len(segments) - 1
    ends = [place for place in dict.fromkeys((0, last)) if free[place] and _is_easy(segments[place], sport)]
    if len(ends) < len(segments):
        for place in ends:
            kinds[place] = "warmup" if place == 0 else "cooldown"
    return kinds


def _is_easy(segment: Segment, sport: Sport) -> bool:
    return not isinstance(segment, Repeats) and zone_and_intensity(segment.step, "steady", sport)[0] <= EASY_ZONE
