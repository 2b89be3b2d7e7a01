"""Turns a workout structure into the steps a watch follows, with the athlete's own speeds, heart rates and watts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from paceline.science.endurance.structure import (
    End,
    Repeats,
    Segment,
    Single,
    Step,
    Structure,
    Target,
)
from paceline.science.endurance.structure.wording import step_words
from paceline.science.formats import WatchDuration, WatchRepeat, WatchStep, WatchTarget

Intensity = Literal["warmup", "active", "rest", "recovery", "cooldown", "interval"]
DurationKind = Literal[
    "time",
    "distance",
    "open",
    "heart_rate_above",
    "heart_rate_below",
    "power_above",
    "power_below",
    "calories",
]
_SINGLE: dict[str, Intensity] = {
    "warmup": "warmup",
    "steady": "active",
    "cooldown": "cooldown",
}
# A watch shows about this much of a step's name.
NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class ResolvedTargets:
    """The athlete's ranges: m/s by pace, beats per minute by zone, and FTP in watts; what is missing is left open."""

    speeds: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    heart_rate_zones: Mapping[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])
    ftp: float | None = None


def watch_steps(structure: Structure, targets: ResolvedTargets) -> list[WatchStep | WatchRepeat]:
    """The steps in order. Sets are written out one by one, since watches do not repeat a repeat."""
    return [item for segment in structure.segments for item in _segment(segment, targets)]


def _segment(segment: Segment, targets: ResolvedTargets) -> Iterator[WatchStep | WatchRepeat]:
    if isinstance(segment, Single):
        yield _step(segment.step, _SINGLE[segment.kind], targets)
        return
    for number in range(1, segment.sets + 1):
        yield _set(segment, targets)
        if segment.set_recovery is not None and number < segment.sets:
            yield _step(segment.set_recovery, "rest", targets)


def _set(block: Repeats, targets: ResolvedTargets) -> WatchStep | WatchRepeat:
    work = _step(block.work, "interval", targets)
    if block.recovery is not None:
        return WatchRepeat(block.repeats, (work, _step(block.recovery, "recovery", targets)))
    return work if block.repeats == 1 else WatchRepeat(block.repeats, (work,))


def _step(step: Step, intensity: Intensity, targets: ResolvedTargets) -> WatchStep:
    words = [text for text in (step.target.cue, step.notes) if text]
    return WatchStep(
        name=step_words(step)[:NAME_LENGTH],
        intensity=intensity,
        duration=_duration(step.end),
        target=_target(step.target, targets),
        notes=". ".join(words) or None,
    )


def _duration(end: End) -> WatchDuration:
    kinds: dict[str, DurationKind] = {
        "duration": "time",
        "distance": "distance",
        "lap": "open",
        "heart_rate_above": "heart_rate_above",
        "heart_rate_below": "heart_rate_below",
        "power_above": "power_above",
        "power_below": "power_below",
        "calories": "calories",
    }
    return WatchDuration(kinds[end.kind], end.value)


def _target(target: Target, known: ResolvedTargets) -> WatchTarget | None:
    """The first target the watch can hold: power, then pace or speed, then heart rate. Effort stays in the words."""
    power = target.power
    if power is not None and power.unit == "watts":
        return WatchTarget("power", power.low, power.high)
    if power is not None and known.ftp:
        return WatchTarget("power", power.low * known.ftp, power.high * known.ftp)
    if target.pace is not None and target.pace in known.speeds:
        return WatchTarget("speed", *known.speeds[target.pace])
    if target.speed is not None:
        return WatchTarget("speed", target.speed.low, target.speed.high)
    if target.heart_rate is not None:
        return WatchTarget("heart_rate", target.heart_rate.low, target.heart_rate.high)
    if target.heart_rate_zone is not None and target.heart_rate_zone in known.heart_rate_zones:
        return WatchTarget("heart_rate", *known.heart_rate_zones[target.heart_rate_zone])
    return None
