"""Courses to follow, from GPX tracks and routes and from TCX courses."""

from __future__ import annotations

from collections.abc import Mapping

from .gpx import decode_gpx_course, line_of
from .markup import Points, parse
from .recording import Course, Unreadable
from .tcx import POINT

POSITIONS = ("latitude", "longitude", "altitude")


def decode_course(data: bytes) -> Course:
    """The first line of the file, timed or not."""
    return _tcx(data) if b"TrainingCenterDatabase" in data[:4_096] else decode_gpx_course(data)


class _Line:
    """The first course of a TCX file or, without one, the first activity."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.path: list[str] = []
        self.points = Points()
        self.name: str | None = None
        self.ended = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        self.path.append(name)
        if self.ended or self.wanted not in self.path:
            return False
        if name == "Trackpoint":
            self.points.count += 1
        return name in POINT or name == "Name"

    def finish(self, name: str, text: str) -> None:
        self.path.pop()
        if name == self.wanted and self.points.count:
            self.ended = True
        elif self.ended or not text.strip():
            return
        elif name == "Name" and self.path[-1:] == [self.wanted]:
            self.name = text.strip()
        elif "Trackpoint" in self.path and POINT.get(name) in POSITIONS:
            self.points.put(POINT[name], text)


def _tcx(data: bytes) -> Course:
    for wanted in ("Course", "Activity"):
        line = _Line(wanted)
        parse(data, line)
        course = line_of(line.points, line.name)
        if course is not None:
            return course
    raise Unreadable("This TCX file holds no positions, so there is no course to follow.")
