"""Every event is kept, and whoever looks at the athlete's data is told to look again."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert

from paceline.core.audit.model import Entry
from paceline.infra.events import Event, on
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx


@on(Event)
async def keep(tx: Tx, event: Event) -> None:
    """Write the event into the ledger and tell open pages."""
    athlete_id: UUID | None = getattr(event, "athlete_id", None)
    values: dict[str, Any] = {
        "id": new_id(),
        "at": tx.now,
        "name": event.name,
        "scope": event.scope,
        "actor_id": tx.actor.account_id,
        "athlete_id": athlete_id,
        "facts": event.facts(),
    }
    await tx.session.execute(insert(Entry).values(values))
    if athlete_id is not None:
        await tx.tell(athlete_id, event.name, scope=event.scope)
