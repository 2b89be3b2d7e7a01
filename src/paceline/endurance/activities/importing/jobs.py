"""What bringing activities in leaves to the worker: reading imports, undoing them and making them again."""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.importing.actions.steering import bring_back, take_back
from paceline.endurance.activities.importing.pipeline import run_import
from paceline.endurance.activities.importing.wellness import WellnessSink
from paceline.endurance.activities.model import Import
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
            more = await take_back(tx, UUID(import_id), work.machinery.plugged(WellnessSink))


@jobs.job("redo_import", one_running="{athlete_id}", one_waiting="{import_id}")
async def redo_import_job(work: Work, *, athlete_id: str, import_id: str) -> None:
    """Bring back what undoing an import took away, a few at a time."""
    more = True
    while more:
        async with work.open(Actor(UUID(athlete_id))) as tx:
            more = await bring_back(tx, UUID(import_id), work.machinery.plugged(WellnessSink))
