"""Repairs of single channels: values taken out or bridged, heights mended, power and distance put to scale."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from paceline.science.endurance.anomalies import flagged, in_ranges
from paceline.science.endurance.relapping import remeasured
from paceline.science.endurance.streams import Array, distance_from_positions, sample_seconds
from paceline.science.formats import Recording

PLACES: Final = ("latitude", "longitude")
LONGEST_BRIDGE: Final = 300.0  # s; a pulse that was away for longer may have gone anywhere meanwhile [own synthesis]
LEAST_SCALE, MOST_SCALE = 0.2, 5.0
# The device's own totals of a channel that was changed are those of the unchanged one.
STATED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "heart_rate": ("avg_heart_rate", "max_heart_rate"),
        "power": ("avg_power", "max_power", "normalized_power"),
        "altitude": ("ascent", "descent"),
        "speed": ("avg_speed", "max_speed"),
        "cadence": ("avg_cadence", "max_cadence"),
        "temperature": ("avg_temperature", "max_temperature"),
        "distance": ("distance", "avg_speed", "max_speed"),
    }
)
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "heart_rate": "heart rate",
        "power": "power",
        "altitude": "elevation",
        "speed": "speed",
        "cadence": "cadence",
        "temperature": "temperature",
        "position": "positions",
    }
)


class Uncorrectable(Exception):
    """The correction makes no sense for this recording; the message is one sentence for the athlete."""


def present(columns: Mapping[str, Array]) -> dict[str, Array]:
    """The columns that hold something."""
    return {name: values for name, values in columns.items() if np.isfinite(values).any()}


def completed(recording: Recording) -> dict[str, Array]:
    """The channels, with distance worked out from positions when the device wrote none."""
    channels = dict(recording.channels)
    if "distance" not in channels and set(PLACES) <= channels.keys():
        channels["distance"] = distance_from_positions(channels["latitude"], channels["longitude"])
    return channels


def without_values(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """The values of a channel within the ranges become missing."""
    channel = str(values["channel"])
    names = PLACES if channel == "position" else (channel,)
    gone = in_ranges(recording.time - origin, values["ranges"])
    changed = {name: np.where(gone, np.nan, recording.channels[name]) for name in names if name in recording.channels}
    return _changed(recording, changed)


def bridged(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """Gaps of the heart rate up to so many seconds become a straight line between the beats around them."""
    pulse = recording.channels.get("heart_rate")
    if pulse is None:
        return recording
    known = np.isfinite(pulse) & (pulse > 0)
    index = np.flatnonzero(known)
    if index.size < 2:
        return recording
    longest = min(float(values["longest"]), LONGEST_BRIDGE)
    stamps = recording.time[index]
    place = np.clip(np.searchsorted(stamps, recording.time), 1, index.size - 1)
    near = (stamps[place] - stamps[place - 1] <= longest + 1e-6) & (recording.time > stamps[0])
    fill = ~known & near & (recording.time < stamps[-1])
    return _changed(recording, {"heart_rate": np.where(fill, np.interp(recording.time, stamps, pulse[index]), pulse)})


def elevation(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """Heights without spikes, smoother, higher or lower, or summed up anew from the vertical speed."""
    method = values["method"]
    if method == "vertical_speed":
        return _changed(recording, {"altitude": _climbed(recording)})
    heights = recording.channels.get("altitude")
    if heights is None:
        return recording
    if method == "offset":
        return _changed(recording, {"altitude": heights + float(values["metres"])})
    if method == "despike":
        off = flagged(recording.time, heights, "altitude")
        return _changed(recording, {"altitude": _interpolated(recording.time, np.where(off, np.nan, heights), off)})
    return _changed(recording, {"altitude": _smoothed(recording.time, heights, float(values["seconds"]))})


def scaled_power(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """Watts times a factor and plus an offset where there was pedalling at all, within a stretch or throughout."""
    power = recording.channels.get("power")
    if power is None:
        return recording
    scaled = np.maximum(power * float(values.get("factor") or 1.0) + float(values.get("offset") or 0.0), 0.0)
    here = np.isfinite(power) & (power > 0)
    if values.get("start") is not None or values.get("end") is not None:
        start = 0.0 if values.get("start") is None else float(values["start"])
        end = np.inf if values.get("end") is None else float(values["end"])
        here &= in_ranges(recording.time - origin, [[start, end]])
    return _changed(recording, {"power": np.where(here, scaled, power)})


def scaled_distance(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """Distance, and with it speed and step length, so that the whole is what was really covered."""
    total = float(values["total"])
    distance = completed(recording).get("distance")
    covered = 0.0 if distance is None else float(np.nanmax(distance))
    if distance is None or covered <= 0:
        stated = {name: value for name, value in recording.stated.items() if name not in STATED["distance"]}
        return replace(recording, stated=MappingProxyType({**stated, "distance": total}))
    return _stretched(recording, distance, total / covered)


def pool_length(recording: Recording, values: Mapping[str, Any], origin: float) -> Recording:
    """The same lengths in a pool of another length."""
    metres = float(values["metres"])
    swum = sum(1 for one in recording.lengths if one.active)
    distance = recording.channels.get("distance")
    covered = 0.0 if distance is None else float(np.nanmax(distance))
    before = recording.stated.get("pool_length", 0.0) or (covered / swum if swum else 0.0)
    if not before:
        raise Uncorrectable("This recording knows nothing of pool lengths. State its distance instead.")
    stretched = recording
    if distance is not None:
        stretched = _stretched(recording, distance, metres / before)
    elif "distance" in recording.stated:
        told = recording.stated["distance"] * metres / before
        stretched = replace(recording, stated=MappingProxyType({**recording.stated, "distance": told}))
    return replace(stretched, stated=MappingProxyType({**stretched.stated, "pool_length": metres}))


def _stretched(recording: Recording, distance: Array, scale: float) -> Recording:
    if not LEAST_SCALE <= scale <= MOST_SCALE:
        raise Uncorrectable("That is more than five times as far or as short as was recorded. Check the number.")
    changed = {"distance": distance * scale}
    for name in ("speed", "step_length"):
        if name in recording.channels:
            changed[name] = recording.channels[name] * scale
    found = _changed(recording, changed)
    # A lap's own distance is scaled, not read off the samples, so that lengths of a pool stay whole.
    laps = tuple(
        replace(
            lap,
            distance=None if lap.distance is None else lap.distance * scale,
            avg_speed=None if lap.avg_speed is None else lap.avg_speed * scale,
        )
        for lap in recording.laps
    )
    return replace(found, laps=laps)


def _changed(recording: Recording, channels: Mapping[str, Array]) -> Recording:
    """The recording with other channels, without what the device stated of them, its laps measured again."""
    gone = {name for channel in channels for name in STATED.get(channel, ())}
    after = replace(
        recording,
        channels=MappingProxyType(present({**recording.channels, **channels})),
        stated=MappingProxyType({name: value for name, value in recording.stated.items() if name not in gone}),
    )
    return replace(after, laps=remeasured(recording, after, channels))


def _climbed(recording: Recording) -> Array:
    rising = recording.channels.get("vertical_speed")
    if rising is None:
        raise Uncorrectable("The device recorded no vertical speed, so elevation cannot be worked out from it.")
    heights = recording.channels.get("altitude")
    known = np.zeros(0) if heights is None else heights[np.isfinite(heights)]
    steps = np.where(np.isfinite(rising), rising, 0.0) * sample_seconds(recording.time, recording.pauses)
    return (float(known[0]) if known.size else 0.0) + np.cumsum(steps)


def _interpolated(time: Array, values: Array, here: np.ndarray) -> Array:
    known = np.isfinite(values)
    if not known.any():
        return values
    return np.where(here, np.interp(time, time[known], values[known]), values)


def _smoothed(time: Array, values: Array, seconds: float) -> Array:
    """A centred mean over so many seconds; what is missing stays missing."""
    known = np.isfinite(values)
    sums = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0))))
    counts = np.concatenate(([0], np.cumsum(known)))
    first = np.searchsorted(time, time - seconds / 2, side="left")
    last = np.searchsorted(time, time + seconds / 2, side="right")
    counted = counts[last] - counts[first]
    mean = (sums[last] - sums[first]) / np.maximum(counted, 1)
    return np.where(known, mean, np.nan)
