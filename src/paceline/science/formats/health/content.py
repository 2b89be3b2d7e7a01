"""Everything of an Apple Health export that Paceline has a place for: workouts as recordings, and values by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ..cleaning import EARLIEST, LATEST
from ..recording import Decoded, Floats, Recording, Unreadable
from ..table_reading import DailyValue
from .daily import Days
from .export import HealthExport
from .joining import JOINED, Samples, Zone, joined
from .model import HealthSamples, HealthWorkout

# Samples of so many hours of workouts are held at a time; a longer history is gone through more often.
HOURS_AT_A_TIME: Final = 1_000
MOST_WORKOUTS: Final = 100_000
TOO_MANY: Final = "This export holds more workouts than anyone has done; export it on the iPhone again."
_Piece = tuple[Floats, Floats, np.ndarray[tuple[int, ...], np.dtype[np.int32]]]


def no_zone(_name: str, _at: float) -> float | None:
    """Where zones are not known, what the export itself states counts."""
    return None


@dataclass(slots=True)
class HealthContent:
    """Gone through once for what there is, and again for what was measured during the workouts."""

    export: HealthExport
    zone: Zone = no_zone
    workouts: list[HealthWorkout] = field(default_factory=list[HealthWorkout])
    daily: Sequence[DailyValue] = ()
    notes: tuple[str, ...] = ()

    def look(self) -> None:
        """Workouts in the order of their start, daily values and notes."""
        days = Days()
        found: list[HealthWorkout] = []
        for chunk in self.export.chunks():
            days.add(chunk)
            found += [one for one in chunk.workouts if EARLIEST <= one.start < one.end < LATEST]
            self.notes += chunk.notes
            if len(found) > MOST_WORKOUTS:
                raise Unreadable(TOO_MANY)
        # Some apps write a workout twice.
        unique = {(one.activity, one.source, one.start, one.end): one for one in found}
        self.workouts = sorted(unique.values(), key=lambda one: (one.start, one.end))
        self.daily = days.values()

    def recordings(self) -> Iterator[Recording]:
        """Each workout with what was measured during it."""
        for group in _groups(self.workouts):
            for workout, measured in zip(group, self._samples(group), strict=True):
                yield joined(workout, self._route(workout), measured, self.zone)

    def _route(self, workout: HealthWorkout) -> Decoded | None:
        """A damaged route is no reason to leave the workout."""
        try:
            return self.export.route(workout)
        except Unreadable:
            return None

    def _samples(self, group: Sequence[HealthWorkout]) -> list[Samples]:
        gathered: list[dict[str, list[_Piece]]] = [{} for _ in group]
        starts = np.array([one.start for one in group])
        ends = np.array([one.end for one in group])
        sources: tuple[str, ...] = ()
        for chunk in self.export.chunks():
            for samples in chunk.samples:
                if samples.kind in JOINED:
                    sources = samples.sources
                    _share_out(samples, starts, ends, gathered)
        return [_chosen(one, kinds, sources) for one, kinds in zip(group, gathered, strict=True)]


def _groups(workouts: Sequence[HealthWorkout]) -> Iterator[list[HealthWorkout]]:
    group: list[HealthWorkout] = []
    seconds = 0.0
    for one in workouts:
        group.append(one)
        seconds += one.end - one.start
        if seconds > HOURS_AT_A_TIME * 3600:
            yield group
            group, seconds = [], 0.0
    if group:
        yield group


def _share_out(samples: HealthSamples, starts: Floats, ends: Floats, gathered: list[dict[str, list[_Piece]]]) -> None:
    """Workouts may overlap: a sample belongs to each that was going on."""
    order = np.argsort(samples.end, kind="stable")
    moments = samples.end[order]
    first, last = np.searchsorted(moments, starts), np.searchsorted(moments, ends, side="right")
    for place in np.flatnonzero(last > first).tolist():
        rows = order[first[place] : last[place]]
        piece = (samples.end[rows], samples.value[rows], samples.source[rows])
        gathered[place].setdefault(samples.kind, []).append(piece)


def _chosen(workout: HealthWorkout, kinds: dict[str, list[_Piece]], sources: Sequence[str]) -> Samples:
    """Of several sources the one that recorded the workout, else the one that measured most."""
    chosen: dict[str, tuple[Floats, Floats]] = {}
    for kind, pieces in kinds.items():
        moments = np.concatenate([piece[0] for piece in pieces])
        values = np.concatenate([piece[1] for piece in pieces])
        source = np.concatenate([piece[2] for piece in pieces])
        own = sources.index(workout.source) if workout.source in sources else -1
        best = own if (source == own).any() else int(np.bincount(source).argmax())
        mine = source == best
        chosen[kind] = (moments[mine], values[mine])
    return chosen


def decode_health(export: HealthExport) -> Decoded:
    """All workouts of a small export at once."""
    content = HealthContent(export)
    content.look()
    recordings = tuple(content.recordings())
    if not recordings:
        raise Unreadable("This Apple Health export holds no workouts.")
    return Decoded(recordings, content.notes)
