"""Making an athlete's briefings when somebody else changed their day: only the athlete sees all the evidence."""

from uuid import UUID

from paceline.endurance.today.actions import make_briefings
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work

jobs = Jobs("today")


@jobs.job("make_briefings", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def make_briefings_of(work: Work, *, athlete_id: str) -> None:
    """The briefings of the athlete's present day."""
    async with work.open(Actor(UUID(athlete_id))) as tx:
        await make_briefings(tx)
