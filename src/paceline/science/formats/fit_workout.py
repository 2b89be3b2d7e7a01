"""Writes a planned session as a FIT workout file that a watch can follow step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from .fit.profile import DEVELOPMENT, FILE_ID, FILE_WORKOUT, FIT_EPOCH, SPORT_CODES, WORKOUT, WORKOUT_STEP
from .fit.writing import framed, invalid, layout, one, text
from .words import FOOT_SPORTS

Intensity = Literal["warmup", "active", "rest", "recovery", "cooldown", "interval"]
DurationKind = Literal[
    "time", "distance", "open", "heart_rate_above", "heart_rate_below", "power_above", "power_below", "calories"
]
TargetKind = Literal["speed", "heart_rate", "power", "cadence"]

# FIT profile: wkt_step_duration, and how the value is stored (scale, offset). Heart rates up to 100 and powers up
# to 1000 mean percentages, so absolute values are stored above those.
DURATIONS: Final = MappingProxyType(
    {
        "time": (0, 1000, 0),
        "distance": (1, 100, 0),
        "heart_rate_below": (2, 1, 100),
        "heart_rate_above": (3, 1, 100),
        "calories": (4, 1, 0),
        "open": (5, 1, 0),
        "power_below": (14, 1, 1000),
        "power_above": (15, 1, 1000),
    }
)
TARGETS: Final = MappingProxyType(
    {"speed": (0, 1000, 0), "heart_rate": (1, 1, 100), "cadence": (3, 1, 0), "power": (4, 1, 1000)}
)
INTENSITIES: Final = MappingProxyType(
    {"active": 0, "rest": 1, "warmup": 2, "cooldown": 3, "recovery": 4, "interval": 5}
)
OPEN_TARGET, REPEAT_STEPS = 2, 6
LONGEST_NAME, LONGEST_NOTES = 63, 254
STRENGTH_SUB_SPORT: Final = 20


@dataclass(frozen=True, slots=True)
class WatchDuration:
    """When a step ends: seconds, metres, bpm, watts, kcal, or None for the lap button."""

    kind: DurationKind
    value: float | None


@dataclass(frozen=True, slots=True)
class WatchTarget:
    """The range to hold: m/s, bpm, W, or rpm (steps per minute of both feet on foot)."""

    kind: TargetKind
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class WatchStep:
    """One thing to do until it ends."""

    name: str
    intensity: Intensity
    duration: WatchDuration
    target: WatchTarget | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class WatchRepeat:
    """A set of steps done several times."""

    times: int
    steps: tuple[WatchStep, ...]


def encode_workout(name: str, sport: str, steps: Sequence[WatchStep | WatchRepeat], created: datetime) -> bytes:
    """A workout file; a repeat becomes its steps and a closing step that jumps back."""
    if not steps:
        raise ValueError("A workout needs at least one step.")
    feet = 0.5 if sport in FOOT_SPORTS else 1.0
    rows: list[dict[int, int | bytes | None]] = []
    for step in steps:
        if isinstance(step, WatchStep):
            rows.append(_step(len(rows), step, feet))
            continue
        if step.times < 1 or not step.steps:
            raise ValueError("A repeat needs at least one step and one time.")
        first = len(rows)
        rows.extend(_step(first + place, inner, feet) for place, inner in enumerate(step.steps))
        rows.append({254: len(rows), 1: REPEAT_STEPS, 2: first, 4: step.times, 7: INTENSITIES["active"]})
    return framed([_file_id(created), _workout(name, sport, len(rows)), *_steps(rows)])


def _file_id(created: datetime) -> bytes:
    shape = layout(0, FILE_ID, ((0, "enum"), (1, "u2"), (2, "u2"), (3, "u4z"), (4, "u4")))
    stamp = int(created.timestamp()) - FIT_EPOCH
    # A watch tells workouts apart by serial number and time, so the serial number must not be missing.
    return one(shape, {0: FILE_WORKOUT, 1: DEVELOPMENT, 2: 0, 3: (stamp & 0x7FFFFFFF) or 1, 4: stamp})


def _workout(name: str, sport: str, count: int) -> bytes:
    title = text(name, LONGEST_NAME) or b"Workout"
    shape = layout(1, WORKOUT, ((4, "enum"), (6, "u2"), (11, "enum")), ((8, len(title) + 1),))
    sub_sport = STRENGTH_SUB_SPORT if sport == "strength" else 0
    return one(shape, {4: SPORT_CODES.get(sport, 0), 6: count, 11: sub_sport, 8: title})


def _steps(rows: Sequence[dict[int, int | bytes | None]]) -> list[bytes]:
    sizes = {
        number: max(len(value) if isinstance(value := row.get(number), bytes) else 0 for row in rows)
        for number in (0, 8)
    }
    numbers = ((254, "u2"), (1, "enum"), (2, "u4"), (3, "enum"), (4, "u4"), (5, "u4"), (6, "u4"), (7, "enum"))
    shape = layout(2, WORKOUT_STEP, numbers, [(number, size + 1) for number, size in sizes.items() if size])
    table = shape.rows(len(rows))
    for place, row in enumerate(rows):
        for number, value in row.items():
            if value is not None:
                table[str(number)][place] = value
    return [shape.definition(), table.tobytes()]


def _step(index: int, step: WatchStep, feet: float) -> dict[int, int | bytes | None]:
    kind, scale, offset = DURATIONS[step.duration.kind]
    length = None if step.duration.kind == "open" else _stored(step.duration.value, scale, offset)
    row: dict[int, int | bytes | None] = {254: index, 1: kind, 2: length, 7: INTENSITIES[step.intensity]}
    row[0] = text(step.name, LONGEST_NAME) or None
    row[8] = text(step.notes or "", LONGEST_NOTES) or None
    return row | _target(step.target, feet)


def _target(target: WatchTarget | None, feet: float) -> dict[int, int | bytes | None]:
    """A custom range: the target value 0 says that low and high follow."""
    if target is None:
        return {3: OPEN_TARGET, 4: 0}
    kind, scale, offset = TARGETS[target.kind]
    factor = feet if target.kind == "cadence" else 1.0
    low, high = sorted((target.low * factor, target.high * factor))
    return {3: kind, 4: 0, 5: _stored(low, scale, offset), 6: _stored(high, scale, offset)}


def _stored(value: float | None, scale: int, offset: int) -> int:
    if value is None or not 0 <= value * scale + offset < invalid("u4"):
        raise ValueError(f"A watch cannot store the value {value}.")
    return round(value * scale + offset)
