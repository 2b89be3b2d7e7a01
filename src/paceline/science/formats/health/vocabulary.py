"""Apple's identifiers and units in the words and units used here."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from .model import Stage

QUANTITY: Final = "HKQuantityTypeIdentifier"
SLEEP_TYPE: Final = "HKCategoryTypeIdentifierSleepAnalysis"
_SLEEP: Final = "HKCategoryValueSleepAnalysis"

# Identifier without its prefix → kind and dimension. Apple's HRV is SDNN, which is another measure than the RMSSD
# of other makers; it keeps its name wherever it goes.
KINDS: Final = MappingProxyType(
    {
        "HeartRate": ("heart_rate", "rate"),
        "RestingHeartRate": ("resting_heart_rate", "rate"),
        "WalkingHeartRateAverage": ("walking_heart_rate", "rate"),
        "HeartRateRecoveryOneMinute": ("heart_rate_recovery", "rate"),
        "HeartRateVariabilitySDNN": ("hrv_sdnn", "time"),
        "RespiratoryRate": ("respiration_rate", "rate"),
        "OxygenSaturation": ("oxygen_saturation", "share"),
        "VO2Max": ("vo2max", "uptake"),
        "BodyMass": ("body_mass", "mass"),
        "LeanBodyMass": ("lean_body_mass", "mass"),
        "BodyFatPercentage": ("body_fat", "share"),
        "BodyMassIndex": ("body_mass_index", "count"),
        "Height": ("height", "length"),
        "BodyTemperature": ("body_temperature", "temperature"),
        "BasalBodyTemperature": ("basal_body_temperature", "temperature"),
        "AppleSleepingWristTemperature": ("wrist_temperature", "temperature"),
        "BloodPressureSystolic": ("blood_pressure_systolic", "pressure"),
        "BloodPressureDiastolic": ("blood_pressure_diastolic", "pressure"),
        "StepCount": ("steps", "count"),
        "FlightsClimbed": ("flights_climbed", "count"),
        "DistanceWalkingRunning": ("distance_on_foot", "length"),
        "DistanceCycling": ("distance_cycling", "length"),
        "DistanceSwimming": ("distance_swimming", "length"),
        "ActiveEnergyBurned": ("active_energy", "energy"),
        "BasalEnergyBurned": ("basal_energy", "energy"),
        "AppleExerciseTime": ("exercise_time", "time"),
        "AppleStandTime": ("stand_time", "time"),
        "RunningPower": ("running_power", "power"),
        "RunningSpeed": ("running_speed", "speed"),
        "RunningStrideLength": ("stride_length", "length"),
        "RunningVerticalOscillation": ("vertical_oscillation", "length"),
        "RunningGroundContactTime": ("ground_contact_time", "time"),
        "CyclingPower": ("cycling_power", "power"),
        "CyclingCadence": ("cycling_cadence", "rate"),
        "CyclingSpeed": ("cycling_speed", "speed"),
        "SwimmingStrokeCount": ("swimming_strokes", "count"),
        "WalkingSpeed": ("walking_speed", "speed"),
        "DietaryWater": ("water", "volume"),
        "DietaryEnergyConsumed": ("energy_eaten", "energy"),
        "DietaryCarbohydrates": ("carbohydrates", "mass"),
        "DietaryProtein": ("protein", "mass"),
    }
)
# The unit each dimension is handed on in; rates stay per minute, as everywhere in recordings.
UNIT_OF: Final = MappingProxyType(
    {
        "rate": "1/min",
        "time": "s",
        "share": "1",
        "uptake": "mL/min/kg",
        "mass": "kg",
        "count": "1",
        "length": "m",
        "temperature": "°C",
        "pressure": "Pa",
        "energy": "kcal",
        "power": "W",
        "speed": "m/s",
        "volume": "m³",
    }
)
# Dimension and Apple's unit → factor and offset to the unit above. 1 lb, mi, ft, in, fl oz are exact by definition;
# 1 mmHg is 133.322 387 415 Pa (NIST SP 811); energy is the thermochemical calorie, 4.184 J.
UNITS: Final = MappingProxyType(
    {
        ("rate", "count/min"): (1.0, 0.0),
        ("rate", "count/s"): (60.0, 0.0),
        ("rate", "Hz"): (60.0, 0.0),
        ("time", "ms"): (0.001, 0.0),
        ("time", "s"): (1.0, 0.0),
        ("time", "min"): (60.0, 0.0),
        ("time", "hr"): (3600.0, 0.0),
        # Apple writes shares as fractions although the unit says percent.
        ("share", "%"): (1.0, 0.0),
        ("uptake", "mL/min·kg"): (1.0, 0.0),
        ("uptake", "ml/min·kg"): (1.0, 0.0),
        ("uptake", "mL/kg·min"): (1.0, 0.0),
        ("uptake", "ml/kg/min"): (1.0, 0.0),
        ("uptake", "mL/kg/min"): (1.0, 0.0),
        ("mass", "kg"): (1.0, 0.0),
        ("mass", "g"): (0.001, 0.0),
        ("mass", "lb"): (0.45359237, 0.0),
        ("mass", "st"): (6.35029318, 0.0),
        ("count", "count"): (1.0, 0.0),
        ("length", "m"): (1.0, 0.0),
        ("length", "cm"): (0.01, 0.0),
        ("length", "mm"): (0.001, 0.0),
        ("length", "km"): (1000.0, 0.0),
        ("length", "mi"): (1609.344, 0.0),
        ("length", "yd"): (0.9144, 0.0),
        ("length", "ft"): (0.3048, 0.0),
        ("length", "in"): (0.0254, 0.0),
        ("temperature", "degC"): (1.0, 0.0),
        ("temperature", "degF"): (5.0 / 9.0, -160.0 / 9.0),
        ("temperature", "K"): (1.0, -273.15),
        ("pressure", "mmHg"): (133.322387415, 0.0),
        ("pressure", "kPa"): (1000.0, 0.0),
        ("energy", "kcal"): (1.0, 0.0),
        ("energy", "Cal"): (1.0, 0.0),
        ("energy", "cal"): (0.001, 0.0),
        ("energy", "kJ"): (1.0 / 4.184, 0.0),
        ("power", "W"): (1.0, 0.0),
        ("speed", "m/s"): (1.0, 0.0),
        ("speed", "km/hr"): (1.0 / 3.6, 0.0),
        ("speed", "mi/hr"): (0.44704, 0.0),
        ("volume", "L"): (1e-3, 0.0),
        ("volume", "mL"): (1e-6, 0.0),
        ("volume", "fl_oz_us"): (2.95735295625e-5, 0.0),
    }
)
STAGES: Final[MappingProxyType[str, Stage]] = MappingProxyType(
    {
        f"{_SLEEP}InBed": "in_bed",
        f"{_SLEEP}Awake": "awake",
        f"{_SLEEP}Asleep": "asleep",
        f"{_SLEEP}AsleepUnspecified": "asleep",
        f"{_SLEEP}AsleepCore": "core",
        f"{_SLEEP}AsleepDeep": "deep",
        f"{_SLEEP}AsleepREM": "rem",
    }
)
WORKOUT: Final = "HKWorkoutActivityType"
SPORTS: Final = MappingProxyType(
    {
        "Running": ("running", None),
        "Cycling": ("cycling", None),
        "HandCycling": ("cycling", None),
        "Walking": ("walking", None),
        "Hiking": ("hiking", None),
        "Swimming": ("swimming", None),
        "Rowing": ("rowing", None),
        "TraditionalStrengthTraining": ("strength", None),
        "FunctionalStrengthTraining": ("strength", None),
        "CrossCountrySkiing": ("skiing", "cross_country"),
        "DownhillSkiing": ("skiing", None),
        "SwimBikeRun": ("multisport", None),
    }
)
# What a runner, rider or rower does under a roof has its own name; Apple says it in the metadata instead.
INDOOR: Final = MappingProxyType({"running": "treadmill", "cycling": "indoor", "rowing": "indoor"})
SWIMMING: Final = MappingProxyType({"1": "pool", "2": "open_water"})


def sport_of(activity: str, indoor: bool | None, swimming: str | None) -> tuple[str, str | None]:
    """Sport and sub-sport; what Paceline has no name for is 'other'."""
    sport, sub_sport = SPORTS.get(activity.removeprefix(WORKOUT), ("other", None))
    if sport == "swimming":
        return sport, SWIMMING.get(swimming or "", sub_sport)
    return sport, INDOOR.get(sport, sub_sport) if indoor else sub_sport
