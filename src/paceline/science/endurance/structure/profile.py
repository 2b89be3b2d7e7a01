"""Flattens a structure into timed steps and estimates its duration, distance and load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from paceline.science.endurance.structure.intensity import (
    DEFAULT_THRESHOLD_SPEED,
    Role,
    speed_of,
    zone_and_intensity,
)
from paceline.science.endurance.structure.model import (
    Segment,
    Single,
    Sport,
    Step,
    Structure,
)

# Length of a step without a fixed one: five minutes until the button, two until a heart rate or power is reached,
# and 10 kcal a minute (Ainsworth 2011, 9–10 METs at 65 kg).
OPEN_SECONDS = 300.0
REACH_SECONDS = 120.0
SECONDS_PER_KCAL = 6.0

EASY_ZONES = (1, 2)
MODERATE_ZONES = (3, 4)
QUALITY_ZONES = (4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class FlatStep:
    """One step as it happens; `repetition` and `set` are (number, of), counted from one."""

    step: Step
    role: Role
    zone: int
    intensity: float
    seconds: float
    metres: float | None
    assumed: bool
    segment: int
    repetition: tuple[int, int] | None = None
    set: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a structure amounts to. Load: 100 is one hour at threshold (intensity² × hours × 100, Coggan 2003).

    `hard_minutes` are spent in zones 4–7. Easy is zones 1–2, moderate 3–4 and hard 5–7 (Seiler's three-zone model).
    `distance` is None when a timed step has no known speed. `assumed` says that some length was a documented default.
    """

    duration: float
    distance: float | None
    load: float
    hard_minutes: float
    easy_seconds: float
    moderate_seconds: float
    hard_seconds: float
    zone_seconds: tuple[float, ...]
    assumed: bool


def flatten(structure: Structure, speeds: Mapping[str, float] | None = None) -> list[FlatStep]:
    """Every step in order, with its zone and repetition marks, for drawing a profile and for sums."""
    known = speeds or {}
    return [
        flat
        for index, segment in enumerate(structure.segments)
        for flat in _segment(index, segment, structure.sport, known)
    ]


def estimate(structure: Structure, speeds: Mapping[str, float] | None = None) -> Estimate:
    """The structure's totals at the given speeds in m/s by pace (E, M, T, I, R, 5K, …)."""
    flat = flatten(structure, speeds)
    zones = tuple(sum(item.seconds for item in flat if item.zone == zone) for zone in range(1, 8))
    metres = [item.metres for item in flat]
    return Estimate(
        duration=sum(zones),
        distance=None if any(m is None for m in metres) else sum(m for m in metres if m is not None),
        load=sum(item.intensity**2 * item.seconds for item in flat) / 36,
        hard_minutes=sum(zones[zone - 1] for zone in QUALITY_ZONES) / 60,
        easy_seconds=sum(zones[zone - 1] for zone in EASY_ZONES),
        moderate_seconds=sum(zones[zone - 1] for zone in MODERATE_ZONES),
        hard_seconds=sum(zones[4:]),
        zone_seconds=zones,
        assumed=any(item.assumed for item in flat),
    )


def _segment(index: int, segment: Segment, sport: Sport, speeds: Mapping[str, float]) -> Iterator[FlatStep]:
    if isinstance(segment, Single):
        yield _flat(segment.step, segment.kind, index, sport, speeds)
        return
    role: Role = "work" if segment.kind == "interval" else segment.kind
    work = _flat(segment.work, role, index, sport, speeds)
    rest = _flat(segment.recovery, "recovery", index, sport, speeds) if segment.recovery is not None else None
    pause = _flat(segment.set_recovery, "set_recovery", index, sport, speeds) if segment.set_recovery else None
    for number in range(1, segment.sets + 1):
        mark = (number, segment.sets) if segment.sets > 1 else None
        for repeat in range(1, segment.repeats + 1):
            of = (repeat, segment.repeats)
            yield _marked(work, of, mark)
            if rest is not None:
                yield _marked(rest, of, mark)
        if pause is not None and number < segment.sets:
            yield _marked(pause, None, mark)


def _marked(flat: FlatStep, repetition: tuple[int, int] | None, of_set: tuple[int, int] | None) -> FlatStep:
    """The same step at another place in its block; its zone and length need no second look."""
    return FlatStep(
        flat.step,
        flat.role,
        flat.zone,
        flat.intensity,
        flat.seconds,
        flat.metres,
        flat.assumed,
        flat.segment,
        repetition,
        of_set,
    )


def _flat(
    step: Step,
    role: Role,
    index: int,
    sport: Sport,
    speeds: Mapping[str, float],
) -> FlatStep:
    zone, intensity = zone_and_intensity(step, role, sport, speeds)
    speed = speed_of(step.target, intensity, speeds)
    seconds, metres, assumed = _extent(step, sport, intensity, speed)
    return FlatStep(step, role, zone, intensity, seconds, metres, assumed, index)


def _extent(step: Step, sport: Sport, intensity: float, speed: float | None) -> tuple[float, float | None, bool]:
    """Seconds, metres and whether a default had to stand in for the length or the speed."""
    kind, value = step.end.kind, step.end.value or 0.0
    if kind == "distance":
        return (
            value / (speed or DEFAULT_THRESHOLD_SPEED[sport] * intensity),
            value,
            speed is None,
        )
    if kind == "duration":
        seconds = value
    elif kind == "calories":
        seconds = value * SECONDS_PER_KCAL
    else:
        seconds = OPEN_SECONDS if kind == "lap" else REACH_SECONDS
    return seconds, None if speed is None else seconds * speed, kind != "duration"
