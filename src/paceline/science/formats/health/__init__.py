"""Apple Health exports: records, nights, workouts and routes, read in little memory."""

from .content import HealthContent, decode_health
from .export import HealthExport
from .model import HealthChunk, HealthEvent, HealthSamples, HealthStatistic, HealthWorkout, SleepStage, Stage

__all__ = [
    "HealthChunk",
    "HealthContent",
    "HealthEvent",
    "HealthExport",
    "HealthSamples",
    "HealthStatistic",
    "HealthWorkout",
    "SleepStage",
    "Stage",
    "decode_health",
]
