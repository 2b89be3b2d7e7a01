"""Evidence for the coach's queue: spikes, ramps and sameness in training, described and never diagnosed."""

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

FIRST_DAYS = 28
CHRONIC_DAYS = 28
ACUTE_DAYS = 7

AcuteChronic: TypeAlias = Literal["coupled", "uncoupled", "ewma"]
SpikeBand: TypeAlias = Literal["usual", "small", "moderate", "large"]


def acute_chronic_ratio(loads: Sequence[float | None], method: AcuteChronic = "coupled") -> Metric:
    """The last week's daily load against the last four weeks', over calendar days, oldest first; rest days are zero.

    Descriptive only: Impellizzeri 2020 and Frandsen 2025 found no use in it as a gate. `ewma` is Williams 2017,
    weight 2/(days + 1) and seeded with the first day, which is what reproduces the printed values.
    """
    if len(loads) < FIRST_DAYS:
        return undefined(f"Needs four weeks of training days; there are {len(loads)} days so far.")
    known = [load if load is not None and math.isfinite(load) else 0.0 for load in loads]
    daily = np.array(known, dtype=np.float64)
    if method == "ewma":
        acute, chronic = _averaged(daily, ACUTE_DAYS), _averaged(daily, CHRONIC_DAYS)
    else:
        window = daily[-CHRONIC_DAYS:]
        acute = float(window[-ACUTE_DAYS:].mean())
        chronic = float((window if method == "coupled" else window[:-ACUTE_DAYS]).mean())
    if chronic <= 0:
        return undefined("There was no training in the past weeks to compare with.")
    return measured(acute / chronic)


def describe_ratio(ratio: float | None) -> str:
    """The ratio in words that describe and do not judge: no band of it has been shown to protect or to harm."""
    if ratio is None or not math.isfinite(ratio) or ratio < 0:
        return "There is not enough training to compare the last week with."
    if 0.95 <= ratio <= 1.05:
        return "The last week held about as much as an average one of the last four."
    return f"The last week held {ratio:.1f} times as much a day as the last four on average."


def ramp_rate(ctl: Sequence[float]) -> Metric:
    """How much fitness (CTL) changed over the last seven days."""
    if len(ctl) < 8:
        return undefined("Needs eight days of fitness.")
    if not (math.isfinite(ctl[-1]) and math.isfinite(ctl[-8])):
        return undefined("Fitness is not known for this week.")
    return measured(ctl[-1] - ctl[-8])


def session_spike(distance: float | None, last_30_days: Sequence[float | None]) -> Metric:
    """One session's distance against the longest of the 30 days before it (Frandsen et al. 2025, 5,205 runners)."""
    if distance is None or not positive(distance):
        return undefined("This session has no distance.")
    earlier = [value for value in last_30_days if value is not None and positive(value)]
    if not earlier:
        return undefined("There is no session in the last 30 days to compare with.")
    return measured(distance / max(earlier))


def spike_band(ratio: float) -> SpikeBand:
    """Frandsen's bands: over 1.1, 1.3 and 2 times the longest went with 1.64, 1.52 and 2.28 times the injuries."""
    if ratio <= 1.10:
        return "usual"
    if ratio <= 1.30:
        return "small"
    return "moderate" if ratio <= 2.0 else "large"


def monotony(week: Sequence[float | None]) -> Metric:
    """Mean over sample SD of seven daily loads, rest days as zero (Foster 1998); above 2 the days are all alike."""
    daily = _week(week)
    if daily is None:
        return undefined("Needs the loads of seven days.")
    mean = math.fsum(daily) / 7
    spread = math.sqrt(math.fsum((load - mean) ** 2 for load in daily) / 6)
    if spread <= 1e-9 * max(1.0, abs(mean)):
        return undefined("Every day had the same load, so there is no spread to divide by.")
    return measured(mean / spread)


def strain(week: Sequence[float | None]) -> Metric:
    """The week's load times its monotony (Foster 1998), in the unit of the loads given."""
    daily = _week(week)
    return monotony(week).then(lambda sameness: sameness * math.fsum(daily or ()))


def _averaged(daily: Array, days: int) -> float:
    weight = 2 / (days + 1)
    value = float(daily[0])
    for load in daily[1:].tolist():
        value += weight * (load - value)
    return value


def _week(week: Sequence[float | None]) -> list[float] | None:
    if len(week) != 7:
        return None
    return [load if load is not None and math.isfinite(load) else 0.0 for load in week]
