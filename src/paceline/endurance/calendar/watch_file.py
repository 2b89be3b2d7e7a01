"""The workout file a watch follows."""

import re
import unicodedata
from datetime import datetime

from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.drawing import structure_from
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.targets import targets_of
from paceline.kit.errors import Conflict
from paceline.science.endurance.structure import End, Single, Step, Structure
from paceline.science.endurance.watch import watch_steps
from paceline.science.formats import encode_workout


def watch_file(workout: Workout, athlete: Athlete, created: datetime) -> bytes:
    """A FIT workout file with the athlete's own targets, as the session stands for its day."""
    if workout.workout_type == "rest" or (workout.adapted is not None and workout.adapted["structure"] is None):
        raise Conflict("There is nothing to follow on a rest day.", code="rest")
    structure = structure_from(workout.current_structure) or _one_step(workout)
    return encode_workout(
        workout.current_title, structure.sport, watch_steps(structure, targets_of(athlete, structure.sport)), created
    )


def _one_step(workout: Workout) -> Structure:
    if workout.duration_s:
        end = End("duration", workout.duration_s)
    elif workout.distance_m:
        end = End("distance", workout.distance_m)
    else:
        end = End("lap")
    return Structure(workout.sport, (Single("steady", Step(end)),))  # type: ignore[arg-type]


def file_name(workout: Workout) -> str:
    """A name every file system takes: the day and the title in plain letters."""
    plain = unicodedata.normalize("NFKD", workout.current_title).encode("ascii", "ignore").decode()
    return f"{workout.day.isoformat()}-{re.sub(r'[^A-Za-z0-9]+', '-', plain).strip('-').lower() or 'session'}.fit"
