"""The season as rows of weeks: phases, load planned and done, races, and days that are not for training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from paceline.endurance.activities import daily_loads
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar.board import WEEK, NoteChip, note_chip
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.notes.queries import notes_between
from paceline.endurance.calendar.plugged import Phase
from paceline.endurance.calendar.queries import planned_loads
from paceline.infra.tx import Tx
from paceline.kit.days import days_between

WEEKS = 52


@dataclass(frozen=True, slots=True)
class Race:
    """A race of the season."""

    id: UUID
    day: date
    title: str
    priority: str


@dataclass(frozen=True, slots=True)
class SeasonWeek:
    """One row; shares are of the season's largest week."""

    first: date
    phase: str
    planned: float | None
    done: float | None
    planned_share: float
    done_share: float
    races: Sequence[Race]
    notes: Sequence[NoteChip]
    is_now: bool

    @property
    def number(self) -> int:
        return self.first.isocalendar().week


async def season_weeks(tx: Tx, athlete: Athlete, first: date, phases: Sequence[Phase]) -> list[SeasonWeek]:
    """A year of weeks from a Monday on."""
    last = first + WEEKS * WEEK - timedelta(days=1)
    planned = await planned_loads(tx, athlete.id, first, last)
    done = await daily_loads(tx, athlete.id, first, last)
    races = await _races(tx, athlete.id, first, last)
    notes = await notes_between(tx, [athlete.id], first, last)
    starts = [first + n * WEEK for n in range(WEEKS)]
    sums = [(_sum(planned, one), _sum(done, one)) for one in starts]
    top = max([value for pair in sums for value in pair if value is not None], default=0.0) or 1.0
    today = tx.today(athlete)
    rows: list[SeasonWeek] = []
    for start, (plan, did) in zip(starts, sums, strict=True):
        end = start + timedelta(days=6)
        rows.append(
            SeasonWeek(
                first=start,
                phase=next((name for name, a, b in phases if a <= end and b >= start), ""),
                planned=plan,
                done=did,
                planned_share=(plan or 0.0) / top,
                done_share=(did or 0.0) / top,
                races=[race for race in races if start <= race.day <= end],
                notes=[note_chip(note) for note in notes if note.first <= end and note.last >= start],
                is_now=start <= today <= end,
            )
        )
    return rows


def _sum(loads: Mapping[date, float], start: date) -> float | None:
    known = [loads[day] for day in days_between(start, start + timedelta(days=6)) if day in loads]
    return sum(known) if known else None


async def _races(tx: Tx, athlete_id: UUID, first: date, last: date) -> list[Race]:
    query = select(Workout.id, Workout.day, Workout.title, func.coalesce(Workout.race_priority, "")).where(
        Workout.athlete_id == athlete_id,
        Workout.day.between(first, last),
        Workout.is_race.is_(True),
        Workout.deleted_at.is_(None),
    )
    if athlete_id == tx.actor.account_id:
        query = query.where(Workout.draft.is_(False))
    return [Race(*row) for row in await tx.session.execute(query.order_by(Workout.day, Workout.position))]
