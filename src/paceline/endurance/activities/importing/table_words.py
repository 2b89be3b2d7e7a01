"""What columns of tables may mean, in the words of people: choices for a form, and a choice back as channel and unit."""

from collections.abc import Mapping, Sequence

from paceline.science.formats.table_words import DAILY, DIMENSIONS, LISTED, RECORDED, UNITS

NOT_USED, OPEN = "-", "?"
KINDS = (
    ("activities", "One activity"),
    ("recording", "One moment of a single activity"),
    ("daily", "One day: sleep, weight and the like"),
)
ALLOWED = {"activities": LISTED, "recording": RECORDED, "daily": DAILY}
CHANNELS: Mapping[str, str] = {
    "time": "Time of the sample",
    "day": "Day",
    "start": "Start",
    "title": "Title",
    "sport": "Sport",
    "duration": "Duration",
    "distance": "Distance",
    "altitude": "Altitude",
    "ascent": "Climb",
    "speed": "Speed",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "heart_rate": "Heart rate",
    "avg_heart_rate": "Average heart rate",
    "max_heart_rate": "Highest heart rate",
    "resting_heart_rate": "Resting heart rate",
    "cadence": "Cadence",
    "power": "Power",
    "avg_power": "Average power",
    "temperature": "Temperature",
    "hrv_rmssd": "HRV (RMSSD)",
    "hrv_sdnn": "HRV (SDNN)",
    "sleep": "Sleep",
    "body_mass": "Weight",
    "steps": "Steps",
    "calories": "Energy",
}
_UNITS: Mapping[str, str] = {
    "epoch s": "seconds since 1970",
    "epoch ms": "milliseconds since 1970",
    "elapsed s": "seconds since the start",
    "h:min:s": "h:min:s",
    "year first": "year first, as 2026-05-31",
    "day first": "day first, as 31.05.2026",
    "month first": "month first, as 05/31/2026",
    "mi": "miles",
    "mi/h": "mph",
}


def choices(kind: str) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Groups of (value, words): first what a table of this kind may hold, then everything else."""
    first = ALLOWED.get(kind, LISTED)
    return [
        ("Likely here", [choice for channel in CHANNELS if channel in first for choice in _of(channel)]),
        ("Other", [choice for channel in CHANNELS if channel not in first for choice in _of(channel)]),
    ]


def _of(channel: str) -> list[tuple[str, str]]:
    units = UNITS[DIMENSIONS[channel]]
    plain = DIMENSIONS[channel] in ("text", "count")
    rate = "bpm" if "heart" in channel else "per minute"
    named = {unit: rate if unit == "1/min" else _UNITS.get(unit, unit) for unit in units}
    return [
        (choice_of(channel, unit), CHANNELS[channel] if plain else f"{CHANNELS[channel]}, {named[unit]}")
        for unit in units
    ]


def choice_of(channel: str, unit: str | None) -> str:
    """A meaning as a form sends it; open without a unit."""
    return OPEN if unit is None else f"{channel}|{unit}"


def meaning_of(choice: str) -> tuple[str, str] | None:
    """Channel and unit; None for what is no meaning."""
    channel, _, unit = choice.partition("|")
    return (channel, unit) if channel in DIMENSIONS and unit in UNITS[DIMENSIONS[channel]] else None
