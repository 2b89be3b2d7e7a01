"""Race times foretold from past results by Riegel's law, VDOT and critical speed, each weighted by how sure it is.

How wrong each method is comes from 5,138 same-season pairs of races (Davis): VDOT off by 2.2 % on average, Riegel's
1.06 by 3.6 %; the athletes' own exponents had a median of 1.099 and quartiles of 1.078 and 1.126.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from paceline.science.endurance import vdot as daniels
from paceline.science.endurance.critical import CriticalFit, Effort, Reasons, critical_speed, time_over
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.riegel import ExponentFit, fit_exponent

Method: TypeAlias = Literal["riegel", "vdot", "critical_speed"]
Confidence: TypeAlias = Literal["high", "moderate", "low"]

SHORTEST, LONGEST = 800.0, 500_000.0  # m
QUICKEST = 10.5  # m/s; anything above is a mistake in the recording
OLDEST = 730.0  # days
MARATHON = 42195.0
ULTRA = MARATHON * 1.02  # courses measured a little long are still marathons

TELLS_ULTRAS = 42000.0  # m; an exponent from shorter races says nothing of what comes after the marathon

MEDIAN_EXPONENT = 1.099
EXPONENT_SPREAD = 0.036  # quartiles 1.078 and 1.126 over 1.349
ULTRA_EXPONENT, ULTRA_SPREAD = 1.125, 0.04  # amateurs run 1.10 to 1.15; 1.06 is the best case [own synthesis]
RACE_NOISE = 0.015  # one race against the athlete's own form that day [own synthesis]
VDOT_SPREAD = 0.027  # per e-fold of distance; with the noise it gives the 2.2 % seen at a mean of 0.85 e-folds
FORM_DRIFT = 0.02  # how far form wanders in half a year [own synthesis]
DRIFT_DAYS = 180.0
SPEED_LASTS = (120.0, 2400.0)  # s; critical speed holds up to 30 to 40 minutes
SPEED_SPREAD = 0.05  # per e-fold of time beyond the longest effort it was fitted to [own synthesis]
NORMAL_90 = 1.645
FAR, WIDE = 5.0, 0.08  # times the distance; half the band


@dataclass(frozen=True, slots=True)
class Result:
    """A race or all-out run: metres, seconds, how many days ago, and which activity it was."""

    distance: float
    duration: float
    days_ago: float
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One method's say: its time, its share in the answer, how sure it is of it (a share of the time), from what."""

    method: Method
    seconds: float
    weight: float
    error: float
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The likeliest time, the band meant to hold nine in ten, and what they rest on; or why there is none."""

    time: Metric
    low: Metric
    high: Metric
    confidence: Confidence | None
    parts: tuple[Part, ...]
    exponent: ExponentFit
    left_out: Reasons


def predict_race(results: Sequence[Result], distance: float, speed: CriticalFit | None = None) -> Prediction:
    """A race over `distance` metres now. `speed` is a critical speed fitted elsewhere; without it one is tried here.

    Recent results near in distance have the smaller error and so the larger say. The methods see the same races, so
    agreeing with each other makes none of them surer: the band is that of the parts and of what lies between them.
    """
    usable, left_out = _sifted(results)
    own = fit_exponent([(result.distance, result.duration) for result in usable])
    reason = _unpredictable(usable, distance)
    if reason:
        return _none(reason, own, left_out)
    parts = [*_by_riegel(usable, distance, own), *_by_vdot(usable, distance), *_by_speed(usable, distance, speed)]
    shared = _shared(parts)
    centre = sum(part.weight * math.log(part.seconds) for part in shared)
    variance = sum(part.weight * (part.error**2 + (math.log(part.seconds) - centre) ** 2) for part in shared)
    reach = NORMAL_90 * math.sqrt(variance)
    try:
        low, time, high = (math.exp(number) for number in (centre - reach, centre, centre + reach))
    except OverflowError:
        return _none("The results are too far apart to give a time.", own, left_out)
    return Prediction(
        measured(time, _caution(usable, distance)),
        measured(low),
        measured(high),
        _confidence(usable, distance, reach),
        shared,
        own,
        left_out,
    )


def _by_riegel(results: Sequence[Result], distance: float, own: ExponentFit) -> Iterable[Part]:
    exponent, spread = _exponent(distance, own, max(result.distance for result in results))
    for result in results:
        stretch = math.log(distance / result.distance)
        seconds = result.duration * math.exp(exponent * stretch)
        yield _part("riegel", seconds, result, spread * abs(stretch))


def _exponent(distance: float, own: ExponentFit, longest: float) -> tuple[float, float]:
    """The athlete's own exponent and the usual one, each by how sure it is; short races do not tell it for ultras."""
    ultra = distance > ULTRA
    usual, spread = (ULTRA_EXPONENT, ULTRA_SPREAD) if ultra else (MEDIAN_EXPONENT, EXPONENT_SPREAD)
    if own.exponent.value is None or own.error.value is None or (ultra and longest < TELLS_ULTRAS):
        return usual, spread
    of_own, of_usual = 1 / own.error.value**2, 1 / spread**2
    mixed = (of_own * own.exponent.value + of_usual * usual) / (of_own + of_usual)
    return mixed, math.sqrt(1 / (of_own + of_usual))


def _by_vdot(results: Sequence[Result], distance: float) -> Iterable[Part]:
    """VDOT from 1500 m to the marathon, for results and races within it."""
    if not 1500 <= distance <= ULTRA:
        return
    for result in results:
        if not 1500 <= result.distance <= ULTRA:
            continue
        ability = daniels.vdot(result.distance, result.duration)
        if ability.value is None or daniels.outside_table(ability.value):
            continue
        seconds = daniels.race_time(ability.value, distance).value
        if seconds is not None:
            yield _part("vdot", seconds, result, VDOT_SPREAD * abs(math.log(distance / result.distance)))


def _by_speed(results: Sequence[Result], distance: float, given: CriticalFit | None) -> Iterable[Part]:
    """Critical speed, only for races of 2 to 40 minutes; its age is that of the oldest race it was fitted to."""
    fit = given or critical_speed(
        [Effort(result.duration, result.distance / result.duration, result.reference) for result in results]
    )
    if fit.model is None or fit.critical is None or fit.reserve is None:
        return
    seconds = time_over(fit.model, distance).value
    if seconds is None or not SPEED_LASTS[0] <= seconds <= SPEED_LASTS[1]:
        return
    references = tuple(effort.reference for effort in fit.used)
    ages = [result.days_ago for result in results if result.reference in references] if given is None else []
    longest = max((effort.duration for effort in fit.used), default=seconds)
    beyond = max(0.0, math.log(seconds / longest)) if positive(longest) else 0.0
    fitted = (fit.critical.error or 0.0) / fit.model.critical
    error = math.hypot(RACE_NOISE, fitted, SPEED_SPREAD * beyond, _drift(max(ages, default=0.0)))
    if error < 1:  # also false for what is no number
        yield Part("critical_speed", seconds, 1 / error**2, error, references)


def _part(method: Method, seconds: float, result: Result, stretched: float) -> Part:
    error = math.hypot(RACE_NOISE, stretched, _drift(result.days_ago))
    return Part(method, seconds, 1 / error**2, error, (result.reference,))


def _drift(days_ago: float) -> float:
    """Form wanders like a walk without aim: with the root of time."""
    return FORM_DRIFT * math.sqrt(days_ago / DRIFT_DAYS)


def _shared(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Weights as shares of one, the most telling first."""
    total = sum(part.weight for part in parts)
    shares = [Part(part.method, part.seconds, part.weight / total, part.error, part.references) for part in parts]
    return tuple(sorted(shares, key=lambda part: -part.weight))


def _sifted(results: Sequence[Result]) -> tuple[list[Result], Reasons]:
    why = {place: reason for place, result in enumerate(results) if (reason := _unusable(result))}
    return [result for place, result in enumerate(results) if place not in why], tuple(why.items())


def _unusable(result: Result) -> str | None:
    if not (positive(result.distance) and positive(result.duration)):
        return "It needs a distance and a time above zero."
    if not SHORTEST <= result.distance <= LONGEST:
        return "Results count from 800 m to 500 km."
    if result.distance / result.duration > QUICKEST:
        return "It is faster than anyone runs."
    if result.distance / result.duration < 0.5:
        return "It is slower than a slow walk."
    if not 0 <= result.days_ago <= OLDEST:
        return "Only results of the past two years count."
    return None


def _unpredictable(usable: Sequence[Result], distance: float) -> str | None:
    if not (positive(distance) and SHORTEST <= distance <= LONGEST):
        return "Times are predicted for 800 m to 500 km."
    if not usable:
        return "Needs a race or an all-out run of the past two years."
    return None


def _nearest(usable: Sequence[Result], distance: float) -> float:
    """How many times the race is longer or shorter than the nearest result."""
    return min(math.exp(abs(math.log(distance / result.distance))) for result in usable)


def _caution(usable: Sequence[Result], distance: float) -> str | None:
    if distance > ULTRA:
        return "Beyond the marathon terrain, heat and stops decide; take this as a rough guide on an easy course."
    if _nearest(usable, distance) > FAR:
        return "No result is near this distance, so this is a rough guide."
    return None


def _confidence(usable: Sequence[Result], distance: float, reach: float) -> Confidence:
    if distance > ULTRA or reach > WIDE or _nearest(usable, distance) > FAR:
        return "low"
    return "high" if reach <= WIDE / 2 else "moderate"


def _none(reason: str, own: ExponentFit, left_out: Reasons) -> Prediction:
    why = undefined(reason)
    return Prediction(why, why, why, None, (), own, left_out)
