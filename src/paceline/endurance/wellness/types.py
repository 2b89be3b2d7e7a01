"""Kinds of daily values as data: units, words and what is plausible; and who may state one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Style = Literal["number", "duration", "mass", "temperature"]
MMHG = 133.322387415  # pascals (NIST SP 811)


@dataclass(frozen=True, slots=True)
class Kind:
    """A value of the day: kept in `unit` from `low` to `high`, shown as multiples of `per` with `shown` behind it.

    The range says what a living person can have; what lies outside is a slip of the pen or of a device.
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    shown: str = ""
    per: float = 1.0
    decimals: int = 0
    style: Style = "number"
    hint: str = ""


_ALL = (
    Kind("resting_heart_rate", "Resting heart rate", "1/min", 20, 150, "bpm"),
    # Two measures of the same beats that cannot be turned into each other; they are never mixed.
    Kind("hrv_rmssd", "HRV (RMSSD)", "s", 0.001, 0.5, "ms", 0.001),
    Kind("hrv_sdnn", "HRV (SDNN)", "s", 0.001, 0.5, "ms", 0.001, hint="Another measure than RMSSD; never mixed with it"),
    Kind("sleep", "Sleep", "s", 0, 72_000, "h", 3600, 2, "duration", "As 7:45 or 7.75 hours"),
    Kind("sleep_deep", "Deep sleep", "s", 0, 72_000, "h", 3600, 2, "duration"),
    Kind("sleep_rem", "REM sleep", "s", 0, 72_000, "h", 3600, 2, "duration"),
    Kind("sleep_light", "Light sleep", "s", 0, 72_000, "h", 3600, 2, "duration"),
    Kind("sleep_awake", "Awake at night", "s", 0, 72_000, "h", 3600, 2, "duration"),
    Kind("body_mass", "Weight", "kg", 20, 400, "kg", 1, 1, "mass"),
    Kind("body_fat", "Body fat", "1", 0.02, 0.75, "%", 0.01, 1),
    Kind("vo2max", "VO2max, by a device", "mL/min/kg", 10, 100, "mL/min/kg", 1, 1),
    Kind("steps", "Steps", "1", 0, 250_000),
    Kind("active_energy", "Active energy", "kcal", 0, 20_000, "kcal"),
    Kind("calories", "Energy of the day", "kcal", 0, 25_000, "kcal"),
    Kind("heart_rate", "Mean heart rate", "1/min", 20, 230, "bpm"),
    Kind("spo2", "Blood oxygen", "1", 0.5, 1, "%", 0.01),
    Kind("respiration", "Breathing rate", "1/min", 4, 60, "/min", 1, 1),
    Kind("stress", "Stress, by a device", "1", 0, 100, "of 100"),
    Kind("skin_temperature", "Skin temperature", "°C", 20, 45, "°C", 1, 1, "temperature"),
    Kind("skin_temperature_deviation", "Skin temperature, off the usual", "K", -10, 10, "K", 1, 1),
    Kind("body_temperature", "Body temperature", "°C", 30, 44, "°C", 1, 1, "temperature"),
    Kind("blood_pressure_systolic", "Blood pressure, upper", "Pa", 50 * MMHG, 280 * MMHG, "mmHg", MMHG,
         hint="Both at once as 120/80"),
    Kind("blood_pressure_diastolic", "Blood pressure, lower", "Pa", 30 * MMHG, 180 * MMHG, "mmHg", MMHG),
    Kind("mood", "Mood", "1", 1, 5, "of 5"),
    Kind("hydration", "Drunk", "m³", 0, 0.02, "L", 0.001, 1),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.id: kind for kind in _ALL}
PRESSURES = ("blood_pressure_systolic", "blood_pressure_diastolic")

HAND = "hand"
# Whose word counts first when several state a value, until the athlete says otherwise: the athlete's own, then what is
# worn for it, then files and tables.
SOURCES: Mapping[str, str] = {
    HAND: "By hand",
    "fit": "Watch file (FIT)",
    "garmin": "Garmin archive",
    "apple_health": "Apple Health",
    "table": "Table",
    "program": "Another program",
}


def source_words(source: str) -> str:
    """Who stated a value, in words."""
    return SOURCES.get(source) or source.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Stated:
    """What one source says of a day; `shown` says that it is the one that counts."""

    day: date
    kind: Kind
    source: str
    value: float
    shown: bool = True


@dataclass(frozen=True, slots=True)
class DayValue:
    """The value that counts on a day, and who stated it."""

    day: date
    value: float
    source: str
