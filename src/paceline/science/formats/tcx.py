"""TCX: each Activity is a recording, with laps as the device states them and power, speed and cadence extensions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from .cleaning import both_feet, clean, plausible, valid_time
from .markup import Points, numbers, stamp, stamps, zone_offset
from .recording import Decoded, Floats, Lap, Recording, Unreadable
from .scanning import MARK, Block, Dialect, Unusual, heard
from .words import duration, sport_named

POINT: Final = MappingProxyType(
    {
        "Time": "time",
        "LatitudeDegrees": "latitude",
        "LongitudeDegrees": "longitude",
        "AltitudeMeters": "altitude",
        "DistanceMeters": "distance",
        "Value": "heart_rate",
        "Cadence": "cadence",
        "RunCadence": "cadence",
        "Speed": "speed",
        "Watts": "power",
        "Temperature": "temperature",
    }
)
DIALECT: Final = Dialect(frozenset({b"Trackpoint"}), MappingProxyType({}), POINT.get)
LAP: Final = MappingProxyType(
    {
        "TotalTimeSeconds": "timer",
        "DistanceMeters": "distance",
        "MaximumSpeed": "max_speed",
        "Calories": "calories",
        "Cadence": "avg_cadence",
        "AvgRunCadence": "avg_cadence",
        "AvgSpeed": "avg_speed",
        "AvgWatts": "avg_power",
        "MaxWatts": "max_power",
        "TriggerMethod": "trigger",
    }
)
TRIGGERS: Final = MappingProxyType(
    {"manual": "manual", "distance": "distance", "location": "position", "time": "time", "heartrate": "heart_rate"}
)
COURSE: Final = "This TCX file is a course to follow, not a recorded activity."
WORKOUT: Final = "This TCX file is a workout to follow, not a recorded activity."
NOTHING: Final = "This TCX file holds no recorded activity."
BROKEN: Final = "This TCX file is damaged and no activity could be read from it; export it again."


class _Lap:
    def __init__(self, start: str) -> None:
        self.start = start
        self.stated: dict[str, str] = {}


class _Activity:
    """One activity while it is read."""

    def __init__(self, sport: str | None) -> None:
        self.sport = sport
        self.points = Points()
        self.laps: list[_Lap] = []
        self.tracks: list[int] = []
        self.device: str | None = None
        self.name: str | None = None


class _Tcx:
    """Collects activities; remembers whether the file is a course or a workout instead."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.activities: list[_Activity] = []
        self.seen: set[str] = set()
        self.in_point = False
        self.blocks: tuple[Block, ...] = ()
        self.texts = frozenset({*POINT, *LAP, "Name", "Id"})

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        self.path.append(name)
        if name == MARK:
            return self._block(int(attributes["n"]))
        if self.in_point:
            return name in POINT
        if name == "Activity":
            self.activities.append(_Activity(attributes.get("Sport")))
        elif name in ("Course", "Workout"):
            self.seen.add(name)
        elif self.activities and "Activity" in self.path:
            activity = self.activities[-1]
            if name == "Trackpoint":
                activity.points.count += 1
                self.in_point = True
            elif name == "Lap":
                activity.laps.append(_Lap(attributes.get("StartTime", "")))
            elif name == "Track":
                activity.tracks.append(activity.points.count)
        return name in self.texts or name == "Value"

    def _block(self, number: int) -> bool:
        if self.in_point:
            raise Unusual
        if self.activities and "Activity" in self.path:
            self.activities[-1].points.add(self.blocks[number])
        return False

    def finish(self, name: str, text: str) -> None:
        self.path.pop()
        if self.in_point:
            if name == "Trackpoint":
                self.in_point = False
            elif text and name in POINT:
                self.activities[-1].points.put(POINT[name], text)
        elif text and self.activities and self.path:
            self._outside(self.activities[-1], name, text.strip())

    def _outside(self, activity: _Activity, name: str, text: str) -> None:
        parent = self.path[-1]
        if name == "Name" and parent == "Creator":
            activity.device = text or None
        elif name == "Name" and parent == "Plan":
            activity.name = text or None
        elif activity.laps and "Lap" in self.path:
            stated = activity.laps[-1].stated
            if name == "Value" and parent in ("AverageHeartRateBpm", "MaximumHeartRateBpm"):
                stated["avg_heart_rate" if parent.startswith("Average") else "max_heart_rate"] = text
            elif name in LAP:
                stated[LAP[name]] = text


def decode_tcx(data: bytes, at_once: bool = True) -> Decoded:
    """Every activity with points or totals. Read `at_once` or point by point, the result is the same."""
    file, complete = heard(_Tcx, DIALECT, data, at_once)
    if file.in_point:
        file.activities[-1].points.drop_newest()
    notes: list[str] = []
    found = [_recording(activity, notes) for activity in file.activities]
    recordings = tuple(recording for recording in found if recording is not None)
    if not recordings:
        raise Unreadable(_refusal(file, complete))
    if not complete:
        last = recordings[-1]
        reached = f" after {duration(float(last.time[-1]) - recordings[0].start)}" if len(last.time) else ""
        notes.append(f"The file is damaged{reached}; everything before that was read.")
    return Decoded(recordings, tuple(dict.fromkeys(notes)))


def _refusal(file: _Tcx, complete: bool) -> str:
    if not file.activities and file.seen:
        return COURSE if "Course" in file.seen else WORKOUT
    if any(activity.points.first_time() for activity in file.activities):
        return "The times in this TCX file cannot be read or are impossible; export the activity again."
    return NOTHING if complete else BROKEN


def _recording(activity: _Activity, notes: list[str]) -> Recording | None:
    points = activity.points
    sport, sub_sport = sport_named(activity.sport)
    channels = {name: points.column(name) for name in POINT.values() if name != "time"}
    feet = both_feet(channels["cadence"], sport)
    channels["cadence"] = channels["cadence"] * feet
    time = points.column("time", stamps)
    cleaned = clean(time, channels, sport)
    laps = _laps(activity, cleaned.time, feet)
    start = float(cleaned.time[0]) if len(cleaned.time) else (laps[0].start if laps else None)
    if start is None or (not len(cleaned.time) and not any(lap.elapsed for lap in laps)):
        return None
    notes.extend(cleaned.notes)
    return Recording(
        format="tcx",
        sport=sport,
        sub_sport=sub_sport,
        start=min(start, laps[0].start) if laps and 0 <= start - laps[0].start < 3600 else start,
        utc_offset=zone_offset(points.first_time() or ""),
        device=activity.device,
        name=activity.name,
        time=cleaned.time,
        channels=cleaned.channels,
        laps=laps,
        pauses=_gaps(time, activity.tracks, cleaned.time),
        stated=_totals(activity, laps),
        removed=cleaned.removed,
    )


def _laps(activity: _Activity, time: Floats, feet: float) -> tuple[Lap, ...]:
    """A lap lasts until the next one starts; the last until the last point."""
    starts = np.array([stamp(lap.start) for lap in activity.laps])
    rows = np.flatnonzero(valid_time(starts))
    rows = rows[np.argsort(starts[rows], kind="stable")]
    laps: list[Lap] = []
    for place, row in enumerate(int(index) for index in rows):
        stated = {name: _value(name, text) for name, text in activity.laps[row].stated.items()}
        timer = stated.get("timer")
        cadence = stated.get("avg_cadence")
        until = float(starts[rows[place + 1]]) if place + 1 < len(rows) else float(time[-1]) if len(time) else np.nan
        elapsed = until - float(starts[row])
        if not np.isfinite(elapsed) or elapsed < (timer or 0.0):
            elapsed = timer or 0.0
        laps.append(
            Lap(
                float(starts[row]),
                elapsed,
                timer,
                stated.get("distance"),
                TRIGGERS.get(activity.laps[row].stated.get("trigger", "").lower()),
                stated.get("avg_heart_rate"),
                stated.get("max_heart_rate"),
                stated.get("avg_speed"),
                stated.get("avg_power"),
                None if cadence is None else plausible("cadence", cadence * feet),
            )
        )
    return tuple(laps)


def _value(name: str, text: str) -> float | None:
    quantity = name.partition("_")[2] if name.startswith(("avg_", "max_")) else name
    value = plausible(quantity, float(numbers([text])[0]))
    if value is None or (name == "timer" and value > 60 * 86_400):
        return None
    return None if value == 0 and quantity in ("heart_rate", "power", "cadence") else value


def _totals(activity: _Activity, laps: tuple[Lap, ...]) -> Mapping[str, float]:
    """TCX states totals lap by lap: sums and maxima of what every lap states."""
    totals: dict[str, float] = {}
    for name in ("timer", "distance", "calories", "max_speed", "max_heart_rate", "max_power"):
        values = [_value(name, lap.stated.get(name, "")) for lap in activity.laps]
        known = [value for value in values if value is not None]
        if known and (name.startswith("max_") or len(known) == len(values)):
            totals[name] = max(known) if name.startswith("max_") else sum(known)
    if laps:
        totals["elapsed"] = laps[-1].start + laps[-1].elapsed - laps[0].start
    return totals


def _gaps(time: Floats, tracks: list[int], kept: Floats) -> tuple[tuple[float, float], ...]:
    """A new Track inside a lap means the timer was stopped; between laps the points simply go on."""
    pauses: list[tuple[float, float]] = []
    for at in tracks[1:]:
        if 0 < at < len(time):
            stopped, resumed = float(time[at - 1]), float(time[at])
            if kept[0] <= stopped < resumed <= kept[-1] and resumed - stopped > LAP_CHANGE:
                pauses.append((stopped, resumed))
    return tuple(pauses)


# Smart recording leaves up to this many seconds between the points of two laps without any stop.
LAP_CHANGE: Final = 10.0
