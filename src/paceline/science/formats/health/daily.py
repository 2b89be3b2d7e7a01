"""Values of a day from an Apple Health export: resting heart rate, HRV, sleep, weight and oxygen uptake."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from ..table_reading import DailyValue
from .model import HealthChunk, HealthSamples, SleepStage

# Kind → whether the day's value is the mean of all, or else the last one.
MEAN: Final = MappingProxyType({"resting_heart_rate": True, "hrv_sdnn": True, "body_mass": False, "vo2max": False})
EPOCH: Final = date(1970, 1, 1)
DAY: Final = 86_400.0
# A night belongs to the day one wakes on; what ends after six in the evening belongs to the next.
EVENING: Final = 6 * 3_600.0
ASLEEP: Final = frozenset({"asleep", "core", "deep", "rem"})
STAGED: Final = frozenset({"core", "deep", "rem"})


@dataclass(slots=True)
class _Mean:
    total: float = 0.0
    count: int = 0
    latest: float = -math.inf
    last: float = math.nan


@dataclass(slots=True)
class _Night:
    stretches: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    staged: bool = False


@dataclass(slots=True)
class Days:
    """Gathers chunk by chunk."""

    _means: dict[tuple[str, int], _Mean] = field(default_factory=dict[tuple[str, int], _Mean])
    _nights: dict[int, dict[str, _Night]] = field(default_factory=dict[int, dict[str, _Night]])

    def add(self, chunk: HealthChunk) -> None:
        """What a chunk says of days."""
        for samples in chunk.samples:
            if samples.kind in MEAN:
                self._add_samples(samples)
        self._add_nights(chunk.sleep)

    def _add_samples(self, samples: HealthSamples) -> None:
        rows = zip(samples.start.tolist(), samples.utc_offset.tolist(), samples.value.tolist(), strict=True)
        for start, offset, value in rows:
            day = int((start + (offset if math.isfinite(offset) else 0.0)) // DAY)
            mean = self._means.setdefault((samples.kind, day), _Mean())
            mean.total, mean.count = mean.total + value, mean.count + 1
            if start >= mean.latest:
                mean.latest, mean.last = start, value

    def _add_nights(self, stages: Sequence[SleepStage]) -> None:
        for stage in stages:
            if stage.stage in ASLEEP and stage.end > stage.start:
                day = int((stage.end + (stage.utc_offset or 0.0) + EVENING) // DAY)
                night = self._nights.setdefault(day, {}).setdefault(stage.source, _Night())
                night.stretches.append((stage.start, stage.end))
                night.staged |= stage.stage in STAGED

    def values(self) -> list[DailyValue]:
        """Every day's values, by day."""
        found = [
            DailyValue(_date(day), kind, mean.total / mean.count if MEAN[kind] else mean.last)
            for (kind, day), mean in self._means.items()
        ]
        found += [
            DailyValue(_date(day), "sleep", _slept(by_source.values())) for day, by_source in self._nights.items()
        ]
        return sorted(found, key=lambda value: (value.day, value.kind))


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)


def _slept(nights: Iterable[_Night]) -> float:
    """Sources overlap and must not be added: the one that tells stages counts, else the one that saw most."""
    return max((night.staged, _covered(night.stretches)) for night in nights)[1]


def _covered(stretches: Sequence[tuple[float, float]]) -> float:
    total, until = 0.0, -math.inf
    for start, end in sorted(stretches):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total
