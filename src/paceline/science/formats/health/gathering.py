"""Collects what the readers of an Apple Health export find, and hands it on piece by piece."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..markup import number, stamp, zone_offset
from ..recording import Floats
from .model import HealthChunk, HealthEvent, HealthSamples, HealthStatistic, HealthWorkout, SleepStage
from .vocabulary import KINDS, QUANTITY, SLEEP_TYPE, STAGES, UNIT_OF, UNITS, sport_of

# So many samples make a chunk.
CHUNK: Final = 65_536
Columns = tuple[Floats, Floats, Floats, Floats, NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the value of a record with this type and unit means; no kind when it is of no use here."""

    kind: str | None
    source: int
    factor: float = 1.0
    offset: float = 0.0


@dataclass
class Workout:
    """A workout while it is read."""

    attributes: Mapping[str, str]
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    statistics: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    events: list[Mapping[str, str]] = field(default_factory=list[Mapping[str, str]])
    routes: list[str] = field(default_factory=list[str])


class Gathering:
    """Everything found since the last chunk was handed on."""

    def __init__(self) -> None:
        self.sources: dict[str, int] = {}
        self.anything = False
        self.unknown_units: set[str] = set()
        self.undated = 0
        self._units: dict[str, str] = {}
        self._columns: dict[str, list[Columns]] = {}
        self._singles: dict[str, list[tuple[float, float, float, float, int]]] = {}
        self._sleep: list[SleepStage] = []
        self._workouts: list[HealthWorkout] = []
        self._count = 0

    @property
    def full(self) -> bool:
        return self._count >= CHUNK

    def meaning(self, attributes: Mapping[str, str]) -> Meaning:
        """Of a quantity record; a unit we do not know is noted, never guessed."""
        source = self._source(attributes)
        known = KINDS.get(attributes.get("type", "").removeprefix(QUANTITY))
        if known is None:
            return Meaning(None, source)
        kind, dimension = known
        unit = attributes.get("unit", "")
        if (dimension, unit) not in UNITS:
            self.unknown_units.add(f"{kind} in “{unit}”")
            return Meaning(None, source)
        self._units[kind] = UNIT_OF[dimension]
        return Meaning(kind, source, *UNITS[dimension, unit])

    def _source(self, attributes: Mapping[str, str]) -> int:
        return self.sources.setdefault(attributes.get("sourceName", ""), len(self.sources))

    def add_columns(self, kind: str, columns: Columns) -> None:
        self._columns.setdefault(kind, []).append(columns)
        self._count += len(columns[0])
        self.anything = True

    def record(self, attributes: Mapping[str, str], metadata: Mapping[str, str]) -> None:
        """One record read by itself."""
        self.anything = True
        start, end = stamp(attributes.get("startDate", "")), stamp(attributes.get("endDate", ""))
        if not (math.isfinite(start) and math.isfinite(end)):
            self.undated += 1
            return
        if attributes.get("type") == SLEEP_TYPE:
            self._stage(attributes, metadata, start, end)
            return
        meaning = self.meaning(attributes)
        value = number(attributes.get("value", ""))
        if meaning.kind is None or not math.isfinite(value):
            return
        zone = zone_offset(attributes["startDate"])
        row = (start, end, math.nan if zone is None else zone, value * meaning.factor + meaning.offset, meaning.source)
        self._singles.setdefault(meaning.kind, []).append(row)
        self._count += 1

    def _stage(self, attributes: Mapping[str, str], metadata: Mapping[str, str], start: float, end: float) -> None:
        stage = STAGES.get(attributes.get("value", ""))
        if stage is None:
            return
        source = attributes.get("sourceName", "")
        zone = zone_offset(attributes["startDate"])
        self._sleep.append(SleepStage(stage, start, end, zone, source, metadata.get("HKTimeZone")))
        self._count += 1

    def workout(self, found: Workout) -> None:
        self.anything = True
        attributes = found.attributes
        start, end = stamp(attributes.get("startDate", "")), stamp(attributes.get("endDate", ""))
        if not (math.isfinite(start) and math.isfinite(end)):
            self.undated += 1
            return
        statistics = tuple(s for s in map(self._statistic, found.statistics) if s is not None)
        indoor = {"1": True, "0": False}.get(found.metadata.get("HKIndoorWorkout", ""))
        activity = attributes.get("workoutActivityType", "")
        sport, sub_sport = sport_of(activity, indoor, found.metadata.get("HKSwimmingLocationType"))
        self._workouts.append(
            HealthWorkout(
                activity=activity,
                sport=sport,
                sub_sport=sub_sport,
                start=start,
                end=end,
                utc_offset=zone_offset(attributes.get("startDate", "")),
                duration=_in_unit("time", attributes, "duration"),
                distance=_total(attributes, "length", "totalDistance", statistics, "distance"),
                energy=_total(attributes, "energy", "totalEnergyBurned", statistics, "active_energy"),
                source=attributes.get("sourceName", ""),
                indoor=indoor,
                time_zone=found.metadata.get("HKTimeZone"),
                statistics=statistics,
                events=tuple(e for e in map(_event, found.events) if e is not None),
                metadata=MappingProxyType(dict(found.metadata)),
                routes=tuple(found.routes),
            )
        )
        # A workout weighs about as much as a hundred samples.
        self._count += 100

    def _statistic(self, attributes: Mapping[str, str]) -> HealthStatistic | None:
        meaning = self.meaning(attributes)
        if meaning.kind is None:
            return None
        values = [number(attributes.get(name, "")) for name in ("average", "minimum", "maximum", "sum")]
        known = [value * meaning.factor + meaning.offset if math.isfinite(value) else None for value in values]
        return HealthStatistic(meaning.kind, self._units[meaning.kind], *known)

    def taken(self, notes: Sequence[str] = ()) -> HealthChunk:
        """The chunk so far; the gathering starts anew."""
        for kind, rows in self._singles.items():
            table = np.array(rows, np.float64)
            start, end, zone, value = (np.ascontiguousarray(table[:, place]) for place in range(4))
            self._columns.setdefault(kind, []).append((start, end, zone, value, table[:, 4].astype(np.int32)))
        sources = tuple(self.sources)
        samples = tuple(
            HealthSamples(kind, self._units[kind], *_joined(columns), sources)
            for kind, columns in self._columns.items()
        )
        chunk = HealthChunk(samples, tuple(self._sleep), tuple(self._workouts), tuple(notes))
        self._columns, self._singles, self._sleep, self._workouts, self._count = {}, {}, [], [], 0
        return chunk

    def notes(self) -> list[str]:
        """What could not be taken over."""
        notes: list[str] = []
        if self.undated:
            notes.append(f"{self.undated:,} entries were left out because their dates cannot be read.")
        if self.unknown_units:
            listed = ", ".join(sorted(self.unknown_units)[:5])
            notes.append(f"Some values were left out because their unit is not known here: {listed}.")
        return notes


def _joined(columns: Sequence[Columns]) -> Columns:
    start, end, zone, value, source = zip(*columns, strict=True)
    return (
        np.concatenate(start),
        np.concatenate(end),
        np.concatenate(zone),
        np.concatenate(value),
        np.concatenate(source),
    )


def _in_unit(dimension: str, attributes: Mapping[str, str], name: str) -> float | None:
    found = UNITS.get((dimension, attributes.get(f"{name}Unit", "")))
    value = number(attributes.get(name, ""))
    return value * found[0] if found is not None and math.isfinite(value) else None


def _total(
    attributes: Mapping[str, str], dimension: str, name: str, statistics: Sequence[HealthStatistic], kind: str
) -> float | None:
    """Older exports state it on the workout, newer ones as a statistic."""
    stated = _in_unit(dimension, attributes, name)
    if stated is not None:
        return stated
    return next((one.sum for one in statistics if one.kind.startswith(kind) and one.sum is not None), None)


def _event(attributes: Mapping[str, str]) -> HealthEvent | None:
    start = stamp(attributes.get("date", ""))
    if not math.isfinite(start):
        return None
    kind = attributes.get("type", "").removeprefix("HKWorkoutEventType").lower()
    return HealthEvent(kind, start, _in_unit("time", attributes, "duration"))
