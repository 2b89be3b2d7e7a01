"""Tapering: what share of the usual load each day before a race keeps, and the form it leads to.

Bosquet et al. 2007, MSSE 39:1358 (meta-analysis); Mujika & Padilla 2003, MSSE 35:1182; Wang et al. 2023, PLoS ONE 18.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.fitness import FitnessSeries, project
from paceline.science.endurance.streams import Array

Shape: TypeAlias = Literal["exponential", "linear", "step"]

LONGEST = 42
REDUCTION = 0.5  # of the volume over the whole taper, the middle of Bosquet's 41-60 %
BEST_REDUCTION = (0.41, 0.60)
BEST_DAYS = (8, 21)  # two weeks is best in Bosquet 2007; Wang 2023 finds up to 21 days
TIME_CONSTANTS = (4.0, 8.0)  # days; Mujika's fast and slow exponential taper
# Days by race distance: the last row that is not longer than the race [own synthesis after Bosquet 2007].
USUAL_DAYS = ((0.0, 7), (8000.0, 10), (15000.0, 12), (30000.0, 14), (60000.0, 18), (120000.0, 21))


@dataclass(frozen=True, slots=True)
class Taper:
    """The share of the usual load for each day, the day before the race last; or why there is none."""

    shares: Array
    reduction: float | None  # of the whole volume
    reason: str | None = None
    caution: str | None = None


def taper(days: int, shape: Shape = "exponential", reduction: float = REDUCTION) -> Taper:
    """Shares that lower the volume by `reduction` in all: falling fast at first, evenly, or at once.

    Intensity and the number of sessions stay; only their length falls (Bosquet 2007).
    """
    if not 1 <= days <= LONGEST:
        return _none(f"A taper lasts 1 to {LONGEST} days.")
    if not (math.isfinite(reduction) and 0 <= reduction < 1):
        return _none("A taper leaves out a share of the volume between nothing and nearly all of it.")
    day = np.arange(1.0, days + 1)
    match shape:
        case "exponential":
            shares = _solved(lambda rate: np.exp(-rate * day), 1 - reduction)
        case "linear":
            shares = _solved(lambda rate: np.maximum(1 - rate * day / days, 0.0), 1 - reduction)
        case "step":
            shares = np.full(days, 1 - reduction)
    return Taper(shares, reduction, None, _caution(days, reduction))


def exponential_taper(days: int, time_constant: float) -> Taper:
    """Share e^(-day / time constant); Mujika's fast taper has 4 days and his slow one 8."""
    if not 1 <= days <= LONGEST:
        return _none(f"A taper lasts 1 to {LONGEST} days.")
    if not (math.isfinite(time_constant) and time_constant > 0):
        return _none("The time constant is a number of days above zero.")
    shares = np.exp(-np.arange(1.0, days + 1) / time_constant)
    reduction = 1 - float(shares.mean())
    return Taper(shares, reduction, None, _caution(days, reduction))


def usual_days(distance: float) -> int | None:
    """How long to taper for a race of `distance` metres; None for what is no distance."""
    if not (math.isfinite(distance) and distance > 0):
        return None
    return next(days for least, days in reversed(USUAL_DAYS) if distance >= least)


def through_taper(series: FitnessSeries, usual_load: float, plan: Taper) -> FitnessSeries:
    """Fitness, fatigue and form through the taper's days and the morning of the race, which is the last day.

    `usual_load` is the daily load before the taper; race day itself has no load yet, so its TSB is the form at the start.
    """
    if not (math.isfinite(usual_load) and usual_load >= 0):
        raise ValueError("The usual load is a number from zero.")
    return project(series, [*(plan.shares * usual_load).tolist(), 0.0])


def _solved(shares_at: Callable[[float], Array], kept: float) -> Array:
    """The shares whose mean is `kept`; the mean falls with the rate, so halving finds it."""
    low, high = 0.0, 1.0
    while float(shares_at(high).mean()) > kept and high < 1e6:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if float(shares_at(middle).mean()) > kept:
            low = middle
        else:
            high = middle
    return shares_at((low + high) / 2)


def _caution(days: int, reduction: float) -> str | None:
    if not BEST_REDUCTION[0] - 1e-9 <= reduction <= BEST_REDUCTION[1] + 1e-9:
        return "Tapers that work best leave out 41 to 60 % of the volume."
    if not BEST_DAYS[0] <= days <= BEST_DAYS[1]:
        return "Tapers that work best last about two weeks, at most three."
    return None


def _none(reason: str) -> Taper:
    return Taper(np.zeros(0), None, reason)
