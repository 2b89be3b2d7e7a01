"""Writes a recording as GPX or TCX, the way other programs expect them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from .recording import Lap, Recording
from .words import FOOT_SPORTS

_GPX_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator={creator} '
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2">\n'
)
_TCX_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<Activities>\n'
)
_TPX: Final = '<TPX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
_LX: Final = '<LX xmlns="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
# TCX knows three sports only.
TCX_SPORTS: Final = MappingProxyType({"running": "Running", "cycling": "Biking"})
TRIGGERS: Final = MappingProxyType(
    {"distance": "Distance", "position": "Location", "time": "Time", "heart_rate": "HeartRate"}
)
NO_POSITIONS: Final = "A GPX file needs positions, and this activity has none; write TCX or FIT instead."
NO_TIMES: Final = "This activity has totals only and no points to write."
# XML 1.0 allows no other control characters.
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("", text)


class _Columns:
    """Numbers as texts, row by row, and empty where the device wrote nothing."""

    def __init__(self, recording: Recording) -> None:
        feet = 2.0 if recording.sport in FOOT_SPORTS else 1.0
        stamps = np.round(recording.time * 1000).astype(np.int64).astype("datetime64[ms]")
        self.times = [f"{stamp}Z" for stamp in np.datetime_as_string(stamps, unit="ms").tolist()]
        self.values = {name: values.tolist() for name, values in recording.channels.items()}
        if feet != 1.0 and "cadence" in recording.channels:
            self.values["cadence"] = (recording.channels["cadence"] / feet).tolist()

    def put(self, name: str, row: int, before: str, after: str, decimals: int = 3) -> str:
        value = self.values[name][row] if name in self.values else None
        if value is None or value != value:
            return ""
        return f"{before}{_number(value, decimals)}{after}"


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def encode_gpx(recording: Recording) -> bytes:
    """GPX 1.1 with Garmin's extension; a pause begins a new segment."""
    positions = {"latitude", "longitude"} <= recording.channels.keys()
    if not positions or not np.isfinite(recording.channels["latitude"]).any():
        raise ValueError(NO_POSITIONS)
    columns = _Columns(recording)
    known = np.isfinite(recording.channels["latitude"]) & np.isfinite(recording.channels["longitude"])
    resumed = {int(np.searchsorted(recording.time, until)) for _, until in recording.pauses}
    kind = "_".join(part for part in (recording.sub_sport, recording.sport) if part) or "other"
    pieces = [_GPX_HEAD.format(creator=quoteattr(_plain(recording.device or "Paceline")))]
    pieces.append("<trk>")
    if recording.name:
        pieces.append(f"<name>{escape(_plain(recording.name))}</name>")
    pieces.append(f"<type>{escape(TYPES.get(kind, recording.sport))}</type>\n<trkseg>\n")
    for row in range(len(recording.time)):
        if row in resumed:
            pieces.append("</trkseg>\n<trkseg>\n")
        if known[row]:
            pieces.append(_gpx_point(columns, row))
    pieces.append("</trkseg>\n</trk>\n</gpx>\n")
    return "".join(pieces).encode()


# Names that readers, ours included, know for a sport and sub-sport.
TYPES: Final = MappingProxyType(
    {
        "trail_running": "trail_running",
        "treadmill_running": "treadmill_running",
        "track_running": "track_running",
        "road_cycling": "road_biking",
        "gravel_cycling": "gravel_cycling",
        "mountain_cycling": "mountain_biking",
        "indoor_cycling": "indoor_cycling",
        "virtual_cycling": "virtual_ride",
        "pool_swimming": "lap_swimming",
        "open_water_swimming": "open_water_swimming",
        "indoor_rowing": "indoor_rowing",
        "cross_country_skiing": "cross_country_skiing",
        "strength": "strength_training",
    }
)


def _gpx_point(columns: _Columns, row: int) -> str:
    put = columns.put
    inner = (
        put("temperature", row, "<gpxtpx:atemp>", "</gpxtpx:atemp>")
        + put("heart_rate", row, "<gpxtpx:hr>", "</gpxtpx:hr>", 0)
        + put("cadence", row, "<gpxtpx:cad>", "</gpxtpx:cad>")
        + put("speed", row, "<gpxtpx:speed>", "</gpxtpx:speed>")
    )
    outer = put("power", row, "<power>", "</power>", 0) + put("distance", row, "<distance>", "</distance>")
    if inner:
        outer += f"<gpxtpx:TrackPointExtension>{inner}</gpxtpx:TrackPointExtension>"
    position = put("latitude", row, ' lat="', '"', 8) + put("longitude", row, ' lon="', '"', 8)
    extensions = f"<extensions>{outer}</extensions>" if outer else ""
    return (
        f"<trkpt{position}>{put('altitude', row, '<ele>', '</ele>')}<time>{columns.times[row]}</time>"
        f"{extensions}</trkpt>\n"
    )


def encode_tcx(recording: Recording) -> bytes:
    """One activity with its laps; a pause begins a new track."""
    if not len(recording.time):
        raise ValueError(NO_TIMES)
    columns = _Columns(recording)
    laps = recording.laps or (_whole(recording),)
    pieces = [_TCX_HEAD, f'<Activity Sport="{TCX_SPORTS.get(recording.sport, "Other")}">\n']
    pieces.append(f"<Id>{columns.times[0]}</Id>\n")
    starts = np.array([lap.start for lap in laps[1:]])
    edges = [0, *np.searchsorted(recording.time, starts).tolist(), len(recording.time)]
    for place, lap in enumerate(laps):
        rows = range(edges[place], max(edges[place + 1], edges[place]))
        pieces += _lap(recording, columns, lap, rows, place)
    if recording.device:
        pieces.append(f'<Creator xsi:type="Device_t"><Name>{escape(_plain(recording.device))}</Name></Creator>\n')
    pieces.append("</Activity>\n</Activities>\n</TrainingCenterDatabase>\n")
    return "".join(pieces).encode()


def _whole(recording: Recording) -> Lap:
    stated = recording.stated
    elapsed = float(recording.time[-1]) - recording.start
    paused = sum(until - since for since, until in recording.pauses)
    return Lap(
        recording.start,
        elapsed,
        stated.get("timer", elapsed - paused),
        stated.get("distance"),
        "manual",
        stated.get("avg_heart_rate"),
        stated.get("max_heart_rate"),
        stated.get("avg_speed"),
        stated.get("avg_power"),
        stated.get("avg_cadence"),
    )


def _lap(recording: Recording, columns: _Columns, lap: Lap, rows: range, place: int) -> Iterator[str]:
    yield f'<Lap StartTime="{np.datetime64(round(lap.start * 1000), "ms")}Z">\n'
    yield _element("TotalTimeSeconds", lap.elapsed if lap.timer is None else lap.timer)
    yield _element("DistanceMeters", lap.distance)
    if place == 0:
        # Calories are stated for the whole; the other laps add none.
        yield _element("Calories", recording.stated.get("calories"), 0)
    elif "calories" in recording.stated:
        yield "<Calories>0</Calories>\n"
    for name, value in (("Average", lap.avg_heart_rate), ("Maximum", lap.max_heart_rate)):
        if value is not None:
            yield f"<{name}HeartRateBpm><Value>{value:.0f}</Value></{name}HeartRateBpm>\n"
    feet = recording.sport in FOOT_SPORTS
    cadence = None if lap.avg_cadence is None else lap.avg_cadence / (2.0 if feet else 1.0)
    yield "<Intensity>Active</Intensity>\n"
    if not feet:
        yield _element("Cadence", cadence, 0)
    yield f"<TriggerMethod>{TRIGGERS.get(lap.trigger or '', 'Manual')}</TriggerMethod>\n"
    yield from _tracks(recording, columns, rows)
    extra = (
        _element("AvgSpeed", lap.avg_speed)
        + (_element("AvgRunCadence", cadence, 0) if feet else "")
        + _element("AvgWatts", lap.avg_power, 0)
    )
    if extra:
        yield f"<Extensions>{_LX}{extra}</LX></Extensions>\n"
    yield "</Lap>\n"


def _element(name: str, value: float | None, decimals: int = 3) -> str:
    return "" if value is None else f"<{name}>{_number(value, decimals)}</{name}>\n"


def _tracks(recording: Recording, columns: _Columns, rows: range) -> Iterator[str]:
    if not rows:
        return
    resumed = {int(np.searchsorted(recording.time, until)) for _, until in recording.pauses}
    yield "<Track>\n"
    for row in rows:
        if row in resumed and row != rows.start:
            yield "</Track>\n<Track>\n"
        yield _tcx_point(columns, row, recording.sport in FOOT_SPORTS)
    yield "</Track>\n"


def _tcx_point(columns: _Columns, row: int, feet: bool) -> str:
    put = columns.put
    position = put("latitude", row, "<LatitudeDegrees>", "</LatitudeDegrees>", 8)
    position += put("longitude", row, "<LongitudeDegrees>", "</LongitudeDegrees>", 8)
    extra = put("speed", row, "<Speed>", "</Speed>")
    extra += put("cadence", row, "<RunCadence>", "</RunCadence>") if feet else ""
    extra += put("power", row, "<Watts>", "</Watts>", 0)
    parts: Mapping[str, str] = {
        "position": f"<Position>{position}</Position>" if position else "",
        "extensions": f"<Extensions>{_TPX}{extra}</TPX></Extensions>" if extra else "",
    }
    return (
        f"<Trackpoint><Time>{columns.times[row]}</Time>{parts['position']}"
        f"{put('altitude', row, '<AltitudeMeters>', '</AltitudeMeters>')}"
        f"{put('distance', row, '<DistanceMeters>', '</DistanceMeters>')}"
        f"{put('heart_rate', row, '<HeartRateBpm><Value>', '</Value></HeartRateBpm>', 0)}"
        f"{'' if feet else put('cadence', row, '<Cadence>', '</Cadence>')}{parts['extensions']}</Trackpoint>\n"
    )
