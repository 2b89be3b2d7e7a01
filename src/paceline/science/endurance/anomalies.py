"""Proposes which values of a channel are errors of the sensor: far from their neighbourhood, and only for a short while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from paceline.science.endurance.streams import Array, Mask
from paceline.science.formats.spikes import LEAPS, spikes

# 1.4826 makes the median absolute deviation of normal noise its standard deviation.
TO_DEVIATION: Final = 1.4826
CHUNK: Final = 8192
MOST_RANGES: Final = 500


@dataclass(frozen=True, slots=True)
class Judge:
    """How far a value may be from the median around it, and how many seconds such a stretch lasts at most.

    `window` is in samples; `floor` is in the channel's unit, below which nothing is remarkable; `share` of the median
    it must be away as well, so that a strong sprinter's watts are not taken for an error.
    """

    window: int
    deviations: float
    floor: float
    longest: float
    share: float = 0.0


# Hampel's identifier (Davies & Gather 1993) with wider windows where errors last longer; floors are our own, set so
# that intervals, sprints and tunnels of the recordings we know are left alone [own synthesis].
JUDGES: Final[Mapping[str, Judge]] = MappingProxyType(
    {
        "heart_rate": Judge(121, 6.0, 25.0, 60.0),
        "power": Judge(31, 8.0, 600.0, 2.0, share=2.0),
        "speed": Judge(31, 8.0, 4.0, 5.0, share=0.5),
        "cadence": Judge(61, 8.0, 40.0, 10.0),
        "altitude": Judge(61, 8.0, 8.0, 20.0),
        "temperature": Judge(121, 8.0, 8.0, 60.0),
    }
)


def in_ranges(offsets: Array, ranges: Sequence[Sequence[float]]) -> Mask:
    """Which moments lie within one of the ranges, their ends included."""
    inside = np.zeros(offsets.size, np.bool_)
    for start, end in ranges:
        inside |= (offsets >= float(start) - 1e-3) & (offsets <= float(end) + 1e-3)
    return inside


def flagged(time: Array, values: Array, channel: str) -> Mask:
    """The samples that look like errors."""
    found = np.zeros(values.size, np.bool_)
    judge = JUDGES.get(channel)
    index = np.flatnonzero(np.isfinite(values))
    if judge is None or index.size < judge.window // 2:
        return found
    known, stamps = values[index], time[index]
    middle, spread = _around(known, judge.window)
    allowed = np.maximum(
        np.maximum(judge.deviations * TO_DEVIATION * spread, judge.floor), judge.share * np.abs(middle)
    )
    far = np.abs(known - middle) > allowed
    found[index] = _short(far, known, middle, stamps, judge.longest)
    if channel in LEAPS:
        found |= spikes(time, values, LEAPS[channel])
    return found


def proposed(time: Array, values: Array, channel: str) -> list[list[float]]:
    """The ranges of moments, first and last sample of each, that are proposed to be left out."""
    return _ranges(flagged(time, values, channel), time)[:MOST_RANGES]


def _around(values: Array, window: int) -> tuple[Array, Array]:
    """Running median and median absolute deviation, a chunk at a time so that a day's samples fit in memory."""
    half = window // 2
    # A constant edge keeps the first and last values judged against what is really around them.
    padded = np.pad(values, half, mode="reflect") if values.size > half else np.pad(values, half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    middle, spread = np.empty(values.size), np.empty(values.size)
    for start in range(0, values.size, CHUNK):
        part = windows[start : start + CHUNK]
        centre = np.median(part, axis=1)
        middle[start : start + CHUNK] = centre
        spread[start : start + CHUNK] = np.median(np.abs(part - centre[:, None]), axis=1)
    return middle, spread


def _short(far: Mask, known: Array, middle: Array, stamps: Array, longest: float) -> Mask:
    """Only stretches that end again soon: what lasts is another effort, not an error, and so may be what came last.

    A stretch reaches as far as its values are nearer to it than to what is around it, so that a few seconds of a
    sprint are not taken out of it.
    """
    kept = np.zeros(far.size, np.bool_)
    for first, last in _runs(far):
        level, around = float(np.median(known[first : last + 1])), float(middle[first])
        begin, end = first, last
        while begin > 0 and abs(known[begin - 1] - level) < abs(known[begin - 1] - around):
            begin -= 1
        while end < far.size - 1 and abs(known[end + 1] - level) < abs(known[end + 1] - around):
            end += 1
        if stamps[end] - stamps[begin] <= longest and end < far.size - 1:
            kept[begin : end + 1] = True
    return kept


def _ranges(mask: Mask, time: Array) -> list[list[float]]:
    return [[float(time[first]), float(time[last])] for first, last in _runs(mask)]


def _runs(mask: Mask) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
