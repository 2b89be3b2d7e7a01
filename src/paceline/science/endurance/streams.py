"""Recorded channels made even: clean clocks, one value a second, moving time, climb and speed."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from paceline.science.endurance.measure import Metric, measured, undefined

Array: TypeAlias = NDArray[np.float64]
Count: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Pause: TypeAlias = tuple[float, float]  # epoch seconds of stop and start

LONGEST_GAP = 30.0  # s; smart recording leaves up to about 10 s, anything over half a minute is a stop [own synthesis]
SLOWEST_MOVING = 0.5  # m/s; half a slow walk, so steep hiking still counts as moving [own synthesis]
HYSTERESIS = 3.0  # m; GoldenCheetah's default for elevation gain
EARTH_RADIUS = 6371008.8  # m, IUGG mean radius
SHORTEST_STEP = 1e-6  # s; anything less is the same moment
TOGETHER = 48  # corners of an altitude line looked at together
SLACK = 1e-5  # s; epoch seconds in float64 are good to about 2e-7


@dataclass(frozen=True, slots=True)
class Climb:
    """Metres up and metres down."""

    ascent: Metric
    descent: Metric


def in_order(time: Array) -> Mask:
    """Which samples move the clock forward: duplicates, jumps back and missing timestamps are left out."""
    if _goes_forward(time):
        return np.ones(time.size, dtype=np.bool_)
    known = np.isfinite(time)
    filled = np.where(known, time, -np.inf)
    latest = np.maximum.accumulate(filled) if filled.size else filled
    before = np.concatenate(([-np.inf], latest[:-1]))[: filled.size]
    return known & (filled > before + SHORTEST_STEP)


def _goes_forward(time: Array) -> bool:
    """Whether every sample does already, as nearly every recording's do."""
    if time.size == 0 or not isfinite(time[0]) or not isfinite(time[-1]):
        return False
    return bool((time[1:] > time[:-1] + SHORTEST_STEP).all())


def paused_until(moments: Array, pauses: Sequence[Pause]) -> Array:
    """How many seconds of pause lie before each moment; overlapping pauses count once."""
    merged = _merged(pauses)
    if not merged:
        return np.zeros_like(moments)
    edges = np.array(merged, dtype=np.float64).ravel()
    lengths = edges[1::2] - edges[::2]
    totals = np.zeros(edges.size)
    totals[1::2] = np.cumsum(lengths)
    totals[2::2] = totals[1:-1:2]
    return np.interp(moments, edges, totals)


def sample_seconds(time: Array, pauses: Sequence[Pause] = (), longest_gap: float = LONGEST_GAP) -> Array:
    """The seconds each sample stands for: the time since the one before, less pauses; nothing for a long gap."""
    if time.size == 0:
        return np.zeros(0)
    paused = paused_until(time, pauses)
    seconds = np.nan_to_num(np.diff(time, prepend=time[:1]) - np.diff(paused, prepend=paused[:1]))
    return np.where(seconds > longest_gap, 0.0, np.maximum(seconds, 0.0))


def even_clock(time: Array, pauses: Sequence[Pause] = (), longest_gap: float = LONGEST_GAP) -> Array:
    """One moment per recorded second; gaps over `longest_gap` and pauses are left out, not filled."""
    clock = time[in_order(time)]
    if clock.size == 0:
        return clock
    breaks = np.flatnonzero(np.diff(clock) > longest_gap)
    first = clock[np.concatenate(([0], breaks + 1))]
    last = clock[np.concatenate((breaks, [clock.size - 1]))]
    counts = np.floor(last - first + SLACK).astype(np.int64) + 1
    offsets = np.arange(int(counts.sum()), dtype=np.float64) - np.repeat(np.cumsum(counts) - counts, counts)
    moments: Array = np.repeat(first, counts) + offsets
    return moments[~_inside(moments, pauses)]


def even_seconds(time: Array, values: Array, pauses: Sequence[Pause] = (), longest_gap: float = LONGEST_GAP) -> Array:
    """The channel at 1 Hz on `even_clock`: linear between neighbouring samples, NaN where either is missing."""
    keep = in_order(time)
    clock, known = time[keep], np.where(np.isfinite(values), values, np.nan)[keep]
    moments = even_clock(clock, pauses, longest_gap)
    if moments.size == 0:
        return moments
    if np.array_equal(moments, clock):
        return known
    left = np.searchsorted(clock, moments + SLACK, side="right") - 1
    right = np.minimum(left + 1, clock.size - 1)
    span = np.where(right > left, clock[right] - clock[left], 1.0)
    share = (moments - clock[left]) / span
    between = known[left] + (known[right] - known[left]) * share
    return np.where(np.abs(share) < SLACK, known[left], between)


def elapsed_time(time: Array) -> Metric:
    """First to last sample."""
    clock = time[in_order(time)]
    if clock.size == 0:
        return undefined("There are no recorded samples.")
    return measured(clock[-1] - clock[0])


def longest_step(clock: Array) -> float:
    """The longest step that still counts as recorded: half a minute, or twice the usual one of a device that writes
    more seldom than that (a watch in open water writes about once a minute)."""
    return LONGEST_GAP if clock.size < 2 else max(LONGEST_GAP, 2 * float(np.median(np.diff(clock))))


def moving_seconds(clock: Array, pace: Array, pauses: Sequence[Pause] = ()) -> Array:
    """The seconds each sample stands for while it moves at 0.5 m/s or more; the clock goes forward only."""
    moving = np.isfinite(pace) & (pace >= SLOWEST_MOVING)
    return np.where(moving, sample_seconds(clock, pauses, longest_step(clock)), 0.0)


def moving_time(
    time: Array, *, speed: Array | None = None, distance: Array | None = None, pauses: Sequence[Pause] = ()
) -> Metric:
    """Seconds at 0.5 m/s or more, outside pauses and gaps (`longest_step`); speed is preferred over distance."""
    keep = in_order(time)
    clock = time[keep]
    if speed is not None and np.isfinite(speed).any():
        pace = speed[keep]
    elif distance is not None and np.isfinite(distance).any():
        pace = speed_from_distance(clock, distance[keep])
    else:
        return undefined("Moving time needs speed or distance, and neither was recorded.")
    return measured(float(moving_seconds(clock, pace, pauses).sum()))


def distance_moving(distance: Array, seconds: Array) -> Metric:
    """The recorded metres without those of samples that stand for no time in motion: a shuffle, a drifting position,
    a gap in the recording. Divided by moving time it is never faster than anyone went."""
    known = np.isfinite(distance)
    if not known.any():
        return undefined("No distance was recorded.")
    metres = np.maximum.accumulate(distance[known])
    still = np.diff(np.cumsum(seconds)[known]) <= 0
    return measured(max(0.0, float(metres[-1] - np.diff(metres)[still].sum())))


def speed_from_distance(time: Array, distance: Array) -> Array:
    """m/s over the step that ends at each sample; NaN where distance is missing or the clock stands still."""
    if time.size < 2:
        return np.full(time.size, np.nan)
    known = np.isfinite(distance) & in_order(time)
    speeds = np.full(time.size, np.nan)
    clock, metres = time[known], np.maximum.accumulate(distance[known])
    if clock.size >= 2:
        steps = np.diff(metres) / np.diff(clock)
        speeds[known] = np.concatenate((steps[:1], steps))
    return speeds


def distance_from_positions(latitude: Array, longitude: Array) -> Array:
    """Cumulative great-circle metres (haversine); a missing position adds nothing until the next known one."""
    total = np.full(latitude.size, np.nan)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    phi, lam = np.radians(latitude[known]), np.radians(longitude[known])
    if phi.size == 0:
        return total
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    steps = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    total[known] = np.concatenate(([0.0], np.cumsum(steps)))
    return total


def pace(speed: float | None, per: float = 1000.0) -> Metric:
    """Seconds per `per` metres."""
    if speed is None or not np.isfinite(speed) or speed <= 0:
        return undefined("There is no pace without moving.")
    return measured(per / speed)


def ascent_descent(altitude: Array, hysteresis: float = HYSTERESIS) -> Climb:
    """Climb and drop between turning points at least `hysteresis` metres apart, so noise adds nothing."""
    known = altitude[np.isfinite(altitude)]
    if known.size < 2:
        missing = undefined("There is no altitude to add up.")
        return Climb(missing, missing)
    swings = np.diff(_turning_points(known, hysteresis))
    return Climb(measured(float(swings[swings > 0].sum())), measured(float(-swings[swings < 0].sum())))


def _turning_points(altitude: Array, hysteresis: float) -> Array:
    """The zigzag of an altitude line: local extremes that differ from their neighbours by the hysteresis or more."""
    slopes = np.sign(np.diff(altitude))
    corners = np.flatnonzero(slopes[1:] != slopes[:-1]) + 1
    points = altitude[np.concatenate(([0], corners, [altitude.size - 1]))]
    heights: list[float] = points.tolist()
    low = high = heights[0]
    turns: list[float] = []
    direction = 0
    for first, last, lowest, highest, drop, rise in _blocks(points):
        falls = direction >= 0 and not (high - lowest < hysteresis and drop < hysteresis)
        rises = direction <= 0 and not (highest - low < hysteresis and rise < hysteresis)
        if not falls and not rises:
            low, high = min(low, lowest), max(high, highest)
            continue
        for height in heights[max(first, 1) : last]:
            low, high = (height if height < low else low), (height if height > high else high)
            if direction >= 0 and high - height >= hysteresis:
                turns.append(high)
                direction, low = -1, height
            elif direction <= 0 and height - low >= hysteresis:
                turns.append(low)
                direction, high = 1, height
    if direction:
        turns.append(high if direction > 0 else low)
    return np.array(turns)


def _blocks(points: Array) -> list[tuple[int, int, float, float, float, float]]:
    """Stretches of the line with their lowest, highest, deepest drop and highest rise: one that can hold no turn is
    taken in one step, which is nearly all of them on a long day."""
    if points.size <= 4 * TOGETHER:
        return [(0, points.size, -inf, inf, inf, inf)]
    width, padding = TOGETHER, -points.size % TOGETHER
    rows = np.concatenate((points, np.repeat(points[-1:], padding))).reshape(-1, width)
    drops = (np.maximum.accumulate(rows, axis=1) - rows).max(axis=1)
    rises = (rows - np.minimum.accumulate(rows, axis=1)).max(axis=1)
    firsts = range(0, points.size, width)
    return [
        (first, first + width, *known)
        for first, *known in zip(
            firsts, rows.min(axis=1).tolist(), rows.max(axis=1).tolist(), drops.tolist(), rises.tolist(), strict=True
        )
    ]


def _merged(pauses: Sequence[Pause]) -> list[list[float]]:
    """Pauses in order, overlapping ones joined; one without a beginning or an end says nothing and is left out."""
    merged: list[list[float]] = []
    for start, end in sorted(pause for pause in pauses if pause[1] > pause[0] and all(map(isfinite, pause))):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def _inside(moments: Array, pauses: Sequence[Pause]) -> Mask:
    """Strictly inside a pause: the seconds at its two ends were recorded."""
    merged = _merged(pauses)
    if not merged:
        return np.zeros(moments.size, dtype=np.bool_)
    edges = np.array(merged, dtype=np.float64)
    which = np.searchsorted(edges[:, 0], moments, side="left") - 1
    return (which >= 0) & (moments < edges[which, 1])
