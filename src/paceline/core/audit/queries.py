"""Reads of the ledger, as far as the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.core.audit.model import Entry
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One thing that happened, when and by whom."""

    id: UUID
    at: datetime
    name: str
    actor_id: UUID | None
    athlete_id: UUID | None
    facts: dict[str, Any]


async def entries_of(
    tx: Tx, athlete_id: UUID, *, size: int = 50, cursor: str | None = None, names: Sequence[str] = ()
) -> Page[LedgerEntry]:
    """What happened around an athlete, the newest first."""
    query = select(Entry).where(Entry.athlete_id == athlete_id).order_by(Entry.id.desc()).limit(size + 1)
    if cursor:
        query = query.where(Entry.id < decode_cursor(cursor, UUID)[0])
    if names:
        query = query.where(Entry.name.in_(names))
    rows = [LedgerEntry(e.id, e.at, e.name, e.actor_id, e.athlete_id, e.facts) for e in await tx.session.scalars(query)]
    return page_of(rows, size, lambda entry: encode_cursor(entry.id))
