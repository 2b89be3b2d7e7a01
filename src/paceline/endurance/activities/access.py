"""Loads activities and imports and authorises in one step."""

from uuid import UUID

from sqlalchemy import select, text

from paceline.endurance.activities.model import Activity, Import
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

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


async def may_see_places(tx: Tx, athlete_id: UUID) -> bool:
    """Whether the actor may know where the athlete was."""
    return tx.actor.is_system or bool(await tx.session.scalar(_LOCATION, {"athlete_id": athlete_id}))


async def own_import(tx: Tx, import_id: UUID) -> Import:
    """An upload of the actor's own."""
    found = await tx.session.scalar(select(Import).where(Import.id == import_id, Import.athlete_id == tx.person))
    if found is None:
        raise NotFound()
    return found
