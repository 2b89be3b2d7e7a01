"""Time over a hilly course beyond the marathon: the cheaper of running and hiking uphill, fading hours, and stops.

The shape is common coaching, not a trial [own synthesis]: moving time is level-equivalent distance over the speed that
lasts four hours, stretched by 2 to 4 % for each hour beyond them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.grade import RUNNING, foot_cost, grade_along, pace_factor
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.riegel import PERSONAL
from paceline.science.endurance.streams import Array

FRESH = 4 * 3600.0  # s
FADES = (0.02, 0.03, 0.04)  # for each hour beyond: who paces well, the usual, who does not [own synthesis]
EXPONENT = 1.099  # median of 5,138 pairs of races (Davis); for the step from a race to four hours
LONGEST = 1_000_000.0  # m
SPEEDS = (0.8, 6.5)  # m/s on the flat
STEP = 50.0  # m
MOST_STOPS = 10 * 86_400.0
BEYOND = 240 * 3600.0  # s; nothing on foot is foretold for more than ten days


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a place is reached, in seconds after the start: likely, and at the earliest and latest."""

    distance: float
    time: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class UltraTime:
    """Seconds from start to finish with its band, the part of them on the move, and the arrival at every stop."""

    time: Metric
    low: Metric
    high: Metric
    moving: Metric
    level_distance: float | None = None
    arrivals: tuple[Arrival, ...] = ()


def four_hour_speed(distance: float, duration: float, exponent: float = EXPONENT) -> Metric:
    """Level m/s somebody could hold for four hours, from a race of theirs (Riegel's law, median exponent)."""
    if not (positive(distance) and positive(duration)):
        return undefined("A race needs a distance and a time above zero.")
    if not (1200 <= duration <= 12 * 3600 and SPEEDS[0] <= distance / duration <= SPEEDS[1]):
        return undefined("This needs a race of 20 minutes to twelve hours.")
    if not PERSONAL[0] <= exponent <= PERSONAL[1]:
        return undefined(f"The exponent lies between {PERSONAL[0]:g} and {PERSONAL[1]:.2f}.")
    speed = distance / duration * (FRESH / duration) ** (1 / exponent - 1)
    return measured(speed, None if duration >= 5400 else "A longer race would tell more about four hours.")


def ultra_time(
    distance: Array, altitude: Array, speed: float | None, stops: Sequence[tuple[float, float]] = ()
) -> UltraTime:
    """Time over a course, from its metres along the road and heights; `stops` are (metres along the road, seconds)."""
    if speed is None or not positive(speed) or not SPEEDS[0] <= speed <= SPEEDS[1]:
        return _none("This needs the level speed that lasts four hours.")
    road, factor = _course(distance, altitude)
    if road.size < 2:
        return _none("This needs a course with distances and heights, up to 1000 km.")
    places = [(at, rest) for at, rest in sorted(stops) if 0 <= at <= road[-1] and 0 <= rest < MOST_STOPS]
    if len(places) != len(stops):
        return _none("Stops lie on the course and last from nothing on.")
    fresh = np.concatenate(([0.0], np.cumsum(np.diff(road) * factor))) / speed
    if _stretched(float(fresh[-1]), FADES[-1]) > BEYOND:
        return _none("At this speed the course takes more than ten days, which nobody has looked at.")
    rest = math.fsum(seconds for _, seconds in places)
    quick, likely, slow = (_stretched(float(fresh[-1]), fade) for fade in FADES)
    return UltraTime(
        measured(likely + rest, _caution(likely)),
        measured(quick + rest),
        measured(slow + rest),
        measured(likely),
        float(fresh[-1]) * speed,
        _arrivals(road, fresh, places),
    )


def course_factor(grade: Array) -> Array:
    """Level metres in a metre on a slope: uphill the cheaper gait's energy, downhill what runners really gain."""
    return np.where(grade > 0, foot_cost(grade) / RUNNING[-1], pace_factor(grade))


def _course(distance: Array, altitude: Array) -> tuple[Array, Array]:
    """Every 50 m of road, and what each step is worth; nothing for what is no course."""
    nothing = np.zeros(0), np.zeros(0)
    if distance.size != altitude.size:
        return nothing
    known = np.isfinite(distance) & np.isfinite(altitude) & (np.abs(altitude) < 9000)
    along = distance[known]
    if along.size < 2 or not 0 <= along.min() or not STEP < np.ptp(along) <= LONGEST:
        return nothing
    ahead = np.maximum.accumulate(along) - along[0]
    places, first = np.unique(ahead, return_index=True)
    road = np.append(np.arange(0.0, places[-1], STEP), places[-1])
    heights = np.interp(road, places, altitude[known][first])
    slope = grade_along(road, heights)
    middle = np.where(np.isfinite(slope), slope, 0.0)
    return road, course_factor((middle[1:] + middle[:-1]) / 2)


def _stretched(fresh: float, fade: float) -> float:
    """dt/df = 1 + fade x hours beyond four, which integrates to an exponential in what it would take fresh."""
    if fresh <= FRESH:
        return fresh
    rate = fade / 3600
    return FRESH + math.expm1(min(rate * (fresh - FRESH), 50.0)) / rate


def _arrivals(road: Array, fresh: Array, stops: Sequence[tuple[float, float]]) -> tuple[Arrival, ...]:
    found: list[Arrival] = []
    rested = 0.0
    for at, rest in stops:
        tired = float(np.interp(at, road, fresh))
        low, likely, high = (_stretched(tired, fade) + rested for fade in FADES)
        found.append(Arrival(at, likely, low, high))
        rested += rest
    return tuple(found)


def _caution(moving: float) -> str | None:
    if moving < FRESH:
        return "Under four hours a race prediction says more."
    return "A guide: ground, heat, night and stomach decide, and no study stands behind the fading."


def _none(reason: str) -> UltraTime:
    why = undefined(reason)
    return UltraTime(why, why, why, why)
