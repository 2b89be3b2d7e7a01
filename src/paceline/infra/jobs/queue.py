"""Asking for a job on the transaction's own connection: row, job and wake-up leave together or not at all."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from procrastinate import PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy.ext.asyncio import AsyncSession

from paceline.infra.jobs.definition import JobDefinition

# Never opened: it only writes the statement; the connection is always the transaction's.
_manager = JobManager(PsycopgConnector())


async def enqueue(
    session: AsyncSession, job: JobDefinition, arguments: Mapping[str, Any], at: datetime | None = None
) -> int | None:
    """The new job's number, or None when the same work already waits in the queue."""
    wanted = Job(
        id=None,
        queue=job.queue,
        priority=job.priority,
        task_name=job.name,
        task_kwargs={key: _plain(value) for key, value in arguments.items()},
        lock=job.lock(job.one_running, arguments),
        queueing_lock=job.lock(job.one_waiting, arguments),
        scheduled_at=at,
    )
    if wanted.queueing_lock is None:
        return await _insert(session, wanted)
    try:
        async with session.begin_nested():
            return await _insert(session, wanted)
    except AlreadyEnqueued:
        return None


async def _insert(session: AsyncSession, job: Job) -> int | None:
    connection = await (await session.connection()).get_raw_connection()
    return (await _manager.defer_job_async(job, connection=connection.driver_connection)).id


def _plain(value: Any) -> Any:
    return (
        value.isoformat() if isinstance(value, (date, datetime)) else str(value) if isinstance(value, UUID) else value
    )
