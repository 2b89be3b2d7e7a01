"""Mean-maximal curves: the exact best mean over every standard duration, and the best of many activities."""

import math
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
COARSE = INT32 / 2 - 2  # a window is a difference of two sums, which may have different signs
PROBE = 64  # so many samples tell most channels that are not in whole steps
FEW, BESIDE = 6, 64
LOWEST = np.iinfo(np.int32).min
TINY = float(np.finfo(np.float64).tiny)


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
    complete = bool(known.all())
    if missing == "gap" and not complete:
        return _with_gaps(np.where(known, channel, np.nan), wanted)
    summed, scale = _running_total(channel if complete else np.where(known, channel, 0.0))
    starts = _best_starts(summed, wanted)
    return Curve(wanted, (summed[starts + wanted] - summed[starts]) / wanted / scale, starts)


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
    size = float(np.abs(values).sum())
    for scale in SCALES:
        if size * scale < INT32 and _in_steps(values[:PROBE], scale) is not None:
            steps = _in_steps(values, scale)
            if steps is not None:
                total = np.zeros(values.size + 1, dtype=np.int32)
                np.cumsum(steps, out=total[1:])
                return total, scale
    return np.concatenate(([0.0], np.cumsum(values))), 1.0


def _in_steps(values: Array, scale: float) -> NDArray[np.int32] | None:
    """The values as whole steps, None where any is not one; rooms are used again, since taking new ones costs most."""
    room = np.multiply(values, scale)
    steps = np.rint(room, out=room).astype(np.int32)
    return steps if bool((np.divide(room, scale, out=room) == values).all()) else None


def _best_starts(summed: Sums, durations: Count) -> Count:
    """Where the highest sum of each duration first begins."""
    coarse = summed if summed.dtype == np.int32 else _coarse(summed)
    room = np.empty(summed.size, dtype=np.int32)
    starts = np.empty(durations.size, dtype=np.int64)
    for place, duration in enumerate(durations.tolist()):
        windows = np.subtract(coarse[duration:], coarse[:-duration], out=room[: summed.size - duration])
        starts[place] = windows.argmax() if coarse is summed else _finest(summed, windows, duration)
    return starts


def _coarse(summed: Sums) -> Sums:
    """The sums in as many steps as 32 bits hold: half the memory, each at most half a step off."""
    reach = float(np.abs(summed).max())
    return np.rint(summed / max(reach, TINY) * COARSE).astype(np.int32)


def _finest(summed: Sums, windows: Sums, duration: int) -> int:
    """The first of the exact highest among those that could be it: a window is at most a step off, so is the highest."""
    start = int(windows.argmax())
    least, found = windows[start] - 2, (-math.inf, 0)
    for _ in range(FEW):
        # What begins beside a high window is nearly as high: all of it is looked at together.
        first, last = max(0, start - BESIDE), min(windows.size, start + BESIDE)
        exact = summed[first + duration : last + duration] - summed[first:last]
        best = int(exact.argmax())
        found = max(found, (float(exact[best]), -first - best))
        windows[first:last] = LOWEST
        start = int(windows.argmax())
        if windows[start] < least:
            return -found[1]
    # Nearly even channels have as many windows as good as the best as there are.
    return int((summed[duration:] - summed[:-duration]).argmax())


def _with_gaps(channel: Array, durations: Count) -> Curve:
    found = best_by_time(channel, durations.tolist(), "gap")
    return Curve(
        np.array([effort.duration for effort in found], dtype=np.int64),
        np.array([effort.value for effort in found], dtype=np.float64),
        np.array([effort.start for effort in found], dtype=np.int64),
    )
