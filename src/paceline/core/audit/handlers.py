"""Every event is kept, and whoever looks at the athlete's data is told to look again."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from paceline.infra.database.fast import perform
from paceline.infra.events import Event, on
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx

_KEEP = """
INSERT INTO audit_entry (id, at, name, scope, actor_id, athlete_id, facts)
VALUES (%(id)s, %(at)s, %(name)s, %(scope)s, %(actor_id)s, %(athlete_id)s, %(facts)s)
"""


@on(Event)
async def keep(tx: Tx, event: Event) -> None:
    """Write the event into the ledger and tell open pages."""
    athlete_id: UUID | None = getattr(event, "athlete_id", None)
    values: dict[str, Any] = {
        "id": new_id(),
        "at": tx.now,
        "name": event.name,
        "scope": event.audience(),
        "actor_id": tx.actor.account_id,
        "athlete_id": athlete_id,
        "facts": Jsonb(event.facts()),
    }
    await perform(tx.session, _KEEP, values)
    if athlete_id is not None:
        await tx.tell(athlete_id, event.name, scope=event.audience())
