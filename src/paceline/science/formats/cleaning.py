"""Judges what a parser read: impossible values become missing, times become increasing, and each repair is told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .recording import Floats
from .spikes import LEAPS, spikes
from .words import FOOT_SPORTS, counted

Indices: TypeAlias = NDArray[np.int64]
Kept: TypeAlias = NDArray[np.bool_]

EARLIEST: Final = 631_152_000.0  # 1990-01-01: a clock before the first GPS watch was never set
LATEST: Final = 4_102_444_800.0  # 2100-01-01
# A point this far from the middle of a recording is a clock that jumped: the longest we met ran 31 days.
LONGEST: Final = 45 * 86_400.0
# Below this share of usable order, the file was written out of order and is sorted instead of thinned.
MOSTLY_ORDERED: Final = 0.98

# Lowest and highest value a body, a device or the Earth can show.
BOUNDS: Final = MappingProxyType(
    {
        "latitude": (-90.0, 90.0),
        "longitude": (-180.0, 180.0),
        "altitude": (-500.0, 9_000.0),
        "distance": (0.0, 4.3e7),
        "heart_rate": (25.0, 250.0),
        "cadence": (0.0, 300.0),
        "power": (0.0, 3_000.0),
        "temperature": (-60.0, 70.0),
        "core_temperature": (30.0, 45.0),
        "vertical_speed": (-60.0, 60.0),
        "vertical_oscillation": (0.0, 0.5),
        "ground_contact_time": (0.0, 2.0),
        "ground_contact_balance": (0.0, 100.0),
        "vertical_ratio": (0.0, 100.0),
        "step_length": (0.0, 4.0),
        "respiration_rate": (0.0, 120.0),
        "muscle_oxygen": (0.0, 100.0),
        "total_hemoglobin": (0.0, 40.0),
    }
)
# m/s: a little above the fastest a person has gone; "other" may be a glider or a motorbike.
FASTEST: Final = MappingProxyType({"running": 25.0, "walking": 25.0, "hiking": 25.0, "swimming": 10.0, "rowing": 15.0})
FASTEST_SKIING, FASTEST_OTHER, FASTEST_BODY = 75.0, 350.0, 45.0
# Positions catch up in jumps after a tunnel, so a jump must be far beyond the sport to be an error.
JUMP_SPEED, CATCH_UP, EARTH_RADIUS = 150.0, 500.0, 6_371_008.8
LONGEST_STEP: Final = 200_000.0
# Median steps per minute above which a foot sport's cadence already counts both feet.
BOTH_FEET: Final = MappingProxyType({"running": 125.0, "walking": 85.0, "hiking": 85.0})

_NAMES: Final = MappingProxyType(
    {
        "heart_rate": ("heart rate value", "heart rate values"),
        "power": ("power value", "power values"),
        "speed": ("speed value", "speed values"),
        "altitude": ("altitude value", "altitude values"),
        "cadence": ("cadence value", "cadence values"),
    }
)
_UNITS: Final = MappingProxyType({"heart_rate": " bpm", "power": " W", "altitude": " m", "speed": " m/s"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Increasing times, the channels that still hold something, what was repaired, and what stood there before.

    `removed` has the original value where a channel was changed, and NaN elsewhere.
    """

    time: Floats
    channels: dict[str, Floats]
    developer: dict[str, Floats]
    notes: list[str]
    removed: dict[str, Floats]


def clean(
    time: Floats, channels: Mapping[str, Floats], sport: str, developer: Mapping[str, Floats] | None = None
) -> Cleaned:
    """The one gate every parser's columns pass."""
    notes: list[str] = []
    order = _order(time, notes)
    stamps = time[order]
    first = stamps
    bounded = {name: _bounded(name, values[order], sport, notes) for name, values in channels.items()}
    stamps, merged = _merged(stamps, {**bounded, **{f"·{k}": v[order] for k, v in (developer or {}).items()}})
    extra = {name[1:]: values for name, values in merged.items() if name.startswith("·")}
    kept = {name: values for name, values in merged.items() if not name.startswith("·")}
    _positions(stamps, kept, sport, notes)
    if "distance" in kept:
        kept["distance"] = _cumulative(stamps, kept["distance"], fastest(sport), notes)
    _leaps(stamps, kept, sport, notes)
    _, original = _merged(first, {name: values[order] for name, values in channels.items()}) if notes else (None, {})
    return Cleaned(stamps, _present(kept), _present(extra), notes, _removed(original, kept))


def _removed(original: Mapping[str, Floats], kept: Mapping[str, Floats]) -> dict[str, Floats]:
    """Zero is how devices write "no reading", so it is no value that anybody misses."""
    found: dict[str, Floats] = {}
    for name, values in original.items():
        changed = np.isfinite(values) & (values != kept.get(name, np.full(len(values), np.nan))) & (values != 0)
        if changed.any():
            found[name] = np.where(changed, values, np.nan)
    return found


def _leaps(time: Floats, channels: dict[str, Floats], sport: str, notes: list[str]) -> None:
    """An aircraft or a motorbike may do what a body cannot."""
    for name, leap in LEAPS.items():
        if name not in channels or (sport == "other" and name != "heart_rate"):
            continue
        far = spikes(time, channels[name], leap)
        if far.any():
            channels[name] = np.where(far, np.nan, channels[name])
            told = counted(int(far.sum()), *_NAMES[name])
            notes.append(f"{told} dropped: away and back faster than possible.")


def fastest(sport: str) -> float:
    if sport == "other":
        return FASTEST_OTHER
    return FASTEST_SKIING if sport == "skiing" else FASTEST.get(sport, FASTEST_BODY)


def plausible(name: str, value: float | None) -> float | None:
    """A stated total or average, or None when nobody could have reached it."""
    if value is None or not np.isfinite(value):
        return None
    low, high = BOUNDS.get(name, (0.0, 1e9))
    return value if low <= value <= high else None


def both_feet(cadence: Floats, sport: str) -> float:
    """The factor to steps per minute: devices count one foot on foot sports, a few count both."""
    if sport not in FOOT_SPORTS:
        return 1.0
    moving = cadence[np.isfinite(cadence) & (cadence > 0)]
    return 1.0 if len(moving) and float(np.median(moving)) > BOTH_FEET[sport] else 2.0


def valid_time(time: Floats) -> Kept:
    """Finite and on a clock that was set."""
    with np.errstate(invalid="ignore"):
        return np.isfinite(time) & (time >= EARLIEST) & (time < LATEST)


def _order(time: Floats, notes: list[str]) -> Indices:
    """Indices of the usable samples in increasing time."""
    usable = np.flatnonzero(valid_time(time))
    if len(usable):
        usable = usable[np.abs(time[usable] - np.median(time[usable])) <= LONGEST]
    untimed = int(np.isnan(time).sum())
    if untimed:
        notes.append(f"{counted(untimed, 'point', 'points')} dropped because no time was recorded there.")
    if dropped := len(time) - len(usable) - untimed:
        notes.append(f"{counted(dropped, 'point', 'points')} dropped because the time is impossible.")
    stamps = time[usable]
    if not len(stamps) or (np.diff(stamps) >= 0).all():
        return usable
    longest = _longest_ordered(stamps)
    if len(longest) >= MOSTLY_ORDERED * len(stamps):
        notes.append(f"{counted(len(stamps) - len(longest), 'point', 'points')} dropped because time ran backwards.")
        return usable[longest]
    notes.append("The points were not in order of time; they were sorted.")
    return usable[np.argsort(stamps, kind="stable")]


def _longest_ordered(stamps: Floats) -> Indices:
    """The longest subsequence that never runs backwards (patience sorting): one wild time costs one sample only."""
    tails: list[float] = []
    tail_index: list[int] = []
    previous = np.full(len(stamps), -1, np.int64)
    for index, stamp in enumerate(stamps.tolist()):
        pile = bisect_right(tails, stamp)
        if pile:
            previous[index] = tail_index[pile - 1]
        if pile == len(tails):
            tails.append(stamp)
            tail_index.append(index)
        else:
            tails[pile], tail_index[pile] = stamp, index
    chain: list[int] = []
    at = tail_index[-1]
    while at >= 0:
        chain.append(at)
        at = int(previous[at])
    return np.array(chain[::-1], np.int64)


def _merged(time: Floats, columns: Mapping[str, Floats]) -> tuple[Floats, dict[str, Floats]]:
    """Samples of one instant become one: some devices spread a second over several records."""
    first = np.flatnonzero(np.diff(time, prepend=-np.inf) > 0)
    if len(first) == len(time):
        return time, dict(columns)
    last = np.append(first[1:], len(time)) - 1
    return time[first], {name: _last_known(values, first, last) for name, values in columns.items()}


def _last_known(values: Floats, first: Indices, last: Indices) -> Floats:
    known = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(len(values)), -1))[last]
    return np.where(known >= first, values[np.maximum(known, 0)], np.nan)


def _bounded(name: str, values: Floats, sport: str, notes: list[str]) -> Floats:
    low, high = BOUNDS.get(name, (-1e12, 1e12)) if name != "speed" else (0.0, fastest(sport))
    if name == "altitude" and sport == "other":
        high = 20_000.0
    with np.errstate(invalid="ignore"):
        outside = (values < low) | (values > high)
        # Zero is how many devices write "no reading": worth no sentence.
        told = int((outside & (values != 0)).sum())
    if told and name in _NAMES:
        unit = _UNITS.get(name, "")
        notes.append(f"{counted(told, *_NAMES[name])} dropped: outside {low:g} to {high:g}{unit}.")
    return np.where(outside | ~np.isfinite(values), np.nan, values)


def _positions(time: Floats, channels: dict[str, Floats], sport: str, notes: list[str]) -> None:
    latitude, longitude = (channels.pop("latitude", None), channels.pop("longitude", None))
    if latitude is None or longitude is None:
        return
    known = np.isfinite(latitude) & np.isfinite(longitude)
    # 0,0 and 180 are how receivers write "no fix".
    known &= ~((latitude == 0) & (longitude == 0)) & (np.abs(longitude) < 180)
    index = np.flatnonzero(known)
    far = _unreachable(time[index], latitude[index], longitude[index], max(JUMP_SPEED, fastest(sport)))
    if far.any():
        notes.append(f"{counted(int(far.sum()), 'position', 'positions')} dropped: too far away to be reached in time.")
        known[index[far]] = False
    channels["latitude"] = np.where(known, latitude, np.nan)
    channels["longitude"] = np.where(known, longitude, np.nan)


def metres_between(latitude: Floats, longitude: Floats) -> Floats:
    """Great-circle steps between neighbours (haversine; mean Earth radius, IUGG)."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _unreachable(time: Floats, latitude: Floats, longitude: Floats, speed: float) -> Kept:
    """Stretches that cannot be reached from the longest stretch of the track at this speed."""
    far = np.zeros(len(time), np.bool_)
    if len(time) < 2:
        return far
    allowed = speed * np.diff(time) + CATCH_UP
    breaks = np.flatnonzero(metres_between(latitude, longitude) > allowed) + 1
    if not len(breaks):
        return far
    starts, ends = np.append(0, breaks), np.append(breaks, len(time))
    main = int(np.argmax(ends - starts))
    for step, stretches in ((1, range(main + 1, len(starts))), (-1, range(main - 1, -1, -1))):
        edge = int(ends[main] - 1 if step > 0 else starts[main])
        for stretch in stretches:
            near = int(starts[stretch] if step > 0 else ends[stretch] - 1)
            pair = np.array([edge, near])
            reach = speed * abs(float(time[near] - time[edge])) + CATCH_UP
            if float(metres_between(latitude[pair], longitude[pair])[0]) > reach:
                far[starts[stretch] : ends[stretch]] = True
            else:
                edge = int(ends[stretch] - 1 if step > 0 else starts[stretch])
    return far


def _cumulative(time: Floats, distance: Floats, speed: float, notes: list[str]) -> Floats:
    """Distance that never shrinks and never leaps: a wrong step counts nothing."""
    index = np.flatnonzero(np.isfinite(distance))
    if len(index) < 2:
        return distance
    steps = np.diff(distance[index])
    leaps = (steps > speed * np.diff(time[index]) + CATCH_UP) | (steps > LONGEST_STEP)
    if not leaps.any() and (steps >= 0).all():
        return distance
    if leaps.any():
        notes.append(f"{counted(int(leaps.sum()), 'leap', 'leaps')} in distance taken out: nobody moves that fast.")
    cleaned = np.full(len(distance), np.nan)
    first = float(distance[index[0]])
    # When the very first value is the wrong one, the next one tells where the count began.
    start = first if first <= LONGEST_STEP else 0.0
    cleaned[index] = start + np.append(0.0, np.cumsum(np.where(leaps | (steps < 0), 0.0, steps)))
    return cleaned


def _present(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: values for name, values in columns.items() if np.isfinite(values).any()}
