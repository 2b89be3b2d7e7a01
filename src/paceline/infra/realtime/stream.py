"""The table of live hints and how it is written and read.

A hint is written in the transaction that made it true and gets its place in the stream afterwards: a number taken while
transactions are still open would let a reader step over one that commits late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Identity, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table

CHANNEL = "paceline_live"
KEPT = timedelta(hours=24)
AT_ONCE = 500

_INSERT = text("INSERT INTO realtime_hint (person_id, place, scope, at) VALUES (:person, :place, :scope, :at)")
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', '')")
_NUMBER = text(
    """
    WITH fresh AS MATERIALIZED (
        SELECT id, nextval('realtime_hint_sequence') AS number
        FROM (SELECT id FROM realtime_hint WHERE sequence IS NULL ORDER BY id) AS waiting
    )
    UPDATE realtime_hint SET sequence = fresh.number FROM fresh WHERE realtime_hint.id = fresh.id
    """
)
_AFTER = text(
    "SELECT sequence, person_id, place, scope FROM realtime_hint WHERE sequence > :after ORDER BY sequence LIMIT :most"
)


class HintRow(Table):
    """One hint; `sequence` is empty until the stream has numbered it."""

    __tablename__ = "realtime_hint"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sequence: Mapped[int | None] = mapped_column(unique=True)
    person_id: Mapped[UUID]
    place: Mapped[str]
    scope: Mapped[str]
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Hint:
    """Where to look again, and whose data it is."""

    sequence: int
    person_id: UUID
    place: str
    scope: str


async def record(session: AsyncSession, person: UUID, place: str, scope: str, at: datetime) -> None:
    """Keep a hint and wake the listeners, both only if the transaction commits."""
    await session.execute(_INSERT, {"person": person, "place": place, "scope": scope, "at": at})
    await session.execute(_NOTIFY)


async def number_fresh(session: AsyncSession) -> None:
    """Give committed hints their place in the stream; one process at a time."""
    await session.execute(text("SELECT pg_advisory_xact_lock(hashtext('realtime_hint'))"))
    await session.execute(_NUMBER)


async def hints_after(session: AsyncSession, sequence: int, most: int = AT_ONCE) -> Sequence[Hint]:
    """The hints that follow a sequence number, oldest first, as far as the session's actor may see them."""
    rows = await session.execute(_AFTER, {"after": sequence, "most": most})
    return [Hint(*row) for row in rows]


async def newest(session: AsyncSession) -> int:
    """The last number given."""
    return (await session.scalar(text("SELECT coalesce(max(sequence), 0) FROM realtime_hint"))) or 0


async def oldest(session: AsyncSession) -> int:
    """The first number still kept; 0 when none is."""
    return (await session.scalar(text("SELECT coalesce(min(sequence), 0) FROM realtime_hint"))) or 0


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Drop hints nobody can still be waiting for."""
    await session.execute(text("DELETE FROM realtime_hint WHERE at < :before"), {"before": now - KEPT})
