"""Morning measurements against the athlete's own usual range."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.measure import Metric, measured, undefined

LONGEST_HISTORY = 60  # days
LEAST_HISTORY = 14  # days before a baseline is used; the full one is 28 to 60
LEAST_RECENT = 3  # valid days in the last seven: Plews et al. 2014
SMALLEST_CHANGE = 0.5  # SD; smallest worthwhile change, Plews et al. 2012, Buchheit 2014
OTHER_MEASURE = "SDNN and RMSSD are different measures, and mornings of one say nothing about the other."
LARGEST_JUMP = 0.20  # of the previous RR interval; a larger one is an artefact


HrvKind: TypeAlias = Literal["rmssd", "sdnn"]
Place: TypeAlias = Literal["below", "within", "above"]


@dataclass(frozen=True, slots=True)
class HrvMorning:
    """One morning's heart rate variability in ms, and which of the two measures it is."""

    value: float
    kind: HrvKind = "rmssd"


@dataclass(frozen=True, slots=True)
class HrvStatus:
    """The seven-day mean of ln HRV against the range that is usual, and how much the week varied in percent.

    Above the range is not better: it can be deep fatigue (Plews 2013), so the place is a description.
    """

    week: Metric
    variation: Metric
    usual: "Baseline | None" = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is usual for this person: mean and sample SD over `days` known values."""

    mean: float
    sd: float
    days: int

    @property
    def band(self) -> tuple[float, float]:
        """The range within the smallest worthwhile change."""
        return self.mean - SMALLEST_CHANGE * self.sd, self.mean + SMALLEST_CHANGE * self.sd

    def z(self, value: float, smallest_sd: float) -> float:
        """Standard deviations from usual; the SD is held up to `smallest_sd`, so a flat history cannot divide by 0."""
        return (value - self.mean) / max(self.sd, smallest_sd)


def known(values: Sequence[float | None]) -> list[float]:
    """The values that are there; a corrupt one too large for any measurement is not."""
    return [float(value) for value in values if value is not None and abs(value) < 1e9]


def baseline(history: Sequence[float | None], least: int = LEAST_HISTORY) -> Baseline | None:
    """From the last 60 daily values, oldest first; None with fewer than `least` known ones. Order does not matter."""
    values = known(history[-LONGEST_HISTORY:])
    if len(values) < max(least, 2):
        return None
    mean = math.fsum(values) / len(values)
    variance = math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return Baseline(mean, math.sqrt(variance), len(values))


def recent_mean(today: float | None, history: Sequence[float | None], least: int = LEAST_RECENT) -> Metric:
    """Mean of today and the six days before it (the last six entries); at least three must be known."""
    values = known([*history[-6:], today])
    if len(values) < least:
        return undefined(f"Needs {least} mornings in the last seven days; there are {len(values)}.")
    return measured(math.fsum(values) / len(values))


def hrv_status(
    recent: Sequence[HrvMorning | None], history: Sequence[HrvMorning | None], kind: HrvKind = "rmssd"
) -> HrvStatus:
    """The last seven mornings against the up to 60 before them, oldest first, of one kind of measure only."""
    week, missing = _logs(recent[-7:], kind), undefined("Not enough mornings to say.")
    if not week and any(morning is not None for morning in recent[-7:]):
        return HrvStatus(undefined(OTHER_MEASURE), missing)
    if len(week) < LEAST_RECENT:
        words = f"Needs {LEAST_RECENT} mornings in the last seven; there are {len(week)}."
        return HrvStatus(undefined(words), missing)
    mean = math.fsum(week) / len(week)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in week) / (len(week) - 1))
    variation = (
        measured(100 * spread / mean) if mean > 0 else undefined("Heart rate variability is too low to compare.")
    )
    usual = baseline(_logs(history[-LONGEST_HISTORY:], kind))
    if usual is None:
        return HrvStatus(measured(mean, f"What is usual is known after {LEAST_HISTORY} mornings."), variation)
    low, high = usual.band
    place: Place = "below" if mean < low else "above" if mean > high else "within"
    return HrvStatus(measured(mean), variation, usual, place)


def _logs(mornings: Sequence[HrvMorning | None], kind: HrvKind) -> list[float]:
    values = (morning.value for morning in mornings if morning is not None and morning.kind == kind)
    return [math.log(value) for value in values if math.isfinite(value) and 0 < value < 1100]


def rmssd(intervals: Sequence[float]) -> Metric:
    """Root mean square of successive differences of RR intervals in ms (Task Force 1996); artefacts are dropped."""
    beats = np.array(known(intervals))
    if beats.size < 2 or (beats <= 0).any():
        return undefined("Heart rate variability needs at least two heartbeat intervals above zero.")
    jumps = np.diff(beats)
    clean = jumps[np.abs(jumps) <= LARGEST_JUMP * beats[:-1]]
    if clean.size == 0:
        return undefined("The heartbeat intervals are too noisy to read.")
    caution = "Less than a minute was recorded." if beats.sum() < 60_000 else None
    return measured(float(np.sqrt(np.mean(clean**2))), caution)


def ln_rmssd(intervals: Sequence[float]) -> Metric:
    """Natural logarithm of RMSSD, the form in which days are compared."""
    value = rmssd(intervals)
    if value.value == 0:
        return undefined("Every heartbeat interval is the same, which no heart does.")
    return value.then(math.log)


def sleep_debt(hours: Sequence[float | None], need: float = 8.0) -> Metric:
    """Hours short of the need over the last seven known nights together; a long night pays back."""
    nights = known(hours[-7:])
    if len(nights) < LEAST_RECENT:
        return undefined(f"Needs {LEAST_RECENT} nights in the last seven; there are {len(nights)}.")
    return measured(max(0.0, math.fsum(need - night for night in nights)))
