"""The pieces of an activity: laps of the device, laps of equal length, or hard parts that were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from paceline.endurance.activities.listing.rows import pace_of
from paceline.endurance.activities.model import Activity, Lap
from paceline.endurance.activities.recorded import Samples
from paceline.science.endurance.following import Done
from paceline.science.endurance.intervals import Intervals, find_intervals
from paceline.science.endurance.splits import Split, marks_by_distance, marks_by_time, split_at
from paceline.science.endurance.streams import Array, even_clock, even_seconds, speed_from_distance
from paceline.ui.format import METRES_PER_MILE, Figure, Formatter

By: TypeAlias = Literal["device", "km", "mile", "5min", "found"]
WORDS: Mapping[By, str] = {
    "device": "Device",
    "km": "1 km",
    "mile": "1 mile",
    "5min": "5 min",
    "found": "Found",
}
META: Mapping[By, str] = {
    "device": "as the device set them",
    "km": "every kilometre",
    "mile": "every mile",
    "5min": "every five minutes",
    "found": "hard parts found in the recording",
}
ROLES = {"before": "Before", "work": "Work", "rest": "Rest", "after": "After"}
MOST = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its number or role, what was measured in it, its pace, and its share of the quickest one."""

    label: str
    split: Split
    pace: Figure
    share: float
    best: bool
    role: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces by one way to cut, the ways there are, and the reason where there are none."""

    by: By
    ways: Sequence[tuple[By, str]]
    rows: Sequence[Piece] = ()
    reason: str = ""

    @property
    def meta(self) -> str:
        """Where the pieces come from, in words."""
        return META[self.by]


def pieces_of(activity: Activity, samples: Samples, laps: Sequence[Lap], fmt: Formatter, asked: str) -> Pieces | None:
    """The pieces asked for, else the most telling there are; None when there is nothing to cut."""
    ways = _ways(activity, samples, laps, fmt)
    if not ways:
        return None
    known: list[By] = [way for way, _ in ways]
    wished = dict(zip(map(str, known), known, strict=True)).get(asked)
    if wished is not None:
        return _cut(wished, ways, activity, samples, laps, fmt)
    # Without a wish, the first way that gives as many as can be read: a day on the bike has hundreds of kilometres.
    cuts = (_cut(way, ways, activity, samples, laps, fmt) for way in known)
    first = next(cuts)
    return first if first.rows else next((one for one in cuts if one.rows), first)


def _cut(
    by: By, ways: Sequence[tuple[By, str]], activity: Activity, samples: Samples, laps: Sequence[Lap], fmt: Formatter
) -> Pieces:
    if by == "device":
        return Pieces(by, ways, _rows([(str(lap.number), split_of_lap(lap), "") for lap in laps], activity, fmt))
    if by == "found":
        return _found(activity, samples, ways, fmt)
    spans = _spans(samples, by)
    if len(spans) > MOST:
        return Pieces(by, ways, (), f"There would be {len(spans)} of them. Choose longer ones.")
    splits = split_at(samples.time, samples.channels, pauses_of(activity), spans)
    return Pieces(by, ways, _rows([(str(n), split, "") for n, split in enumerate(splits, 1)], activity, fmt))


def is_way(text: str) -> bool:
    """Whether there is such a way to cut."""
    return text in get_args(By)


def pauses_of(activity: Activity) -> list[tuple[float, float]]:
    """The pauses as numbers, in seconds after the start."""
    return [(float(start), float(end)) for start, end in activity.pauses]


def split_of_lap(lap: Lap) -> Split:
    """A device's own lap, in its own numbers."""
    seconds = lap.timer or lap.elapsed
    speed = lap.distance / seconds if lap.distance and seconds else lap.average_speed
    return Split(
        lap.start_offset,
        lap.start_offset + lap.elapsed,
        seconds,
        lap.distance,
        speed,
        lap.average_heart_rate,
        lap.max_heart_rate,
        lap.average_power,
        lap.average_cadence,
        lap.ascent,
    )


def found_in(activity: Activity, samples: Samples) -> tuple[Intervals, Sequence[Split]]:
    """The hard parts and what lies between them, each measured."""
    pauses = pauses_of(activity)
    output, channel = output_of(activity, samples)
    if output is None:
        return Intervals(reason="Finding intervals needs power or speed."), ()
    clock = even_clock(samples.time, pauses)
    found = find_intervals(even_seconds(samples.time, output, pauses), channel)
    spans = [(float(clock[one.start]), float(clock[min(one.end, clock.size - 1)])) for one in found.found]
    return found, split_at(samples.time, samples.channels, pauses, spans)


def output_of(activity: Activity, samples: Samples) -> tuple[Array | None, Literal["power", "speed"]]:
    """What tells work from rest: power on the bike, speed elsewhere."""
    if activity.family == "cycling" and "power" in samples.channels:
        return samples.channels["power"], "power"
    if "speed" in samples.channels:
        return samples.channels["speed"], "speed"
    if "distance" in samples.channels and activity.family != "swimming":
        return speed_from_distance(samples.time, samples.channels["distance"]), "speed"
    return samples.channels.get("power"), "power"


def candidates_of(activity: Activity, samples: Samples, laps: Sequence[Lap]) -> list[tuple[str, Sequence[Done]]]:
    """The ways a planned session may lie in the recording."""
    found, splits = found_in(activity, samples)
    whole = [Done(split, one.kind == "work") for one, split in zip(found.found, splits, strict=False)]
    if not whole and len(laps) < 2 and activity.elapsed:
        return [("the whole session", [Done(_whole(activity))])]
    return [("laps", [Done(split_of_lap(lap)) for lap in laps]), ("intervals found in it", whole)]


def _whole(activity: Activity) -> Split:
    return Split(
        0.0,
        activity.elapsed or 0.0,
        activity.timer or activity.elapsed or 0.0,
        activity.distance,
        activity.average_speed,
        activity.average_heart_rate,
        activity.max_heart_rate,
        activity.average_power,
        activity.average_cadence,
        activity.ascent,
    )


def _ways(activity: Activity, samples: Samples, laps: Sequence[Lap], fmt: Formatter) -> list[tuple[By, str]]:
    ways: list[By] = ["device"] if len(laps) >= 2 else []
    if samples.time.size >= 2:
        distance = samples.channels.get("distance")
        far = float(np.nanmax(distance, initial=0.0)) if distance is not None else 0.0
        lengths: list[By] = ["mile", "km"] if fmt.imperial else ["km", "mile"]
        metres: dict[By, float] = {"km": 1000.0, "mile": METRES_PER_MILE}
        if activity.family != "swimming":
            ways.extend(way for way in lengths if far > 2 * metres[way])
        if samples.time[-1] - samples.time[0] > 600:
            ways.append("5min")
        if output_of(activity, samples)[0] is not None and activity.family != "swimming":
            ways.append("found")
    return [(way, WORDS[way]) for way in ways]


def _spans(samples: Samples, by: By) -> list[tuple[float, float]]:
    if by == "5min":
        marks = marks_by_time(samples.time, 300.0)
    else:
        marks = marks_by_distance(samples.time, samples.channels["distance"], 1000.0 if by == "km" else METRES_PER_MILE)
    return [(start, end) for start, end in zip(marks[:-1].tolist(), marks[1:].tolist(), strict=True) if end > start]


def _found(activity: Activity, samples: Samples, ways: Sequence[tuple[By, str]], fmt: Formatter) -> Pieces:
    found, splits = found_in(activity, samples)
    if not splits:
        return Pieces("found", ways, (), found.reason or "")
    number = 0
    named: list[tuple[str, Split, str]] = []
    for one, split in zip(found.found, splits, strict=False):
        number += one.kind == "work"
        named.append((str(number) if one.kind == "work" else ROLES[one.kind], split, one.kind))
    return Pieces("found", ways, _rows(named, activity, fmt))


def _rows(named: Sequence[tuple[str, Split, str]], activity: Activity, fmt: Formatter) -> list[Piece]:
    quickest = max((split.speed for _, split, _ in named if split.speed), default=None)
    return [
        Piece(
            label,
            split,
            pace_of(activity.family, split.speed, fmt),
            split.speed / quickest if split.speed and quickest else 0.0,
            bool(split.speed) and split.speed == quickest,
            role,
        )
        for label, split, role in named
    ]
