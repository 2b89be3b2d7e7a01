"""Fits library sessions into the time a day has, within the week's limits on hard running or riding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from paceline.endurance.library import SessionTemplate
from paceline.science.endurance.structure import (
    End,
    Repeats,
    Single,
    Step,
    Structure,
    estimate,
    flatten,
    pad,
    problems,
    scale,
)

SMALLEST_HARD_SECONDS = 180.0
Speeds = Mapping[str, float] | None


@dataclass
class Allowance:
    """What the week may still hold: seconds by zone (6 stands for 6 and 7) and above easy altogether."""

    zones: dict[int, float]
    total: float

    def holds(self, use: Mapping[int, float]) -> bool:
        within = all(seconds <= self.zones[zone] + 1 for zone, seconds in use.items())
        return within and sum(use.values()) <= self.total + 1

    def take(self, use: Mapping[int, float]) -> None:
        for zone, seconds in use.items():
            self.zones[zone] -= seconds
        self.total -= sum(use.values())


def hard_use(structure: Structure, speeds: Speeds) -> dict[int, float]:
    """Seconds in zones 3 to 6 (7 counts as 6); strides are too short to count."""
    use: dict[int, float] = {}
    for flat in flatten(structure, speeds):
        if flat.zone >= 3 and flat.role not in ("strides", "drills"):
            zone = min(flat.zone, 6)
            use[zone] = use.get(zone, 0.0) + flat.seconds
    return use


def fit_hard(
    candidates: Sequence[SessionTemplate],
    seconds: float,
    largest: float,
    allowance: Allowance,
    speeds: Speeds,
) -> tuple[SessionTemplate, Structure] | None:
    """The first candidate that fits with a worthwhile main set, as large as the limits let it be."""
    for template in candidates:
        fitted = _largest_fit(template.structure, seconds, largest, allowance, speeds)
        if fitted is not None:
            allowance.take(hard_use(fitted, speeds))
            return template, fitted
    return None


def fill_easy(structure: Structure, seconds: float, speeds: Speeds) -> Structure:
    """An easy or long session that lasts exactly as long as asked."""
    first = structure.segments[0]
    wanted = floor(seconds / 5) * 5
    if isinstance(first, Repeats):
        return _fill_repeats(structure, first, wanted)
    rest = estimate(replace(structure, segments=structure.segments[1:]), speeds).duration
    step = replace(first.step, end=End("duration", max(60, floor((wanted - rest) / 5) * 5)))
    return replace(structure, segments=(replace(first, step=step), *structure.segments[1:]))


def _fill_repeats(structure: Structure, block: Repeats, wanted: float) -> Structure:
    """Whole repetitions, and easy movement for what is left."""
    once = (block.work.end.value or 0) + ((block.recovery.end.value or 0) if block.recovery else 0)
    repeats = min(60, max(1, floor(wanted / once)))
    left = wanted - repeats * once
    tail = (Single("cooldown", Step(End("duration", left), block.work.target)),) if left >= 60 else ()
    return replace(structure, segments=(replace(block, repeats=repeats), *tail))


def _largest_fit(
    structure: Structure,
    seconds: float,
    largest: float,
    allowance: Allowance,
    speeds: Speeds,
) -> Structure | None:
    for tenths in range(round(largest * 10), 0, -1):
        smaller = scale(structure, tenths / 10)
        use = hard_use(smaller, speeds)
        if sum(use.values()) < min(SMALLEST_HARD_SECONDS, sum(hard_use(structure, speeds).values()) * 0.6):
            return None
        if not allowance.holds(use):
            continue
        fitted = pad(smaller, seconds, speeds)
        if fitted is not None and not problems(fitted):
            return fitted
    return None
