"""Power over every duration from a sprint to hours: Morton's three-parameter and the omni-domain model.

Morton 1996, Ergonomics 39:611; Puchowicz, Baker & Clarke 2020, J Sports Sci 38:801.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.critical import CriticalFit, CriticalModel, Effort, usable
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.regression import Regression, judged, least, solved
from paceline.science.endurance.streams import Array

LASTING = (1.0, 1800.0)
FEWEST = 4
OMNI_LASTING, OMNI_FEWEST = (1.0, 14_400.0), 5
SPRINT, LONG = 60.0, 600.0  # s; the peak shows in the first minute, CP only in efforts of ten minutes and more
SHIFTS = (0.5, 400.0)  # s; W' over (peak - CP): about 20 s in most people
FADES_FROM = 1800.0  # s; beyond half an hour power falls with the logarithm of time


@dataclass(frozen=True, slots=True)
class OmniModel:
    """CP, W′, peak power and the fade (W per e-fold of time) beyond half an hour."""

    critical: float
    reserve: float
    peak: float
    fade: float


def critical_power_with_peak(efforts: Sequence[Effort]) -> CriticalFit:
    """CP, W′ and peak from at least four best efforts between a second and 30 minutes (least squares in power)."""
    used, left_out = usable(efforts, LASTING)
    missing = _too_few(used)
    if missing:
        return CriticalFit(None, missing, used, left_out)
    fitted = fit_three_parameters(_durations(used), _values(used))
    if fitted is None:
        return CriticalFit(None, "The efforts do not determine a curve.", used, left_out)
    critical, reserve, peak = fitted.estimates
    if not (critical.value > 0 and reserve.value > 0):
        reason = "The efforts do not fit together. Was one of them not all-out?"
        return CriticalFit(None, reason, used, left_out, critical, reserve, peak, fitted.r_squared)
    model = CriticalModel(critical.value, reserve.value, peak.value)
    return CriticalFit(model, None, used, left_out, critical, reserve, peak, fitted.r_squared)


def fit_three_parameters(durations: Array, values: Array) -> Regression | None:
    """P = CP + W' / (t + k) with k = W' / (peak - CP): given k it is a line, so only k is searched."""

    def line(shift: float) -> tuple[Array, Array]:
        columns = np.column_stack((np.ones_like(durations), 1 / (durations + shift)))
        return columns, solved(columns, values)

    def squares(shift: float) -> float:
        columns, found = line(shift)
        return float(np.sum((values - columns @ found) ** 2))

    shift = least(squares, *SHIFTS)
    columns, (critical, reserve) = line(shift)
    peak = critical + reserve / shift
    if not (math.isfinite(peak) and peak > critical):
        return None
    room = reserve / shift  # peak - CP
    by_shift = -reserve / (durations + shift) ** 2
    by_critical = 1 + by_shift * reserve / room**2
    by_reserve = 1 / (durations + shift) + by_shift / room
    jacobian = np.column_stack((by_critical, by_reserve, -by_shift * reserve / room**2))
    return judged(
        np.array([critical, reserve, peak]), jacobian, values, values - columns @ np.array([critical, reserve])
    )


def fit_omni(durations: Array, values: Array) -> OmniModel | None:
    """Least squares in power; given W' / (peak - CP) the rest is linear. None when the result is no physiology."""

    def line(shift: float) -> tuple[Array, Array]:
        columns = np.column_stack((_burst(durations, shift), np.ones_like(durations), -_faded(durations)))
        return columns, solved(columns, values)

    def squares(shift: float) -> float:
        columns, found = line(shift)
        return float(np.sum((values - columns @ found) ** 2))

    if durations.size < FEWEST:
        return None
    shift = least(squares, *SHIFTS)
    room, critical, fade = (float(number) for number in line(shift)[1])
    if not (room > 0 and critical > 0 and fade >= 0):
        return None
    return OmniModel(critical, room * shift, critical + room, fade)


def omni_power_at(model: OmniModel, duration: float) -> Metric:
    """The highest power that lasts `duration` seconds, from one second to many hours."""
    if not positive(duration):
        return undefined("A duration above zero is needed.")
    seconds = np.array([duration])
    room = model.peak - model.critical
    power = room * _burst(seconds, model.reserve / room) + model.critical - model.fade * _faded(seconds)
    if power[0] <= 0:
        return undefined("This is longer than the model describes.")
    return measured(float(power[0]))


def omni_power(efforts: Sequence[Effort], duration: float) -> Metric:
    """The highest power over a duration by the omni-domain model fitted to best efforts of a second to hours."""
    used, _ = usable(efforts, OMNI_LASTING)
    if len(used) < OMNI_FEWEST or used[0].duration > SPRINT or used[-1].duration < LONG:
        return undefined(f"Needs {OMNI_FEWEST} best efforts, from a sprint to ten minutes and more.")
    model = fit_omni(_durations(used), _values(used))
    if model is None:
        return undefined("The efforts do not fit together. Was one of them not all-out?")
    longest = used[-1].duration
    found = omni_power_at(model, duration)
    if found.value is None or duration <= 2 * longest:
        return found
    return measured(found.value, "Far beyond the longest effort it rests on.")


def power_index(power: float, duration: float) -> Metric:
    """An effort against a reference rider (CP 261 W, W′ 15.5 kJ, peak 1100 W) as 100, so that efforts of different
    length compare; the constants are GoldenCheetah's."""
    if not (positive(power) and positive(duration)):
        return undefined("An effort needs a power and a duration above zero.")
    return measured(100 * power / (15500 / (duration + 15500 / 839) + 261))


def _burst(durations: Array, shift: float) -> Array:
    """Share of the room between peak and CP that lasts: (1 - e^(-t/k)) k / t."""
    return -np.expm1(-durations / shift) * shift / durations


def _faded(durations: Array) -> Array:
    return np.log(np.maximum(durations / FADES_FROM, 1.0))


def _too_few(used: Sequence[Effort]) -> str | None:
    if len(used) < FEWEST:
        return f"Needs {FEWEST} best efforts between a second and 30 minutes; there are {len(used)}."
    if used[0].duration > SPRINT:
        return "Needs a best effort of at most a minute, to see the peak."
    if used[-1].duration < LONG:
        return "Needs a best effort of at least ten minutes, to see critical power."
    return None


def _durations(efforts: Sequence[Effort]) -> Array:
    return np.array([effort.duration for effort in efforts])


def _values(efforts: Sequence[Effort]) -> Array:
    return np.array([effort.value for effort in efforts])
