"""VDOT: running ability from a race, the race times it predicts and the training speeds it implies.

Daniels & Gilbert, Oxygen Power (1979); Daniels' Running Formula, 3rd ed. (2014), Tables 5.1 and 5.2.
"""

import math
from dataclasses import dataclass

from paceline.science.endurance.measure import Metric, measured, positive, undefined

TABLE = (30.0, 85.0)  # the span Daniels prints
COMPUTABLE = (20.0, 90.0)  # beyond this the input is a walk or a mistake, and nothing is computed
FITTED_DURATION = (210.0, 18000.0)  # s; races of about this span were used for the time curve
MARATHON = 42195.0

EASY = (0.630, 0.733)  # fractions of VDOT, fitted to Table 5.2
THRESHOLD = 0.8796
INTERVAL_1000 = 0.974
INTERVAL_400 = 0.980
BAND = 0.02  # the book prints one pace for M, T, I and R; a watch target needs a width [own synthesis]


@dataclass(frozen=True, slots=True)
class SpeedRange:
    """Speeds in m/s; `slow` is the lower one."""

    slow: float
    fast: float

    @property
    def middle(self) -> float:
        return (self.slow + self.fast) / 2


@dataclass(frozen=True, slots=True)
class TrainingSpeeds:
    """Daniels's five training intensities as speed ranges in m/s."""

    easy: SpeedRange
    marathon: SpeedRange
    threshold: SpeedRange
    interval: SpeedRange
    repetition: SpeedRange
    caution: str | None = None


def oxygen_cost(speed: float) -> float:
    """Oxygen uptake (ml/kg/min) of running on the level at a speed in m/s."""
    v = speed * 60
    return -4.60 + 0.182258 * v + 0.000104 * v * v


def sustainable_fraction(duration: float) -> float:
    """Fraction of maximal oxygen uptake that can be held for a duration in seconds."""
    t = duration / 60
    return 0.8 + 0.1894393 * math.exp(-0.012778 * t) + 0.2989558 * math.exp(-0.1932605 * t)


def speed_at_oxygen_cost(uptake: float) -> float:
    """The exact inverse of `oxygen_cost`, in m/s."""
    return (-0.182258 + math.sqrt(0.182258**2 + 4 * 0.000104 * (4.60 + uptake))) / (2 * 0.000104) / 60


def vdot(distance: float, duration: float) -> Metric:
    """VDOT of a race over `distance` metres in `duration` seconds."""
    if not positive(distance) or not positive(duration):
        return undefined("A race needs a distance and a time above zero.")
    value = oxygen_cost(distance / duration) / sustainable_fraction(duration)
    if not COMPUTABLE[0] <= value <= COMPUTABLE[1]:
        return undefined("This distance and time are outside what VDOT describes. Is one of them mistyped?")
    return measured(value, _caution(value, distance, duration))


def race_time(vdot: float, distance: float) -> Metric:
    """The time in seconds in which a runner of this VDOT covers `distance` metres, all out."""
    if not positive(distance):
        return undefined("A race needs a distance above zero.")
    if not COMPUTABLE[0] <= vdot <= COMPUTABLE[1]:
        return undefined(f"VDOT is used between {COMPUTABLE[0]:g} and {COMPUTABLE[1]:g}.")
    duration = _solve(vdot, distance)
    return measured(duration, _caution(vdot, distance, duration))


def training_speeds(vdot: float) -> TrainingSpeeds:
    """Training speed ranges; outside the printed table the formulas are extended (20 to 90) and a caution says so."""
    if not math.isfinite(vdot):
        raise ValueError("VDOT must be a number.")
    used = min(max(vdot, COMPUTABLE[0]), COMPUTABLE[1])
    return TrainingSpeeds(
        easy=SpeedRange(*(speed_at_oxygen_cost(fraction * used) for fraction in EASY)),
        marathon=_band(_marathon_speed(used)),
        threshold=_band(speed_at_oxygen_cost(THRESHOLD * used)),
        interval=_band(speed_at_oxygen_cost(INTERVAL_1000 * used)),
        repetition=_band(_repetition_speed(used)),
        caution=_speeds_caution(vdot),
    )


def _marathon_speed(vdot: float) -> float:
    """Predicted marathon pace; Table 5.2 is slower below VDOT 44 by 0.75 s/km per point (fit to the table)."""
    seconds_per_km = _solve(vdot, MARATHON) / (MARATHON / 1000) + 0.75 * max(0.0, 44 - vdot)
    return 1000 / seconds_per_km


def _repetition_speed(vdot: float) -> float:
    """R is the I pace less 8 s per 400 m up to VDOT 47, 7 s at 48-49 and 6 s from 50 (Table 5.2), joined linearly."""
    interval_400 = 400 / speed_at_oxygen_cost(INTERVAL_400 * vdot)
    if vdot <= 48:
        quicker = 8 - min(max(vdot - 47, 0), 1)
    else:
        quicker = 7 - min(max(vdot - 49, 0), 1)
    return 400 / (interval_400 - quicker)


def _band(speed: float) -> SpeedRange:
    return SpeedRange(speed * (1 - BAND), speed * (1 + BAND))


def _solve(vdot: float, distance: float) -> float:
    """Bisection: the VDOT of a distance falls strictly as its time grows, so the bracket always holds one root."""
    quick, slow = distance / 15, distance / 0.4
    while slow - quick > 1e-12 * slow:
        middle = (quick + slow) / 2
        if middle in (quick, slow):
            break
        if oxygen_cost(distance / middle) / sustainable_fraction(middle) > vdot:
            quick = middle
        else:
            slow = middle
    return (quick + slow) / 2


def _caution(value: float, distance: float, duration: float) -> str | None:
    if not TABLE[0] <= value <= TABLE[1]:
        return "Outside Daniels's table (VDOT 30 to 85): the formula is extended, so treat it as a guide."
    if not FITTED_DURATION[0] <= duration <= FITTED_DURATION[1]:
        return "The formula was fitted to races of 3.5 minutes to 5 hours; this one lies outside."
    if not 1500 <= distance <= MARATHON:
        return "VDOT is meant for 1500 m to the marathon; this distance lies outside."
    return None


def _speeds_caution(vdot: float) -> str | None:
    if TABLE[0] <= vdot <= TABLE[1]:
        return None
    if COMPUTABLE[0] <= vdot <= COMPUTABLE[1]:
        return "Outside Daniels's table (VDOT 30 to 85): the rules are extended, so let effort decide."
    return (
        f"VDOT {vdot:.1f} is outside {COMPUTABLE[0]:g} to {COMPUTABLE[1]:g}; these are the speeds at the nearest end."
    )
