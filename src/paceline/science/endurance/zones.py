"""Intensity zones from an athlete's thresholds, and the time spent in each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import positive
from paceline.science.endurance.streams import Array, Pause, in_order, sample_seconds

HeartRateMethod: TypeAlias = Literal["reserve", "lthr_run", "lthr_bike", "lthr_five", "max"]

# Whole percentages throughout, so that an exact edge stays exact.
# Karvonen 1957 (of heart rate reserve); the common 10 % steps, also applied to plain maximum.
TENTHS = (60, 70, 80, 90)
# Friel, percent of lactate threshold heart rate.
FRIEL_RUN = (85, 89, 94, 99, 102, 106)
FRIEL_BIKE = (81, 89, 93, 99, 102, 106)
LTHR_FIVE = (68, 83, 94, 105)  # GoldenCheetah's five zones, percent of lactate threshold heart rate
# Allen & Coggan, Training and Racing with a Power Meter: percent of functional threshold power.
COGGAN = (55, 75, 90, 105, 120, 150)
# GoldenCheetah's defaults, percent of critical speed.
PACE_RUN = (80, 87, 95, 105, 119)
PACE_SWIM = (93, 97, 99, 102, 109)


@dataclass(frozen=True, slots=True)
class Zone:
    """Half-open: a value belongs when low <= value < high. The first starts at 0, the last has no end."""

    name: str
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value < self.high


def heart_rate_zones(
    *,
    max_hr: float | None = None,
    resting_hr: float | None = None,
    lthr: float | None = None,
    method: HeartRateMethod | None = None,
) -> tuple[Zone, ...]:
    """Zones in bpm by the given method, or the best the inputs allow; empty when they allow none."""
    chosen = method or _best_method(max_hr, resting_hr, lthr)
    if chosen is None or why_no_heart_rate_zones(max_hr=max_hr, resting_hr=resting_hr, lthr=lthr, method=chosen):
        return ()
    if chosen == "reserve":
        rest, reserve = resting_hr or 0, (max_hr or 0) - (resting_hr or 0)
        return _five([rest + percent * reserve / 100 for percent in TENTHS])
    if chosen == "max":
        return _five([percent * (max_hr or 0) / 100 for percent in TENTHS])
    if chosen == "lthr_five":
        return _five([percent * (lthr or 0) / 100 for percent in LTHR_FIVE])
    percents = FRIEL_RUN if chosen == "lthr_run" else FRIEL_BIKE
    names = ("Z1", "Z2", "Z3", "Z4", "Z5a", "Z5b", "Z5c")
    return _between(names, [percent * (lthr or 0) / 100 for percent in percents])


def why_no_heart_rate_zones(
    *,
    max_hr: float | None = None,
    resting_hr: float | None = None,
    lthr: float | None = None,
    method: HeartRateMethod | None = None,
) -> str | None:
    """The sentence for an empty `heart_rate_zones`, or None when there are zones."""
    chosen = method or _best_method(max_hr, resting_hr, lthr)
    if chosen is None:
        return "Zones need a maximum or a threshold heart rate."
    if chosen in ("lthr_run", "lthr_bike", "lthr_five"):
        return None if positive(lthr) else "These zones need a threshold heart rate."
    if max_hr is None or not positive(max_hr):
        return "These zones need a maximum heart rate."
    if chosen == "reserve" and (resting_hr is None or not positive(resting_hr) or resting_hr >= max_hr):
        return "These zones need a resting heart rate below the maximum."
    return None


def heart_rate_at(fraction: float, max_hr: float, resting_hr: float) -> float:
    """Karvonen: the heart rate at a fraction of the reserve."""
    return resting_hr + fraction * (max_hr - resting_hr)


def three_zones(first: float | None, second: float | None) -> tuple[Zone, ...]:
    """Easy, between and hard by the two thresholds, in any unit, as for time-in-zone distributions (Seiler 2010)."""
    if first is None or second is None or not positive(first) or not positive(second) or first >= second:
        return ()
    return _between(("Easy", "Between", "Hard"), [first, second])


def power_zones(ftp: float | None) -> tuple[Zone, ...]:
    """Coggan's seven power zones in watts; empty without a threshold."""
    names = ("Recovery", "Endurance", "Tempo", "Threshold", "VO2max", "Anaerobic", "Neuromuscular")
    return _between(names, [percent * ftp / 100 for percent in COGGAN]) if ftp and positive(ftp) else ()


def pace_zones(threshold_speed: float | None, sport: str = "running") -> tuple[Zone, ...]:
    """Six zones in m/s from threshold (critical) speed; empty without one."""
    if not threshold_speed or not positive(threshold_speed):
        return ()
    percents = PACE_SWIM if "swim" in sport else PACE_RUN
    return _between(("Z1", "Z2", "Z3", "Z4", "Z5", "Z6"), [percent * threshold_speed / 100 for percent in percents])


def time_in_zones(
    time: Array, channel: Array, zones: Sequence[Zone], pauses: Sequence[Pause] = ()
) -> tuple[float, ...]:
    """Seconds in each zone. A sample stands for the time since the one before it; missing values and gaps over
    30 s count nowhere, so the sum never exceeds the recorded time."""
    keep = in_order(time)
    seconds, values = sample_seconds(time[keep], pauses), channel[keep]
    known = np.isfinite(values)
    return tuple(float(seconds[known & (values >= zone.low) & (values < zone.high)].sum()) for zone in zones)


def _best_method(max_hr: float | None, resting_hr: float | None, lthr: float | None) -> HeartRateMethod | None:
    if positive(lthr):
        return "lthr_run"
    if not positive(max_hr):
        return None
    return "reserve" if positive(resting_hr) else "max"


def _five(edges: Sequence[float]) -> tuple[Zone, ...]:
    return _between(("Z1", "Z2", "Z3", "Z4", "Z5"), edges)


def _between(names: Sequence[str], edges: Sequence[float]) -> tuple[Zone, ...]:
    bounds = [0.0, *edges, math.inf]
    return tuple(Zone(name, low, high) for name, low, high in zip(names, bounds, bounds[1:], strict=False))
