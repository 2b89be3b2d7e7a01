"""What the calendar does for the library: plans its sessions, and tells how those that were planned went."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select

from paceline.endurance.activities import Activity
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.actions.workouts import add_workout
from paceline.endurance.calendar.drawing import structure_from
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.schemas import AddWorkout
from paceline.endurance.calendar.targets import training_speeds_of
from paceline.endurance.library import Outcome, ToPlan, Use
from paceline.infra.tx import Tx
from paceline.science.endurance.structure import to_json

MOST_USES = 500


class LibraryCalendar:
    """The calendar as the library sees it."""

    async def plan_session(self, tx: Tx, athlete_id: UUID, day: date, session: ToPlan) -> UUID:
        """Plan it like any session; remember where it came from."""
        command = AddWorkout(
            athlete_id=athlete_id,
            day=day,
            title=session.title,
            workout_type=session.workout_type,  # type: ignore[arg-type]
            structure=to_json(session.structure),
            notes=session.notes,
        )
        workout = await add_workout(tx, command)
        workout.template_id = session.ref
        await tx.session.flush()
        return workout.id

    async def uses_of(self, tx: Tx, ref: str) -> Sequence[Use]:
        """Row-level security leaves those the actor may see; the latest last."""
        done = and_(
            Completion.workout_id == Workout.id, Completion.activity_id.is_not(None), Completion.dormant.is_(False)
        )
        query = (
            select(Workout, Completion.compliance, Completion.id, Activity.rpe)
            .outerjoin(Completion, done)
            .outerjoin(Activity, Activity.id == Completion.activity_id)
            .where(Workout.template_id == ref, Workout.deleted_at.is_(None), Workout.draft.is_(False))
            .order_by(Workout.day.desc(), Workout.id.desc())
            .limit(MOST_USES)
        )
        rows = (await tx.session.execute(query)).all()
        return [_use(row[0], row[1], row[2], row[3], tx.now.date()) for row in reversed(rows)]

    def speeds_of(self, athlete: Athlete, sport: str) -> Mapping[str, float]:
        """The middle of each of the athlete's speed ranges."""
        return training_speeds_of(athlete, sport)


def _use(workout: Workout, compliance: float | None, completion: UUID | None, rpe: float | None, today: date) -> Use:
    if completion is None and workout.day >= today:
        return Use(workout.athlete_id, workout.day, None)
    structure = structure_from(workout.current_structure)
    outcome = Outcome(completion is not None, rpe, compliance, structure=structure)
    return Use(workout.athlete_id, workout.day, outcome)
