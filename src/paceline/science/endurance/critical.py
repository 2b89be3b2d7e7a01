"""Critical power and critical speed: the output that can be held long, and the reserve above it.

Monod & Scherrer 1965; Moritani 1981; Hill 1993. Speed obeys the same law with metres for joules: d = D' + CS t.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.regression import Estimate, Regression, judged, least, linear_fit
from paceline.science.endurance.streams import Array

Form: TypeAlias = Literal["work_time", "inverse_time", "hyperbolic"]
Kind: TypeAlias = Literal["power", "speed"]
Reasons: TypeAlias = tuple[tuple[int, str], ...]  # place in the list that was given, and why it is not used

LASTING = {"power": (120.0, 1800.0), "speed": (120.0, 1500.0)}  # s; trials of 2-20 min are usual, to 25-30 min usable
PLAUSIBLE = (0.1, 10_000.0)  # W or m/s
FEWEST = 3
SPREAD = 2.0  # longest over shortest trial
MOST_ERROR, MOST_RESERVE_ERROR = 0.05, 0.10  # standard error over value [own synthesis]
NAMES = {"power": ("critical power", "W′"), "speed": ("critical speed", "D′")}


@dataclass(frozen=True, slots=True)
class Effort:
    """A mean output (W or m/s) held for `duration` seconds, and the activity it comes from."""

    duration: float
    value: float
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CriticalModel:
    """CP in W with W′ in J, or CS in m/s with D′ in m; `peak` (W or m/s) makes it Morton's three-parameter model."""

    critical: float
    reserve: float
    peak: float | None = None

    def __post_init__(self) -> None:
        if not (positive(self.critical) and positive(self.reserve)):
            raise ValueError("A critical power and its reserve are above zero.")
        if self.peak is not None and not (math.isfinite(self.peak) and self.peak > self.critical):
            raise ValueError("The peak lies above the critical power.")


@dataclass(frozen=True, slots=True)
class CriticalFit:
    """The fitted model or why there is none, the efforts it rests on, and the places in the list of those left out."""

    model: CriticalModel | None
    reason: str | None
    used: tuple[Effort, ...]
    left_out: Reasons
    critical: Estimate | None = None
    reserve: Estimate | None = None
    peak: Estimate | None = None
    r_squared: float | None = None

    @property
    def value(self) -> Metric:
        """Critical power or speed as a metric."""
        return undefined(self.reason or "Not fitted.") if self.model is None else measured(self.model.critical)


def critical_power(efforts: Sequence[Effort], form: Form = "work_time") -> CriticalFit:
    """CP and W′ from best efforts of 2 to 30 minutes, by default from work against time."""
    return _two_parameters(efforts, form, "power")


def critical_speed(efforts: Sequence[Effort], form: Form = "work_time") -> CriticalFit:
    """CS and D′ from best efforts (duration, mean speed) of 2 to 25 minutes, by default from distance against time."""
    return _two_parameters(efforts, form, "speed")


def fit_two_parameters(durations: Array, values: Array, form: Form) -> Regression | None:
    """The regression alone, without judging the efforts: (critical, reserve) with errors. The three forms weight
    errors differently, so they disagree on the same trials (330.1, 330.9 and 332.2 W on those of Vanhatalo 2007)."""
    ones = np.ones_like(durations)
    match form:
        case "work_time":
            return linear_fit(np.column_stack((durations, ones)), durations * values)
        case "inverse_time":
            return linear_fit(np.column_stack((ones, 1 / durations)), values)
        case "hyperbolic":
            return _hyperbolic(durations, values)


def power_at(model: CriticalModel, duration: float) -> Metric:
    """The highest output that lasts `duration` seconds."""
    if not positive(duration):
        return undefined("A duration above zero is needed.")
    return measured(model.critical + model.reserve / (duration + _shift(model)), _outside(model, duration))


def time_at(model: CriticalModel, output: float) -> Metric:
    """Time to exhaustion in seconds at a steady output."""
    if not math.isfinite(output) or output <= model.critical:
        return undefined("At or below the critical output the model sets no limit; other limits come first.")
    duration = model.reserve / (output - model.critical) - _shift(model)
    if duration < 0:  # Morton's formula turns negative above the peak
        return measured(0.0, "Above the peak output: not for a moment.")
    return measured(duration, _outside(model, duration))


def time_over(model: CriticalModel, amount: float) -> Metric:
    """Least time for an amount of work (J) or a distance (m): t = (d - D') / CS; two-parameter models only."""
    if model.peak is not None:
        return undefined("A time over a distance is only defined for the two-parameter model.")
    if not (math.isfinite(amount) and amount > model.reserve):
        return undefined("This is so short that the reserve alone would cover it.")
    duration = (amount - model.reserve) / model.critical
    return measured(duration, _outside(model, duration))


def usable(efforts: Sequence[Effort], lasting: tuple[float, float]) -> tuple[tuple[Effort, ...], Reasons]:
    """Efforts that can be all-out and last as long as the model asks, shortest first, and why the others are not."""
    why = {place: reason for place, effort in enumerate(efforts) if (reason := _unusable(effort, lasting))}
    longest_first = sorted(
        (place for place in range(len(efforts)) if place not in why),
        key=lambda place: (-efforts[place].duration, -efforts[place].value),
    )
    used: list[Effort] = []
    for place in longest_first:
        if used and efforts[place].value <= used[-1].value:  # every one kept so far is at least as long
            why[place] = "A longer effort was just as hard, so this one was not all-out."
        else:
            used.append(efforts[place])
    return tuple(reversed(used)), tuple(sorted(why.items()))


def _unusable(effort: Effort, lasting: tuple[float, float]) -> str | None:
    if not (positive(effort.duration) and positive(effort.value)):
        return "It needs a duration and a value above zero."
    if not PLAUSIBLE[0] <= effort.value <= PLAUSIBLE[1]:
        return "No one's effort is like that; it is probably a fault of the recording."
    if not lasting[0] <= effort.duration <= lasting[1]:
        return f"It does not last {_span(lasting)}."
    return None


def _two_parameters(efforts: Sequence[Effort], form: Form, kind: Kind) -> CriticalFit:
    used, left_out = usable(efforts, LASTING[kind])
    missing = _too_few(used, kind)
    if missing:
        return CriticalFit(None, missing, used, left_out)
    durations = np.array([effort.duration for effort in used])
    values = np.array([effort.value for effort in used])
    fitted = fit_two_parameters(durations, values, form)
    if fitted is None:
        return CriticalFit(None, "The efforts do not determine a line.", used, left_out)
    critical, reserve = fitted.estimates
    reason = _implausible(critical, reserve, float(values.min()), kind)
    model = None if reason else CriticalModel(critical.value, reserve.value)
    return CriticalFit(model, reason, used, left_out, critical, reserve, None, fitted.r_squared)


def _hyperbolic(durations: Array, values: Array) -> Regression | None:
    """t = W' / (P - CP): for a given CP the best W' is linear, so only the gap below the least output is searched."""
    floor = float(values.min())

    def reserve(gap: float) -> float:
        slope = 1 / (values - floor + gap)
        return float(durations @ slope / (slope @ slope))

    def squares(gap: float) -> float:
        return float(np.sum((durations - reserve(gap) / (values - floor + gap)) ** 2))

    gap = least(squares, floor * 1e-6, floor)
    above, held = values - floor + gap, reserve(gap)
    jacobian = np.column_stack((held / above**2, 1 / above))
    return judged(np.array([floor - gap, held]), jacobian, durations, durations - held / above)


def _too_few(used: Sequence[Effort], kind: Kind) -> str | None:
    if len(used) < FEWEST:
        return f"Needs {FEWEST} all-out efforts of {_span(LASTING[kind])}; there are {len(used)}."
    if used[-1].duration < SPREAD * used[0].duration:
        return "The efforts are too alike in length; the longest should last at least twice the shortest."
    return None


def _implausible(critical: Estimate, reserve: Estimate, least_value: float, kind: Kind) -> str | None:
    """Why a fit is no physiology, or too loose to use."""
    names = NAMES[kind]
    if not 0 < critical.value < least_value:
        return f"The efforts do not fit together: {names[0]} would not lie between zero and the longest effort."
    if not reserve.value > 0:
        return f"The efforts do not fit together: {names[1]} would be below zero. Was one of them not all-out?"
    for estimate, name, most in ((critical, names[0], MOST_ERROR), (reserve, names[1], MOST_RESERVE_ERROR)):
        if estimate.error is not None and estimate.error > most * estimate.value:
            return f"The efforts disagree: {name} is only known to {estimate.error / estimate.value:.0%}."
    return None


def _shift(model: CriticalModel) -> float:
    """Morton's time asymptote; zero in the two-parameter model."""
    return 0.0 if model.peak is None else model.reserve / (model.peak - model.critical)


def _outside(model: CriticalModel, duration: float) -> str | None:
    least_duration, longest = LASTING["power"]
    if duration > longest:
        return "Beyond 30 minutes the model promises too much."
    if duration < least_duration and model.peak is None:
        return "Below two minutes the two-parameter model promises too much."
    return None


def _span(lasting: tuple[float, float]) -> str:
    low, high = lasting
    return f"{low / 60:g} to {high / 60:g} minutes" if low >= 60 else f"{low:g} seconds to {high / 60:g} minutes"
