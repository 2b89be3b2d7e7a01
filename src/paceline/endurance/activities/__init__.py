"""Activities: what an athlete did, read from the files of their devices or logged by hand, kept once, measured honestly."""

from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.actions.changing import log_manually
from paceline.endurance.activities.actions.storing import import_recording
from paceline.endurance.activities.events import (
    ActivityChanged,
    ActivityDeleted,
    ActivityImported,
    ActivityRestored,
    ManyActivitiesChanged,
)
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.queries import activities_between, daily_loads, longest_in
from paceline.endurance.activities.recorded import samples_of
from paceline.endurance.activities.terms.queries import activities_for_ai
from paceline.endurance.activities.types import PlanMatchSource

__all__ = [
    "Activity",
    "ActivityChanged",
    "ActivityDeleted",
    "ActivityImported",
    "ActivityRestored",
    "ManyActivitiesChanged",
    "PlanMatchSource",
    "activities_between",
    "activities_for_ai",
    "activity_for",
    "daily_loads",
    "import_recording",
    "log_manually",
    "longest_in",
    "samples_of",
]
