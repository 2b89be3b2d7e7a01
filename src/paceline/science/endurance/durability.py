"""What is left late in a session: best efforts and efficiency after work or hours against fresh, and their trend.

Maunder et al. 2021 (Sports Med 51:1523) and Jones 2024 (J Physiol 602:4113) name it durability or resilience; the
conventions for reading it from ordinary training are our own [own synthesis].
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.efforts import LEAST_COVERAGE, TimeEffort, best_by_time
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.streams import Array

STEADY = 1.05  # Friel: sessions more variable than this are not compared
LEAST_MINUTES = 40.0
LEAST_SESSIONS = 5
LEAST_SPAN = 21  # days; a shorter series shows the weather, not fitness
MONTH = 30.0
WIDEST = 50.0  # % of drift; more is a strap that slipped
OWN_START = "Fresh is the best of the same session before fatigue; it reads low unless that effort was hard."


@dataclass(frozen=True, slots=True)
class Durability:
    """The drop in percent, and the two efforts it compares; `fresh` has no start when it came from elsewhere."""

    drop: Metric
    fresh: float | None = None
    tired: TimeEffort | None = None


@dataclass(frozen=True, slots=True)
class SteadySession:
    """One session for the trend: its day as an ordinal, output per heartbeat, minutes and variability if known."""

    day: int
    efficiency: float
    minutes: float
    variability: float | None = None


@dataclass(frozen=True, slots=True)
class DriftSession:
    """One session for the trend of decoupling: its day as an ordinal, the drift in percent, minutes and variability."""

    day: int
    drift: float
    minutes: float
    variability: float | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Change in percent of the middle value (of decoupling in percentage points) per 30 days, with its 95 % range and how many sessions it rests on."""

    change: Metric
    low: float | None = None
    high: float | None = None
    sessions: int = 0


def after_work(power: Array, work: float, *, duration: int = 300, fresh: float | None = None) -> Durability:
    """How much the best power over `duration` seconds drops once `work` joules are done; watts at 1 Hz."""
    split = seconds_of_work(power, work)
    if split.value is None:
        return Durability(split)
    return _drop(power, int(split.value), duration, fresh, missing_is_zero=True)


def seconds_of_work(power: Array, work: float) -> Metric:
    """How many seconds it took to do `work` joules, from watts at 1 Hz: the split for `efficiency_drop` by work."""
    if not positive(work):
        return undefined("Durability needs an amount of work above zero.")
    done = np.cumsum(np.where(np.isfinite(power), np.maximum(power, 0), 0.0))
    if done.size == 0 or done[-1] < work:
        return undefined("The session ended before that much work was done.")
    return measured(float(np.searchsorted(done, work)) + 1)


def after_time(output: Array, seconds: float, *, duration: int = 300, fresh: float | None = None) -> Durability:
    """How much the best mean output (watts, or graded speed) drops after `seconds` of recording; 1 Hz."""
    if not positive(seconds):
        return Durability(undefined("Durability needs a time above zero."))
    if output.size <= seconds:
        return Durability(undefined("The session ended before that time."))
    return _drop(output, int(seconds), duration, fresh, missing_is_zero=False)


def efficiency_drop(output: Array, heart_rate: Array, seconds: float, *, warm_up: int = 600) -> Metric:
    """How much output per heartbeat after `seconds` lies below that of the time before, in percent; 1 Hz."""
    if not np.isfinite(seconds) or seconds <= warm_up or output.size != heart_rate.size or output.size <= seconds:
        return undefined("Both a fresh and a tired part are needed, after the warm-up.")
    known = np.isfinite(output) & np.isfinite(heart_rate) & (heart_rate > 0)
    split = int(seconds)
    early, late = known.copy(), known.copy()
    early[:warm_up] = early[split:] = late[:split] = False
    if not early.any() or not late.any():
        return undefined("Heart rate and output are needed both before and after.")
    if early.sum() < LEAST_COVERAGE * (split - warm_up) or late.sum() < LEAST_COVERAGE * (output.size - split):
        return undefined("Heart rate or output is missing for too much of the session.")
    before = float(output[early].mean() / heart_rate[early].mean())
    after = float(output[late].mean() / heart_rate[late].mean())
    if before <= 0:
        return undefined("There was no output while fresh.")
    return measured(100 * (before - after) / before)


def efficiency_trend(sessions: Sequence[SteadySession]) -> Trend:
    """Where the efficiency factor is going, from steady sessions of 40 minutes or more of one sport.

    The median of the slopes between all pairs (Theil 1950, Sen 1968), so that one hot day does not turn it.
    """
    usable = [session for session in sessions if _steady(session)]
    days = np.array([session.day for session in usable], dtype=np.float64)
    if len(usable) < LEAST_SESSIONS or np.ptp(days) < LEAST_SPAN:
        words = f"Needs {LEAST_SESSIONS} steady sessions over three weeks; there are {len(usable)}."
        return Trend(undefined(words), sessions=len(usable))
    values = np.array([session.efficiency for session in usable])
    slopes = _slopes(days, values)
    scale = 100 * MONTH / float(np.median(values))
    low, high = _sen_range(slopes, days.size)
    return Trend(measured(float(np.median(slopes)) * scale), low * scale, high * scale, len(usable))


def decoupling_trend(sessions: Sequence[DriftSession]) -> Trend:
    """Where aerobic decoupling is going, in percentage points a month; falling is better. Rules as for efficiency."""
    usable = [one for one in sessions if _comparable(one.minutes, one.variability) and abs(one.drift) <= WIDEST]
    days = np.array([one.day for one in usable], dtype=np.float64)
    if len(usable) < LEAST_SESSIONS or np.ptp(days) < LEAST_SPAN:
        words = f"Needs {LEAST_SESSIONS} steady sessions over three weeks; there are {len(usable)}."
        return Trend(undefined(words), sessions=len(usable))
    slopes = _slopes(days, np.array([one.drift for one in usable]))
    low, high = _sen_range(slopes, days.size)
    return Trend(measured(float(np.median(slopes)) * MONTH), low * MONTH, high * MONTH, len(usable))


def _slopes(days: Array, values: Array) -> Array:
    """Between all pairs of sessions on different days, in order."""
    first, second = np.triu_indices(days.size, 1)
    apart = days[first] != days[second]
    return np.sort((values[second] - values[first])[apart] / (days[second] - days[first])[apart])


def _comparable(minutes: float, variability: float | None) -> bool:
    even = variability is None or variability < STEADY
    return even and positive(minutes) and minutes >= LEAST_MINUTES


def _drop(values: Array, split: int, duration: int, fresh: float | None, missing_is_zero: bool) -> Durability:
    if duration <= 0:
        return Durability(undefined("An effort lasts longer than zero seconds."))
    missing = "zero" if missing_is_zero else "gap"
    late = best_by_time(values[split:], [duration], missing)
    if not late:
        return Durability(undefined("Too little was recorded after that point for an effort of this length."))
    early = best_by_time(values[:split], [duration], missing)
    reference = fresh if fresh is not None else early[0].value if early else None
    if reference is None or not positive(reference):
        return Durability(undefined("There is no fresh effort of this length to compare with."))
    tired = TimeEffort(duration, late[0].value, late[0].start + split)
    caution = None if fresh is not None else OWN_START
    return Durability(measured(100 * (reference - tired.value) / reference, caution), reference, tired)


def _steady(session: SteadySession) -> bool:
    return positive(session.efficiency) and _comparable(session.minutes, session.variability)


def _sen_range(slopes: Array, sessions: int) -> tuple[float, float]:
    """Sen's 95 % range: as many ordered slopes to either side as Kendall's score would vary by chance."""
    spread = 1.96 * (sessions * (sessions - 1) * (2 * sessions + 5) / 18) ** 0.5
    low = max(0, int(np.floor((slopes.size - spread) / 2)))
    high = min(slopes.size - 1, int(np.ceil((slopes.size + spread) / 2)))
    return float(slopes[low]), float(slopes[high])
