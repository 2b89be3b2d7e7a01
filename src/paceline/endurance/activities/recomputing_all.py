"""Measuring every activity of an athlete again, one by one, so that a worker may die anywhere and another goes on."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities.actions.recomputing import Plan, corrections_of, plan_of, read_corrected, store_again
from paceline.endurance.activities.events import ManyActivitiesChanged
from paceline.endurance.activities.model import Activity, Recomputation
from paceline.endurance.athletes import Athlete, me
from paceline.infra.database import Actor
from paceline.infra.jobs import Work
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from paceline.science.formats import Unreadable

WHERE = "activities.recomputation"
TRIES = 5


async def begin_recomputation(tx: Tx) -> Recomputation:
    """Ask for everything to be measured again; asked twice, it goes on from where it is."""
    going = await recomputation_of(tx)
    if going is not None and going.state != "done":
        return going
    total = await tx.session.scalar(
        select(func.count())
        .select_from(Activity)
        .where(Activity.athlete_id == tx.person, Activity.deleted_at.is_(None), Activity.file_key.is_not(None))
    )
    values = {
        "state": "waiting",
        "total": total or 0,
        "looked": 0,
        "failed": 0,
        "after": None,
        "asked_at": tx.now,
        "finished_at": None,
    }
    write = insert(Recomputation).values(athlete_id=tx.person, **values)
    await tx.session.execute(write.on_conflict_do_update(index_elements=["athlete_id"], set_=values))
    await tx.tell(tx.person, WHERE)
    found = await recomputation_of(tx, lock=True)
    if found is None:
        raise Conflict("Try again in a moment.")
    return found


async def recomputation_of(tx: Tx, *, lock: bool = False) -> Recomputation | None:
    """The last time everything was measured again, and how far it is."""
    query = select(Recomputation).where(Recomputation.athlete_id == tx.person)
    if lock:
        query = query.with_for_update()
    return await tx.session.scalar(query.execution_options(populate_existing=True))


async def recompute_all(work: Work, actor: Actor) -> None:
    """Every activity with an original, oldest first; begun again it goes on with what is left."""
    while True:
        async with work.open(actor) as tx:
            going = await recomputation_of(tx)
            if going is None or going.state == "done":
                return
            found = await _next(tx, going.after)
        if not found:
            await _finish(work, actor)
            return
        for activity_id in found:
            problem = await recompute_one(work, actor, activity_id, quiet=True)
            async with work.open(actor) as tx:
                await _looked(tx, activity_id, failed=problem is not None)


async def recompute_one(work: Work, actor: Actor, activity_id: UUID, *, quiet: bool = False) -> str | None:
    """Measure one activity again outside any transaction and store it in one; why not, when it cannot be.

    Whoever corrects it meanwhile is not overwritten: then it is read once more.
    """
    for _ in range(TRIES):
        async with work.open(actor) as tx:
            prepared = await _prepare(tx, activity_id)
        if prepared is None:
            return None
        athlete, plan, seen = prepared
        try:
            reading = await read_corrected(work.machinery.storage, work.machinery.sandbox, plan, athlete)
        except Unreadable as problem:
            async with work.open(actor) as tx:
                if await _give_up(tx, activity_id, seen, str(problem)):
                    return str(problem)
            continue
        async with work.open(actor) as tx:
            activity = await _held(tx, activity_id)
            if activity is None:
                return None
            if await _state(tx, activity) != seen:
                continue
            events = await store_again(tx, activity, reading)
            for event in () if quiet else events:
                await tx.emit(event)
            if quiet:
                days = tuple(dict.fromkeys(event.day for event in events))
                await tx.emit(
                    ManyActivitiesChanged(activity.athlete_id, "changed", (activity.id,), days, activity.shareable)
                )
            return None
    return "This session was changed again and again while it was measured."


async def _next(tx: Tx, after: UUID | None) -> Sequence[UUID]:
    query = select(Activity.id).where(
        Activity.athlete_id == tx.person, Activity.deleted_at.is_(None), Activity.file_key.is_not(None)
    )
    if after is not None:
        query = query.where(Activity.id > after)
    return (await tx.session.scalars(query.order_by(Activity.id).limit(20))).all()


async def _looked(tx: Tx, activity_id: UUID, *, failed: bool) -> None:
    going = await recomputation_of(tx, lock=True)
    if going is None:
        return
    going.state, going.after = "running", activity_id
    going.looked += 1
    going.failed += int(failed)
    await tx.session.flush()
    await tx.tell(tx.person, WHERE)


async def _finish(work: Work, actor: Actor) -> None:
    async with work.open(actor) as tx:
        going = await recomputation_of(tx, lock=True)
        if going is not None:
            going.state, going.finished_at = "done", tx.now
            await tx.session.flush()
            await tx.tell(tx.person, WHERE)


Seen = tuple[object, ...]


async def _held(tx: Tx, activity_id: UUID) -> Activity | None:
    query = select(Activity).where(
        Activity.id == activity_id,
        Activity.athlete_id == tx.person,
        Activity.deleted_at.is_(None),
        Activity.file_key.is_not(None),
    )
    return await tx.session.scalar(query.with_for_update())


async def _state(tx: Tx, activity: Activity) -> Seen:
    """What the reading depends on: when it is another, what was read is out of date."""
    made = [(one.number, one.kind) for one in await corrections_of(tx, activity)]
    return (activity.version, activity.sport, activity.sub_sport, activity.rpe, activity.file_key, tuple(made))


async def _prepare(tx: Tx, activity_id: UUID) -> tuple[Athlete, Plan, Seen] | None:
    activity = await _held(tx, activity_id)
    if activity is None:
        return None
    return await me(tx), await plan_of(tx, activity), await _state(tx, activity)


async def _give_up(tx: Tx, activity_id: UUID, seen: Seen, problem: str) -> bool:
    """What is stored stays as it was, and the page says why; not when it was corrected meanwhile."""
    activity = await _held(tx, activity_id)
    if activity is None:
        return True
    if await _state(tx, activity) != seen:
        return False
    activity.stale_since, activity.stale_reason = None, problem
    await tx.session.flush()
    await tx.tell(activity.athlete_id, "activities.changed")
    return True
