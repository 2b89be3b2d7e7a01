"""The parts of readiness: how each is weighed, read against the athlete's own history and put into words.

Base: HRV .30, resting heart rate .15, sleep .20, wellness .25, form .10 [own synthesis]. Answers were raised to .40 in
all, because subjective measures follow training load more closely than objective ones (Saw, Main & Gastin 2016, Br J
Sports Med 50:281) and because a check-in alone must give a score.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, TypeAlias

from paceline.science.endurance.wellness import LEAST_HISTORY, Baseline, baseline, recent_mean

NEUTRAL = 70.0  # the score of an ordinary day: at the lower edge of green
PERSONAL_SHARE = 0.3  # of an answer's score that is judged against the person's own usual answers [own synthesis]
SMALLEST_SD = {"answer": 0.75, "soreness": 1.5, "hrv": 0.03, "resting_hr": 1.5}
LN_RMSSD = (0.0, 7.0)  # 1 to 1100 ms
RESTING_BPM = (20.0, 150.0)
BEST_Z = 1.0  # above this more is not better: very high HRV can mean deep fatigue (Plews et al. 2013)
STEEPNESS = 1.2
CENTRE = math.log(NEUTRAL / (100 - NEUTRAL))
# Hours against score: seven or more are recommended for adults (Watson et al. 2015, Sleep 38:843), eight is full.
SLEEP_HOURS = ((4.0, 0.0), (6.0, 45.0), (7.0, 70.0), (8.0, 100.0))
TODAY_SHARE = 0.6  # of last night in the sleep score; the rest is the last seven nights together [own synthesis]
# TSB against score: 0 is neutral, -30 is deep fatigue; beyond +25 it is detraining, not readiness [own synthesis].
FORM = ((-40.0, 0.0), (-30.0, 20.0), (-20.0, 45.0), (-10.0, 60.0), (0.0, 70.0), (10.0, 85.0), (25.0, 95.0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A part that is known: 0 to 100, its value in words, and the sentence that explains it."""

    score: float
    value_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that cannot be used today."""

    NOT_ANSWERED: ClassVar[str] = "Not answered today."

    reason: str


History: TypeAlias = Sequence[float | None]
Reader: TypeAlias = Callable[[float | None, History], Reading | Unread]


@dataclass(frozen=True, slots=True)
class Part:
    """One input of readiness: its weight before scaling, whether it is asked in the check-in, and how it is read."""

    id: str
    label: str
    weight: float
    asked: bool
    read: Reader


def outside(value: float, low: float, high: float) -> str | None:
    """The sentence for a value off its scale, or None."""
    if math.isfinite(value) and low <= value <= high:
        return None
    return f"{value:g} is not on the scale from {low:g} to {high:g}."


def _on_scale(history: History, low: float, high: float) -> list[float | None]:
    """The same days with impossible values left out; a day keeps its place."""
    return [value if value is not None and outside(value, low, high) is None else None for value in history]


def personal_score(z: float) -> float:
    """Standard deviations better than usual onto 0 to 100, 70 at usual, level from +1 SD on."""
    return 100 / (1 + math.exp(-(STEEPNESS * min(max(z, -20.0), BEST_Z) + CENTRE)))


def _answer(low: float, high: float, good_high: bool, smallest_sd: float, noun: str) -> Reader:
    def read(today: float | None, history: History) -> Reading | Unread:
        if today is None or math.isnan(today):
            return Unread(Unread.NOT_ANSWERED)
        problem = outside(today, low, high)
        if problem:
            return Unread(problem)
        share = (today - low) / (high - low)
        score = 100 * (share if good_high else 1 - share)
        usual = baseline(_on_scale(history, low, high))
        if usual:
            z = usual.z(today, smallest_sd) * (1 if good_high else -1)
            score = (1 - PERSONAL_SHARE) * score + PERSONAL_SHARE * personal_score(z)
        return Reading(
            score, f"{today:g} of {high:g}", f"{noun.capitalize()} rated {today:g} of {high:g}{_usually(usual)}."
        )

    return read


def _usually(usual: Baseline | None) -> str:
    return f"; usually {usual.mean:.1f}" if usual else ""


def _hrv(today: float | None, history: History) -> Reading | Unread:
    if today is None or not math.isfinite(today):
        return Unread("No HRV for this morning.")
    if outside(today, *LN_RMSSD):
        return Unread(f"An HRV of {today:g} looks wrong; it is kept as the logarithm of RMSSD in ms, 0 to 7.")
    return _against_usual(today, _on_scale(history, *LN_RMSSD), "hrv", sign=1, noun="HRV", text=f"ln RMSSD {today:.2f}")


def _resting_hr(today: float | None, history: History) -> Reading | Unread:
    if today is None or not math.isfinite(today):
        return Unread("No resting heart rate for this morning.")
    if outside(today, *RESTING_BPM):
        return Unread(f"A resting heart rate of {today:g} looks wrong.")
    past = _on_scale(history, *RESTING_BPM)
    return _against_usual(today, past, "resting_hr", sign=-1, noun="resting heart rate", text=f"{today:.0f} bpm")


def _against_usual(today: float, history: History, id: str, sign: int, noun: str, text: str) -> Reading | Unread:
    """The seven-day mean against the baseline of up to 60 days: one odd morning moves it, but does not decide."""
    usual = baseline(history)
    if usual is None:
        return Unread(f"The usual {noun} is not known yet: it takes {LEAST_HISTORY} mornings.")
    week = recent_mean(today, history)
    if week.value is None:
        return Unread(week.reason or f"Too few mornings of {noun}.")
    z = usual.z(week.value, SMALLEST_SD[id])
    place = "within" if abs(z) <= 0.5 else "above" if z > 0 else "below"
    return Reading(personal_score(sign * z), text, f"The seven-day {noun} is {place} the usual range ({z:+.1f} SD).")


def _sleep_hours(today: float | None, history: History) -> Reading | Unread:
    if today is None or not math.isfinite(today):
        return Unread("No sleep was recorded last night.")
    if outside(today, 0, 24):
        return Unread(f"{today:g} hours of sleep looks wrong.")
    night = interpolate(today, SLEEP_HOURS)
    week = recent_mean(today, _on_scale(history, 0, 24))
    score = night
    if week.value is not None:
        score = TODAY_SHARE * night + (1 - TODAY_SHARE) * interpolate(week.value, SLEEP_HOURS)
    average = f"; {week.value:.1f} h a night this week" if week.value is not None else ""
    return Reading(score, f"{today:.1f} h", f"Slept {today:.1f} h{average}.")


def _form(today: float | None, history: History) -> Reading | Unread:
    if today is None or not math.isfinite(today):
        return Unread("Form (TSB) is not known yet.")
    state = "fresh" if today > 5 else "balanced" if today >= -10 else "tired from training"
    return Reading(interpolate(today, FORM), f"{today:+.0f}", f"Form is {today:+.0f}: {state}.")


def interpolate(value: float, points: Sequence[tuple[float, float]]) -> float:
    """Straight lines between points, level beyond the ends."""
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


def _five(good_high: bool, noun: str) -> Reader:
    return _answer(1, 5, good_high, SMALLEST_SD["answer"], noun)


FACTORS: tuple[Part, ...] = (
    Part("sleep", "Sleep quality", 0.08, True, _five(True, "sleep")),
    Part("energy", "Energy", 0.08, True, _five(True, "energy")),
    Part("recovery", "Recovery", 0.08, True, _five(True, "recovery")),
    Part("stress", "Stress", 0.08, True, _five(False, "stress")),
    Part("mood", "Mood", 0.03, True, _five(True, "mood")),
    Part("soreness", "Soreness", 0.05, True, _answer(0, 10, False, SMALLEST_SD["soreness"], "soreness")),
    Part("hrv", "Heart rate variability", 0.27, False, _hrv),
    Part("resting_hr", "Resting heart rate", 0.13, False, _resting_hr),
    Part("sleep_hours", "Hours of sleep", 0.10, False, _sleep_hours),
    Part("tsb", "Form", 0.10, False, _form),
)
