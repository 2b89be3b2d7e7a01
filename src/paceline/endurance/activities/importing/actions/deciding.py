"""Deciding what two recordings of one session are: one of them, both, or one made of the two; the decision is kept."""

from typing import Literal
from uuid import UUID

from sqlalchemy import delete, func, select, update

from paceline.endurance.activities.access import own_duplicate
from paceline.endurance.activities.events import (
    ActivityChanged,
    ActivityDeleted,
    ActivityImported,
    ActivityRestored,
    DuplicateDecided,
)
from paceline.endurance.activities.files.merging import is_better, merged
from paceline.endurance.activities.model import MEASURED_PARTS, Activity, Duplicate, Stream, Track
from paceline.endurance.activities.rules import is_default_name
from paceline.endurance.activities.types import CHANNELS
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict

Decision = Literal["first", "second", "merged", "both"]


async def decide(tx: Tx, duplicate_id: UUID, decision: Decision) -> Duplicate:
    """Do what was decided about two recordings, and remember it."""
    found = await own_duplicate(tx, duplicate_id)
    if found.decision == decision:
        return found
    if found.decision is not None:
        raise Conflict("This has been decided already.")
    first, second = await _pair(tx, found)
    if decision == "second":
        await keep_second(tx, found)
    elif decision == "both":
        second.deleted_at, second.duplicate_of, second.changed_at = None, None, tx.now
        await tx.session.flush()
        await tx.emit(ActivityImported(second.id, second.athlete_id, second.day, second.shareable))
    elif decision == "merged":
        await _merge(tx, first, second)
    found.decision, found.decided_at = decision, tx.now
    await tx.session.flush()
    await tx.emit(DuplicateDecided(found.id, found.athlete_id, decision))
    return found


async def _pair(tx: Tx, found: Duplicate) -> tuple[Activity, Activity]:
    query = select(Activity).where(
        Activity.athlete_id == tx.person, Activity.id.in_((found.activity_id, found.other_id))
    )
    both = {one.id: one for one in await tx.session.scalars(query.order_by(Activity.id).with_for_update())}
    first = both.get(found.activity_id)
    second = both.get(found.other_id) if found.other_id else None
    if first is None or second is None or first.deleted_at is not None:
        raise Conflict("One of the two is no longer here, so there is nothing to decide.")
    return first, second


async def keep_second(tx: Tx, found: Duplicate) -> None:
    """The recording that came later stands for the session; the first is out of sight."""
    mine = select(Activity).where(Activity.athlete_id == tx.person)
    first = await tx.session.scalar(mine.where(Activity.id == found.activity_id))
    second = await tx.session.scalar(mine.where(Activity.id == found.other_id))
    if first is None or second is None:
        return
    was_here = first.deleted_at is None
    first.deleted_at = tx.now if was_here else first.deleted_at
    first.duplicate_of, first.changed_at = second.id, tx.now
    await tx.session.flush()
    second.deleted_at, second.duplicate_of, second.changed_at = None, None, tx.now
    found.decision, found.decided_at = "second", tx.now
    await tx.session.flush()
    await tx.session.execute(
        update(Duplicate)
        .where(Duplicate.athlete_id == tx.person, Duplicate.activity_id == first.id, Duplicate.id != found.id)
        .values(activity_id=second.id)
    )
    if was_here:
        await tx.emit(ActivityDeleted(first.id, first.athlete_id, first.day, first.shareable))
    await tx.emit(ActivityRestored(second.id, second.athlete_id, second.day, second.shareable))


async def _merge(tx: Tx, first: Activity, second: Activity) -> None:
    better = is_better(await _richness(tx, first.id), await _richness(tx, second.id))
    facts = [
        {column.key: getattr(one, column.key) for column in Activity.__mapper__.columns} for one in (first, second)
    ]
    changes = merged(*facts, second_is_better=better, first_is_unnamed=is_default_name(first.name))
    for name, value in changes.items():
        setattr(first, name, value)
    first.changed_at = tx.now
    await tx.session.flush()
    if better:
        # Measured again, its samples are read from the file they came from.
        first.recorded_as = second.recorded_as or second.id
        for table in MEASURED_PARTS:
            await tx.session.execute(delete(table).where(table.c.activity_id == first.id))
            await tx.session.execute(
                update(table)
                .where(table.c.activity_id == second.id, table.c.athlete_id == tx.person)
                .values(activity_id=first.id)
            )
    for table in MEASURED_PARTS:
        await tx.session.execute(update(table).where(table.c.activity_id == first.id).values(shareable=first.shareable))
    await tx.emit(ActivityChanged(first.id, first.athlete_id, first.day, first.shareable))


async def _richness(tx: Tx, activity_id: UUID) -> tuple[int, int]:
    """How many channels and samples were recorded; the route counts as one more."""
    columns = Stream.__table__.c
    present = func.num_nonnulls(*(columns[name] for name in CHANNELS if name != "time"))
    row = (
        await tx.session.execute(select(present, columns.samples).where(columns.activity_id == activity_id))
    ).one_or_none()
    if row is None:
        return (0, 0)
    track = await tx.session.scalar(select(func.count()).select_from(Track).where(Track.activity_id == activity_id))
    return (int(row[0]) + int(track or 0), int(row[1]))
