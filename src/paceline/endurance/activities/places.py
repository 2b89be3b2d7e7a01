"""Where a track starts, which is what a search for a place looks at."""

import numpy as np

from paceline.endurance.activities.codec import unpack
from paceline.endurance.activities.types import DEGREES
from paceline.science.endurance.streams import Array


def start_of(latitude: Array, longitude: Array) -> tuple[float | None, float | None]:
    """The first known position; nothing where there is none."""
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    if not known.size:
        return None, None
    return float(latitude[known[0]]), float(longitude[known[0]])


def start_of_packed(latitude: bytes, longitude: bytes) -> tuple[float | None, float | None]:
    """The same of a track as it is kept."""
    return start_of(unpack(latitude, DEGREES), unpack(longitude, DEGREES))
