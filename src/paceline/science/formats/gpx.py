"""GPX 1.0 and 1.1: each timed track is a recording; a route or a track without times is a course."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from .cleaning import both_feet, clean
from .markup import Points, stamps, zone_offset
from .recording import Course, Decoded, Floats, Recording, Unreadable
from .scanning import MARK, Block, Dialect, Unusual, heard
from .words import duration, sport_named

# Element → channel, over the dialects of Garmin, Strava, Cluetrust and others.
CHANNELS: Final = MappingProxyType(
    {
        "ele": "altitude",
        "time": "time",
        "hr": "heart_rate",
        "heartrate": "heart_rate",
        "cad": "cadence",
        "cadence": "cadence",
        "runcadence": "cadence",
        "power": "power",
        "watts": "power",
        "powerinwatts": "power",
        "atemp": "temperature",
        "temp": "temperature",
        "temperature": "temperature",
        "speed": "speed",
        "distance": "distance",
    }
)
POINTS: Final = frozenset({"trkpt", "rtept"})
DIALECT: Final = Dialect(
    frozenset(name.encode() for name in POINTS),
    MappingProxyType({"lat": "latitude", "lon": "longitude"}),
    lambda name: CHANNELS.get(name.lower()),
)
COURSE: Final = "This GPX file is a course to follow, not an activity: its points carry no times."
NOTHING: Final = "This GPX file holds no track, so there is nothing to read."
BROKEN: Final = "This GPX file is damaged and no point of it could be read; export it again."


class _Track:
    """One track or route while it is read."""

    def __init__(self) -> None:
        self.points = Points()
        self.name: str | None = None
        self.type: str | None = None
        self.segments: list[int] = []


class _Gpx:
    """Collects tracks; waypoints are passed over."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.tracks: list[_Track] = []
        self.creator: str | None = None
        self.title: str | None = None
        self.in_point = False
        self.blocks: tuple[Block, ...] = ()

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        self.path.append(name)
        if name == MARK:
            return self._block(int(attributes["n"]))
        if self.in_point:
            return name.lower() in CHANNELS
        if name in POINTS and self.tracks:
            points = self.tracks[-1].points
            points.count += 1
            points.put("latitude", attributes.get("lat", ""))
            points.put("longitude", attributes.get("lon", ""))
            self.in_point = True
            return False
        return self._outside(name, attributes)

    def _block(self, number: int) -> bool:
        if self.in_point:
            raise Unusual
        if self.tracks:
            self.tracks[-1].points.add(self.blocks[number])
        return False

    def _outside(self, name: str, attributes: Mapping[str, str]) -> bool:
        if name in ("trk", "rte"):
            self.tracks.append(_Track())
        elif name == "trkseg" and self.tracks:
            self.tracks[-1].segments.append(self.tracks[-1].points.count)
        elif name == "gpx":
            self.creator = attributes.get("creator")
        return name in ("name", "type")

    def finish(self, name: str, text: str) -> None:
        self.path.pop()
        if self.in_point:
            if name in POINTS:
                self.in_point = False
            elif text and (channel := CHANNELS.get(name.lower())):
                self.tracks[-1].points.put(channel, text)
        elif text and name in ("name", "type") and self.path:
            self._label(name, text.strip() or None)

    def _label(self, name: str, text: str | None) -> None:
        if self.path[-1] in ("trk", "rte") and self.tracks:
            track = self.tracks[-1]
            track.name, track.type = (text, track.type) if name == "name" else (track.name, text)
        elif self.path[-1] in ("metadata", "gpx") and name == "name":
            self.title = text


def decode_gpx(data: bytes, at_once: bool = True) -> Decoded:
    """Every timed track; refuses courses with a sentence. Read `at_once` or point by point, the result is the same."""
    file, complete = heard(_Gpx, DIALECT, data, at_once)
    if file.in_point:
        file.tracks[-1].points.drop_newest()
    notes: list[str] = []
    found = [_recording(file, track, notes) for track in file.tracks]
    recordings = tuple(recording for recording in found if recording is not None)
    if not recordings:
        raise Unreadable(_refusal(file, complete))
    if not complete:
        reached = duration(float(recordings[-1].time[-1]) - recordings[0].start)
        notes.append(f"The file is damaged after {reached}; everything before that was read.")
    return Decoded(recordings, tuple(dict.fromkeys(notes)))


def _refusal(file: _Gpx, complete: bool) -> str:
    if not any(track.points.count for track in file.tracks):
        return NOTHING if complete else BROKEN
    timed = any(track.points.first_time() for track in file.tracks)
    return (
        "The times in this GPX file cannot be read or are impossible; export the activity again." if timed else COURSE
    )


def _recording(file: _Gpx, track: _Track, notes: list[str]) -> Recording | None:
    points = track.points
    first_time = points.first_time()
    if first_time is None:
        return None
    sport, sub_sport = sport_named(track.type)
    channels = {name: points.column(name) for name in (*CHANNELS.values(), "latitude", "longitude") if name != "time"}
    channels["cadence"] = channels["cadence"] * both_feet(channels["cadence"], sport)
    time = points.column("time", stamps)
    cleaned = clean(time, channels, sport)
    if not len(cleaned.time):
        return None
    notes.extend(cleaned.notes)
    return Recording(
        format="gpx",
        sport=sport,
        sub_sport=sub_sport,
        start=float(cleaned.time[0]),
        utc_offset=zone_offset(first_time),
        device=file.creator,
        name=track.name or file.title,
        time=cleaned.time,
        channels=cleaned.channels,
        pauses=_gaps(time, track.segments, cleaned.time),
        removed=cleaned.removed,
    )


def _gaps(time: Floats, segments: list[int], kept: Floats) -> tuple[tuple[float, float], ...]:
    """The recorder was stopped between the end of one segment and the start of the next."""
    pauses: list[tuple[float, float]] = []
    for at in segments[1:]:
        if 0 < at < len(time):
            stopped, resumed = float(time[at - 1]), float(time[at])
            if kept[0] <= stopped < resumed <= kept[-1] and resumed - stopped > 1:
                pauses.append((stopped, resumed))
    return tuple(pauses)


def decode_gpx_course(data: bytes) -> Course:
    """The first line of a GPX file, timed or not, as something to follow."""
    file, complete = heard(_Gpx, DIALECT, data, at_once=True)
    track = next((track for track in file.tracks if track.points.count), None)
    if track is None:
        raise Unreadable(NOTHING if complete else BROKEN)
    course = line_of(track.points, track.name or file.title)
    if course is None:
        raise Unreadable("The positions in this GPX file cannot be read; export the course again.")
    return course


def line_of(points: Points, name: str | None) -> Course | None:
    """The positions that can be on Earth; None when there are none."""
    columns = {channel: points.column(channel) for channel in ("latitude", "longitude", "altitude")}
    known = (np.abs(columns["latitude"]) <= 90) & (np.abs(columns["longitude"]) <= 180)
    if not known.any():
        return None
    altitude = columns["altitude"][known]
    altitude = np.where(np.abs(altitude) <= 9_000, altitude, np.nan)
    height = altitude if np.isfinite(altitude).any() else None
    return Course(name, columns["latitude"][known], columns["longitude"][known], height)
