"""W′ and D′ balance: how much of the reserve above critical power or speed is left, second by second.

Skiba 2012, MSSE 44:1526 (integral); Skiba et al. 2015, EJAP 115:703, after Froncioni (differential).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

Form: TypeAlias = Literal["differential", "integral"]

TAU = (546.0, -0.01, 316.0)  # s, 1/W, s; Skiba 2012, fitted to cycling power
BLOCK = 512  # samples worked at once
MOST_DECAY = 300.0  # exponents within a block stay far from what a float can hold


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left of the reserve after each sample (J or m), the least of it, and the seconds spent below zero."""

    left: Array
    lowest: Metric
    lowest_at: int | None  # sample
    below_zero: Metric
    end: Metric
    tau: Metric


def w_balance(
    power: Array, critical: float | None, reserve: float | None, form: Form = "differential", seconds: float = 1.0
) -> Balance:
    """W′ balance of a channel with one sample every `seconds`; missing power is coasting, negative power is none.

    `differential`: spent above CP joule for joule, refilled below it at a rate of (CP - P) and what is missing. Each
    step is solved exactly, so the result does not depend on the sampling. `integral`: every joule spent comes back
    with one time constant from the mean power below CP. Neither is held at zero: a balance below it says that CP or W′
    is set too low.
    """
    if not (positive(critical) and positive(reserve)) or critical is None or reserve is None:
        return _none("Needs critical power and W′ above zero.")
    if form == "integral":
        return _balance(power, critical, reserve, seconds, _time_constant(_known(power), critical))
    return _balance(power, critical, reserve, seconds, None)


def d_balance(speed: Array, critical: float | None, reserve: float | None, seconds: float = 1.0) -> Balance:
    """D′ balance of a (graded) speed channel, in the differential form: Skiba's time constant belongs to watts."""
    if not (positive(critical) and positive(reserve)) or critical is None or reserve is None:
        return _none("Needs critical speed and D′ above zero.")
    return _balance(speed, critical, reserve, seconds, None)


@np.errstate(over="ignore", invalid="ignore")
def _balance(values: Array, critical: float, reserve: float, seconds: float, tau: float | None) -> Balance:
    if not positive(seconds):
        return _none("Needs a step above zero seconds.")
    known = _known(values)
    if not np.isfinite(values).any():
        return _none("There is nothing recorded to compute it from.")
    spent = np.maximum(known - critical, 0.0) * seconds
    if tau is None:
        refill = np.maximum(critical - known, 0.0) * seconds / reserve
    else:
        refill = np.full_like(spent, seconds / tau)
    left = reserve - _owed(spent, refill)
    if not np.isfinite(left).all():
        return _none("The inputs are too extreme to give a number.")
    return _described(left, seconds, tau)


def _described(left: Array, seconds: float, tau: float | None) -> Balance:
    lowest_at = int(left.argmin())
    below = float(np.count_nonzero(left < 0) * seconds)
    caution = "It fell below zero, so the critical value or the reserve is set too low." if below else None
    return Balance(
        left,
        measured(float(left[lowest_at]), caution),
        lowest_at,
        measured(below, caution),
        measured(float(left[-1]), caution),
        undefined("Only the integral form has a time constant.") if tau is None else measured(tau),
    )


@np.errstate(over="ignore", invalid="ignore")
def _time_constant(power: Array, critical: float) -> float:
    """Skiba 2012; a ride that never drops below CP has nothing to average, and the gap counts as all of CP."""
    below = power[power < critical]
    gap = critical - float(below.mean()) if below.size else critical
    return TAU[0] * float(np.exp(TAU[1] * gap)) + TAU[2]


def _owed(spent: Array, refill: Array) -> Array:
    """owed[i] = owed[i-1] e^-refill[i] + spent[i], a block at a time.

    Within a block the sum is taken in units that grow as the debt would decay; all its terms are positive, so nothing
    cancels. What is owed at the end of a block is carried into the next.
    """
    most = float(refill.max(initial=0.0))
    size = int(min(max(MOST_DECAY / most, 1), BLOCK)) if most > 0 else BLOCK
    rows = -(-spent.size // size)
    room = rows * size - spent.size
    decay = np.pad(refill, (0, room)).reshape(rows, size).cumsum(axis=1)
    spent_in = np.pad(spent, (0, room)).reshape(rows, size)
    fading = np.exp(-decay)
    if size == 1:
        within = spent_in
    else:
        within = (spent_in * np.exp(decay)).cumsum(axis=1) * fading
    carried = np.zeros(rows)
    owed = 0.0
    for row, (kept, added) in enumerate(zip(fading[:, -1].tolist(), within[:, -1].tolist(), strict=True)):
        carried[row] = owed
        owed = owed * kept + added
    return (within + carried[:, None] * fading).ravel()[: spent.size]


def _known(values: Array) -> Array:
    return np.maximum(np.where(np.isfinite(values), values, 0.0), 0.0)


def _none(reason: str) -> Balance:
    why = undefined(reason)
    return Balance(np.zeros(0), why, None, why, why, why)
