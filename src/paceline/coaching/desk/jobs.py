"""The desk's work in the background: looking at an athlete for each of their coaches, on news and each morning."""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from sqlalchemy import select, update

from paceline.coaching.desk.actions.acting import end_of_quiet
from paceline.coaching.desk.actions.evaluating import evaluate
from paceline.coaching.desk.model import Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.core.identity import Person
from paceline.core.relationships import active_coach_ids
from paceline.infra.database import SYSTEM, Actor
from paceline.infra.jobs import Jobs, Work, enqueue
from paceline.infra.schedule import Daily, schedule_daily
from paceline.infra.tx import Tx

jobs = Jobs("desk")
MORNING = "desk.morning"
AT = time(5)


@jobs.job("evaluate_athlete", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def evaluate_athlete(work: Work, *, athlete_id: str) -> None:
    """Look at an athlete for every coach who looks after them now, each as that coach."""
    await _look(work, UUID(athlete_id))


@jobs.job("wake", one_running="{athlete_id}")
async def wake(work: Work, *, coach_id: str, athlete_id: str) -> None:
    """A deferral is over: bring it back, or let it rest when the reasons are gone."""
    async with work.open(Actor(UUID(coach_id), roles=frozenset({"coach"}))) as tx:
        await _look_as(tx, Plugged.into(work.machinery), UUID(athlete_id))


@jobs.job("look_after_night", one_waiting="{coach_id}/{athlete_id}", one_running="{athlete_id}")
async def look_after_night(work: Work, *, coach_id: str, athlete_id: str) -> None:
    """Quiet hours are over: what only they held may be done now."""
    async with work.open(Actor(UUID(coach_id), roles=frozenset({"coach"}))) as tx:
        await evaluate(tx, Plugged.into(work.machinery), UUID(athlete_id))


async def _look_as(tx: Tx, plugged: Plugged, athlete_id: UUID) -> None:
    row = await evaluate(tx, plugged, athlete_id)
    at = await end_of_quiet(tx, row)
    if at is not None:
        await enqueue(tx.session, look_after_night, {"coach_id": tx.person, "athlete_id": athlete_id}, at=at)


@jobs.job("look_each_morning", one_running="{account_id}")
async def look_each_morning(work: Work, *, account_id: str, day: str) -> None:
    """Silence and missed sessions happen by nothing happening."""
    await _look(work, UUID(account_id))


@jobs.job("plan_morning", one_waiting="{account_id}")
async def plan_morning(work: Work, *, account_id: str) -> None:
    """Plan an athlete's daily look at five in the morning of their own time zone; again after a move."""
    athlete = UUID(account_id)
    async with work.open(Actor(athlete)) as tx:
        zone = await tx.session.scalar(select(Person.time_zone).where(Person.account_id == athlete))
        if zone is not None and await active_coach_ids(tx, athlete):
            await schedule_daily(tx.session, athlete, MORNING, AT, zone, tx.now)


@jobs.job("close_ended")
async def close_ended(work: Work, *, coach_id: str, athlete_id: str) -> None:
    """Nothing waits for a coach who no longer coaches; nobody could see it any more anyway."""
    async with work.open(SYSTEM) as tx:
        if UUID(coach_id) in await active_coach_ids(tx, UUID(athlete_id)):
            return
        await tx.session.execute(
            update(Intervention)
            .where(
                Intervention.coach_id == UUID(coach_id),
                Intervention.athlete_id == UUID(athlete_id),
                Intervention.status != "closed",
            )
            .values(
                status="closed",
                outcome="expired",
                snoozed_until=None,
                closed_at=tx.now,
                version=Intervention.version + 1,
            )
        )


async def _look(work: Work, athlete_id: UUID) -> None:
    async with work.open(SYSTEM) as tx:
        coaches: Sequence[UUID] = await active_coach_ids(tx, athlete_id)
    plugged = Plugged.into(work.machinery)
    for coach_id in coaches:
        async with work.open(Actor(coach_id, roles=frozenset({"coach"}))) as tx:
            await _look_as(tx, plugged, athlete_id)


MORNINGS = Daily(MORNING, look_each_morning)
