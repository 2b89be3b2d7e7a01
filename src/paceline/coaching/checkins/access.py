"""Loads check-ins and authorises in one step; and says which consents the reader has."""

from uuid import UUID

from sqlalchemy import select, text

from paceline.coaching.checkins.model import CheckinRow
from paceline.coaching.checkins.queries import with_pains
from paceline.coaching.checkins.types import Checkin
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

SCOPES = ("training", "wellness", "injuries", "cycle", "location", "messages", "ai")
# The function row-level security asks, so that what is said and what is shown cannot disagree.
_SHARED = text(
    "SELECT scope FROM unnest(CAST(:scopes AS text[])) AS scope"
    " WHERE CAST(:athlete AS uuid) IN (SELECT app_athletes(scope))"
)


async def scopes_shared(tx: Tx, athlete_id: UUID) -> frozenset[str]:
    """Which kinds of data of the athlete the actor may see; all of one's own."""
    if tx.actor.is_system:
        return frozenset(SCOPES)
    found = await tx.session.scalars(_SHARED, {"scopes": list(SCOPES), "athlete": athlete_id})
    return frozenset(found)


async def require_scope(tx: Tx, athlete_id: UUID, scope: str) -> None:
    """NotFound unless the actor may see this kind of data of the athlete."""
    if scope not in await scopes_shared(tx, athlete_id):
        raise NotFound()


async def checkin_for(tx: Tx, checkin_id: UUID) -> Checkin:
    """A check-in of one's own or of somebody who shares theirs."""
    row = await tx.session.get(CheckinRow, checkin_id, populate_existing=True)
    if row is None:
        raise NotFound()
    return (await with_pains(tx, row.athlete_id, [row]))[0]


async def own_checkin(tx: Tx, checkin_id: UUID) -> CheckinRow:
    """A check-in of one's own; nobody else may change it."""
    row = await tx.session.scalar(
        select(CheckinRow)
        .where(CheckinRow.id == checkin_id, CheckinRow.athlete_id == tx.person)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound()
    return row
