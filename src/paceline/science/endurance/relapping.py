"""Laps after a correction: what the device stated where nothing changed, and the samples' own figures where something did."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from paceline.science.endurance.streams import Array, ascent_descent, paused_until, sample_seconds
from paceline.science.formats import Lap, Recording

SHORTEST = 1.0  # s; less of a lap than this is not worth a line
Span = tuple[float, float]


def lapped(
    recording: Recording, laps: Iterable[Lap], *, within: Span, touched: Span, outside: bool = False
) -> tuple[Lap, ...]:
    """The laps as far as they lie within the bounds, those that reach into what was touched measured from samples.

    With `outside` everything that reaches out of `touched` was changed.
    """
    found: list[Lap] = []
    for lap in laps:
        start, end = max(lap.start, within[0]), min(lap.start + lap.elapsed, within[1])
        if end - start < SHORTEST:
            continue
        if outside:
            changed = end - start < lap.elapsed - SHORTEST
        else:
            changed = lap.start < touched[1] and lap.start + lap.elapsed > touched[0]
        if not changed:
            found.append(lap)
        elif (measured := measured_lap(recording, lap, start, end)) is not None:
            found.append(measured)
    return tuple(found)


def measured_lap(recording: Recording, lap: Lap, start: float, end: float) -> Lap | None:
    """A lap between two moments by its samples; None when none are left."""
    inside = (recording.time > start) & (recording.time <= end)
    if not inside.any():
        return None
    distance = _covered(recording, start, end)
    before, after = paused_until(np.array([start, end]), recording.pauses)
    timer = end - start - float(after - before)
    if timer < SHORTEST:
        return None
    speed = distance / timer if distance is not None else None
    found: dict[str, float | None] = {"distance": distance, "avg_speed": speed, **_means(recording, inside)}
    # What the device never stated of its laps would stand in one row alone.
    told = {name: value for name, value in found.items() if getattr(lap, name) is not None}
    return replace(lap, start=start, elapsed=end - start, timer=timer, **told)


def remeasured(before: Recording, after: Recording, channels: Iterable[str]) -> tuple[Lap, ...]:
    """The laps with new figures for the channels that changed in them, and the device's for the rest."""
    names = set(channels)
    fields = {name for channel, ours in FIELDS.items() if channel in names for name in ours}
    moved = np.zeros(after.time.size, np.bool_)
    for name in names:
        was, now = (one.channels.get(name, np.full(after.time.size, np.nan)) for one in (before, after))
        moved |= ~((was == now) | (np.isnan(was) & np.isnan(now)))
    return tuple(_refreshed(after, lap, moved, fields) for lap in after.laps)


FIELDS = {
    "heart_rate": ("avg_heart_rate", "max_heart_rate"),
    "power": ("avg_power",),
    "cadence": ("avg_cadence",),
    "altitude": ("ascent",),
    "distance": ("distance", "avg_speed"),
}


def _refreshed(recording: Recording, lap: Lap, moved: np.ndarray, fields: set[str]) -> Lap:
    end = lap.start + lap.elapsed
    inside = (recording.time > lap.start) & (recording.time <= end)
    if not (inside & moved).any():
        return lap
    found = measured_lap(recording, lap, lap.start, end)
    return lap if found is None else replace(lap, **{name: getattr(found, name) for name in fields})


def _covered(recording: Recording, start: float, end: float) -> float | None:
    distance = recording.channels.get("distance")
    if distance is None:
        return None
    known = np.isfinite(distance)
    metres = distance[known & (recording.time <= end)]
    if not metres.size:
        return None
    earlier = distance[known & (recording.time <= start)]
    return max(0.0, float(metres[-1]) - (float(earlier[-1]) if earlier.size else 0.0))


def _means(recording: Recording, inside: np.ndarray) -> dict[str, float | None]:
    seconds = sample_seconds(recording.time, recording.pauses)[inside]
    pulse, power, cadence, altitude = (
        recording.channels[name][inside] if name in recording.channels else np.zeros(0)
        for name in ("heart_rate", "power", "cadence", "altitude")
    )
    beats = pulse[np.isfinite(pulse) & (pulse > 0)] if pulse.size else pulse
    return {
        "avg_heart_rate": _mean(pulse, seconds, above_zero=True),
        "max_heart_rate": float(beats.max()) if beats.size else None,
        "avg_power": _mean(power, seconds, above_zero=False),
        "avg_cadence": _mean(cadence, seconds, above_zero=True),
        "ascent": ascent_descent(altitude).ascent.value,
    }


def _mean(values: Array, seconds: Array, *, above_zero: bool) -> float | None:
    if not values.size:
        return None
    known = np.isfinite(values) & ((values > 0) | (not above_zero))
    if not known.any():
        return None
    weights = seconds[known]
    return float(np.average(values[known], weights=weights if weights.sum() > 0 else None))
