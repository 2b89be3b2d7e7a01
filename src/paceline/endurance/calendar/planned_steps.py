"""Tells an activity's page the steps of the workout it was, with the athlete's own targets."""

from collections.abc import Sequence

from paceline.endurance.activities import Activity
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.queries import completion_of_activity
from paceline.endurance.calendar.targets import targets_of, training_speeds_of
from paceline.infra.tx import Tx
from paceline.science.endurance.following import Measure, PlannedStep
from paceline.science.endurance.structure import FlatStep, Target, flatten, from_json
from paceline.science.endurance.structure.wording import step_words
from paceline.science.endurance.watch import ResolvedTargets

HARD = ("work", "strides")


class PlannedSteps:
    """Every step as it was asked for on the day."""

    async def planned_steps(self, tx: Tx, activity: Activity) -> tuple[str, str, Sequence[PlannedStep]] | None:
        """The steps of the workout an activity became; None without one or without steps."""
        row = await completion_of_activity(tx, activity.athlete_id, activity.id)
        found = await tx.session.get(Workout, row.workout_id) if row is not None and row.workout_id else None
        if found is None or found.deleted_at is not None or found.current_structure is None:
            return None
        athlete = await athlete_for(tx, activity.athlete_id)
        structure = from_json(found.current_structure)
        known = targets_of(athlete, structure.sport)
        steps = [_step(flat, known) for flat in flatten(structure, training_speeds_of(athlete, structure.sport))]
        return found.current_title, f"/workouts/{found.id}", steps


def _step(flat: FlatStep, known: ResolvedTargets) -> PlannedStep:
    end = flat.step.end
    measure, low, high = _target(flat.step.target, known)
    return PlannedStep(
        label=step_words(flat.step),
        is_work=flat.role in HARD,
        seconds=end.value if end.kind == "duration" else None,
        metres=end.value if end.kind == "distance" else None,
        measure=measure,
        low=low,
        high=high,
    )


def _target(target: Target, known: ResolvedTargets) -> tuple[Measure | None, float | None, float | None]:
    """The first that can be measured: power, then pace, then heart rate."""
    power = target.power
    if power is not None and (power.unit == "watts" or known.ftp):
        unit = 1.0 if power.unit == "watts" else known.ftp or 1.0
        return "power", power.low * unit, power.high * unit
    if target.pace is not None and target.pace in known.speeds:
        return "speed", *known.speeds[target.pace]
    if target.heart_rate_zone is not None and target.heart_rate_zone in known.heart_rate_zones:
        return "heart_rate", *known.heart_rate_zones[target.heart_rate_zone]
    return None, None, None
