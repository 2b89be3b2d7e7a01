"""One load for every session: 100 is one hour at threshold, whatever it was measured with."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.grade import (
    graded_speed,
    normalized_graded_speed,
    running_stress_score,
    swimming_stress_score,
)
from paceline.science.endurance.heart import heart_rate_stress_score, trimp, trimp_from_average
from paceline.science.endurance.measure import Metric, measured, positive, undefined
from paceline.science.endurance.power import intensity_factor, normalized_power, training_stress_score
from paceline.science.endurance.sports import family

__all__ = [
    "Load",
    "LoadMethod",
    "activity_load",
    "graded_speed",
    "heart_rate_stress_score",
    "intensity_factor",
    "load_per_hour",
    "normalized_graded_speed",
    "normalized_power",
    "running_stress_score",
    "session_load",
    "session_rpe",
    "swimming_stress_score",
    "training_stress_score",
    "trimp",
    "trimp_from_average",
]

LoadMethod: TypeAlias = Literal["power", "pace", "heart_rate", "rpe", "duration"]

# Friel's table for estimating TSS without a meter: load per hour for RPE 1..10 on the ten-point scale, with RPE 8
# as the threshold hour. RPE 0 is rest. Planned and logged sessions both use it, so the two can be compared.
FRIEL_PER_HOUR = (0.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0, 120.0, 140.0)
# Load per hour when nothing but the duration is known: RPE 4 for endurance sport, RPE 2 for walking, RPE 3 for
# everything else such as strength [own synthesis].
TYPICAL_RPE = {"running": 4.0, "cycling": 4.0, "swimming": 4.0, "walking": 2.0, "other": 3.0}

# Above 140 % of threshold for 20 minutes a meter, a position or a threshold is wrong [own synthesis].
HIGHEST_PER_HOUR = 200.0
SHORT_EFFORT = 1200.0
DOUBTED = {"power": "power", "pace": "pace", "heart_rate": "heart rate"}


@dataclass(frozen=True, slots=True)
class Load:
    """A session's load, how it was found and a sentence that says so (or says why there is none)."""

    value: float | None
    method: LoadMethod | None
    reason: str


def load_per_hour(rpe: float) -> Metric:
    """Load of one hour at a perceived exertion of 0 to 10, between Friel's points linearly."""
    if not math.isfinite(rpe) or not 0 <= rpe <= 10:
        return undefined("Perceived exertion runs from 0 to 10.")
    return measured(float(np.interp(rpe, range(11), FRIEL_PER_HOUR)))


def session_load(duration: float, rpe: float) -> Metric:
    """Load of a session from its seconds and perceived exertion, on the same scale as power, pace and heart rate."""
    if not math.isfinite(duration) or duration < 0:
        return undefined("Load needs a duration.")
    return load_per_hour(rpe).then(lambda hourly: hourly * duration / 3600)


def session_rpe(duration: float, rpe: float) -> Metric:
    """Foster's session RPE in arbitrary units (minutes x RPE): for strain in its published units, never for load."""
    if not math.isfinite(duration) or duration < 0 or not math.isfinite(rpe) or not 0 <= rpe <= 10:
        return undefined("Session RPE needs a duration and an exertion from 0 to 10.")
    return measured(duration / 60 * rpe)


def activity_load(
    *,
    sport: str,
    duration: float | None,
    normalized_power: float | None = None,
    ftp: float | None = None,
    graded_speed: float | None = None,
    threshold_speed: float | None = None,
    heart_rate_stress: float | None = None,
    rpe: float | None = None,
) -> Load:
    """The best load the inputs allow: power, then pace, then heart rate, then exertion, then duration alone.

    Power counts for cycling and pace for running, walking and swimming: a threshold means nothing in another sport.
    """
    if duration is None or not positive(duration):
        return Load(None, None, "Load needs a duration.")
    kind = family(sport)
    by_power = training_stress_score(duration, normalized_power, ftp) if kind == "cycling" else None
    candidates: tuple[tuple[LoadMethod, float | None, str], ...] = (
        ("power", by_power.value if by_power else None, "Measured with power against threshold power."),
        ("pace", _by_pace(kind, duration, graded_speed, threshold_speed), "From pace against threshold pace."),
        ("heart_rate", _finite(heart_rate_stress), "From heart rate: no power or pace threshold fits this session."),
        ("rpe", session_load(duration, rpe).value if rpe is not None else None, "From how hard it felt."),
    )
    doubts = ""
    for method, value, reason in candidates:
        if value is not None and _credible(value, duration):
            return Load(value, method, doubts + reason)
        if value is not None:
            doubts += f"The {DOUBTED.get(method, method)} looks wrong: nobody can hold that for so long. "
    guess = _by_duration(kind, duration)
    return Load(guess.value, guess.method, doubts + guess.reason)


def _credible(value: float, duration: float) -> bool:
    return duration < SHORT_EFFORT or value <= HIGHEST_PER_HOUR * duration / 3600


def _by_duration(kind: str, duration: float) -> Load:
    typical = TYPICAL_RPE[kind]
    reason = f"A guess from the duration alone, as if it had felt like {typical:g} of 10. A rating of how hard it was fixes it."
    return Load(session_load(duration, typical).value, "duration", reason)


def _by_pace(kind: str, duration: float, speed: float | None, threshold: float | None) -> float | None:
    if kind == "swimming":
        return swimming_stress_score(duration, speed, threshold).value
    if kind in ("running", "walking"):
        return running_stress_score(duration, speed, threshold).value
    return None


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and value >= 0 else None
