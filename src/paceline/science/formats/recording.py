"""What every activity file becomes once it is read: recordings in SI units and plain sentences about quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Format: TypeAlias = Literal["fit", "gpx", "tcx", "csv", "health"]


class Unreadable(Exception):
    """The file holds no activity we can read; the message is one sentence for the athlete."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap as the device states it. Times in seconds, distance in metres, cadence as in `Recording.channels`."""

    start: float
    elapsed: float
    timer: float | None = None
    distance: float | None = None
    trigger: str | None = None
    avg_heart_rate: float | None = None
    max_heart_rate: float | None = None
    avg_speed: float | None = None
    avg_power: float | None = None
    avg_cadence: float | None = None
    ascent: float | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """One length of the pool; an inactive length is rest at the wall."""

    start: float
    elapsed: float
    strokes: float | None
    stroke: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class WorkSet:
    """One set of strength training, or the rest between two (not active). Weight in kg; `exercise` in words."""

    start: float | None
    elapsed: float
    active: bool
    repetitions: int | None
    weight: float | None
    exercise: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One activity of one sport.

    `time` is strictly increasing epoch seconds and may be empty when the device stated totals only.
    Channels are float64 with NaN where the device wrote nothing, and hold at least one finite value:
    latitude, longitude (degrees), altitude, distance (m), speed, vertical_speed (m/s), heart_rate (bpm),
    cadence (rpm; steps per minute of both feet on foot), power (W), temperature, core_temperature (°C),
    vertical_oscillation, step_length (m), ground_contact_time (s), ground_contact_balance, vertical_ratio,
    muscle_oxygen (%), respiration_rate (breaths per minute), total_hemoglobin (g/dL).
    """

    format: Format
    sport: str
    sub_sport: str | None = None
    start: float
    utc_offset: float | None = None
    device: str | None = None
    name: str | None = None
    time: Floats
    channels: Mapping[str, Floats]
    laps: tuple[Lap, ...] = ()
    lengths: tuple[Length, ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    rr_intervals: Floats | None = None
    stated: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    developer: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    # What stood in a channel before it was judged impossible; NaN where nothing was changed.
    removed: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    sets: tuple[WorkSet, ...] = ()
    # Every sensor and device the file names, the recording one first.
    devices: tuple[str, ...] = ()
    # Channels that an app or a sensor brought in place of the device → who wrote them ("Stryd").
    sources: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Decoded:
    """All recordings of a file, and what the athlete should know about their quality."""

    recordings: tuple[Recording, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A line to follow: positions without times."""

    name: str | None
    latitude: Floats
    longitude: Floats
    altitude: Floats | None
