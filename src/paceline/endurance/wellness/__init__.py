"""Wellness: values of the day from devices, files and people; every source kept, one of them shown, and said why."""

from paceline.endurance.wellness.events import WellnessChanged
from paceline.endurance.wellness.queries import latest, values_between
from paceline.endurance.wellness.types import DayValue

__all__ = ["DayValue", "WellnessChanged", "latest", "values_between"]
