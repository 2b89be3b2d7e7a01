"""Riegel's power law: a race time at one distance predicts another.

Riegel, "Athletic records and human endurance", American Scientist 69:285-290 (1981).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined

EXPONENT = 1.06
PERSONAL = (1.03, 1.20)  # median of 5,138 same-season pairs was 1.099 (quartiles 1.078 to 1.126)
FEWEST_RATIO = 1.5  # nearer distances say more about the day than about endurance
RACE_NOISE = 0.02  # one race against the athlete's own curve, as a share of its time [own synthesis]
NOISE_TRUST = 4.0  # how many degrees of freedom that guess is worth beside the races' own scatter [own synthesis]
NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class ExponentFit:
    """The athlete's exponent with its standard error and 95 % bounds, from `races` results."""

    exponent: Metric
    error: Metric
    low: Metric
    high: Metric
    races: int


def predict(distance: float, duration: float, target: float, exponent: float = EXPONENT) -> Metric:
    """Predicted seconds over `target` metres from `duration` seconds over `distance` metres."""
    if not (positive(distance) and positive(duration) and positive(target)):
        return undefined("A prediction needs two distances and a time above zero.")
    if not positive(exponent):
        return undefined("The fatigue exponent must be above zero.")
    try:
        predicted = duration * (target / distance) ** exponent
    except OverflowError:
        return undefined("The inputs are too extreme to give a number.")
    return measured(predicted, _caution(distance, target))


def personal_exponent(first: tuple[float, float], second: tuple[float, float]) -> Metric:
    """The athlete's own exponent from two races given as (distance, duration), kept within 1.03 and 1.20."""
    if not all(positive(number) for number in (*first, *second)):
        return undefined("Both races need a distance and a time above zero.")
    ratio = second[0] / first[0]
    if not (ratio >= 1.5 or ratio <= 1 / 1.5):
        return undefined("The two races are too close in distance; one should be at least half as long again.")
    exponent = math.log(second[1] / first[1]) / math.log(ratio)
    return measured(min(max(exponent, PERSONAL[0]), PERSONAL[1]))


def fit_exponent(results: Sequence[tuple[float, float]]) -> ExponentFit:
    """The athlete's exponent from two or more races (distance, duration): the slope of ln time on ln distance.

    Two races leave no scatter to judge by, so a usual noise of a race stands in and gives way as races are added.
    The exponent is kept within 1.03 and 1.20, its bounds are not.
    """
    usable = [result for result in results if positive(result[0]) and positive(result[1])]
    if len(usable) < 2:
        return _no_exponent("Needs two races, each with a distance and a time above zero.", len(usable))
    far, long = np.log(np.array(usable, dtype=np.float64)).T
    if far.max() - far.min() < math.log(FEWEST_RATIO) - 1e-12:
        return _no_exponent(
            "The races are too close in distance; one should be at least half as long again.", len(usable)
        )
    from_middle = far - far.mean()
    spread = float(from_middle @ from_middle)
    slope = float(from_middle @ long / spread)
    scatter = float(np.sum((long - long.mean() - slope * from_middle) ** 2))
    variance = (NOISE_TRUST * RACE_NOISE**2 + scatter) / (NOISE_TRUST + len(usable) - 2)
    error = math.sqrt(variance / spread)
    reach = NORMAL_95 * error
    return ExponentFit(
        measured(min(max(slope, PERSONAL[0]), PERSONAL[1]), _unusual(slope)),
        measured(error),
        measured(slope - reach),
        measured(slope + reach),
        len(usable),
    )


def _unusual(slope: float) -> str | None:
    if PERSONAL[0] <= slope <= PERSONAL[1]:
        return None
    return (
        f"The races give {slope:.2f}, outside {PERSONAL[0]:g} to {PERSONAL[1]:.2f}; one was probably not a full effort."
    )


def _no_exponent(reason: str, races: int) -> ExponentFit:
    why = undefined(reason)
    return ExponentFit(why, why, why, why, races)


def _caution(distance: float, target: float) -> str | None:
    if max(target / distance, distance / target) > 5:
        return "The two distances are far apart, so this is a rough guide."
    if target > 42195:
        return "Beyond the marathon this is the best case: terrain and stops are not in it."
    return None
