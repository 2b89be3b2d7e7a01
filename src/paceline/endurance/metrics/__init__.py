"""Metrics: fitness, fatigue and form of an athlete on a day, and what stands out in their training."""

from paceline.endurance.metrics.queries import fitness_between, fitness_on, load_flags
from paceline.endurance.metrics.types import FitnessDay, LoadFlags

__all__ = ["FitnessDay", "LoadFlags", "fitness_between", "fitness_on", "load_flags"]
