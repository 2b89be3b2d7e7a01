"""Loads whose wellness somebody may see, and authorises in one step."""

from uuid import UUID

from paceline.coaching.checkins import require_scope
from paceline.core.identity import Person, person
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound


async def wellness_of(tx: Tx, athlete_id: UUID | None = None) -> Person:
    """Oneself, or somebody who shares their wellness; NotFound for everybody else."""
    whose = athlete_id or tx.person
    if whose != tx.person:
        await require_scope(tx, whose, "wellness")
    found = await person(tx, whose)
    if found is None:
        raise NotFound()
    return found
