"""Assessing an athlete's day again after their training history changed."""

from uuid import UUID

from paceline.endurance.athletes import me
from paceline.endurance.readiness.actions import assess_day
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work

jobs = Jobs("readiness")


@jobs.job("assess_today", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def assess_today(work: Work, *, athlete_id: str) -> None:
    """Readiness of the athlete's present day; days that are over stay as they were said."""
    async with work.open(Actor(UUID(athlete_id))) as tx:
        athlete = await me(tx)
        await assess_day(tx, athlete.id, tx.today(athlete))
