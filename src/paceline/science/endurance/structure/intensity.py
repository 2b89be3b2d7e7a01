"""How hard a step is: its zone 1–7 and its intensity factor, where 1 is threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from paceline.science.endurance.structure.model import Pace, Range, Sport, Step, Target

Role = Literal[
    "warmup",
    "steady",
    "work",
    "recovery",
    "set_recovery",
    "strides",
    "drills",
    "cooldown",
]

# Speed as a fraction of threshold speed: Daniels' Running Formula, 3rd ed. 2014, Tables 5.1 and 5.2, VDOT 50 row
# (T 4:15/km, M 4:31, I 3:55, R 87 s/400 m; 10 km 41:21, half 1:31:35, 5 km 19:57); easy is the middle of its range;
# jog and walk are ours.
PACE_INTENSITY: dict[Pace, float] = {
    "walk": 0.40,
    "jog": 0.68,
    "E": 0.80,
    "M": 0.94,
    "MP": 0.94,
    "HM": 0.98,
    "T": 1.00,
    "10K": 1.03,
    "5K": 1.066,
    "I": 1.085,
    "3K": 1.11,
    "R": 1.17,
}
PACE_ZONE: dict[Pace, int] = {
    "walk": 1,
    "jog": 1,
    "E": 2,
    "M": 3,
    "MP": 3,
    "HM": 4,
    "T": 4,
    "10K": 4,
    "5K": 5,
    "I": 5,
    "3K": 6,
    "R": 6,
}
# Coggan's seven power levels (Allen & Coggan, Training and Racing with a Power Meter): upper ends as a fraction of FTP.
POWER_ZONE_TOPS = (0.55, 0.75, 0.90, 1.05, 1.20, 1.50)
# Our defaults for a zone without a number: middles of Coggan's levels, 7 held to what a session can repeat.
ZONE_INTENSITY: dict[int, float] = {
    1: 0.55,
    2: 0.70,
    3: 0.85,
    4: 1.00,
    5: 1.10,
    6: 1.25,
    7: 1.50,
}
# Ours, anchored on session effort 7 for threshold work (Foster's CR-10 scale).
RPE_INTENSITY = (0.40, 0.55, 0.65, 0.74, 0.80, 0.88, 0.98, 1.05, 1.10, 1.20)
RPE_ZONE = (1, 1, 2, 2, 3, 3, 4, 5, 5, 6)
ROLE_ZONE: dict[Role, int] = {
    "warmup": 2,
    "steady": 2,
    "work": 4,
    "recovery": 1,
    "set_recovery": 1,
    "strides": 6,
    "drills": 2,
    "cooldown": 2,
}
# A pace typed to the second is up to 0.4 % off.
SAME_SPEED = 0.004
# Lifting has no metabolic zone; an hour of it is counted like an hour of easy riding.
STRENGTH = (2, 0.60)
# Metres per second at threshold when nothing is known about the athlete; marked as assumed wherever it is used.
DEFAULT_THRESHOLD_SPEED: dict[Sport, float] = {
    "running": 3.3,
    "cycling": 9.0,
    "swimming": 0.95,
    "hiking": 1.9,
    "strength": 1.0,
    "other": 2.0,
}


def zone_and_intensity(
    step: Step, role: Role, sport: Sport, speeds: Mapping[str, float] | None = None
) -> tuple[int, float]:
    """Power first, then pace, speed, heart rate and effort; a step without a target gets its role's usual zone.

    A speed is compared with the threshold speed among `speeds`, or with the sport's default.
    """
    if sport == "strength":
        return STRENGTH
    target = step.target
    if target.power is not None and target.power.unit == "ftp":
        return _of_power((target.power.low + target.power.high) / 2)
    if target.pace is not None:
        return PACE_ZONE[target.pace], PACE_INTENSITY[target.pace]
    if target.speed is not None:
        threshold = (speeds or {}).get("T") or DEFAULT_THRESHOLD_SPEED[sport]
        return _of_speed((target.speed.low + target.speed.high) / 2 / threshold)
    if target.heart_rate_zone is not None:
        return target.heart_rate_zone, ZONE_INTENSITY[target.heart_rate_zone]
    if target.rpe is not None:
        return _of_effort(target.rpe)
    return ROLE_ZONE[role], ZONE_INTENSITY[ROLE_ZONE[role]]


def speed_of(target: Target, intensity: float, speeds: Mapping[str, float]) -> float | None:
    """The speed asked for, the caller's speed for the pace, or one scaled from a pace it does know; None without any."""
    if target.speed is not None:
        return (target.speed.low + target.speed.high) / 2
    if target.pace is not None and target.pace in speeds:
        return speeds[target.pace]
    for known in ("T", "E", "M", "HM", "10K", "5K", "I", "R"):
        if known in speeds:
            return speeds[known] * intensity / PACE_INTENSITY[known]
    return None


def _of_speed(fraction: float) -> tuple[int, float]:
    """The zone of the quickest named pace that is no quicker; intensity is held to what sums can bear."""
    zones = [PACE_ZONE[pace] for pace, share in PACE_INTENSITY.items() if share <= fraction + SAME_SPEED]
    return max(zones, default=1), min(max(fraction, 0.3), 1.5)


def _of_power(fraction: float) -> tuple[int, float]:
    return 1 + sum(fraction > top for top in POWER_ZONE_TOPS), fraction


def _of_effort(rpe: Range) -> tuple[int, float]:
    middle = (rpe.low + rpe.high) / 2
    below = min(int(middle), 9)
    share = middle - below
    intensity = RPE_INTENSITY[below - 1] * (1 - share) + RPE_INTENSITY[below] * share
    return RPE_ZONE[min(int(middle + 0.5), 10) - 1], intensity
