"""Each morning, before the day starts: phases that give way, and whether the plan still fits what was done."""

from datetime import time
from uuid import UUID

from paceline.endurance.athletes import me
from paceline.endurance.plans.phasing import turn_phases
from paceline.endurance.plans.proposing import look_at_plan
from paceline.endurance.plans.queries import active_plan
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work
from paceline.infra.schedule import Daily, schedule_daily

DAILY_LOOK, LOOK_AT = "plans", time(3, 45)
jobs = Jobs("plans")


@jobs.job("schedule_looks", one_waiting="{account_id}")
async def schedule_looks(work: Work, *, account_id: str) -> None:
    """From now on the athlete's plan is looked at each morning of theirs; only they may have that written down."""
    async with work.open(Actor(UUID(account_id))) as tx:
        athlete = await me(tx)
        await schedule_daily(tx.session, athlete.id, DAILY_LOOK, LOOK_AT, athlete.time_zone, tx.now)


@jobs.job("look_at_plan", one_running="{account_id}")
async def look_at_plan_of(work: Work, *, account_id: str, day: str) -> None:
    """The athlete's leading plan on a new day; as the athlete, whose data it rests on."""
    async with work.open(Actor(UUID(account_id))) as tx:
        plan = await active_plan(tx, UUID(account_id))
        if plan is None:
            return
        await turn_phases(tx, plan, await me(tx))
        await look_at_plan(tx, plan.athlete_id)


DAILY = Daily(DAILY_LOOK, look_at_plan_of)
