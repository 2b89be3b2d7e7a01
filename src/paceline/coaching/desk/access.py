"""Loads interventions and authorises in one step: they are their coach's, and nobody else knows of them."""

from uuid import UUID

from sqlalchemy import select

from paceline.coaching.desk.model import Intervention
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound


async def intervention_for_coach(tx: Tx, intervention_id: UUID, *, lock: bool = False) -> Intervention:
    """One of the coach's own, about somebody who still shares their training."""
    query = select(Intervention).where(Intervention.id == intervention_id, Intervention.coach_id == tx.person)
    query = query.execution_options(populate_existing=True)
    row = await tx.session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFound()
    return row


async def intervention_to_decide(tx: Tx, intervention_id: UUID, version: int) -> Intervention:
    """One that still waits, and still says what the coach looked at; locked until the transaction ends."""
    row = await intervention_for_coach(tx, intervention_id, lock=True)
    if row.status == "closed":
        raise Conflict("This was decided already, perhaps in another window.", code="already_decided")
    if row.version != version:
        raise Conflict("Something changed while you looked. Read it again, then decide.", code="changed")
    return row
