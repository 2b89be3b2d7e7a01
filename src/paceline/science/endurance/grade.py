"""What a slope costs: Minetti's energy curve, the population pace curve, and graded speed."""

import math
from typing import Literal

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.power import WINDOW, fourth_power_mean
from paceline.science.endurance.streams import Array

STEEPEST_MEASURED = 0.45  # Minetti et al. 2002, J Appl Physiol 93:1039
RUNNING = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)  # J/kg/m, highest power of the grade first
WALKING = (280.5, -58.7, -76.8, 51.9, 19.6, 2.5)

# Robb, "An improved GAP model", Strava Engineering (2017): pace factor against grade in percent, from runs at equal
# heart rate. Points as digitised in public sources; outside -40..40 % the end values hold.
POPULATION = (
    (-40, 1.937), (-32, 1.59), (-30, 1.49), (-28, 1.4), (-26, 1.315), (-22, 1.16), (-20, 1.085), (-16, 0.965),
    (-14, 0.92), (-12, 0.885), (-10, 0.875), (-7, 0.875), (-6, 0.885), (-5, 0.9), (-4, 0.91), (-3, 0.935),
    (-2, 0.95), (-1, 0.98), (0, 1.0), (2, 1.05), (3, 1.1), (4, 1.14), (5, 1.19), (6, 1.24), (8, 1.35), (9, 1.41),
    (10, 1.48), (12, 1.6), (14, 1.77), (16, 1.93), (18, 2.11), (22, 2.47), (24, 2.645), (26, 2.82), (28, 2.985),
    (34, 3.47), (40, 3.739),
)  # fmt: skip
HIKING_GRADE = 0.15  # from about here hiking pays at ultra speeds: 0.15 to 0.20 [own synthesis]
SMOOTHING = 50.0  # m of road over which a slope is read; shorter spans read the altimeter's noise


def running_cost(grade: Array | float) -> Array:
    """Energy in J/kg/m of running on a grade (a fraction), held at the measured ±0.45."""
    return np.polyval(np.array(RUNNING), _within(grade)).astype(np.float64)


def walking_cost(grade: Array | float) -> Array:
    """Energy in J/kg/m of walking on a grade (a fraction), held at the measured ±0.45."""
    return np.polyval(np.array(WALKING), _within(grade)).astype(np.float64)


def foot_cost(grade: Array | float) -> Array:
    """Energy in J/kg/m of the cheaper gait on a grade, walking or running, for pacing an ultra.

    Minetti's walking optimum is slow: the polynomial is cheaper everywhere, so the switch counts only from the grade
    at which ultra runners do hike, and elsewhere the cost is that of running [own synthesis].
    """
    run, walk = running_cost(grade), walking_cost(grade)
    return np.where(np.asarray(grade, dtype=np.float64) >= HIKING_GRADE, np.minimum(run, walk), run)


def energy_used(distance: Array, grade: Array, weight: float | None) -> Metric:
    """Joules above rest of covering a road on foot, from Minetti's running curve; a missing grade counts as level."""
    if weight is None or not positive(weight):
        return undefined("Energy needs a body weight above zero.")
    known = np.isfinite(distance)
    if known.sum() < 2:
        return undefined("Energy needs distance along the road.")
    road = np.maximum.accumulate(distance[known])
    slope = np.where(np.isfinite(grade[known]), grade[known], 0.0)
    return measured(float((np.diff(road) * running_cost(slope)[1:]).sum()) * weight)


def pace_factor(grade: Array | float, curve: Literal["population", "minetti"] = "population") -> Array:
    """How many level metres one metre on this grade is worth: for pace the population curve, for energy Minetti's."""
    if curve == "minetti":
        return running_cost(grade) / RUNNING[-1]
    percents, factors = zip(*POPULATION, strict=True)
    return np.interp(np.asarray(grade, dtype=np.float64) * 100, percents, factors)


def graded_speed(speed: Array, grade: Array, curve: Literal["population", "minetti"] = "population") -> Array:
    """The level speed that costs the same; a missing grade counts as level."""
    return speed * pace_factor(np.where(np.isfinite(grade), grade, 0.0), curve)


def grade_along(distance: Array, altitude: Array, smoothing: float = SMOOTHING) -> Array:
    """The slope around each sample over `smoothing` metres of road; NaN where it cannot be told."""
    slope = np.full(distance.size, np.nan)
    known = np.isfinite(distance) & np.isfinite(altitude)
    if known.sum() < 2:
        return slope
    road, first = np.unique(np.maximum.accumulate(distance[known]), return_index=True)
    if road[-1] - road[0] < smoothing:
        return slope
    heights = altitude[known][first]
    ahead = np.minimum(distance + smoothing / 2, road[-1])
    behind = np.maximum(distance - smoothing / 2, road[0])
    rise = np.interp(ahead, road, heights) - np.interp(behind, road, heights)
    usable = np.isfinite(distance) & (ahead - behind >= smoothing / 4)
    slope[usable] = rise[usable] / (ahead - behind)[usable]
    return np.clip(slope, -STEEPEST_MEASURED, STEEPEST_MEASURED)


def normalized_graded_speed(graded: Array) -> Metric:
    """Graded m/s at 1 Hz, smoothed and averaged like normalized power (the shape of TrainingPeaks's NGP)."""
    if not np.isfinite(graded).any():
        return undefined("There is no speed in this recording.")
    if graded.size < WINDOW:
        return undefined("Graded pace needs at least 30 seconds of speed.")
    return measured(fourth_power_mean(graded))


def running_stress_score(duration: float, graded: float | None, threshold_speed: float | None) -> Metric:
    """rTSS: 100 is one hour at threshold pace; `graded` is normalized graded speed in m/s."""
    return _speed_score(duration, graded, threshold_speed, exponent=2)


def swimming_stress_score(duration: float, speed: float | None, threshold_speed: float | None) -> Metric:
    """sTSS: as rTSS but with the cube, because drag makes the power of swimming grow with the cube of speed."""
    return _speed_score(duration, speed, threshold_speed, exponent=3)


def _speed_score(duration: float, speed: float | None, threshold: float | None, exponent: int) -> Metric:
    if threshold is None or not positive(threshold):
        return undefined("Load from pace needs a threshold pace.")
    if speed is None or not np.isfinite(speed) or speed < 0:
        return undefined("Load from pace needs a speed.")
    if not np.isfinite(duration) or duration < 0:
        return undefined("Load needs a duration.")
    share = speed / threshold
    return measured(duration / 3600 * math.prod([share] * exponent) * 100)


def _within(grade: Array | float) -> Array:
    return np.clip(np.asarray(grade, dtype=np.float64), -STEEPEST_MEASURED, STEEPEST_MEASURED)
