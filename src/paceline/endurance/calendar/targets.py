"""An athlete's own speeds, heart rates and watts for the paces a workout names."""

from paceline.endurance.athletes import Athlete
from paceline.science.endurance.sports import family
from paceline.science.endurance.structure import Estimate, Structure, estimate
from paceline.science.endurance.vdot import BAND, COMPUTABLE, THRESHOLD, oxygen_cost, race_time, training_speeds, vdot
from paceline.science.endurance.watch import ResolvedTargets
from paceline.science.endurance.zones import heart_rate_zones

RACES = {"3K": 3000.0, "5K": 5000.0, "10K": 10_000.0, "HM": 21_097.5}
# The widths of the open ends: a first zone starts at half the heart rate where it ends, a last one ends 6 % above its start.
FIRST_ZONE, LAST_ZONE = 0.5, 1.06


def ability(athlete: Athlete) -> float | None:
    """VDOT from the threshold speed, else from the recent race; None when neither is known."""
    if athlete.threshold_speed:
        value = oxygen_cost(athlete.threshold_speed) / THRESHOLD
        return value if COMPUTABLE[0] <= value <= COMPUTABLE[1] else None
    if athlete.race_distance and athlete.race_seconds:
        return vdot(athlete.race_distance, athlete.race_seconds).value
    return None


def speed_ranges(athlete: Athlete, sport: str) -> dict[str, tuple[float, float]]:
    """Speeds in m/s by pace, from low to high; empty for sports that are not run, and when nothing is known."""
    level = ability(athlete) if family(sport) == "running" else None
    if level is None:
        return {}
    known = training_speeds(level)
    named = {
        "E": known.easy,
        "M": known.marathon,
        "MP": known.marathon,
        "T": known.threshold,
        "I": known.interval,
        "R": known.repetition,
    }
    found = {pace: (speeds.slow, speeds.fast) for pace, speeds in named.items()}
    for pace, distance in RACES.items():
        seconds = race_time(level, distance).value
        if seconds:
            speed = distance / seconds
            found[pace] = (speed * (1 - BAND), speed * (1 + BAND))
    return found


def training_speeds_of(athlete: Athlete, sport: str = "running") -> dict[str, float]:
    """The middle of each speed range, for sums; swimmers have their threshold only."""
    if family(sport) == "swimming":
        return {"T": athlete.swim_speed} if athlete.swim_speed else {}
    return {pace: (low + high) / 2 for pace, (low, high) in speed_ranges(athlete, sport).items()}


def targets_of(athlete: Athlete, sport: str) -> ResolvedTargets:
    """What a watch can be told for this sport."""
    zones = heart_rate_zones(max_hr=athlete.max_hr, resting_hr=athlete.resting_hr, lthr=athlete.lthr)
    beats: dict[int, tuple[float, float]] = {}
    for number, zone in enumerate(zones, start=1):
        low = zone.low or zone.high * FIRST_ZONE
        high = min(zone.high, athlete.max_hr or low * LAST_ZONE) if number == len(zones) else zone.high
        if high > low:
            beats[number] = (round(low), round(high))
    ftp = athlete.ftp if family(sport) == "cycling" else None
    return ResolvedTargets(speed_ranges(athlete, sport), beats, ftp)


def estimate_for(athlete: Athlete, structure: Structure) -> Estimate:
    """A structure's totals at the athlete's own speeds."""
    return estimate(structure, training_speeds_of(athlete, structure.sport))
