"""Mean-maximal curves: the exact best mean over every standard duration, and the best of many activities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from paceline.science.endurance.efforts import best_by_time
from paceline.science.endurance.streams import Array, Count

DAY = 86400
ROUND_DURATIONS = (
    5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 360, 420, 480, 600, 720, 900, 1200, 1500, 1800, 2400, 2700,
    3600, 5400, 7200, 10800, 14400, 18000, 21600, 28800, 36000, 43200, 57600, 72000, DAY,
)  # fmt: skip
GRID_POINTS = 215  # log-spaced; with the round durations and without repeats about 200 remain for a day
SCALES = (1.0, 1000.0)  # watts and beats are whole; speeds are recorded in mm/s
ABSURD = 1e12  # no sensor's number; counts as missing, as NaN and infinity do
Sums: TypeAlias = NDArray[np.float64] | NDArray[np.int32]

INT32 = float(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True)
class Curve:
    """Highest mean (`values`) over each of `durations` seconds and the second (`starts`) at which it first began."""

    durations: Count
    values: Array
    starts: Count

    def at(self, duration: float) -> float | None:
        """The value at exactly this duration, None where the curve has no such point."""
        found = int(np.searchsorted(self.durations, duration))
        held = found < self.durations.size and self.durations[found] == duration
        return float(self.values[found]) if held else None


@dataclass(frozen=True, slots=True)
class MergedCurve:
    """The best of several curves: which activity (`holders`) holds the value at each duration."""

    durations: Count
    values: Array
    holders: tuple[str, ...]


@cache
def _day_grid() -> Count:
    spaced = np.round(np.geomspace(1, DAY, GRID_POINTS)).astype(np.int64)
    return np.union1d(spaced, np.array(ROUND_DURATIONS, dtype=np.int64))


def curve_grid(seconds: int) -> Count:
    """Standard durations up to `seconds`, the same for every activity so that curves can be merged, and its length."""
    if seconds < 1:
        return np.zeros(0, dtype=np.int64)
    if seconds > DAY:
        return np.append(_day_grid(), seconds)
    grid = _day_grid()
    return np.union1d(grid[grid <= seconds], np.array([seconds], dtype=np.int64))


def mean_maximal(
    values: Array, durations: Sequence[int] | None = None, missing: Literal["zero", "gap"] = "zero"
) -> Curve:
    """The curve of a 1 Hz channel over `durations` (by default the standard grid); what does not fit is left out.

    Missing power is coasting (`zero`); missing heart rate is never bridged (`gap`, 95 % of a window must be known).
    """
    channel = np.asarray(values, dtype=np.float64)
    wanted = _within(curve_grid(channel.size) if durations is None else durations, channel.size)
    known = np.abs(channel) < ABSURD
    if missing == "gap" and not known.all():
        return _with_gaps(np.where(known, channel, np.nan), wanted)
    summed, scale = _running_total(np.where(known, channel, 0.0))
    values_found, starts = np.empty(wanted.size), np.empty(wanted.size, dtype=np.int64)
    room = np.empty(channel.size, dtype=summed.dtype)
    for place, duration in enumerate(wanted.tolist()):
        windows = np.subtract(summed[duration:], summed[:-duration], out=room[: summed.size - duration])
        start = int(windows.argmax())
        starts[place], values_found[place] = start, windows[start] / duration
    return Curve(wanted, values_found / scale, starts)


def envelope(values: Array) -> Array:
    """For display only: no duration below a longer one, since who held it longer could have held it shorter."""
    return np.maximum.accumulate(values[::-1])[::-1]


def merge(curves: Mapping[str, Curve]) -> MergedCurve:
    """The highest value at every duration any activity has; a draw stays with the activity named first."""
    if not curves:
        return MergedCurve(np.zeros(0, dtype=np.int64), np.zeros(0), ())
    durations = np.unique(np.concatenate([curve.durations for curve in curves.values()]))
    best = np.full(durations.size, -np.inf)
    holder = np.zeros(durations.size, dtype=np.int64)
    for number, curve in enumerate(curves.values()):
        places = np.searchsorted(durations, curve.durations)
        higher = curve.values > best[places]
        best[places[higher]] = curve.values[higher]
        holder[places[higher]] = number
    names = tuple(curves)
    holders: list[int] = holder.tolist()
    return MergedCurve(durations, best, tuple(names[number] for number in holders))


def _within(durations: Sequence[int] | Count, longest: int) -> Count:
    asked: Count = np.unique(np.array([int(duration) for duration in durations], dtype=np.int64))
    return asked[(asked >= 1) & (asked <= longest)]


def _running_total(values: Array) -> tuple[Sums, float]:
    """Prefix sums and their scale: whole steps fit 32 bits, which halves the memory to walk through."""
    for scale in SCALES:
        whole = np.rint(values * scale)
        if np.abs(whole).sum() < INT32 and np.array_equal(whole / scale, values):
            return np.concatenate(([0], np.cumsum(whole))).astype(np.int32), scale
    return np.concatenate(([0.0], np.cumsum(values))), 1.0


def _with_gaps(channel: Array, durations: Count) -> Curve:
    found = best_by_time(channel, durations.tolist(), "gap")
    return Curve(
        np.array([effort.duration for effort in found], dtype=np.int64),
        np.array([effort.value for effort in found], dtype=np.float64),
        np.array([effort.start for effort in found], dtype=np.int64),
    )
