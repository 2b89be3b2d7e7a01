"""Writes a line to follow as a FIT course file, with the points a watch should announce on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from .fit.profile import (
    DEGREES_PER_SEMICIRCLE,
    DEVELOPMENT,
    EVENT,
    FILE_ID,
    FIT_EPOCH,
    LAP,
    RECORD,
    SPORT_CODES,
    START_EVENT,
    STOP_ALL_EVENT,
    TIMER_EVENT,
    TIMESTAMP,
)
from .fit.writing import framed, invalid, layout, one, text
from .recording import Course, Floats

FILE_COURSE, COURSE, COURSE_POINT = 6, 31, 32
(FILE_LOCAL, COURSE_LOCAL, LAP_LOCAL, EVENT_LOCAL, POINT_LOCAL, RECORD_LOCAL) = range(6)
# Watches show fifteen letters of a course and its points; longer names are cut by most of them.
LONGEST_NAME, LONGEST_POINT_NAME = 63, 31
# Mean radius of the Earth (IUGG 1980, R1), for distances between neighbouring points of a line.
EARTH_RADIUS: Final = 6_371_008.8
# Distances are kept in 32 bits of centimetres and times in 32 bits of milliseconds.
LONGEST_COURSE, LONGEST_TIME = 42_000_000.0, 4_000_000

PointKind = Literal[
    "generic", "summit", "valley", "water", "food", "danger", "left", "right", "straight", "first_aid", "aid_station"
]
# FIT profile, type course_point.
POINT_CODES: Final = MappingProxyType(
    {
        "generic": 0,
        "summit": 1,
        "valley": 2,
        "water": 3,
        "food": 4,
        "danger": 5,
        "left": 6,
        "right": 7,
        "straight": 8,
        "first_aid": 9,
        "aid_station": 28,
    }
)


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """Something to be told at a distance (m) along the course."""

    distance: float
    name: str
    kind: PointKind = "generic"


def encode_course(
    course: Course, sport: str, created: datetime, *, speed: float, points: Sequence[CoursePoint] = ()
) -> bytes:
    """A course file; `speed` (m/s) gives the virtual partner its times, because the format asks for them."""
    latitude, longitude = course.latitude, course.longitude
    if len(latitude) < 2 or not np.isfinite(latitude).all() or not np.isfinite(longitude).all():
        raise ValueError("A course needs at least two points, each with a latitude and a longitude.")
    if not speed > 0:
        raise ValueError("The speed for a course must be above zero.")
    begin = int(created.timestamp()) - FIT_EPOCH
    distance = along(latitude, longitude)
    end = begin + round(float(distance[-1]) / speed)
    if distance[-1] > LONGEST_COURSE or end - begin > LONGEST_TIME:
        raise ValueError("This course is longer than a watch can store.")
    return framed(
        [
            _file_id(begin),
            _course(course.name, sport),
            _lap(course, distance, begin, end),
            _event(begin, START_EVENT),
            *_points(points, course, distance, begin, speed),
            *_records(course, distance, begin, speed),
            _event(end, STOP_ALL_EVENT),
        ]
    )


def along(latitude: Floats, longitude: Floats) -> Floats:
    """Metres from the first point to each of the others, along great circles."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    steps = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.concatenate([[0.0], np.cumsum(steps)])


def _semicircles(degrees: Floats) -> NDArray[np.int64]:
    """180 degrees east is 180 degrees west: the numbers go round."""
    raw = np.round(degrees / DEGREES_PER_SEMICIRCLE).astype(np.int64)
    return (raw + 2**31) % 2**32 - 2**31


def _file_id(begin: int) -> bytes:
    shape = layout(FILE_LOCAL, FILE_ID, ((0, "enum"), (1, "u2"), (2, "u2"), (3, "u4z"), (4, "u4")))
    # A watch tells courses apart by serial number and time, so the serial number must not be missing.
    return one(shape, {0: FILE_COURSE, 1: DEVELOPMENT, 2: 0, 3: (begin & 0x7FFFFFFF) or 1, 4: begin})


def _course(name: str | None, sport: str) -> bytes:
    title = text(name or "", LONGEST_NAME) or b"Course"
    shape = layout(COURSE_LOCAL, COURSE, ((4, "enum"),), ((5, len(title) + 1),))
    return one(shape, {4: SPORT_CODES.get(sport, 0), 5: title})


def _lap(course: Course, distance: Floats, begin: int, end: int) -> bytes:
    fields = ((TIMESTAMP, "u4"), (2, "u4"), (3, "i4"), (4, "i4"), (5, "i4"), (6, "i4"), (7, "u4"), (8, "u4"), (9, "u4"))
    latitude, longitude = _semicircles(course.latitude), _semicircles(course.longitude)
    seconds = (end - begin) * 1000
    places: dict[int, int | bytes | None] = {3: int(latitude[0]), 4: int(longitude[0])}
    places |= {5: int(latitude[-1]), 6: int(longitude[-1]), 7: seconds, 8: seconds}
    total = round(float(distance[-1]) * 100)
    return one(layout(LAP_LOCAL, LAP, fields), {TIMESTAMP: end, 2: begin, 9: total} | places)


def _event(stamp: int, what: int) -> bytes:
    shape = layout(EVENT_LOCAL, EVENT, ((TIMESTAMP, "u4"), (0, "enum"), (1, "enum")))
    return one(shape, {TIMESTAMP: stamp, 0: TIMER_EVENT, 1: what})


def _points(points: Sequence[CoursePoint], course: Course, distance: Floats, begin: int, speed: float) -> list[bytes]:
    """In order of distance, each placed on the line."""
    if not points:
        return []
    ordered = sorted(points, key=lambda point: point.distance)
    names = [text(point.name, LONGEST_POINT_NAME) for point in ordered]
    fields = ((254, "u2"), (1, "u4"), (2, "i4"), (3, "i4"), (4, "u4"), (5, "enum"))
    shape = layout(POINT_LOCAL, COURSE_POINT, fields, ((6, max(len(name) for name in names) + 1),))
    rows = shape.rows(len(ordered))
    at = np.clip([point.distance for point in ordered], 0.0, distance[-1])
    rows["254"], rows["1"] = np.arange(len(ordered)), begin + np.round(at / speed)
    rows["2"] = _semicircles(np.interp(at, distance, course.latitude))
    rows["3"] = _semicircles(np.interp(at, distance, course.longitude))
    rows["4"], rows["5"] = np.round(at * 100), [POINT_CODES[point.kind] for point in ordered]
    rows["6"] = names
    return [shape.definition(), rows.tobytes()]


def _records(course: Course, distance: Floats, begin: int, speed: float) -> list[bytes]:
    climbs: tuple[tuple[int, str], ...] = () if course.altitude is None else ((2, "u2"),)
    shape = layout(RECORD_LOCAL, RECORD, ((TIMESTAMP, "u4"), (0, "i4"), (1, "i4"), (5, "u4"), *climbs))
    rows: NDArray[Any] = shape.rows(len(distance))
    rows[str(TIMESTAMP)] = begin + np.round(distance / speed)
    rows["0"], rows["1"] = _semicircles(course.latitude), _semicircles(course.longitude)
    rows["5"] = np.round(distance * 100)
    if course.altitude is not None:
        raw = np.round((course.altitude + 500) * 5)
        fits = np.isfinite(raw) & (raw >= 0) & (raw < invalid("u2"))
        rows["2"] = np.where(fits, raw, invalid("u2"))
    return [shape.definition(), rows.tobytes()]
