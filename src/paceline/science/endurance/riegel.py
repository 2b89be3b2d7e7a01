"""Riegel's power law: a race time at one distance predicts another.

Riegel, "Athletic records and human endurance", American Scientist 69:285-290 (1981).
"""

import math

from paceline.science.endurance.measure import Metric, measured, positive, undefined

EXPONENT = 1.06
PERSONAL = (1.03, 1.20)  # median of 5,138 same-season pairs was 1.099 (quartiles 1.078 to 1.126)


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


def _caution(distance: float, target: float) -> str | None:
    if max(target / distance, distance / target) > 5:
        return "The two distances are far apart, so this is a rough guide."
    if target > 42195:
        return "Beyond the marathon this is the best case: terrain and stops are not in it."
    return None
