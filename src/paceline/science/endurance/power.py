"""Load from a power meter: normalized power, intensity, training stress, variability and efficiency.

Coggan 2003; Allen & Coggan, Training and Racing with a Power Meter.
"""

from itertools import accumulate

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

WINDOW = 30  # s
XPOWER_SECONDS = 25  # Skiba 2006: the time constant of the exponential average


def normalized_power(power: Array) -> Metric:
    """Fourth-power mean of the 30 s trailing mean, full windows only, from watts at 1 Hz; missing counts as 0 W."""
    if not np.isfinite(power).any():
        return undefined("There is no power in this recording.")
    if power.size < WINDOW:
        return undefined("Normalized power needs at least 30 seconds of power.")
    caution = None if power.size >= 300 else "Under five minutes normalized power says little."
    return measured(fourth_power_mean(power), caution)


def fourth_power_mean(values: Array) -> float:
    """Coggan's smoothing for any 1 Hz channel; negatives and missing values count as zero."""
    usable = np.where(np.isfinite(values), np.maximum(values, 0), 0)
    total = np.concatenate(([0.0], np.cumsum(usable)))
    rolling = np.maximum(total[WINDOW:] - total[:-WINDOW], 0) / WINDOW
    # Scaled by the peak, so that a corrupt reading cannot overflow the fourth power.
    peak = float(rolling.max(initial=0.0))
    return peak * float(np.mean((rolling / peak) ** 4)) ** 0.25 if peak > 0 else 0.0


def x_power(power: Array) -> Metric:
    """Fourth-power mean of watts at 1 Hz after a 25 s exponential average from rest (Skiba 2006, as GoldenCheetah).

    Missing and negative power counts as 0 W.
    """
    if not np.isfinite(power).any():
        return undefined("There is no power in this recording.")
    if power.size < WINDOW:
        return undefined("xPower needs at least 30 seconds of power.")
    usable = np.where(np.isfinite(power), np.maximum(power, 0), 0)
    peak = float(usable.max())
    if peak <= 0:
        return measured(0.0)
    weight = 1 / (XPOWER_SECONDS + 1)
    smoothed = np.fromiter(
        accumulate((usable / peak).tolist(), lambda kept, now: kept + (now - kept) * weight, initial=0.0), np.float64
    )[1:]
    return measured(peak * float(np.mean(smoothed**4)) ** 0.25)


def relative_intensity(xpower: float | None, critical_power: float | None) -> Metric:
    """xPower as a fraction of critical power (Skiba's counterpart of the intensity factor)."""
    if not critical_power or not positive(critical_power):
        return undefined("Relative intensity needs a critical power above zero.")
    if xpower is None or not np.isfinite(xpower) or xpower < 0:
        return undefined("There is no xPower.")
    return measured(xpower / critical_power)


def bike_score(duration: float, xpower: float | None, critical_power: float | None) -> Metric:
    """BikeScore (Skiba 2006): 100 is one hour at critical power. Not to be added to scores from normalized power."""
    if not np.isfinite(duration) or duration < 0:
        return undefined("Load needs a duration.")
    share = relative_intensity(xpower, critical_power).value
    if share is None:
        return relative_intensity(xpower, critical_power)
    return measured(duration / 3600 * share * share * 100)


def intensity_factor(normalized: float | None, ftp: float | None) -> Metric:
    """Normalized power as a fraction of functional threshold power."""
    if not ftp or not positive(ftp):
        return undefined("Intensity needs a threshold power above zero.")
    if normalized is None or not np.isfinite(normalized) or normalized < 0:
        return undefined("There is no normalized power.")
    return measured(normalized / ftp)


def training_stress_score(duration: float, normalized: float | None, ftp: float | None) -> Metric:
    """TSS: 100 is one hour at threshold power."""
    if not np.isfinite(duration) or duration < 0:
        return undefined("Load needs a duration.")
    return intensity_factor(normalized, ftp).then(lambda intensity: duration / 3600 * intensity * intensity * 100)


def variability_index(normalized: float | None, average: float | None) -> Metric:
    """Normalized over average power: 1.00 is perfectly even."""
    if normalized is None or average is None or not positive(average):
        return undefined("Variability needs average power above zero.")
    return measured(normalized / average)


def efficiency_factor(output: float | None, average_heart_rate: float | None) -> Metric:
    """Output per heartbeat: normalized power in watts, or graded speed in m/min, over average heart rate."""
    if output is None or not np.isfinite(output):
        return undefined("Efficiency needs power or speed.")
    if average_heart_rate is None or not positive(average_heart_rate):
        return undefined("Efficiency needs heart rate.")
    return measured(output / average_heart_rate)


def decoupling(time: Array, output: Array, heart_rate: Array, warm_up: float = 0.0) -> Metric:
    """How much output per heartbeat fell from the first half to the second, in percent (Friel; halves by time).

    Mean output over mean heart rate of the samples where heart rate is above zero; `warm_up` seconds are dropped.
    """
    known = np.isfinite(time) & np.isfinite(output) & np.isfinite(heart_rate) & (heart_rate > 0)
    if not known.any():
        return undefined("Decoupling needs heart rate together with power or speed.")
    start, end = float(time[known].min()) + warm_up, float(time[known].max())
    middle = (start + end) / 2
    first, second = known & (time >= start) & (time < middle), known & (time >= middle)
    if end <= start or not first.any() or not second.any():
        return undefined("The session is too short to compare two halves.")
    before = float(output[first].mean() / heart_rate[first].mean())
    after = float(output[second].mean() / heart_rate[second].mean())
    if before <= 0:
        return undefined("There was no output in the first half.")
    return measured(100 * (before - after) / before)
