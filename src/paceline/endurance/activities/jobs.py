"""What activities leave to the worker beside imports: measuring and weighing again, and clearing what is long gone."""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.actions.purging import expire, forget_old_imports, purge_next
from paceline.endurance.activities.actions.weighing import weigh_batch
from paceline.endurance.activities.importing.jobs import jobs
from paceline.endurance.activities.importing.pipeline import settings
from paceline.endurance.activities.model import Activity, Recomputation
from paceline.endurance.activities.recomputing_all import recompute_all, recompute_one
from paceline.endurance.activities.terms.expiring import SUBJECT, ExpiryLetter, people_to_tell, tell_next
from paceline.endurance.athletes import me
from paceline.infra.database import Actor
from paceline.infra.jobs import Work
from paceline.infra.mail import Mail
from paceline.ui.page import render

MOST_STRANDED = 200


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


@jobs.job("tell_of_expiry", cron="7 8 * * *", retry=None)
async def tell_of_expiry(work: Work) -> None:
    """A mail a week before activities go because their terms say so; a mail that does not leave is tried tomorrow."""
    gear = work.machinery
    async with work.open() as tx:
        people = await people_to_tell(tx)
    for athlete_id in people:
        async with work.open() as tx:
            found = await tell_next(tx, athlete_id)
            if found is None:
                continue
            base = gear.settings.public_url
            link = f"{base}/settings/sharing-terms"
            letter = ExpiryLetter(found.name, found.many, found.first, link, SUBJECT, base)
            html, text = (render(f"activities/mail/expiring.{kind}", letter) for kind in ("html", "txt"))
            mail = Mail(to=found.email, subject=SUBJECT, text=text, html=html, kind="activities.expiring")
            await gear.mailer.send(mail)


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
