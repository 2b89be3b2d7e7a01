"""What the columns of tables are called, and the units they may be written in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# Channel → dimension.
DIMENSIONS: Final = MappingProxyType(
    {
        "time": "moment",
        "day": "day",
        "start": "moment",
        "title": "text",
        "sport": "text",
        "duration": "duration",
        "distance": "length",
        "altitude": "length",
        "ascent": "length",
        "speed": "speed",
        "latitude": "angle",
        "longitude": "angle",
        "heart_rate": "rate",
        "avg_heart_rate": "rate",
        "max_heart_rate": "rate",
        "resting_heart_rate": "rate",
        "cadence": "rate",
        "power": "power",
        "avg_power": "power",
        "temperature": "temperature",
        "hrv_rmssd": "duration",
        "hrv_sdnn": "duration",
        "sleep": "duration",
        "body_mass": "mass",
        "steps": "count",
        "calories": "energy",
    }
)
# Unit → factor and offset to SI (energy: kilocalories, rates: per minute, as everywhere in recordings).
UNITS: Final = MappingProxyType(
    {
        "moment": {
            "date and time": (1.0, 0.0),
            "epoch s": (1.0, 0.0),
            "epoch ms": (0.001, 0.0),
            "elapsed s": (1.0, 0.0),
        },
        "day": {"year first": (1.0, 0.0), "day first": (1.0, 0.0), "month first": (1.0, 0.0)},
        "text": {"text": (1.0, 0.0)},
        "duration": {
            "s": (1.0, 0.0),
            "ms": (0.001, 0.0),
            "min": (60.0, 0.0),
            "h": (3600.0, 0.0),
            "h:min:s": (1.0, 0.0),
        },
        "length": {
            "m": (1.0, 0.0),
            "km": (1000.0, 0.0),
            "mi": (1609.344, 0.0),
            "ft": (0.3048, 0.0),
            "yd": (0.9144, 0.0),
        },
        "speed": {"m/s": (1.0, 0.0), "km/h": (1 / 3.6, 0.0), "mi/h": (0.44704, 0.0)},
        "angle": {"°": (1.0, 0.0)},
        "rate": {"1/min": (1.0, 0.0)},
        "power": {"W": (1.0, 0.0)},
        "temperature": {"°C": (1.0, 0.0), "°F": (5 / 9, -160 / 9)},
        "mass": {"kg": (1.0, 0.0), "lb": (0.45359237, 0.0), "st": (6.35029318, 0.0)},
        "count": {"1": (1.0, 0.0)},
        "energy": {"kcal": (1.0, 0.0), "kJ": (1 / 4.184, 0.0)},
    }
)
# How units are spelt in headings → dimension-free name.
SPELLINGS: Final = MappingProxyType(
    {
        "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
        "ms": "ms", "msec": "ms",
        "min": "min", "mins": "min", "minutes": "min",
        "h": "h", "hr": "h", "hrs": "h", "hours": "h",
        "hh:mm:ss": "h:min:s", "h:m:s": "h:min:s", "h:mm:ss": "h:min:s",
        "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m",
        "km": "km", "kilometers": "km", "kilometres": "km", "mi": "mi", "mile": "mi", "miles": "mi",
        "ft": "ft", "feet": "ft", "yd": "yd", "yards": "yd",
        "m/s": "m/s", "mps": "m/s", "km/h": "km/h", "kmh": "km/h", "kph": "km/h", "kmph": "km/h", "mph": "mi/h",
        "bpm": "1/min", "rpm": "1/min", "spm": "1/min", "1/min": "1/min",
        "w": "W", "watt": "W", "watts": "W",
        "c": "°C", "°c": "°C", "degc": "°C", "celsius": "°C", "f": "°F", "°f": "°F", "fahrenheit": "°F",
        "kg": "kg", "lb": "lb", "lbs": "lb", "st": "st", "kcal": "kcal", "cal": "kcal", "kj": "kJ",
        "deg": "°", "°": "°",
    }
)  # fmt: skip
# Words of a heading → channel, longest first.
HEADINGS: Final = MappingProxyType(
    {
        "activity date": "start", "start time": "start", "start date": "start", "start": "start",
        "activity name": "title", "title": "title", "name": "title",
        "activity type": "sport", "sport": "sport", "type": "sport",
        "timestamp": "time", "datetime": "time", "date time": "time", "time": "time",
        "date": "day", "day": "day",
        "elapsed time": "duration", "moving time": "duration", "duration": "duration",
        "elevation gain": "ascent", "ascent": "ascent", "total ascent": "ascent",
        "altitude": "altitude", "elevation": "altitude", "ele": "altitude", "alt": "altitude",
        "distance": "distance", "dist": "distance", "speed": "speed", "velocity": "speed",
        "latitude": "latitude", "lat": "latitude", "longitude": "longitude", "lon": "longitude", "lng": "longitude",
        "resting heart rate": "resting_heart_rate", "resting hr": "resting_heart_rate", "rhr": "resting_heart_rate",
        "average heart rate": "avg_heart_rate", "avg hr": "avg_heart_rate", "avg heart rate": "avg_heart_rate",
        "max heart rate": "max_heart_rate", "max hr": "max_heart_rate",
        "heart rate": "heart_rate", "heartrate": "heart_rate", "hr": "heart_rate",
        "cadence": "cadence", "cad": "cadence", "average power": "avg_power", "avg power": "avg_power",
        "power": "power", "watts": "power", "temperature": "temperature", "temp": "temperature",
        "rmssd": "hrv_rmssd", "hrv rmssd": "hrv_rmssd", "sdnn": "hrv_sdnn", "hrv sdnn": "hrv_sdnn",
        "sleep": "sleep", "sleep duration": "sleep", "weight": "body_mass", "body mass": "body_mass",
        "steps": "steps", "calories": "calories", "energy": "calories",
    }
)  # fmt: skip
# Channels by what a row of the table is.
RECORDED: Final = frozenset(
    {"time", "latitude", "longitude", "altitude", "distance", "speed", "heart_rate", "cadence", "power", "temperature"}
)
DAILY: Final = frozenset(
    {"day", "resting_heart_rate", "hrv_rmssd", "hrv_sdnn", "sleep", "body_mass", "steps", "calories", "heart_rate"}
)
LISTED: Final = frozenset(
    {"start", "title", "sport", "duration", "distance", "ascent", "avg_heart_rate", "max_heart_rate", "avg_power"}
    | {"calories"}
)
