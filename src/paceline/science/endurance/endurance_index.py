"""Endurance apart from speed: how slowly the share of maximal aerobic speed falls with time, and the table it gives.

Péronnet, Thibault, Rhodes & McKenzie 1987, Med Sci Sports Exerc 19:610; log-time model as Vandewalle 2018 compares it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined

HELD = 420.0  # s for which maximal aerobic speed lasts in the model
TELLING = 900.0  # s; nearer to seven minutes the index divides by next to nothing [own synthesis]
LONGEST = 21_600.0  # s; beyond six hours nobody has checked the straight line
SPREAD = 1.8  # longest over shortest race
PLAUSIBLE = (-20.0, 0.0)  # %/ln; 18 runners had -4.1 to -10.0, mean -6.4, SD 1.5 (Péronnet 1987)
SPEEDS = (1.0, 8.0)  # m/s
# Rating by the index as French-speaking coaches print it: the middle of each class.
RATINGS = ((-5.0, "very high"), (-7.0, "high"), (-9.0, "average"), (-11.0, "low"), (-math.inf, "very low"))
TABLE = (420, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 9000, 10_800, 12_600, 14_400)  # s


@dataclass(frozen=True, slots=True)
class EnduranceProfile:
    """Maximal aerobic speed (m/s) and endurance index (% for each e-fold of time), or why they are not known."""

    speed: Metric
    index: Metric
    races: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """What can be held for `duration` seconds: percent of maximal aerobic speed, m/s, and the metres it comes to."""

    duration: int
    share: float
    speed: float
    distance: float


def endurance_index(share: float | None, duration: float | None) -> Metric:
    """The index from one race: the percent of maximal aerobic speed (or VO2max) that was held, and for how long."""
    if share is None or duration is None or not positive(share) or not positive(duration):
        return undefined("This needs the share of maximal aerobic speed that was held, and for how long.")
    if not TELLING <= duration <= LONGEST:
        return undefined("The index is read from efforts of 15 minutes to six hours.")
    if not 30 <= share < 100:
        return undefined("Such an effort is held at 30 to 100 % of maximal aerobic speed.")
    index = (100 - share) / (math.log(HELD) - math.log(duration))
    return measured(index) if index > PLAUSIBLE[0] else undefined("This is no all-out effort.")


def rating(index: float) -> str:
    """The index in words; nearer to zero is more endurance."""
    return next((words for least, words in RATINGS if index >= least), "very low")


def endurance_of_races(races: Sequence[tuple[float, float]]) -> EnduranceProfile:
    """Both numbers from two or more races of seven minutes and more, given as (distance, duration)."""
    usable = [(d, t) for d, t in races if positive(d) and positive(t) and HELD <= t <= LONGEST and d / t <= SPEEDS[1]]
    durations = [t for _, t in usable]
    if len(usable) < 2 or max(durations) < SPREAD * min(durations):
        why = undefined("Needs two races of seven minutes or more, one about twice as long as the other.")
        return EnduranceProfile(why, why, len(usable))
    times = np.log(np.array(durations) / HELD)
    speeds = np.array([d / t for d, t in usable])
    slope, speed = (float(number) for number in np.polyfit(times, speeds, 1))
    index = 100 * slope / speed if speed > 0 else 0.0
    if not (SPEEDS[0] <= speed <= SPEEDS[1] and PLAUSIBLE[0] < index < PLAUSIBLE[1]):
        why = undefined("The races do not fit together. Was one of them not all-out?")
        return EnduranceProfile(why, why, len(usable))
    return EnduranceProfile(measured(speed), measured(index), len(usable))


def speed_held(speed: float, index: float, duration: float) -> Metric:
    """m/s that last `duration` seconds, for a maximal aerobic speed and an endurance index."""
    problem = _problem(speed, index)
    if problem:
        return undefined(problem)
    if not (math.isfinite(duration) and HELD <= duration <= LONGEST):
        return undefined("The table runs from seven minutes to six hours.")
    held = speed * _share(index, duration)
    return measured(held) if held > 0 else undefined("This index gives nothing to hold for so long.")


def endurance_table(speed: float, index: float) -> tuple[TableRow, ...]:
    """The table of Péronnet and Thibault for one runner: seven minutes to four hours; empty for what is no runner."""
    if _problem(speed, index):
        return ()
    shares = ((duration, _share(index, duration)) for duration in TABLE)
    return tuple(TableRow(d, 100 * share, share * speed, share * speed * d) for d, share in shares if share > 0.2)


def time_over(speed: float, index: float, distance: float) -> Metric:
    """Seconds for a distance: the time at which the speed held for that time covers it."""
    problem = _problem(speed, index)
    if problem or not positive(distance):
        return undefined(problem or "A race needs a distance above zero.")
    quick, slow = HELD, LONGEST
    if not quick * speed <= distance <= slow * speed * _share(index, slow):
        return undefined("This is for races of seven minutes to six hours.")
    for _ in range(80):  # the distance grows with time as long as the share stays above the index's own size
        middle = (quick + slow) / 2
        if middle * speed * _share(index, middle) < distance:
            quick = middle
        else:
            slow = middle
    return measured((quick + slow) / 2)


def _share(index: float, duration: float) -> float:
    return 1 + index / 100 * math.log(duration / HELD)


def _problem(speed: float, index: float) -> str | None:
    if not (math.isfinite(speed) and SPEEDS[0] <= speed <= SPEEDS[1]):
        return "Maximal aerobic speed lies between 1 and 8 m/s."
    if not (math.isfinite(index) and PLAUSIBLE[0] < index < PLAUSIBLE[1]):
        return "The endurance index lies between -20 and 0."
    return None
