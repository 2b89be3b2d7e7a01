"""Fits library sessions into the time a day has, within the week's limits on hard running or riding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import floor

from paceline.endurance.library import SessionTemplate
from paceline.endurance.plans.readings import hard_use, is_sound, totals
from paceline.science.endurance.structure import (
    End,
    Repeats,
    Single,
    Step,
    Structure,
    main_seconds,
    pad,
    scale,
)

SMALLEST_HARD_SECONDS = 180.0
HANDY_FROM = 2700.0
Speeds = Mapping[str, float] | None
# How much of the template's main set a session has, and how often it came round before.
Ask = Callable[[SessionTemplate], tuple[float, int]]


@dataclass
class Allowance:
    """What the week may still hold: seconds by zone (6 stands for 6 and 7) and above easy altogether."""

    zones: dict[int, float]
    total: float

    def holds(self, use: Mapping[int, float]) -> bool:
        within = all(seconds <= self.zones[zone] + 1 for zone, seconds in use.items())
        return within and sum(use.values()) <= self.total + 1

    def part(self, zones: float, total: float) -> Allowance:
        """A share of what is left, so that the session that gets it leaves something for the others."""
        return Allowance({zone: seconds * zones for zone, seconds in self.zones.items()}, self.total * total)

    def take(self, use: Mapping[int, float]) -> None:
        for zone, seconds in use.items():
            self.zones[zone] -= seconds
        self.total -= sum(use.values())


def fit_hard(
    candidates: Sequence[SessionTemplate],
    seconds: float,
    ask: Ask,
    allowance: Allowance,
    speeds: Speeds,
) -> tuple[SessionTemplate, Structure] | None:
    """The first candidate that fits with a worthwhile main set, as large as the limits let it be.

    Half of a session or less is a different session, so that is taken only when no candidate fits better.
    """
    for least in (0.55, 0.4, 0.0):
        for template in candidates:
            tried = [size for size in sizes(template, *ask(template)) if size >= least]
            fitted = _largest_fit(template.structure, seconds, tried, allowance, speeds)
            if fitted is not None:
                return template, fitted
    return None


def sizes(template: SessionTemplate, share: float, done: int) -> tuple[float, ...]:
    """Sizes to try, the largest first, as factors of the template's main set.

    A session grows each time it comes round: by a repetition, a kilometre or a tenth, up to the library's limit.
    """
    count = repetitions(template.structure)
    limit = next((rule.limit for rule in template.progression), None)
    if count >= 2:
        top = min(limit or count, max(2, round(count * share)) + done)
        return tuple(number / count for number in range(int(top), 1, -1))
    if limit is None:
        return (1.0,)
    whole = main_kilometres(template.structure)
    length = whole or 10.0
    most = min(share + done * max(0.10, 1 / length), limit / main_seconds(template.structure))
    return tuple(number / length for number in range(int(most * length + 0.5), 0, -1))


def repetitions(structure: Structure) -> int:
    return max(
        (s.repeats for s in structure.segments if isinstance(s, Repeats) and s.kind == "interval"),
        default=0,
    )


def main_kilometres(structure: Structure) -> float | None:
    """The length of a single main piece that is measured in kilometres."""
    for segment in structure.segments:
        if isinstance(segment, Single) and segment.kind == "steady" and segment.step.end.kind == "distance":
            return (segment.step.end.value or 0.0) / 1000
    return None


def handy(seconds: float) -> float:
    """Down to whole minutes, and to five from three quarters of an hour on: nobody plans a run of 57 minutes."""
    grain = 300 if seconds >= HANDY_FROM else 60
    return floor(seconds / grain) * grain


def shared(weights: dict[date, float], seconds: float, caps: dict[date, float]) -> dict[date, float]:
    """Shares the seconds by weight in handy lengths; what one day cannot take goes to the others."""
    out = dict.fromkeys(weights, 0.0)
    open_days: dict[date, float] = dict(weights)
    left = seconds
    while open_days and left >= 60:
        unit = left / sum(open_days.values())
        full = [day for day, weight in open_days.items() if out[day] + unit * weight >= caps[day]]
        for day, weight in open_days.items():
            out[day] = min(caps[day], out[day] + unit * weight)
        left = seconds - sum(out.values())
        open_days = {day: weight for day, weight in open_days.items() if day not in full}
    rounded: dict[date, float] = {}
    carried = 0.0
    for day, value in out.items():
        rounded[day] = handy(min(caps[day], value + carried))
        carried += value - rounded[day]
    return rounded


def fill_easy(structure: Structure, seconds: float, speeds: Speeds) -> Structure:
    """An easy or long session that lasts exactly as long as asked."""
    first = structure.segments[0]
    wanted = floor(seconds / 5) * 5
    if isinstance(first, Repeats):
        return _fill_repeats(structure, first, wanted)
    rest = (
        totals(replace(structure, segments=structure.segments[1:]), speeds).duration if structure.segments[1:] else 0.0
    )
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
    tried: Sequence[float],
    allowance: Allowance,
    speeds: Speeds,
) -> Structure | None:
    least = min(SMALLEST_HARD_SECONDS, sum(hard_use(structure, speeds).values()) * 0.6)
    for size in tried:
        smaller = scale(structure, size)
        use = hard_use(smaller, speeds)
        if sum(use.values()) < least:
            return None
        if not allowance.holds(use):
            continue
        fitted = pad(smaller, seconds, speeds)
        if fitted is not None and is_sound(fitted):
            return fitted
    return None
