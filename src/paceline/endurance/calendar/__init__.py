"""The calendar: what is planned on which day, what became of it, and how each day's session is carried to the watch."""

from paceline.endurance.calendar.access import workout_for
from paceline.endurance.calendar.actions.adapting import adapt_workout, restore_workout
from paceline.endurance.calendar.actions.placing import place_workouts, remove_planned
from paceline.endurance.calendar.drawing import session_view
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.queries import (
    completions_of,
    missed_workouts,
    planned_loads,
    race_ahead,
    workouts_between,
)
from paceline.endurance.calendar.targets import training_speeds_of
from paceline.endurance.calendar.types import NewWorkout

__all__ = [
    "Completion",
    "NewWorkout",
    "Workout",
    "adapt_workout",
    "completions_of",
    "missed_workouts",
    "place_workouts",
    "planned_loads",
    "race_ahead",
    "remove_planned",
    "restore_workout",
    "session_view",
    "training_speeds_of",
    "workout_for",
    "workouts_between",
]
