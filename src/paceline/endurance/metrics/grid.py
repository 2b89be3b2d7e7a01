"""The standard durations curves are kept at, and how a curve becomes bytes and comes back."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from paceline.science.endurance.efforts import STANDARD_DURATIONS
from paceline.science.endurance.streams import Array

LONGEST = 86_400
_SPACED = np.unique(np.round(np.geomspace(1, LONGEST, 160)).astype(np.int64))
# Kept curves are read with these durations: another set takes another version of the metric.
DURATIONS: tuple[int, ...] = tuple(sorted({*STANDARD_DURATIONS, *_SPACED.tolist()}))
SIZE = len(DURATIONS)
_PLACE = {duration: place for place, duration in enumerate(DURATIONS)}


def packed(found: Sequence[tuple[int, float]]) -> bytes | None:
    """A curve of (duration, value) as little-endian float32 over all durations, NaN where there is none."""
    if not found:
        return None
    values = np.full(SIZE, np.nan, dtype="<f4")
    for duration, value in found:
        values[_PLACE[duration]] = value
    return values.tobytes()


def unpacked(curves: bytes) -> NDArray[np.float32]:
    """Any number of curves written one behind the other: a row a curve."""
    return np.frombuffer(curves, dtype="<f4").reshape(-1, SIZE)


def durations() -> Array:
    """The durations as an array."""
    return np.array(DURATIONS, dtype=np.float64)
