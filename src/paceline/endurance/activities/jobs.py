"""What activities leave to the worker: reading imports, undoing them, weighing again and clearing what is long gone."""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.actions.purging import expire, forget_old_imports, purge_next
from paceline.endurance.activities.actions.weighing import weigh_batch
from paceline.endurance.activities.importing.actions.steering import bring_back, take_back
from paceline.endurance.activities.importing.pipeline import run_import, settings
from paceline.endurance.activities.model import Activity, Import, Recomputation
from paceline.endurance.activities.recomputing_all import recompute_all, recompute_one
from paceline.endurance.athletes import me
from paceline.infra.database import Actor
from paceline.infra.jobs import Jobs, Work

jobs = Jobs("activities")
MOST_STRANDED = 200


@jobs.job("import_files", one_running="{athlete_id}", one_waiting="{import_id}")
async def import_files(work: Work, *, athlete_id: str, import_id: str) -> None:
    """Read every waiting file of an upload; started again it goes on with what is left."""
    await run_import(work, Actor(UUID(athlete_id)), UUID(import_id))


@jobs.job("pick_up_imports", cron="*/5 * * * *", retry=None)
async def pick_up_imports(work: Work) -> None:
    """Imports whose job was lost, such as to a database that was away too long, go on."""
    async with work.open() as tx:
        going = select(Import.athlete_id, Import.id).where(Import.state.in_(("waiting", "running")))
        for athlete_id, import_id in (await tx.session.execute(going.order_by(Import.id).limit(MOST_STRANDED))).all():
            await tx.defer(import_files, athlete_id=athlete_id, import_id=import_id)


@jobs.job("undo_import", one_running="{athlete_id}", one_waiting="{import_id}")
async def undo_import_job(work: Work, *, athlete_id: str, import_id: str) -> None:
    """Take everything an import brought out of everything, a few at a time."""
    more = True
    while more:
        async with work.open(Actor(UUID(athlete_id))) as tx:
            more = await take_back(tx, UUID(import_id))


@jobs.job("redo_import", one_running="{athlete_id}", one_waiting="{import_id}")
async def redo_import_job(work: Work, *, athlete_id: str, import_id: str) -> None:
    """Bring back what undoing an import took away, a few at a time."""
    more = True
    while more:
        async with work.open(Actor(UUID(athlete_id))) as tx:
            more = await bring_back(tx, UUID(import_id))


@jobs.job("purge_deleted", cron="17 3 * * *", retry=None)
async def purge_deleted(work: Work) -> None:
    """What was deleted long ago is gone for good, with its stored original."""
    days = settings().deleted_days
    async with work.open() as tx:
        over = select(Activity.athlete_id).where(Activity.deleted_at.is_(None), Activity.retain_until < tx.now)
        athletes = (await tx.session.scalars(over.distinct())).all()
    for athlete_id in athletes:
        async with work.open(Actor(athlete_id)) as tx:
            await expire(tx)
    while True:
        async with work.open() as tx:
            if not await purge_next(tx, work.machinery.storage, days):
                break
    while True:
        async with work.open() as tx:
            if not await forget_old_imports(tx, work.machinery.storage, days):
                return


@jobs.job("recompute_activity", one_waiting="{activity_id}", one_running="{activity_id}")
async def recompute_activity(work: Work, *, athlete_id: str, activity_id: str) -> None:
    """What is stored of one activity follows its corrections."""
    await recompute_one(work, Actor(UUID(athlete_id)), UUID(activity_id))


@jobs.job("recompute_everything", one_waiting="{athlete_id}", one_running="{athlete_id}", priority=-1)
async def recompute_everything(work: Work, *, athlete_id: str) -> None:
    """Every activity of an athlete from its original, one by one; started again it goes on with what is left."""
    await recompute_all(work, Actor(UUID(athlete_id)))


@jobs.job("pick_up_recomputations", cron="*/5 * * * *", retry=None)
async def pick_up_recomputations(work: Work) -> None:
    """What still waits to be measured again because its job was lost, or because nobody asked for one."""
    async with work.open() as tx:
        stale = select(Activity.athlete_id, Activity.id).where(
            Activity.stale_since.is_not(None), Activity.deleted_at.is_(None), Activity.file_key.is_not(None)
        )
        for athlete_id, activity_id in (
            await tx.session.execute(stale.order_by(Activity.stale_since).limit(MOST_STRANDED))
        ).all():
            await tx.defer(recompute_activity, athlete_id=athlete_id, activity_id=activity_id)
        going = select(Recomputation.athlete_id).where(Recomputation.state != "done")
        for athlete_id in (await tx.session.scalars(going.limit(MOST_STRANDED))).all():
            await tx.defer(recompute_everything, athlete_id=athlete_id)


@jobs.job("weigh_again", one_waiting="{athlete_id}", one_running="{athlete_id}")
async def weigh_again(work: Work, *, athlete_id: str) -> None:
    """Measure every load against the athlete's thresholds of today, a few activities at a time."""
    actor = Actor(UUID(athlete_id))
    after: UUID | None = None
    while True:
        async with work.open(actor) as tx:
            after = await weigh_batch(tx, await me(tx), after)
            if after is None:
                await tx.tell(tx.person, "activities.changed")
                return
