"""Reads a session once: totals, time and metres above easy, and what is wrong with it; the same session is read from memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from paceline.science.endurance.structure import Estimate, Structure, estimate, flatten, problems

# Strides and drills are too short to count as hard work.
UNCOUNTED = ("strides", "drills")
Key = tuple[tuple[str, float], ...] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """`use` and `metres` are by zone from 3 (6 stands for 6 and 7); `efforts` are (intensity, longest seconds)."""

    total: Estimate
    use: Mapping[int, float]
    metres: Mapping[int, float]
    efforts: tuple[tuple[float, float], ...]
    fault: str | None


def read(structure: Structure, speeds: Mapping[str, float] | None) -> Reading:
    """What a session amounts to at these speeds."""
    return _read(structure, None if speeds is None else tuple(sorted(speeds.items())))


def totals(structure: Structure, speeds: Mapping[str, float] | None) -> Estimate:
    return read(structure, speeds).total


def hard_use(structure: Structure, speeds: Mapping[str, float] | None) -> Mapping[int, float]:
    """Seconds in zones 3 to 6 (7 counts as 6); strides are too short to count."""
    return read(structure, speeds).use


def is_sound(structure: Structure) -> bool:
    return read(structure, None).fault is None


@lru_cache(maxsize=8192)
def _read(structure: Structure, key: Key) -> Reading:
    speeds = None if key is None else dict(key)
    wrong = problems(structure)
    use: dict[int, float] = {}
    metres: dict[int, float] = {}
    efforts: dict[float, float] = {}
    for flat in flatten(structure, speeds):
        if flat.role in UNCOUNTED:
            continue
        efforts[flat.intensity] = max(efforts.get(flat.intensity, 0.0), flat.seconds)
        if flat.zone >= 3:
            zone = min(flat.zone, 6)
            use[zone] = use.get(zone, 0.0) + flat.seconds
            metres[zone] = metres.get(zone, 0.0) + (flat.metres or 0.0)
    fault = wrong[0].sentence if wrong else None
    return Reading(estimate(structure, speeds), use, metres, tuple(efforts.items()), fault)
