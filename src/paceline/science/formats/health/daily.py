"""Values of a day from an Apple Health export: heart, HRV, sleep and its stages, body, breathing, steps and energy."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

import numpy as np

from ..table_reading import DailyValue
from .model import HealthChunk, HealthSamples, SleepStage

# Kind → whether the day's value is the mean of all, or else the last one.
MEAN: Final = MappingProxyType(
    {
        "resting_heart_rate": True,
        "hrv_sdnn": True,
        "oxygen_saturation": True,
        "respiration_rate": True,
        "body_mass": False,
        "body_fat": False,
        "vo2max": False,
        "body_temperature": False,
        "wrist_temperature": False,
        "blood_pressure_systolic": False,
        "blood_pressure_diastolic": False,
    }
)
# Counted through the day; phone and watch count the same steps, so of several sources the one that saw most is believed.
SUMS: Final = frozenset({"steps", "active_energy", "water"})
# Where the word for a value of a day is another than that of its samples.
NAMED: Final = MappingProxyType(
    {
        "oxygen_saturation": "spo2",
        "respiration_rate": "respiration",
        "wrist_temperature": "skin_temperature",
        "water": "hydration",
    }
)
EPOCH: Final = date(1970, 1, 1)
DAY: Final = 86_400.0
# A night belongs to the day one wakes on; what ends after six in the evening belongs to the next.
EVENING: Final = 6 * 3_600.0
ASLEEP: Final = frozenset({"asleep", "core", "deep", "rem"})
STAGED: Final = frozenset({"core", "deep", "rem"})
KINDS: Final = MappingProxyType(
    {"core": "sleep_light", "deep": "sleep_deep", "rem": "sleep_rem", "awake": "sleep_awake"}
)


@dataclass(slots=True)
class _Mean:
    total: float = 0.0
    count: int = 0
    latest: float = -math.inf
    last: float = math.nan


@dataclass(slots=True)
class _Night:
    stretches: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    stages: dict[str, list[tuple[float, float]]] = field(default_factory=dict[str, list[tuple[float, float]]])
    staged: bool = False


@dataclass(slots=True)
class Days:
    """Gathers chunk by chunk."""

    _means: dict[tuple[str, int], _Mean] = field(default_factory=dict[tuple[str, int], _Mean])
    _sums: dict[tuple[str, int], dict[str, float]] = field(default_factory=dict[tuple[str, int], dict[str, float]])
    _nights: dict[int, dict[str, _Night]] = field(default_factory=dict[int, dict[str, _Night]])

    def add(self, chunk: HealthChunk) -> None:
        """What a chunk says of days."""
        for samples in chunk.samples:
            if samples.kind in MEAN:
                self._add_samples(samples)
            elif samples.kind in SUMS:
                self._add_counts(samples)
        self._add_nights(chunk.sleep)

    def _add_samples(self, samples: HealthSamples) -> None:
        rows = zip(samples.start.tolist(), samples.utc_offset.tolist(), samples.value.tolist(), strict=True)
        for start, offset, value in rows:
            day = int((start + (offset if math.isfinite(offset) else 0.0)) // DAY)
            mean = self._means.setdefault((samples.kind, day), _Mean())
            mean.total, mean.count = mean.total + value, mean.count + 1
            if start >= mean.latest:
                mean.latest, mean.last = start, value

    def _add_counts(self, samples: HealthSamples) -> None:
        days = ((samples.start + np.nan_to_num(samples.utc_offset)) // DAY).astype(np.int64)
        pairs = np.stack((days, samples.source.astype(np.int64)))
        found, place = np.unique(pairs, axis=1, return_inverse=True)
        sums: list[float] = np.bincount(place.ravel(), weights=samples.value).tolist()
        keys: list[tuple[int, int]] = [(int(day), int(source)) for day, source in found.T]
        for (day, source), total in zip(keys, sums, strict=True):
            by_source = self._sums.setdefault((samples.kind, day), {})
            name = samples.sources[source]
            by_source[name] = by_source.get(name, 0.0) + total

    def _add_nights(self, stages: Sequence[SleepStage]) -> None:
        for stage in stages:
            if (stage.stage in ASLEEP or stage.stage == "awake") and stage.end > stage.start:
                day = int((stage.end + (stage.utc_offset or 0.0) + EVENING) // DAY)
                night = self._nights.setdefault(day, {}).setdefault(stage.source, _Night())
                if stage.stage in ASLEEP:
                    night.stretches.append((stage.start, stage.end))
                night.stages.setdefault(stage.stage, []).append((stage.start, stage.end))
                night.staged |= stage.stage in STAGED

    def values(self) -> list[DailyValue]:
        """Every day's values, by day."""
        found = [
            DailyValue(_date(day), NAMED.get(kind, kind), mean.total / mean.count if MEAN[kind] else mean.last)
            for (kind, day), mean in self._means.items()
        ]
        found += [
            DailyValue(_date(day), NAMED.get(kind, kind), max(by_source.values()))
            for (kind, day), by_source in self._sums.items()
        ]
        for day, by_source in self._nights.items():
            found += _told(_date(day), by_source.values())
        return sorted(found, key=lambda value: (value.day, value.kind))


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _told(day: date, nights: Iterable[_Night]) -> list[DailyValue]:
    """Sources overlap and must not be added: the one that tells stages counts, else the one that saw most."""
    slept = [night for night in nights if night.stretches]
    if not slept:
        return []
    best = max(slept, key=lambda night: (night.staged, _covered(night.stretches)))
    found = [DailyValue(day, "sleep", _covered(best.stretches))]
    if best.staged:
        found += [
            DailyValue(day, kind, _covered(best.stages[stage])) for stage, kind in KINDS.items() if stage in best.stages
        ]
    return found


def _covered(stretches: Sequence[tuple[float, float]]) -> float:
    total, until = 0.0, -math.inf
    for start, end in sorted(stretches):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total
