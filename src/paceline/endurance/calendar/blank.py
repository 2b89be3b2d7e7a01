"""Sessions that are only named: what an hour of each kind usually amounts to."""

from collections.abc import Mapping

from paceline.endurance.calendar.types import Amount

# Intensity of a whole session, warm-up and rests included, where 1 is an hour at threshold [own synthesis].
USUAL_INTENSITY: Mapping[str, float] = {
    "recovery": 0.60,
    "endurance": 0.70,
    "long": 0.72,
    "tempo": 0.80,
    "threshold": 0.84,
    "vo2": 0.85,
    "sprint": 0.75,
    "race": 0.95,
    "strength": 0.55,
    "cross": 0.60,
    "rest": 0.0,
}


def blank_amount(workout_type: str, duration: float | None, distance: float | None) -> Amount:
    """What is given, with the usual load for that time; without a time the load is unknown."""
    intensity = USUAL_INTENSITY.get(workout_type, 0.70)
    load = intensity**2 * duration / 36 if duration else None
    return Amount(duration, distance, load)
