"""Changing many activities at once, and taking it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities.actions.changing import change_activity, restore_activity
from paceline.endurance.activities.events import ActivityChanged, ActivityDeleted
from paceline.endurance.activities.gear.queries import own_gear
from paceline.endurance.activities.model import Activity, Batch
from paceline.endurance.activities.schemas import ChangeActivity, ChangeMany
from paceline.endurance.activities.terms.actions import put_back_terms
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound


async def change_many(tx: Tx, command: ChangeMany) -> Batch:
    """Delete activities, or give them a gear or a sport; what they were is kept, so that it can be taken back."""
    found = await _mine(tx, command.activity_ids)
    if command.kind == "deletion":
        before = [[str(one.id), None] for one in found]
        await _delete(tx, found)
    elif command.kind == "gear":
        before = [[str(one.id), str(one.gear_id) if one.gear_id else None] for one in found]
        await _set_gear(tx, found, command.gear_id)
    else:
        if command.sport is None:
            raise Invalid("Choose a sport.", fields={"sport": "Choose a sport."})
        before = [[str(one.id), one.sport] for one in found]
        for one in found:
            await change_activity(tx, one.id, ChangeActivity.model_validate({"sport": command.sport}))
    batch = Batch(id=new_id(), athlete_id=tx.person, kind=command.kind, before=before, made_at=tx.now)
    tx.session.add(batch)
    await tx.session.flush()
    return batch


async def _mine(tx: Tx, ids: Sequence[UUID]) -> Sequence[Activity]:
    """All of them or none: somebody else's among them is as if it were not there."""
    wanted = set(ids)
    query = select(Activity).where(
        Activity.id.in_(wanted), Activity.athlete_id == tx.person, Activity.deleted_at.is_(None)
    )
    found = (await tx.session.scalars(query.order_by(Activity.started_at).with_for_update())).all()
    if len(found) < len(wanted) or not wanted:
        raise NotFound("Some of these activities are not here any more. Load the list again.")
    return found


async def _delete(tx: Tx, found: Sequence[Activity]) -> None:
    for one in found:
        one.deleted_at = one.changed_at = tx.now
    await tx.session.flush()
    for one in found:
        await tx.emit(ActivityDeleted(one.id, one.athlete_id, one.day, one.shareable))


async def _set_gear(tx: Tx, found: Sequence[Activity], gear_id: UUID | None) -> None:
    if gear_id is not None:
        gear = await own_gear(tx, gear_id)
        if gear.kind == "component":
            raise Invalid(
                "A component counts through its bike.",
                fields={"gear_id": f"Choose the bike {gear.name} is mounted on."},
            )
    for one in found:
        one.gear_id, one.changed_at = gear_id, tx.now
    await tx.session.flush()
    for one in found:
        await tx.emit(ActivityChanged(one.id, one.athlete_id, one.day, one.shareable))


async def take_back(tx: Tx, batch_id: UUID) -> Batch:
    """Put the activities of a batch back as they were, where they still are what it made them."""
    batch = await tx.session.scalar(
        select(Batch).where(Batch.id == batch_id, Batch.athlete_id == tx.person).with_for_update()
    )
    if batch is None:
        raise NotFound()
    if batch.reversed_at is not None:
        raise Conflict("This has been taken back already.")
    for activity_id, was in batch.before:
        await _put_back(tx, batch, UUID(activity_id), was)
    batch.reversed_at = tx.now
    await tx.session.flush()
    return batch


async def _put_back(tx: Tx, batch: Batch, activity_id: UUID, was: Any) -> None:
    here = select(Activity).where(Activity.id == activity_id, Activity.athlete_id == tx.person)
    activity = await tx.session.scalar(here)
    if activity is None:
        return
    if batch.kind == "deletion":
        if activity.deleted_at is not None:
            await restore_activity(tx, activity_id)
    elif batch.kind == "terms":
        await put_back_terms(tx, activity, was)
    elif activity.deleted_at is None:
        change = {"gear_id": UUID(was) if was else None} if batch.kind == "gear" else {"sport": was}
        await change_activity(tx, activity_id, ChangeActivity.model_validate(change))
