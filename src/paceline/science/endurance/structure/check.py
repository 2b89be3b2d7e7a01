"""Checks a structure against the bounds of the format and says what is wrong in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paceline.science.endurance.structure.model import (
    END_BOUNDS,
    HEART_RATE_BOUNDS,
    MAX_SEGMENTS,
    MAX_TEXT,
    POWER_BOUNDS,
    REPEAT_BOUNDS,
    RPE_BOUNDS,
    SET_BOUNDS,
    SPEED_BOUNDS,
    VERSIONS,
    ZONE_BOUNDS,
    End,
    InvalidStructure,
    Problem,
    Repeats,
    Segment,
    Step,
    Structure,
    Target,
)

_UNIT = {
    "duration": "seconds",
    "distance": "metres",
    "heart_rate_above": "beats per minute",
    "heart_rate_below": "beats per minute",
    "power_above": "watts",
    "power_below": "watts",
    "calories": "kcal",
}


def problems(structure: Structure) -> tuple[Problem, ...]:
    """Everything wrong with the structure; empty when it is fit for use."""
    return tuple(_structure(structure))


def checked(structure: Structure) -> Structure:
    """The same structure, or InvalidStructure with every problem."""
    found = problems(structure)
    if found:
        raise InvalidStructure(found)
    return structure


def _structure(structure: Structure) -> Iterator[Problem]:
    if structure.version not in VERSIONS:
        yield Problem(
            "version",
            f"This is version {structure.version}; only versions {VERSIONS[0]} to {VERSIONS[-1]} can be read.",
        )
    if not structure.segments:
        yield Problem("segments", "A workout needs at least one part.")
    if len(structure.segments) > MAX_SEGMENTS:
        yield Problem(
            "segments",
            f"A workout has at most {MAX_SEGMENTS} parts; this one has {len(structure.segments)}.",
        )
    for index, segment in enumerate(structure.segments):
        yield from _segment(f"segments[{index}]", segment)


def _segment(path: str, segment: Segment) -> Iterator[Problem]:
    if not isinstance(segment, Repeats):
        yield from _step(path, segment.step)
        return
    yield from _count(f"{path}.repeats", "repetitions", segment.repeats, REPEAT_BOUNDS)
    yield from _count(f"{path}.sets", "sets", segment.sets, SET_BOUNDS)
    yield from _step(f"{path}.work", segment.work)
    if segment.recovery is not None:
        yield from _step(f"{path}.recovery", segment.recovery)
    if segment.set_recovery is not None:
        yield from _step(f"{path}.set_recovery", segment.set_recovery)
        if segment.sets == 1:
            yield Problem(
                f"{path}.set_recovery",
                "One set has no recovery between sets; leave it out.",
            )


def _count(path: str, noun: str, value: int, bounds: tuple[int, int]) -> Iterator[Problem]:
    low, high = bounds
    if not low <= value <= high:
        yield Problem(path, f"{value} {noun} looks wrong; give {low} to {high}.")


def _step(path: str, step: Step) -> Iterator[Problem]:
    yield from _end(path, step.end)
    yield from _target(path, step.target)
    yield from _text(f"{path}.notes", step.notes)


def _end(path: str, end: End) -> Iterator[Problem]:
    if end.kind == "lap":
        if end.value is not None:
            yield Problem(path, "A step that waits for the lap button has no length.")
        return
    low, high = END_BOUNDS[end.kind]
    if end.value is None or not math.isfinite(end.value) or not low <= end.value <= high:
        yield Problem(
            path,
            f"{end.value} {_UNIT[end.kind]} looks wrong; give {low:g} to {high:g}.",
        )


def _target(path: str, target: Target) -> Iterator[Problem]:
    zone = target.heart_rate_zone
    if zone is not None and not ZONE_BOUNDS[0] <= zone <= ZONE_BOUNDS[1]:
        yield Problem(
            f"{path}.heart_rate_zone",
            f"There is no heart-rate zone {zone}; give 1 to 7.",
        )
    if target.rpe is not None:
        yield from _range(f"{path}.rpe", "effort", target.rpe.low, target.rpe.high, RPE_BOUNDS)
    if target.power is not None:
        unit = target.power.unit
        noun = "FTP fraction" if unit == "ftp" else "watts"
        yield from _range(
            f"{path}.power",
            noun,
            target.power.low,
            target.power.high,
            POWER_BOUNDS[unit],
        )
    for name, noun, given, bounds in (
        ("heart_rate", "bpm", target.heart_rate, HEART_RATE_BOUNDS),
        ("speed", "m/s", target.speed, SPEED_BOUNDS),
    ):
        if given is not None:
            yield from _range(f"{path}.{name}", noun, given.low, given.high, bounds)
    yield from _text(f"{path}.cue", target.cue)


def _range(path: str, noun: str, low: float, high: float, bounds: tuple[float, float]) -> Iterator[Problem]:
    if not (math.isfinite(low) and math.isfinite(high) and bounds[0] <= low and high <= bounds[1]):
        yield Problem(
            path,
            f"{noun} {low:g} to {high:g} looks wrong; stay within {bounds[0]:g} to {bounds[1]:g}.",
        )
    elif low > high:
        yield Problem(
            path,
            f"{noun} {low:g} to {high:g} is upside down; give the lower number first.",
        )


def _text(path: str, text: str | None) -> Iterator[Problem]:
    if text is not None and not 1 <= len(text) <= MAX_TEXT:
        yield Problem(path, f"Give 1 to {MAX_TEXT} characters, or leave it out.")
