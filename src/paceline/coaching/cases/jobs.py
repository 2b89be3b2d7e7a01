"""The work of cases in the background: each morning, what is due today and what is late."""

from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from paceline.coaching.cases.actions import OWN, PLACE, REMINDERS
from paceline.coaching.cases.events import TasksReminded
from paceline.coaching.cases.model import Task
from paceline.coaching.desk import evaluate_athlete
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work
from paceline.infra.schedule import Daily

jobs = Jobs("cases")


@jobs.job("remind_of_tasks", one_running="{account_id}")
async def remind_of_tasks(work: Work, *, account_id: str, day: str) -> None:
    """Remind a coach once of each task that has come due; what is late waits in the queue from then on."""
    coach, today = UUID(account_id), date.fromisoformat(day)
    async with work.open(Actor(coach, roles=frozenset({"coach"}))) as tx:
        # A task is told on its day and once more when it is late.
        untold = or_(Task.reminded_on.is_(None), Task.reminded_on <= Task.due_on)
        rows = await tx.session.scalars(
            select(Task)
            .where(Task.coach_id == coach, Task.done_at.is_(None), Task.due_on <= today, untold)
            .order_by(Task.id)
            .with_for_update()
        )
        due = [task for task in rows if task.reminded_on != today]
        for task in due:
            task.reminded_on = today
        if not due:
            return
        await tx.session.flush()
        await tx.emit(TasksReminded(coach, len(due)))
        await tx.tell(coach, PLACE, scope=OWN)
        for athlete_id in sorted({task.athlete_id for task in due}):
            await tx.defer(evaluate_athlete, athlete_id=athlete_id)


DAILY = Daily(REMINDERS, remind_of_tasks)
