"""Reads records and workouts of an Apple Health export element by element, in whatever form they were written."""

from __future__ import annotations

from xml.parsers import expat

from ..markup import ENTITIES
from ..recording import Unreadable
from .gathering import Gathering, Workout


class Elements:
    """A parser that is fed the inside of HealthData in pieces; False from `feed` means the XML is broken."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._path: list[str] = []
        self._record: dict[str, str] | None = None
        self._metadata: dict[str, str] = {}
        self._workout: Workout | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._finish
        self._parser.EntityDeclHandler = self._refuse
        self._parser.Parse(b"<HealthData>", False)

    def feed(self, data: bytes, last: bool = False) -> bool:
        try:
            self._parser.Parse(data + b"</HealthData>" if last else data, last)
        except expat.ExpatError:
            return False
        return True

    @staticmethod
    def _refuse(*_: object) -> None:
        raise Unreadable(ENTITIES)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        depth = len(self._path)
        if depth == 2 and name == "Record":
            self._record, self._metadata = attributes, {}
        elif depth == 2 and name == "Workout":
            self._workout = Workout(attributes)
        elif self._record is not None and name == "MetadataEntry":
            self._metadata[attributes.get("key", "")] = attributes.get("value", "")
        elif self._workout is not None:
            self._inside(self._workout, name, attributes, depth)

    @staticmethod
    def _inside(workout: Workout, name: str, attributes: dict[str, str], depth: int) -> None:
        """Parts of a workout have statistics of their own, which are not the workout's."""
        if name == "FileReference" and (path := attributes.get("path")):
            workout.routes.append(path)
        elif depth == 3 and name == "MetadataEntry":
            workout.metadata[attributes.get("key", "")] = attributes.get("value", "")
        elif depth == 3 and name == "WorkoutStatistics":
            workout.statistics.append(attributes)
        elif depth == 3 and name == "WorkoutEvent":
            workout.events.append(attributes)

    def _finish(self, _name: str) -> None:
        self._path.pop()
        if len(self._path) != 1:
            return
        if self._record is not None:
            self._gathering.record(self._record, self._metadata)
        if self._workout is not None:
            self._gathering.workout(self._workout)
        self._record = self._workout = None
