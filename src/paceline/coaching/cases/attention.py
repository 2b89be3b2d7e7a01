"""What cases tell the queue: a coach's own task that is late."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from paceline.coaching.cases.queries import tasks_due
from paceline.coaching.recommendations import Evidence, Kind, fingerprint_of
from paceline.infra.tx import Tx

# Late by days, and how much that speaks for looking [own choice].
LATE = ((7, 34), (3, 28), (1, 22))


class TaskAttention:
    """Late tasks; they are the coach's own, and nobody else's queue knows of them."""

    id = "cases"
    listens = ()

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]:
        """One fact for all that is late; the oldest names it."""
        late = await tasks_due(tx, athlete_id, today)
        if not late or late[0].due_on is None:
            return []
        days = (today - late[0].due_on).days
        least, points = next(step for step in LATE if days >= step[0])
        more = f" and {len(late) - 1} more" if len(late) > 1 else ""
        return [
            Evidence(
                rule_id="cases.task_late",
                kind=Kind.OTHER,
                label="Task",
                value_text=f"{days} d late",
                reason=f"Your task “{late[0].title}”{more} was due {'yesterday' if days == 1 else f'{days} days ago'}",
                points=points,
                link=f"/people/{athlete_id}/case#tasks",
                fingerprint=fingerprint_of("task", str(late[0].id), late[0].due_on, least),
                scope="training",
                reply_within=timedelta(hours=24),
            )
        ]


ATTENTION = TaskAttention()
