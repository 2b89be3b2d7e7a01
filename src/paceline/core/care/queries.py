"""Reads for the administrator; system transactions, after the role was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from paceline.infra.tx import Tx


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was given up."""

    id: int
    name: str
    attempts: int
    at: datetime | None


_COUNTS = text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
_FAILED = text(
    """
    SELECT j.id, j.task_name, j.attempts, max(e.at) FROM procrastinate_jobs j
    LEFT JOIN procrastinate_events e ON e.job_id = j.id WHERE j.status = 'failed' GROUP BY j.id ORDER BY j.id DESC LIMIT 50
    """
)
_ACCOUNTS = text("SELECT count(*) FROM identity_account WHERE closed_at IS NULL")
_SIZE = text("SELECT pg_database_size(current_database())")


async def job_counts(tx: Tx) -> Mapping[str, int]:
    """How many jobs there are in each state."""
    return {row[0]: row[1] for row in await tx.session.execute(_COUNTS)}


async def failed_jobs(tx: Tx) -> Sequence[FailedJob]:
    """The jobs given up, the latest first."""
    return [FailedJob(*row) for row in await tx.session.execute(_FAILED)]


async def account_count(tx: Tx) -> int:
    """How many accounts are open."""
    return (await tx.session.scalar(_ACCOUNTS)) or 0


async def database_size(tx: Tx) -> int:
    """The database's size in bytes."""
    return (await tx.session.scalar(_SIZE)) or 0
