"""Load from heart rate: the training impulses of Banister, Edwards and Lucia, and the threshold-hour score."""

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array, Pause, in_order, sample_seconds

Sex: TypeAlias = Literal["female", "male"]

# (scale, exponent). Banister 1991 for men; Morton, Fitz-Clarke & Banister 1990 for women (0.86, not the 0.64 some
# programs keep from the men's formula, which reads 26 % low).
COEFFICIENTS: dict[Sex, tuple[float, float]] = {"male": (0.64, 1.92), "female": (0.86, 1.67)}
SEX_UNKNOWN = "Without a sex on file the mean of the two formulas is used."
THRESHOLD_RESERVE = 0.85  # share of the reserve taken as threshold when none was measured (as in Elevate)
# Edwards 1993: one to five points a minute by tenths of maximum heart rate, nothing below half.
EDWARDS = (50, 60, 70, 80, 90)
LUCIA = (1.0, 2.0, 3.0)  # Lucia et al. 2003: points a minute below VT1, between, and from VT2
LEAST_COVERAGE = 0.75  # below this the sum would understate the session too much [own synthesis]


def trimp(
    time: Array,
    heart_rate: Array,
    *,
    max_hr: float | None,
    resting_hr: float | None,
    sex: Sex | None = None,
    pauses: tuple[Pause, ...] = (),
) -> Metric:
    """Banister's TRIMP summed per sample; heart rate is held within resting and maximum, missing adds nothing."""
    if max_hr is None or resting_hr is None or not _reserve(max_hr, resting_hr):
        return _no_reserve(max_hr, resting_hr)
    seconds, beats = _counted(time, heart_rate, pauses)
    missing = _missing(seconds, beats)
    if missing:
        return missing
    known = np.isfinite(beats) & (beats > 0)
    reserve = np.clip((beats[known] - resting_hr) / (max_hr - resting_hr), 0, 1)
    impulse = sum(float((seconds[known] / 60 * reserve * a * np.exp(b * reserve)).sum()) for a, b in _weights(sex))
    return measured(impulse / len(_weights(sex)), None if sex else SEX_UNKNOWN)


def trimp_from_average(
    duration: float,
    average: float | None,
    *,
    max_hr: float | None,
    resting_hr: float | None,
    sex: Sex | None = None,
) -> Metric:
    """TRIMP when only an average is known, as in a manual log. It reads low: the impulse grows faster than the rate."""
    if max_hr is None or resting_hr is None or not _reserve(max_hr, resting_hr):
        return _no_reserve(max_hr, resting_hr)
    if average is None or not positive(average) or not math.isfinite(duration) or duration < 0:
        return undefined("This needs a duration and an average heart rate.")
    share = min(max((average - resting_hr) / (max_hr - resting_hr), 0), 1)
    return measured(duration / 60 * _impulse(share, sex), "From average heart rate, which reads low.")


def edwards_trimp(time: Array, heart_rate: Array, *, max_hr: float | None, pauses: tuple[Pause, ...] = ()) -> Metric:
    """Edwards's TRIMP: minutes in the five tenths from 50 % of maximum, times one to five."""
    if max_hr is None or not positive(max_hr):
        return undefined("This load needs a maximum heart rate.")
    edges = [percent * max_hr / 100 for percent in EDWARDS]
    return _by_zone(time, heart_rate, edges, (0.0, 1.0, 2.0, 3.0, 4.0, 5.0), pauses)


def lucia_trimp(
    time: Array, heart_rate: Array, *, vt1: float | None, vt2: float | None, pauses: tuple[Pause, ...] = ()
) -> Metric:
    """Lucia's TRIMP: minutes below, between and above the two ventilatory thresholds (bpm), times one, two, three."""
    if vt1 is None or vt2 is None or not positive(vt1) or not positive(vt2):
        return undefined("This load needs the heart rates of both thresholds.")
    if vt1 >= vt2:
        return undefined("The first threshold must lie below the second.")
    return _by_zone(time, heart_rate, (vt1, vt2), LUCIA, pauses)


def heart_rate_stress_score(
    impulse: float | None,
    *,
    max_hr: float | None,
    resting_hr: float | None,
    lthr: float | None = None,
    sex: Sex | None = None,
) -> Metric:
    """TRIMP as a percentage of one hour at threshold heart rate (hrSS): 100 is that hour."""
    if impulse is None or not math.isfinite(impulse):
        return undefined("There is no heart-rate load to convert.")
    if max_hr is None or resting_hr is None or not _reserve(max_hr, resting_hr):
        return _no_reserve(max_hr, resting_hr)
    threshold = lthr if lthr is not None else resting_hr + THRESHOLD_RESERVE * (max_hr - resting_hr)
    if not resting_hr < threshold <= max_hr:
        return undefined("Threshold heart rate must lie between resting and maximum.")
    hour = 60 * _impulse((threshold - resting_hr) / (max_hr - resting_hr), sex)
    caution = None if lthr is not None else "Threshold heart rate was taken as 85 % of the reserve."
    return measured(100 * impulse / hour, caution)


def _by_zone(
    time: Array, heart_rate: Array, edges: Sequence[float], weights: Sequence[float], pauses: tuple[Pause, ...]
) -> Metric:
    """Minutes times the weight of the zone; an exact edge belongs to the zone above."""
    seconds, beats = _counted(time, heart_rate, pauses)
    missing = _missing(seconds, beats)
    if missing:
        return missing
    known = np.isfinite(beats) & (beats > 0)
    zone = np.searchsorted(np.array(edges), beats[known], side="right")
    return measured(float((seconds[known] / 60 * np.array(weights)[zone]).sum()))


def _counted(time: Array, heart_rate: Array, pauses: tuple[Pause, ...]) -> tuple[Array, Array]:
    keep = in_order(time)
    return sample_seconds(time[keep], pauses), heart_rate[keep]


def _missing(seconds: Array, beats: Array) -> Metric | None:
    known = np.isfinite(beats) & (beats > 0)
    if not known.any():
        return undefined("There is no heart rate in this recording.")
    if seconds.sum() > 0 and seconds[known].sum() < LEAST_COVERAGE * seconds.sum():
        return undefined("Heart rate is missing for more than a quarter of the session.")
    return None


def _impulse(share: float, sex: Sex | None) -> float:
    weights = _weights(sex)
    return sum(share * scale * math.exp(exponent * share) for scale, exponent in weights) / len(weights)


def _weights(sex: Sex | None) -> list[tuple[float, float]]:
    return [COEFFICIENTS[sex]] if sex else list(COEFFICIENTS.values())


def _reserve(max_hr: float, resting_hr: float) -> bool:
    return positive(max_hr) and positive(resting_hr) and max_hr > resting_hr


def _no_reserve(max_hr: float | None, resting_hr: float | None) -> Metric:
    if not positive(max_hr) or not positive(resting_hr):
        return undefined("Heart-rate load needs a maximum and a resting heart rate.")
    return undefined("Maximum heart rate must be above resting heart rate.")
