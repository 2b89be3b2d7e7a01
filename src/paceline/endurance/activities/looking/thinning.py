"""Fewer points for a drawing, keeping every channel's highs and lows."""

from collections.abc import Mapping

import numpy as np

from paceline.science.endurance.streams import Array

SAMPLED = frozenset({"distance", "latitude", "longitude"})


def thin(time: Array, channels: Mapping[str, Array], points: int) -> tuple[Array, dict[str, Array]]:
    """At most `points` moments; within each bucket a channel shows its lowest and highest in the order they came.

    Channels that say where one is (distance, position) are taken at the moments themselves.
    """
    if time.size <= points or points < 4:
        return time, dict(channels)
    edges = np.unique(np.linspace(0, time.size, points // 2 + 1).astype(np.int64))
    starts, ends = edges[:-1], edges[1:]
    moments = np.column_stack((starts, np.maximum(starts, (starts + ends) // 2))).ravel()
    thinned = {
        name: values[moments] if name in SAMPLED else _extremes(values, starts) for name, values in channels.items()
    }
    return time[moments], thinned


def _extremes(values: Array, starts: np.ndarray) -> Array:
    known = np.isfinite(values)
    low = np.minimum.reduceat(np.where(known, values, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, values, -np.inf), starts)
    ends = np.append(starts[1:], values.size)
    rising = _rising(values, starts, ends)
    pairs = np.where(rising[:, None], np.column_stack((low, high)), np.column_stack((high, low)))
    return np.where(np.isfinite(pairs), pairs, np.nan).ravel()


def _rising(values: Array, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    first, last = values[starts], values[ends - 1]
    return np.nan_to_num(last, nan=0.0) >= np.nan_to_num(first, nan=0.0)


def smoothed(values: Array, width: int) -> Array:
    """A centred moving mean over known values; what is missing stays missing."""
    if values.size < width or width < 2:
        return values
    known = np.isfinite(values)
    kernel = np.ones(width)
    total = np.convolve(np.where(known, values, 0.0), kernel, mode="same")
    counted = np.convolve(known.astype(np.float64), kernel, mode="same")
    return np.where(known & (counted > 0), total / np.maximum(counted, 1), np.nan)
