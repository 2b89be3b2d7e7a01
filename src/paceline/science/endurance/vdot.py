"""VDOT: running ability from a race, the race times it predicts and the training speeds it implies.

Daniels & Gilbert, Oxygen Power (1979); Daniels' Running Formula, 3rd ed. (2014), Tables 5.1 and 5.2.
"""

import math
from bisect import bisect_right
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
# Days off running: share of VDOT kept without and with cross-training, linear in between (Table 9.2; vdoto2.com, whose
# .994 for 42 days is a misprint of .944).
TIME_OFF = (
    (5.0, 1.000, 1.000), (6.0, 0.997, 0.998), (7.0, 0.994, 0.997), (10.0, 0.985, 0.992), (14.0, 0.973, 0.986),
    (21.0, 0.952, 0.976), (28.0, 0.931, 0.965), (35.0, 0.910, 0.955), (42.0, 0.889, 0.944), (49.0, 0.868, 0.934),
    (56.0, 0.847, 0.923), (63.0, 0.826, 0.913), (70.0, 0.805, 0.902), (72.0, 0.800, 0.900),
)  # fmt: skip
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


def time_off_share(days: float, cross_trained: bool = False) -> Metric:
    """The share of VDOT that is left after days without running; cross-training is hard leg work most days."""
    if not math.isfinite(days) or days < 0:
        return undefined("Days off are a number from zero.")
    column = 2 if cross_trained else 1
    after = bisect_right(TIME_OFF, days, key=lambda row: row[0])
    if after == 0:
        return measured(1.0)
    if after == len(TIME_OFF):
        return measured(TIME_OFF[-1][column], _long_gone(days))
    left, right = TIME_OFF[after - 1], TIME_OFF[after]
    share = (days - left[0]) / (right[0] - left[0])
    return measured(left[column] + share * (right[column] - left[column]))


def after_time_off(
    vdot: float,
    days: float,
    *,
    cross_trained: bool = False,
    kilograms_before: float | None = None,
    kilograms_now: float | None = None,
) -> Metric:
    """VDOT to train by after a break; a change of weight counts first, because VDOT is per kilogram."""
    if not COMPUTABLE[0] <= vdot <= COMPUTABLE[1]:
        return undefined(f"VDOT is used between {COMPUTABLE[0]:g} and {COMPUTABLE[1]:g}.")
    kept = time_off_share(days, cross_trained)
    if kept.value is None:
        return kept
    weight = 1.0
    if kilograms_before is not None and kilograms_now is not None:
        if not (positive(kilograms_before) and positive(kilograms_now)):
            return undefined("Body weights are above zero.")
        weight = kilograms_before / kilograms_now
    now = vdot * weight * kept.value
    return measured(now, kept.caution or outside_table(now))


def outside_table(vdot: float) -> str | None:
    """Why a VDOT is not one of Daniels's (30 to 85), or None when it is."""
    if TABLE[0] <= vdot <= TABLE[1]:
        return None
    return "Outside Daniels's table (VDOT 30 to 85): the formula is extended, so treat it as a guide."


def _long_gone(days: float) -> str | None:
    if days <= TIME_OFF[-1][0]:
        return None
    return "The table ends at 72 days; after a longer break a new test race says more."


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
    beyond = outside_table(value)
    if beyond:
        return beyond
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
