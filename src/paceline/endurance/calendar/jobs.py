"""What the calendar does after the answer has gone out: comparing recordings with planned steps."""

from uuid import UUID

from paceline.endurance.calendar.grading.actions import grade_completion
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work

jobs = Jobs("calendar")


@jobs.job("grade_session", one_waiting="{workout_id}")
async def grade_session(work: Work, *, athlete_id: str, workout_id: str) -> None:
    """Grade a session that was done; again whenever its recording becomes another."""
    async with work.open(Actor(UUID(athlete_id))) as tx:
        await grade_completion(tx, UUID(workout_id))
