"""Loads activities and imports and authorises in one step."""

from uuid import UUID

from sqlalchemy import select, text

from paceline.endurance.activities.model import Activity, Duplicate, Import, Upload
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound

# The same function row-level security asks, so that the two can never disagree.
_SHARED = text("activities_activity.athlete_id = ANY(ARRAY(SELECT app_athletes('training')))")
_LOCATION = text("SELECT :athlete_id = ANY(ARRAY(SELECT app_athletes('location')))")


async def activity_for(tx: Tx, activity_id: UUID) -> Activity:
    """One's own activity, or of somebody who shares their training; NotFound for everything else."""
    query = select(Activity).where(Activity.id == activity_id, Activity.deleted_at.is_(None))
    if not tx.actor.is_system:
        query = query.where(_SHARED)
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound("This activity is not here, or it is not shared with you.")
    return found


async def own_activity(tx: Tx, activity_id: UUID, *, deleted: bool = False) -> Activity:
    """An activity of the actor's own, to change it."""
    gone = Activity.deleted_at.is_not(None) if deleted else Activity.deleted_at.is_(None)
    found = await tx.session.scalar(
        select(Activity).where(Activity.id == activity_id, Activity.athlete_id == tx.person, gone)
    )
    if found is None:
        raise NotFound("This activity is not here, or it is not yours to change.")
    return found


async def activity_to_change(tx: Tx, activity_id: UUID, version: int | None = None) -> Activity:
    """An activity of the actor's own, held until the transaction ends; Conflict when it changed since `version`."""
    query = select(Activity).where(
        Activity.id == activity_id, Activity.athlete_id == tx.person, Activity.deleted_at.is_(None)
    )
    found = await tx.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound("This activity is not here, or it is not yours to change.")
    if version is not None and version != found.version:
        raise Conflict(
            "This activity was changed in the meantime, perhaps in another window. Look at it as it is now, then decide.",
            code="version",
        )
    return found


async def may_see_places(tx: Tx, athlete_id: UUID) -> bool:
    """Whether the actor may know where the athlete was."""
    return tx.actor.is_system or bool(await tx.session.scalar(_LOCATION, {"athlete_id": athlete_id}))


async def own_import(tx: Tx, import_id: UUID, *, lock: bool = False) -> Import:
    """An upload of the actor's own; locked, it stays as it is until the transaction ends."""
    query = select(Import).where(Import.id == import_id, Import.athlete_id == tx.person)
    found = await tx.session.scalar(query.with_for_update(key_share=True) if lock else query)
    if found is None:
        raise NotFound()
    return found


async def own_upload(tx: Tx, upload_id: UUID) -> Upload:
    """A file of the actor's own that arrives in parts, locked until the transaction ends."""
    query = select(Upload).where(Upload.id == upload_id, Upload.athlete_id == tx.person).with_for_update()
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound("This upload is not here any more. Begin it again.")
    return found


async def own_duplicate(tx: Tx, duplicate_id: UUID) -> Duplicate:
    """A question about two recordings of the actor's own, locked until the transaction ends."""
    query = select(Duplicate).where(Duplicate.id == duplicate_id, Duplicate.athlete_id == tx.person)
    found = await tx.session.scalar(query.with_for_update())
    if found is None:
        raise NotFound("These two are no longer here.")
    return found
