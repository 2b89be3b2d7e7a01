"""How ready someone is to train today: every part shown, and nothing missing held against them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from paceline.science.endurance.readiness_factors import FACTORS, NEUTRAL, Reading, Unread, outside

VERSION = 1
GREEN = 70
AMBER = 45
LEAST_FACTORS = 2
HIGH_COVERAGE = 0.70
MEDIUM_COVERAGE = 0.30
# Pain on a 0-10 scale: 7 or more is severe, 4 to 6 moderate (the common reading of the numeric rating scale).
SEVERE_PAIN = 7.0
MODERATE_PAIN = 4.0

Band: TypeAlias = Literal["green", "amber", "red"]
Confidence: TypeAlias = Literal["high", "medium", "low"]
Direction: TypeAlias = Literal["up", "down", "neutral"]


@dataclass(frozen=True, slots=True)
class ReadinessInputs:
    """Today's check-in (1 to 5, where low stress is good; soreness and pain 0 to 10), measurements and form.

    `hrv` is the natural logarithm of RMSSD. `history` holds the days before today, oldest first and at most 60 are
    used, under the names sleep, energy, recovery, stress, mood, soreness, hrv, resting_hr and sleep_hours.
    """

    sleep: float | None = None
    energy: float | None = None
    recovery: float | None = None
    stress: float | None = None
    mood: float | None = None
    soreness: float | None = None
    pain: float | None = None
    pain_place: str | None = None
    illness: bool | None = None
    cold: bool | None = None
    hrv: float | None = None
    resting_hr: float | None = None
    sleep_hours: float | None = None
    tsb: float | None = None
    days_since_checkin: int | None = None
    history: Mapping[str, Sequence[float | None]] = field(default_factory=dict[str, Sequence[float | None]])


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of the score. `points` is what it adds to or takes from a neutral 70, in points of the total."""

    id: str
    label: str
    weight: float
    score: float
    points: float
    direction: Direction
    value_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that could not be read, and why."""

    id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cap:
    """An override: whatever the score says, the band is no better than this."""

    id: str
    band: Band
    limit: int
    reason: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """`score` and `unknown` are never both set. `coverage` is the share of all weight that was known."""

    score: int | None
    band: Band | None
    factors: tuple[Factor, ...]
    missing: tuple[Missing, ...]
    confidence: Confidence
    coverage: float
    unknown: str | None
    caps: tuple[Cap, ...]
    version: int = VERSION


def assess(inputs: ReadinessInputs) -> Readiness:
    """Today's readiness. Weights of what is known are scaled to sum to 1; two parts are the least for a score."""
    readings: list[tuple[str, str, float, Reading]] = []
    missing: list[Missing] = []
    for part in FACTORS:
        found = part.read(getattr(inputs, part.id), inputs.history.get(part.id, ()))
        if isinstance(found, Unread):
            missing.append(Missing(part.id, part.label, _why(found.reason, part.asked, inputs.days_since_checkin)))
        else:
            readings.append((part.id, part.label, part.weight, found))
    coverage = math.fsum(weight for _, _, weight, _ in readings)
    missing.extend(_unusable_pain(inputs))
    caps = _caps(inputs)
    if len(readings) < LEAST_FACTORS:
        return _unknown(_factors(readings, coverage), missing, coverage, caps)
    factors = _factors(readings, coverage)
    total = math.fsum(factor.weight * factor.score for factor in factors)
    score = min([round(min(max(total, 0.0), 100.0)), *(cap.limit for cap in caps)])
    return Readiness(score, band(score), factors, tuple(missing), _confidence(coverage), coverage, None, caps)


def band(score: float) -> Band:
    if score >= GREEN:
        return "green"
    return "amber" if score >= AMBER else "red"


def _factors(readings: Sequence[tuple[str, str, float, Reading]], coverage: float) -> tuple[Factor, ...]:
    return tuple(_factor(id, label, weight / coverage, reading) for id, label, weight, reading in readings)


def _factor(id: str, label: str, weight: float, reading: Reading) -> Factor:
    points = weight * (reading.score - NEUTRAL)
    direction: Direction = "up" if points > 0.5 else "down" if points < -0.5 else "neutral"
    return Factor(id, label, weight, reading.score, points, direction, reading.value_text, reading.reason)


def _unknown(
    factors: tuple[Factor, ...], missing: Sequence[Missing], coverage: float, caps: tuple[Cap, ...]
) -> Readiness:
    """No score, but severe pain or illness still says red: an override does not wait for the rest."""
    known = f"only {factors[0].label.lower()} is known" if factors else "nothing is known about today yet"
    sentence = f"Unknown, because {known}. A check-in takes half a minute."
    found: Band | None = "red" if any(cap.band == "red" for cap in caps) else None
    return Readiness(None, found, factors, tuple(missing), "low", coverage, sentence, caps)


def _confidence(coverage: float) -> Confidence:
    if coverage >= HIGH_COVERAGE:
        return "high"
    return "medium" if coverage >= MEDIUM_COVERAGE else "low"


def _caps(inputs: ReadinessInputs) -> tuple[Cap, ...]:
    caps: list[Cap] = []
    if inputs.pain is not None and outside(inputs.pain, 0, 10) is None:
        where = f" in the {inputs.pain_place}" if inputs.pain_place else ""
        if inputs.pain >= SEVERE_PAIN:
            caps.append(
                Cap("pain", "red", AMBER - 1, f"Pain of {inputs.pain:g} of 10{where}: no training on it today.")
            )
        elif inputs.pain >= MODERATE_PAIN:
            caps.append(Cap("pain", "amber", GREEN - 1, f"Pain of {inputs.pain:g} of 10{where}: keep it easy."))
    if inputs.illness:
        caps.append(Cap("illness", "red", AMBER - 1, "Illness reported: rest until it has passed."))
    elif inputs.cold:
        # The "neck check": symptoms above the neck allow easy training (Eichner 1993, Phys Sportsmed 21(1)).
        caps.append(Cap("illness", "amber", GREEN - 1, "A cold, above the neck: keep it easy."))
    return tuple(caps)


def _unusable_pain(inputs: ReadinessInputs) -> list[Missing]:
    problem = outside(inputs.pain, 0, 10) if inputs.pain is not None else None
    return [Missing("pain", "Pain", problem)] if problem else []


def _why(reason: str, asked: bool, days_since_checkin: int | None) -> str:
    """An unanswered check-in says how long ago the last one was."""
    if asked and reason == Unread.NOT_ANSWERED and days_since_checkin is not None and days_since_checkin > 0:
        ago = "yesterday" if days_since_checkin == 1 else f"{days_since_checkin} days ago"
        return f"No check-in today; the last one was {ago}."
    return reason
