"""What the calendar tells lower slices: how an activity compares with what was planned, and who races next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from paceline.core.identity import people
from paceline.core.relationships import RosterCell
from paceline.endurance.activities import Activity
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.queries import completion_of_activity, races_from
from paceline.endurance.calendar.rules import status_of
from paceline.infra.tx import Tx
from paceline.kit.days import local_day

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
            return f"Planned: {workout.current_title}", "neutral", workout.amount.load
        status = status_of(
            day=workout.day,
            today=workout.day,
            workout_type=workout.workout_type,
            is_done=True,
            percent=row.compliance,
            is_skipped=False,
        )
        words = f"{workout.current_title}: {row.compliance:.0f} % of planned {row.measure}, {WORDS[status]}"
        return words, TONES[status], workout.amount.load


class NextRaces:
    """The next race of everybody on the roster who shares their training."""

    label = "Next race"
    place = 20

    async def roster_cells(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, RosterCell]:
        """Name, and in how many days of the athlete's own calendar."""
        races = await races_from(tx, athlete_ids, now.date() - timedelta(days=1))
        who = await people(tx, list({one.athlete_id for one in races}))
        today = {found: local_day(now, one.time_zone) for found, one in who.items()}
        cells: dict[UUID, RosterCell] = {}
        for one in races:
            if one.athlete_id in today and one.day >= today[one.athlete_id]:
                cells.setdefault(one.athlete_id, _race(one, today[one.athlete_id]))
        return cells


def _race(race: Workout, today: date) -> RosterCell:
    days = (race.day - today).days
    note = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return RosterCell(race.title, note=note, href=f"/workouts/{race.id}")
