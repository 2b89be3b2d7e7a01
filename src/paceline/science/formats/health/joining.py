"""Joins a workout of an Apple Health export with its route and with what the watch measured meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from ..cleaning import clean
from ..recording import Decoded, Floats, Lap, Length, Recording
from .model import HealthEvent, HealthWorkout

# Kind of sample → channel.
CHANNEL_OF: Final = MappingProxyType(
    {
        "heart_rate": "heart_rate",
        "running_power": "power",
        "cycling_power": "power",
        "cycling_cadence": "cadence",
        "running_speed": "speed",
        "cycling_speed": "speed",
        "vertical_oscillation": "vertical_oscillation",
        "ground_contact_time": "ground_contact_time",
        "stride_length": "step_length",
    }
)
# Written as how far one came between two moments.
DISTANCES: Final = frozenset({"distance_on_foot", "distance_cycling", "distance_swimming"})
JOINED: Final = frozenset(CHANNEL_OF) | DISTANCES
PAUSES: Final = MappingProxyType({"pause": True, "motionpaused": True, "resume": False, "motionresumed": False})
LENGTHS: Final = MappingProxyType({"m": 1.0, "cm": 0.01, "yd": 0.9144, "ft": 0.3048, "km": 1000.0, "mi": 1609.344})
_QUANTITY: Final = re.compile(r"(\d+(?:\.\d+)?) ?([a-z]+)")

Zone = Callable[[str, float], float | None]
# Kind → moments and values of the source that was chosen.
Samples = Mapping[str, tuple[Floats, Floats]]


def joined(workout: HealthWorkout, route: Decoded | None, samples: Samples, zone: Zone) -> Recording:
    """One recording on a grid of whole seconds."""
    tracks = _tracks(route)
    given = {**tracks, **_measured(workout, samples, tracks)}
    grid = np.unique(np.concatenate([np.rint(moments) for moments, _ in given.values()] or [np.empty(0)]))
    channels = {name: _placed(grid, moments, values) for name, (moments, values) in given.items()}
    cleaned = clean(grid, channels, workout.sport)
    pauses = tuple(_pauses(workout.events, workout.end))
    laps, lengths = _laps(workout)
    return Recording(
        format="health",
        sport=workout.sport,
        sub_sport=workout.sub_sport,
        start=workout.start,
        utc_offset=_offset(workout, zone),
        # Apple writes a space that does not break.
        device=" ".join(workout.source.split()) or None,
        name=_name(workout),
        time=cleaned.time,
        channels=cleaned.channels,
        laps=laps,
        lengths=lengths,
        pauses=pauses,
        stated=MappingProxyType(_stated(workout)),
        removed=cleaned.removed,
    )


def _offset(workout: HealthWorkout, zone: Zone) -> float | None:
    """The phone writes every time in the zone it is in today; where the workout was is said beside it."""
    there = zone(workout.time_zone, workout.start) if workout.time_zone else None
    return workout.utc_offset if there is None else there


def _name(workout: HealthWorkout) -> str | None:
    """Apple's own word, where there is no other for the sport."""
    if workout.sport != "other":
        return None
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", workout.activity.removeprefix("HKWorkoutActivityType"))
    return words.capitalize() if words and words != "Other" else None


def _tracks(route: Decoded | None) -> dict[str, tuple[Floats, Floats]]:
    recordings = route.recordings if route is not None else ()
    names = {name for one in recordings for name in one.channels if len(one.time)}
    return {
        name: (
            np.concatenate([one.time for one in recordings if name in one.channels]),
            np.concatenate([one.channels[name] for one in recordings if name in one.channels]),
        )
        for name in sorted(names)
    }


def _measured(
    workout: HealthWorkout, samples: Samples, tracks: Mapping[str, object]
) -> dict[str, tuple[Floats, Floats]]:
    found: dict[str, tuple[Floats, Floats]] = {}
    for kind, given in samples.items():
        channel = CHANNEL_OF.get(kind)
        if channel is not None and channel not in tracks:
            found.setdefault(channel, given)
    if not tracks:
        far = next((samples[kind] for kind in sorted(DISTANCES & samples.keys()) if _fits(kind, workout.sport)), None)
        if far is not None:
            found["distance"] = _travelled(workout.start, *far)
    return found


def _fits(kind: str, sport: str) -> bool:
    return kind == {"cycling": "distance_cycling", "swimming": "distance_swimming"}.get(sport, "distance_on_foot")


def _travelled(start: float, moments: Floats, values: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(moments, kind="stable")
    return np.append(start, moments[order]), np.append(0.0, np.cumsum(values[order]))


def _placed(grid: Floats, moments: Floats, values: Floats) -> Floats:
    """Each value at its second; of two in one second the later."""
    placed = np.full(len(grid), np.nan)
    order = np.argsort(moments, kind="stable")
    placed[np.searchsorted(grid, np.rint(moments[order]))] = values[order]
    return placed


def _pauses(events: Sequence[HealthEvent], end: float) -> list[tuple[float, float]]:
    """From each pause to what ends it; a pause within a pause is the same one."""
    found: list[tuple[float, float]] = []
    stopped: float | None = None
    for event in sorted(events, key=lambda event: event.start):
        stops = PAUSES.get(event.kind)
        if stops is True and stopped is None:
            stopped = event.start
        elif stops is False and stopped is not None:
            found += [(stopped, event.start)] if event.start > stopped else []
            stopped = None
    return [*found, (stopped, end)] if stopped is not None and end > stopped else found


def _laps(workout: HealthWorkout) -> tuple[tuple[Lap, ...], tuple[Length, ...]]:
    """In a pool, each lap event is a length."""
    marks = [(event.start, event.duration) for event in workout.events if event.kind == "lap" and event.duration]
    inside = sorted((start, elapsed) for start, elapsed in marks if elapsed and workout.start <= start <= workout.end)
    if workout.sport == "swimming" and "HKLapLength" in workout.metadata:
        return (), tuple(Length(start, elapsed, None, None, True) for start, elapsed in inside)
    return tuple(Lap(start, elapsed) for start, elapsed in inside), ()


def _stated(workout: HealthWorkout) -> dict[str, float]:
    heart = next((one for one in workout.statistics if one.kind == "heart_rate"), None)
    known = {
        "elapsed": workout.end - workout.start,
        "timer": workout.duration,
        "distance": workout.distance,
        "calories": workout.energy,
        "avg_heart_rate": heart.average if heart else None,
        "max_heart_rate": heart.maximum if heart else None,
        "ascent": _metres(workout.metadata.get("HKElevationAscended")),
        "pool_length": _metres(workout.metadata.get("HKLapLength")),
    }
    return {name: value for name, value in known.items() if value is not None and value > 0}


def _metres(text: str | None) -> float | None:
    match = _QUANTITY.fullmatch(text or "")
    return float(match[1]) * LENGTHS[match[2]] if match and match[2] in LENGTHS else None
