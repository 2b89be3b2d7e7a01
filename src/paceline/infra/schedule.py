"""Something for each person once each local day at a wall time, whatever clocks and outages do.

The primary key of `schedule_run` is the guarantee: a local day is decided once, by running or by skipping. After an outage a
run is caught up only while it is still the same local day for the person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from paceline.infra.database import SYSTEM
from paceline.infra.jobs import JobDefinition, Jobs, Work, enqueue
from paceline.kit.days import instant_of, local_day

jobs = Jobs("schedule")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Daily:
    """A kind of daily work: the job that does it, called with account_id and day."""

    kind: str
    job: JobDefinition


_UPSERT = text(
    """
    INSERT INTO schedule_entry (account_id, kind, wall_time, time_zone, next_day, next_due_at)
    VALUES (:account_id, :kind, :wall_time, :time_zone, :next_day, :next_due_at)
    ON CONFLICT (account_id, kind) DO UPDATE SET wall_time = excluded.wall_time, time_zone = excluded.time_zone,
        next_day = excluded.next_day, next_due_at = excluded.next_due_at
    """
)
_DUE = text(
    """
    SELECT account_id, kind, wall_time, time_zone, next_day, next_due_at FROM schedule_entry
    WHERE next_due_at <= :now ORDER BY next_due_at LIMIT :most FOR UPDATE SKIP LOCKED
    """
)
_DECIDE = text(
    """
    INSERT INTO schedule_run (account_id, kind, local_date, due_at, decided_at, outcome)
    VALUES (:account_id, :kind, :local_date, :due_at, :decided_at, :outcome) ON CONFLICT DO NOTHING RETURNING outcome
    """
)
_LAST = text("SELECT max(local_date) FROM schedule_run WHERE account_id = :account_id AND kind = :kind")


async def schedule_daily(
    session: AsyncSession, account_id: UUID, kind: str, at: time, time_zone: str, now: datetime
) -> None:
    """Plan, or plan anew after a move to another zone, one person's daily work of a kind."""
    last = await session.scalar(_LAST, {"account_id": account_id, "kind": kind})
    day = _next_day(at, time_zone, now, last)
    entry = _entry(account_id, kind, at, time_zone, day)
    await session.execute(_UPSERT, entry)


def _next_day(at: time, time_zone: str, now: datetime, last: date | None) -> date:
    today = local_day(now, time_zone)
    day = today if instant_of(today, at, time_zone) > now else today + timedelta(days=1)
    return day if last is None else max(day, last + timedelta(days=1))


def _entry(account_id: UUID, kind: str, at: time, time_zone: str, day: date) -> dict[str, Any]:
    return {
        "account_id": account_id,
        "kind": kind,
        "wall_time": at,
        "time_zone": time_zone,
        "next_day": day,
        "next_due_at": instant_of(day, at, time_zone),
    }


async def sweep(session: AsyncSession, dailies: Mapping[str, JobDefinition], now: datetime) -> int:
    """Queue what is due, in the session's transaction; the number of entries looked at."""
    rows = (await session.execute(_DUE, {"now": now, "most": _BATCH})).all()
    for row in rows:
        await _decide(session, row, dailies.get(row.kind), now)
    return len(rows)


async def _decide(session: AsyncSession, row: Any, job: JobDefinition | None, now: datetime) -> None:
    today = local_day(now, row.time_zone)
    runs = job is not None and row.next_day == today
    decided = await session.scalar(
        _DECIDE,
        {
            "account_id": row.account_id,
            "kind": row.kind,
            "local_date": row.next_day,
            "due_at": row.next_due_at,
            "decided_at": now,
            "outcome": "queued" if runs else "skipped",
        },
    )
    if runs and job is not None and decided is not None:
        await enqueue(session, job, {"account_id": row.account_id, "day": row.next_day})
    # After days without power, today's run is still owed when its hour has come.
    following = today if row.next_day < today else row.next_day + timedelta(days=1)
    await session.execute(_UPSERT, _entry(row.account_id, row.kind, row.wall_time, row.time_zone, following))


@jobs.job("sweep", cron="* * * * *", retry=None)
async def sweep_due(work: Work) -> None:
    """Look each minute for daily work that has come due."""
    while True:
        async with work.open(SYSTEM) as tx:
            if await sweep(tx.session, work.machinery.dailies, tx.now) < _BATCH:
                return
