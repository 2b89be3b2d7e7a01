"""Work on metrics that would hold up a person: long histories, samples, and what a new version of a formula asks for."""

from uuid import UUID

from sqlalchemy import text

from paceline.endurance.athletes import me
from paceline.endurance.metrics.keeping import freshen
from paceline.endurance.metrics.measuring import BATCH, all_measured, measure_batch
from paceline.endurance.metrics.versions import ACTIVITIES, DAYS
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work

jobs = Jobs("metrics")
MOST = 200

_WAITING = text(
    """
    SELECT state.athlete_id FROM metrics_state AS state
    LEFT JOIN metrics_version AS days ON days.athlete_id = state.athlete_id AND days.metric = :days
    WHERE state.stale_from IS NOT NULL OR days.version IS DISTINCT FROM :version
    ORDER BY state.athlete_id LIMIT :most
    """
)
_UNMEASURED = text(
    """
    SELECT state.athlete_id FROM metrics_state AS state
    WHERE state.measured_against IS NULL OR split_part(state.measured_against, ';', 1) <> :version
    ORDER BY state.athlete_id LIMIT :most
    """
)


@jobs.job("compute_days", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def compute_days(work: Work, *, athlete_id: str) -> None:
    """The days of fitness, from the first that counts differently now."""
    async with work.open(Actor(UUID(athlete_id))) as tx:
        await freshen(tx, tx.person, at_once=True)
        await tx.tell(tx.person, "metrics.computed")


@jobs.job("measure_activities", one_waiting="{athlete_id}", one_running="{athlete_id}", priority=-1)
async def measure_activities(work: Work, *, athlete_id: str) -> None:
    """Zones and curves of every activity that has none yet, or old ones, a few at a time."""
    actor = Actor(UUID(athlete_id))
    while True:
        async with work.open(actor) as tx:
            if await measure_batch(tx, await me(tx)) == BATCH:
                continue
            await all_measured(tx, await me(tx))
            await freshen(tx, tx.person, at_once=True)
            await tx.tell(tx.person, "metrics.computed")
            return


@jobs.job("find_stale", cron="*/5 * * * *", retry=None)
async def find_stale(work: Work) -> None:
    """Whatever was not brought up to date by an event: new versions of formulas, loads weighed again, old histories."""
    known = {"days": DAYS.metric, "version": DAYS.version, "most": MOST}
    async with work.open() as tx:
        for athlete_id in (await tx.session.scalars(_WAITING, known)).all():
            await tx.defer(compute_days, athlete_id=athlete_id)
        measured = {"version": str(ACTIVITIES.version), "most": MOST}
        for athlete_id in (await tx.session.scalars(_UNMEASURED, measured)).all():
            await tx.defer(measure_activities, athlete_id=athlete_id)
