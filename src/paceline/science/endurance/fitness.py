"""Fitness, fatigue and form from daily load, past and planned.

Banister's impulse response as the performance management chart keeps it; the daily weight is 1 - exp(-1/days), which
replays 1,455 days of intervals.icu to 1e-5, where 2/(days + 1) is off by up to 8.6.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from paceline.science.endurance.streams import Array

CTL_DAYS = 42.0
ATL_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class FitnessSeries:
    """One value per local day. `tsb` is the evening before's fitness less fatigue: the form you wake up with.

    `ramp` is the change of CTL over seven days, NaN while there are not seven days to look back on.
    """

    ctl: Array
    atl: Array
    tsb: Array
    ramp: Array
    start_ctl: float = 0.0  # the evening before the first day
    start_atl: float = 0.0


def fitness_series(
    loads: Sequence[float | None],
    *,
    initial_ctl: float = 0.0,
    initial_atl: float = 0.0,
    ctl_days: float = CTL_DAYS,
    atl_days: float = ATL_DAYS,
) -> FitnessSeries:
    """The series for consecutive local days; a day without training (None or NaN) is a load of zero."""
    daily = [_daily(load) for load in loads]
    ctl = _smoothed(daily, initial_ctl, ctl_days)
    atl = _smoothed(daily, initial_atl, atl_days)
    return FitnessSeries(ctl[1:], atl[1:], (ctl - atl)[:-1], _ramp(ctl), initial_ctl, initial_atl)


def project(series: FitnessSeries, planned: Sequence[float | None]) -> FitnessSeries:
    """The days after `series` if the planned loads are done; its ramp looks back into the past."""
    if series.ctl.size == 0:
        return fitness_series(planned, initial_ctl=series.start_ctl, initial_atl=series.start_atl)
    ahead = fitness_series(planned, initial_ctl=float(series.ctl[-1]), initial_atl=float(series.atl[-1]))
    ramp = _ramp(np.concatenate(([series.start_ctl], series.ctl, ahead.ctl)))
    return replace(ahead, ramp=ramp[series.ctl.size :])


def next_day(value: float, load: float, days: float) -> float:
    """Tomorrow's CTL (42 days) or ATL (7 days) after one day of load."""
    return value + (load - value) * _daily_share(days)


@cache
def _daily_share(days: float) -> float:
    return -math.expm1(-1 / days)


def _ramp(ctl: Array) -> Array:
    """Change over seven days for every day after the first value, which is the evening before."""
    ramp = np.full(ctl.size - 1, np.nan)
    ramp[6:] = ctl[7:] - ctl[:-7]
    return ramp


def _smoothed(daily: Sequence[float], initial: float, days: float) -> Array:
    if not days > 0 or not math.isfinite(initial):
        raise ValueError("A time constant must be above zero and a starting value a number.")
    values = [initial]
    for load in daily:
        values.append(next_day(values[-1], load, days))
    return np.array(values, dtype=np.float64)


def _daily(load: float | None) -> float:
    if load is None or math.isnan(load):
        return 0.0
    if load < 0 or math.isinf(load):
        raise ValueError("Daily load cannot be negative or infinite.")
    return float(load)
