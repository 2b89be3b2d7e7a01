"""Makes the main set of a structure longer or shorter without touching its intensity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import floor

from paceline.science.endurance.structure.check import problems
from paceline.science.endurance.structure.model import (
    END_BOUNDS,
    REPEAT_BOUNDS,
    End,
    Repeats,
    Segment,
    Single,
    Step,
    Structure,
    Target,
)
from paceline.science.endurance.structure.profile import flatten

MAIN_ROLES = ("steady", "work", "recovery", "set_recovery")


def scale(structure: Structure, factor: float) -> Structure:
    """The main set times `factor`, rounded down to whole repetitions and handy lengths; the rest stays.

    Repetitions change in number, not in length, so that the pace stays what it was; a single one changes in length.
    """
    if factor <= 0:
        raise ValueError("The factor is more than 0.")
    return replace(
        structure,
        segments=tuple(_scaled(segment, factor) for segment in structure.segments),
    )


def change_repeats(structure: Structure, by: int) -> Structure:
    """One interval block (the longest) gets `by` repetitions more or fewer, at least one and at most sixty."""
    index = main_block(structure)
    if index is None:
        return structure
    block = structure.segments[index]
    assert isinstance(block, Repeats)
    low, high = REPEAT_BOUNDS
    return with_segment(
        structure,
        index,
        replace(block, repeats=min(high, max(low, block.repeats + by))),
    )


def main_block(structure: Structure) -> int | None:
    """The position of the interval block with the most time in it; None without one that repeats."""
    seconds: dict[int, float] = {}
    for flat in flatten(structure):
        block = structure.segments[flat.segment]
        if isinstance(block, Repeats) and block.kind == "interval" and block.repeats * block.sets > 1:
            seconds[flat.segment] = seconds.get(flat.segment, 0.0) + flat.seconds
    return max(seconds, key=lambda index: seconds[index]) if seconds else None


def main_seconds(structure: Structure, speeds: Mapping[str, float] | None = None) -> float:
    """Time in the main set: everything but warm-up, strides, drills and cool-down."""
    return sum(flat.seconds for flat in flatten(structure, speeds) if flat.role in MAIN_ROLES)


def with_segment(structure: Structure, index: int, segment: Segment) -> Structure:
    segments = (*structure.segments[:index], segment, *structure.segments[index + 1 :])
    return replace(structure, segments=segments)


def pad(structure: Structure, seconds: float, speeds: Mapping[str, float] | None = None) -> Structure | None:
    """The same main set with warm-up and cool-down changed so that the whole lasts `seconds`.

    None when there is no room for ten easy minutes around the main set.
    """
    core = tuple(s for s in structure.segments if not (isinstance(s, Single) and s.kind in ("warmup", "cooldown")))
    inner = sum(flat.seconds for flat in flatten(replace(structure, segments=core), speeds)) if core else 0.0
    room = floor((seconds - inner) / 5) * 5
    if room < 600:
        return None
    before = _single(structure, "warmup")
    after = _single(structure, "cooldown")
    cool = min(900, floor(room * 0.4 / 30) * 30)
    padded = replace(
        structure,
        segments=(
            Single(
                "warmup",
                Step(End("duration", room - cool), before.target, before.notes),
            ),
            *core,
            Single("cooldown", Step(End("duration", cool), after.target, after.notes)),
        ),
    )
    return None if problems(padded) else padded


def _single(structure: Structure, kind: str) -> Step:
    found = [s.step for s in structure.segments if isinstance(s, Single) and s.kind == kind]
    return found[0] if found else Step(End("duration", 600), Target(pace="E"))


def _scaled(segment: Segment, factor: float) -> Segment:
    if isinstance(segment, Single):
        return replace(segment, step=stretch(segment.step, factor)) if segment.kind == "steady" else segment
    if segment.kind != "interval":
        return segment
    if segment.repeats == 1 and segment.sets == 1:
        return replace(segment, work=stretch(segment.work, factor))
    low, high = REPEAT_BOUNDS
    return replace(segment, repeats=min(high, max(low, floor(segment.repeats * factor + 1e-9))))


def stretch(step: Step, factor: float) -> Step:
    """The step times `factor`, rounded down to 5 s, half a minute, 50 m, 100 m or 5 kcal; other ends stay."""
    end = step.end
    if end.kind not in ("duration", "distance", "calories") or end.value is None:
        return step
    grain = _grain(end)
    value = floor(end.value * factor / grain + 1e-9) * grain
    low, high = END_BOUNDS[end.kind]
    return replace(step, end=End(end.kind, min(high, max(min(low, end.value), value))))


def _grain(end: End) -> float:
    value = end.value or 0.0
    if end.kind == "duration":
        return 5 if value < 300 else 30
    if end.kind == "calories":
        return 5
    return 50 if value < 2000 else 100
