"""Decides what a correction may say: what was typed about the session as it is shown becomes values about its original."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from paceline.endurance.activities.correcting.schemas import AddCorrection
from paceline.kit.errors import Invalid
from paceline.science.endurance.repairs import NAMES

SLACK = 60.0  # s; the last sample may come a little after the elapsed time
EARLIEST = timedelta(days=365 * 60)
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The session as it is shown: when it begins, how long it is, and by how much its original begins earlier."""

    started_at: datetime
    elapsed: float | None
    lead: float
    now: datetime


def values_of(typed: AddCorrection, shown: Shown) -> Values:
    """The values of a correction; Invalid with a sentence for each field that cannot be."""
    return _BY_KIND[typed.kind](typed, shown)


def _refuse(**fields: str) -> Invalid:
    return Invalid(next(iter(fields.values())), fields=fields)


def _within(typed: AddCorrection, shown: Shown) -> tuple[float | None, float | None]:
    """The stretch that was typed, of the session as it is shown."""
    start, end = typed.start, typed.end
    longest = None if shown.elapsed is None else shown.elapsed + SLACK
    for name, value in (("start", start), ("end", end)):
        if value is not None and longest is not None and value > longest:
            raise _refuse(**{name: f"This session is shorter: it lasts {_clock(shown.elapsed or 0)}."})
    if start is not None and end is not None and end <= start:
        raise _refuse(end="The end must come after the start.")
    return start, end


def _trim(typed: AddCorrection, shown: Shown) -> Values:
    start, end = _within(typed, shown)
    if not start and end is None:
        raise _refuse(start="Say where the session really begins, where it ends, or both.")
    values: Values = {}
    if start:
        values["start"] = round(start + shown.lead, 3)
    if end is not None:
        values["end"] = round(end + shown.lead, 3)
    return values


def _cut(typed: AddCorrection, shown: Shown) -> Values:
    start, end = _within(typed, shown)
    if start is None:
        raise _refuse(start="Say where the stretch begins.")
    if end is None:
        raise _refuse(end="Say where the stretch ends.")
    return {"start": round(start + shown.lead, 3), "end": round(end + shown.lead, 3)}


def _spikes(typed: AddCorrection, shown: Shown) -> Values:
    if typed.channel is None:
        raise _refuse(channel="Choose what went wrong.")
    ranges: Sequence[Sequence[float]] = typed.ranges or ()
    if typed.start is not None or typed.end is not None:
        _cut(typed, shown)
        ranges = [(typed.start or 0.0, typed.end or 0.0)]
    if not ranges:
        name = NAMES[typed.channel]
        raise _refuse(channel=f"Nothing in the {name} looks like an error of the sensor. Name a stretch yourself.")
    moved = [[round(first + shown.lead, 3), round(last + shown.lead, 3)] for first, last in ranges if last >= first]
    return {"channel": typed.channel, "ranges": moved}


def _dropouts(typed: AddCorrection, shown: Shown) -> Values:
    return {"longest": typed.longest or 30.0}


def _elevation(typed: AddCorrection, shown: Shown) -> Values:
    if typed.method is None:
        raise _refuse(method="Choose how the elevation is mended.")
    if typed.method == "offset":
        if not typed.metres:
            raise _refuse(metres="Say how many metres higher, or lower with a minus.")
        return {"method": "offset", "metres": typed.metres}
    if typed.method == "smooth":
        return {"method": "smooth", "seconds": typed.seconds or 30.0}
    return {"method": typed.method}


def _power(typed: AddCorrection, shown: Shown) -> Values:
    factor, offset = typed.factor or 1.0, typed.offset or 0.0
    if factor == 1.0 and offset == 0.0:
        raise _refuse(factor="Say by what to multiply the power, or how many watts to add.")
    start, end = _within(typed, shown)
    values: Values = {"factor": factor, "offset": offset}
    if start is not None:
        values["start"] = round(start + shown.lead, 3)
    if end is not None:
        values["end"] = round(end + shown.lead, 3)
    return values


def _distance(typed: AddCorrection, shown: Shown) -> Values:
    if typed.total is None:
        raise _refuse(total="Say how far it really was.")
    return {"total": typed.total}


def _pool(typed: AddCorrection, shown: Shown) -> Values:
    if typed.metres is None or not 5 <= typed.metres <= 200:
        raise _refuse(metres="A pool is between 5 and 200 metres long.")
    return {"metres": typed.metres}


def _clock_of(typed: AddCorrection, shown: Shown) -> Values:
    start = typed.started_at or shown.started_at
    if start > shown.now + timedelta(minutes=5):
        raise _refuse(started_at="This lies in the future.")
    if start < shown.now - EARLIEST:
        raise _refuse(started_at="This date looks wrong. Check the year.")
    seconds = (start - shown.started_at).total_seconds()
    if typed.time_zone is None:
        if not seconds:
            raise _refuse(started_at="This is the start it has already.")
        return {"seconds": seconds}
    try:
        offset = start.astimezone(ZoneInfo(typed.time_zone)).utcoffset()
    except (KeyError, ValueError, OSError) as error:
        raise _refuse(time_zone="We do not know this time zone. Write it like Europe/Oslo.") from error
    return {
        "seconds": seconds,
        "utc_offset": 0.0 if offset is None else offset.total_seconds(),
        "zone": typed.time_zone,
    }


_BY_KIND = {
    "trim": _trim,
    "cut": _cut,
    "spikes": _spikes,
    "dropouts": _dropouts,
    "elevation": _elevation,
    "power": _power,
    "distance": _distance,
    "pool": _pool,
    "clock": _clock_of,
}


def moment_of(text: str) -> float | None:
    """`90` or `90.5` seconds, `12:30` or `1:02:03` after the start; None when it is none of them."""
    parts = text.strip().replace(",", ".").split(":")
    if not 1 <= len(parts) <= 3:
        return None
    whole, last = parts[:-1], parts[-1]
    if not all(one.isdigit() and len(one) <= 4 for one in whole) or not last.replace(".", "", 1).isdigit():
        return None
    numbers = [*(int(one) for one in whole), float(last)]
    if len(last) > 12 or any(one >= 60 for one in numbers[1:]):
        return None
    return float(sum(one * 60**place for place, one in enumerate(reversed(numbers))))


def words_of(kind: str, values: Mapping[str, Any], lead: float) -> str:
    """What a correction does, in a few words; moments as the session is shown now."""
    return _WORDS[kind](values, lead)


def _stretch(values: Mapping[str, Any], lead: float) -> str:
    start = "the start" if values.get("start") is None else _clock(float(values["start"]) - lead)
    end = "the end" if values.get("end") is None else _clock(float(values["end"]) - lead)
    return f"from {start} to {end}"


def _trim_words(values: Mapping[str, Any], lead: float) -> str:
    said: list[str] = []
    if values.get("start") is not None:
        said.append(f"the first {_clock(float(values['start']))} of the recording left out")
    if values.get("end") is not None:
        said.append(f"all after {_clock(float(values['end']) - lead)} left out")
    return _sentence(", ".join(said))


def _spike_words(values: Mapping[str, Any], lead: float) -> str:
    ranges = values["ranges"]
    name = NAMES[values["channel"]]
    if len(ranges) == 1:
        first, last = ranges[0]
        return _sentence(f"{name} {_stretch({'start': first, 'end': last}, lead)} left out")
    return _sentence(f"{name} left out in {len(ranges)} places")


def _elevation_words(values: Mapping[str, Any], lead: float) -> str:
    method = values["method"]
    if method == "offset":
        return f"Elevation {values['metres']:+g} m".replace("-", "−")
    if method == "smooth":
        return f"Elevation smoothed over {values['seconds']:g} s"
    return "Elevation without spikes" if method == "despike" else "Elevation from vertical speed"


def _power_words(values: Mapping[str, Any], lead: float) -> str:
    said = "Power"
    if values["factor"] != 1:
        said += f" × {values['factor']:g}"
    if values["offset"]:
        said += f" {values['offset']:+g} W".replace("-", "−")
    if values.get("start") is None and values.get("end") is None:
        return said
    return f"{said} {_stretch(values, lead)}"


def _clock_words(values: Mapping[str, Any], lead: float) -> str:
    seconds = float(values.get("seconds") or 0)
    said = f"start moved by {'−' if seconds < 0 else ''}{_clock(abs(seconds))}" if seconds else ""
    zone = f"time zone {values['zone']}" if values.get("zone") else ""
    return _sentence(", ".join(one for one in (said, zone) if one))


def _details_words(values: Mapping[str, Any], lead: float) -> str:
    names = {"gear_id": "gear", "rpe": "exertion", "sub_sport": "kind of sport", "average_heart_rate": "heart rate"}
    after: dict[str, Any] = values["after"]
    changed = [names.get(name) or name.replace("_", " ") for name in after]
    return _sentence(f"{', '.join(changed)} changed")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


_WORDS: Mapping[str, Callable[[Mapping[str, Any], float], str]] = {
    "trim": _trim_words,
    "split": lambda values, lead: f"Split at {_clock(float(values['end']) - lead)}",
    "cut": lambda values, lead: _sentence(f"{_stretch(values, lead)} cut out"),
    "joined": lambda values, lead: "Joined with the session after it",
    "clock": _clock_words,
    "spikes": _spike_words,
    "dropouts": lambda values, lead: f"Gaps in heart rate up to {values['longest']:g} s bridged",
    "elevation": _elevation_words,
    "power": _power_words,
    "distance": lambda values, lead: f"Distance set to {float(values['total']) / 1000:.2f} km",
    "pool": lambda values, lead: f"Pool length set to {values['metres']:g} m",
    "details": _details_words,
}


def _clock(seconds: float) -> str:
    whole = round(max(0.0, seconds))
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
