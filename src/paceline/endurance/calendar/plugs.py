"""What the calendar tells lower slices: how an activity compares with what was planned."""

from paceline.endurance.activities import Activity
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.queries import completion_of_activity
from paceline.endurance.calendar.rules import status_of
from paceline.infra.tx import Tx

TONES = {"done": "positive", "part": "caution", "over": "caution"}
WORDS = {"done": "on plan", "part": "short of the plan", "over": "over the plan"}


class PlanMatches:
    """Says beside an activity which workout it was, and how much of it."""

    async def plan_match(self, tx: Tx, activity: Activity) -> tuple[str, str, float | None] | None:
        """Words, tone and planned load; None when the activity belongs to no workout."""
        row = await completion_of_activity(tx, activity.athlete_id, activity.id)
        workout = (
            await tx.session.get(Workout, row.workout_id) if row is not None and row.workout_id is not None else None
        )
        if row is None or workout is None or workout.deleted_at is not None:
            return None
        if row.compliance is None:
            return f"Planned: {workout.title}", "neutral", workout.amount.load
        status = status_of(
            day=workout.day,
            today=workout.day,
            workout_type=workout.workout_type,
            is_done=True,
            percent=row.compliance,
            is_skipped=False,
        )
        words = f"{workout.title}: {row.compliance:.0f} % of planned {row.measure}, {WORDS[status]}"
        return words, TONES[status], workout.amount.load
