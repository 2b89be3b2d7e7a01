"""Critical power and speed from a test of one day: two trials of about 3 and 9 minutes, or three minutes all-out.

Two trials: Hill 1993, Sports Med 16:237; three minutes: Burnley, Doust & Vanhatalo 2006, Med Sci Sports Exerc 38:1995;
Vanhatalo, Doust & Burnley 2007, 39:548. Three runs of 1200, 2400 and 3600 m (Galbraith 2014) go through
`critical_speed`.
"""

from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.critical import LASTING, NAMES, PLAUSIBLE, Effort, Kind
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

APART = 2.0  # times as long as the short one; 3 and 9 minutes are three times
USUAL = (150.0, 240.0), (420.0, 900.0)  # s around 3 and 9 to 12 minutes
ALL_OUT, LAST = 180, 30  # s
EARLY = 30  # s within which the peak of an all-out effort lies
KNOWN = 0.95  # of the samples
NO_ERROR = "Two trials always fit a line, so how sure it is cannot be said; a third would tell."


@dataclass(frozen=True, slots=True)
class CriticalTest:
    """Critical power (W) with W′ (J), or critical speed (m/s) with D′ (m); both undefined for the same reason."""

    critical: Metric
    reserve: Metric


def two_trials(first: Effort, second: Effort, kind: Kind = "speed") -> CriticalTest:
    """The line through two all-out trials: (W2 - W1) / (t2 - t1), and what is left of the shorter one."""
    short, long = sorted((first, second), key=lambda trial: trial.duration)
    problem = _problem(short, long, kind)
    if problem:
        return _none(problem)
    amounts = [trial.value * trial.duration for trial in (short, long)]
    critical = (amounts[1] - amounts[0]) / (long.duration - short.duration)
    reserve = amounts[0] - critical * short.duration
    if not (0 < critical < long.value and reserve > 0):
        return _none("The longer trial was not slower than the shorter one, so they were not both all-out.")
    usual = USUAL[0][0] <= short.duration <= USUAL[0][1] and USUAL[1][0] <= long.duration <= USUAL[1][1]
    caution = NO_ERROR if usual else f"{NO_ERROR} Trials of about 3 and 9 to 12 minutes are usual."
    return CriticalTest(measured(critical, caution), measured(reserve, caution))


def all_out(values: Array, kind: Kind = "power") -> CriticalTest:
    """Three minutes all-out from the first second, at 1 Hz: the mean of the last 30 s, and what was done above it."""
    part = values[:ALL_OUT]
    known = np.isfinite(part) & (part >= 0) & (part <= PLAUSIBLE[1])
    if part.size < ALL_OUT or known.sum() < KNOWN * ALL_OUT or not known[-LAST:].any():
        return _none("The test needs three whole minutes.")
    filled = np.interp(np.arange(ALL_OUT), np.flatnonzero(known), part[known])
    critical = float(filled[-LAST:].mean())
    if not positive(critical) or critical < PLAUSIBLE[0]:
        return _none("Nothing was held at the end.")
    reserve = float((filled[:-LAST] - critical).sum())
    smooth = np.convolve(filled, np.ones(5) / 5, "valid")
    if int(smooth.argmax()) > EARLY or reserve <= 0:
        return _none(
            f"The start was held back: in this test the highest comes first, and {NAMES[kind][0]} shows at the end."
        )
    return CriticalTest(measured(critical), measured(reserve))


def _problem(short: Effort, long: Effort, kind: Kind) -> str | None:
    low, high = LASTING[kind]
    if not all(positive(trial.duration) and positive(trial.value) for trial in (short, long)):
        return "Each trial needs a time and a mean above zero."
    if any(not PLAUSIBLE[0] <= trial.value <= PLAUSIBLE[1] for trial in (short, long)):
        return "No one's trial is like that; it is probably a fault of the recording."
    if short.duration < low or long.duration > high:
        return f"Trials last {low / 60:g} to {high / 60:g} minutes."
    if long.duration < APART * short.duration:
        return "The longer trial should last at least twice as long as the shorter."
    return None


def _none(reason: str) -> CriticalTest:
    why = undefined(reason)
    return CriticalTest(why, why)
