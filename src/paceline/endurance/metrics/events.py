"""What happens to metrics."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class MetricsRecomputed(Event):
    """A formula has a new version, and an athlete's kept values were computed anew with it."""

    name: ClassVar[str] = "metrics.recomputed"
    athlete_id: UUID
    metric: str
    version: int


@dataclass(frozen=True, slots=True)
class ThresholdDismissed(Event):
    """A threshold proposed from what was done is not wanted."""

    name: ClassVar[str] = "metrics.threshold_dismissed"
    athlete_id: UUID
    threshold: str
