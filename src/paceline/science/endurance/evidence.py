"""The efforts of one activity that can speak for a threshold: hard half hours, best 20 and 60 minutes, peak heart rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from paceline.science.endurance.efforts import LEAST_COVERAGE, best_by_time
from paceline.science.endurance.power import decoupling
from paceline.science.endurance.streams import Array, Mask

EffortKind: TypeAlias = Literal["half_hour_test", "best_20", "best_30", "best_60", "peak", "critical"]

HALF_HOUR, TWENTY, HOUR = 1800, 1200, 3600  # s
HIGHEST_BEAT, LOWEST_BEAT = 230.0, 30.0  # bpm; nothing outside is a heart
LONG: Sequence[tuple[EffortKind, int]] = (("best_20", TWENTY), ("best_60", HOUR))
HELD = 10  # s a maximum must be held; a strap's spike is shorter (5 to 10 s by the field's rule of thumb)
MEDIAN = 5  # s
RISE = 30  # s before a maximum that must already be near it
NEAR = 15.0  # bpm
SETTLING = 600  # s
LOCKED = 60  # s within 3 of cadence: the watch counts steps, not beats
LOCK_WIDTH = 3.0


@dataclass(frozen=True, slots=True)
class Effort:
    """One piece of evidence: what was held, for how long, from which second of which activity.

    `day` is an ordinal, for recency; `drift` the percent that output per heartbeat fell within it, if known; `test`
    says the session was meant as a test.
    """

    activity: str
    kind: EffortKind
    value: float
    offset: float
    duration: float
    day: int | None = None
    drift: float | None = None
    test: bool = False


def heart_rate_efforts(
    activity: str,
    heart_rate: Array,
    *,
    output: Array | None = None,
    cadence: Array | None = None,
    day: int | None = None,
    test: bool = False,
) -> tuple[Effort, ...]:
    """Best 20 and 60 minutes, and the last 20 of the hardest 30, as mean heart rate; 1 Hz, output for the drift."""
    beats = plausible_beats(heart_rate, cadence)
    found: list[Effort] = []
    for kind, seconds in LONG:
        found += [
            Effort(
                activity, kind, best.value, best.start, seconds, day, _drift(output, beats, best.start, seconds), test
            )
            for best in best_by_time(beats, [seconds])
        ]
    for half in best_by_time(beats, [HALF_HOUR]):
        start = half.start + HALF_HOUR - TWENTY
        last = beats[start : start + TWENTY]
        if np.isfinite(last).sum() >= LEAST_COVERAGE * TWENTY:
            drift = _drift(output, beats, half.start, HALF_HOUR)
            found.append(Effort(activity, "half_hour_test", float(np.nanmean(last)), start, TWENTY, day, drift, test))
    return tuple(found)


def output_efforts(
    activity: str,
    output: Array,
    *,
    missing: Literal["zero", "gap"] = "gap",
    day: int | None = None,
    test: bool = False,
) -> tuple[Effort, ...]:
    """Best 20, 30 and 60 minutes of watts or graded speed at 1 Hz."""
    kinds: Sequence[tuple[EffortKind, int]] = (("best_20", TWENTY), ("best_30", HALF_HOUR), ("best_60", HOUR))
    return tuple(
        Effort(activity, kind, best.value, best.start, seconds, day, None, test)
        for kind, seconds in kinds
        for best in best_by_time(output, [seconds], missing)
    )


def peak_heart_rate(
    activity: str,
    heart_rate: Array,
    *,
    cadence: Array | None = None,
    optical: bool = False,
    day: int | None = None,
    test: bool = False,
) -> Effort | None:
    """The highest heart rate held for ten seconds after a rise towards it, so that no spike of a strap counts; 1 Hz.

    An optical sensor's first ten minutes, when cold skin misleads it, do not count.
    """
    beats = plausible_beats(heart_rate, cadence)
    if optical:
        beats[:SETTLING] = np.nan
    if beats.size < RISE + HELD:
        return None
    calm = _median(beats)
    held = sliding_window_view(calm, HELD)[RISE:].min(axis=1)
    rise = _means_before(beats)[: held.size]
    risen = np.where(np.isfinite(held) & (rise >= held - NEAR), held, -np.inf)
    best = int(np.argmax(risen))
    if not np.isfinite(risen[best]):
        return None
    return Effort(activity, "peak", float(risen[best]), best + RISE, HELD, day, None, test)


def plausible_beats(heart_rate: Array, cadence: Array | None = None) -> Array:
    """Heart rate with impossible values and stretches locked to cadence taken out (NaN)."""
    beats = np.where(np.isfinite(heart_rate), heart_rate, np.nan)
    beats = np.where((beats >= LOWEST_BEAT) & (beats <= HIGHEST_BEAT), beats, np.nan)
    if cadence is None or cadence.size != beats.size or beats.size < LOCKED:
        return beats
    steps = np.where(np.isfinite(cadence) & (np.abs(cadence) <= HIGHEST_BEAT + LOCK_WIDTH), cadence, np.nan)
    return np.where(_locked(beats, steps) | _locked(beats, 2 * steps), np.nan, beats)


def _means_before(beats: Array) -> Array:
    """Mean of every 30 s window, -inf where too little of it is known."""
    known = np.isfinite(beats)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, beats, 0.0))))
    counted = np.concatenate(([0], np.cumsum(known)))
    seconds = counted[RISE:] - counted[:-RISE]
    means = (total[RISE:] - total[:-RISE]) / np.maximum(seconds, 1)
    return np.where(seconds >= LEAST_COVERAGE * RISE, means, -np.inf)


def _locked(beats: Array, steps: Array) -> Mask:
    """Where heart rate stayed within three of the step rate for a minute or more."""
    near = np.abs(beats - steps) < LOCK_WIDTH
    runs = sliding_window_view(near, LOCKED).all(axis=1)
    locked = np.zeros(beats.size, dtype=np.bool_)
    for start in np.flatnonzero(runs).tolist():
        locked[start : start + LOCKED] = True
    return locked


def _median(beats: Array) -> Array:
    """Median of five seconds; NaN where one of them is missing."""
    return np.median(sliding_window_view(np.pad(beats, MEDIAN // 2, mode="edge"), MEDIAN), axis=1)


def _drift(output: Array | None, beats: Array, start: int, seconds: int) -> float | None:
    if output is None or output.size != beats.size:
        return None
    part = slice(start, start + seconds)
    return decoupling(np.arange(float(beats[part].size)), output[part], beats[part]).value
