"""Finds values that leap away and back faster than a body, a hill or a receiver could."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .recording import Floats

# A leap that lasts longer is no spike: a barometer set anew stays at its new height.
LONGEST: Final = 5


@dataclass(frozen=True, slots=True)
class Leap:
    """How far a value may go at once and per second; falls count too unless only rises are impossible."""

    step: float
    rate: float
    falls: bool = True


# Far beyond the fastest cable car (12 m/s), the best sprinter's start (about 5 m/s²) and any heart; what is
# merely unusual stays.
LEAPS: Final = MappingProxyType(
    {"altitude": Leap(100.0, 30.0), "speed": Leap(12.0, 6.0, falls=False), "heart_rate": Leap(60.0, 10.0)}
)


def spikes(time: Floats, values: Floats, leap: Leap) -> NDArray[np.bool_]:
    """Short stretches that lie beyond reach of both neighbours while these lie within reach of each other."""
    found = np.zeros(len(values), np.bool_)
    index = np.flatnonzero(np.isfinite(values))
    known, stamps = values[index], time[index]
    steps = np.diff(known)
    breaks = np.flatnonzero(np.abs(steps) > leap.step + leap.rate * np.diff(stamps)).tolist()
    done = -1
    for out, back in itertools.pairwise(breaks):
        if out < done or back - out > LONGEST or steps[out] * steps[back] > 0 or (steps[out] < 0 and not leap.falls):
            continue
        reach = leap.step + leap.rate * float(stamps[back + 1] - stamps[out])
        if abs(float(known[back + 1] - known[out])) <= reach:
            found[index[out + 1 : back + 1]] = True
            done = back + 1
    return found
