"""What an Apple Health export holds, in SI units: columns of samples, sleep stages and workouts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats

Stage: TypeAlias = Literal["in_bed", "awake", "asleep", "core", "deep", "rem"]


@dataclass(frozen=True, slots=True)
class HealthSamples:
    """Samples of one kind in the order of the file; `source` counts in `sources`, `utc_offset` belongs to the start."""

    kind: str
    unit: str
    start: Floats
    end: Floats
    utc_offset: Floats
    value: Floats
    source: NDArray[np.int32]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SleepStage:
    """One stretch of a night as one source saw it; sources overlap, and `in_bed` overlaps the stages."""

    stage: Stage
    start: float
    end: float
    utc_offset: float | None
    source: str
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class HealthStatistic:
    """What the watch says about a whole workout; only a few kinds have a sum."""

    kind: str
    unit: str
    average: float | None
    minimum: float | None
    maximum: float | None
    sum: float | None


@dataclass(frozen=True, slots=True)
class HealthEvent:
    """A lap, segment, pause or resumption within a workout."""

    kind: str
    start: float
    duration: float | None


@dataclass(frozen=True, slots=True)
class HealthWorkout:
    """One workout; distances in metres, energy in kilocalories, and the routes as paths within the archive."""

    activity: str
    sport: str
    sub_sport: str | None
    start: float
    end: float
    utc_offset: float | None
    duration: float | None
    distance: float | None
    energy: float | None
    source: str
    indoor: bool | None
    time_zone: str | None
    statistics: tuple[HealthStatistic, ...]
    events: tuple[HealthEvent, ...]
    metadata: Mapping[str, str]
    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HealthChunk:
    """One piece of the export; an export of any size is read as many of these."""

    samples: tuple[HealthSamples, ...]
    sleep: tuple[SleepStage, ...]
    workouts: tuple[HealthWorkout, ...]
    notes: tuple[str, ...] = ()
