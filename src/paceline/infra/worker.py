"""The worker: runs jobs, beats while it lives, and takes up what a killed worker left behind."""

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from paceline.infra.attendance import Attendance
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.jobs import JobDefinition, Work
from paceline.infra.machinery import Machinery
from paceline.infra.metrics import METRICS

HEARTBEAT = 5.0
STALLED_AFTER = 20.0
# Seconds after which a connection nobody needed is closed: at rest each takes four megabytes of the server.
REST = 30.0
log = structlog.get_logger("paceline.jobs")


class PromptJobManager(JobManager):
    """Looks once more when a job was announced while it looked.

    The worker forgets announcements that come during a look that finds nothing; the job would wait for the next poll.
    """

    _announced = 0

    def __init__(self, connector: BaseConnector, attendance: Attendance) -> None:
        super().__init__(connector)
        self._attendance = attendance

    async def register_worker(self) -> int:
        """Begin, with what a worker killed on this machine left behind back in the queue."""
        worker_id = await super().register_worker()
        self._attendance.begin(worker_id)
        await self.rescue()
        return worker_id

    async def unregister_worker(self, worker_id: int) -> None:
        """End in order."""
        await super().unregister_worker(worker_id)
        self._attendance.end(worker_id)

    async def rescue(self) -> None:
        """Put the jobs of dead workers back into the queue."""
        for fallen in self._attendance.fallen():
            await self.unregister_worker(fallen)
        for job in await self.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            log.warning("job left by a dead worker is queued again", job=job.task_name, job_id=job.id)
            await self.retry_job(job)

    async def retry_job_by_id_async(self, job_id: int, *arguments: Any, **named: Any) -> None:
        """Back into the queue; where the same work was asked for meanwhile and waits, that stands for both.

        Only one of the kind may wait, so this one would stay where it is and hold up the other for good.
        """
        try:
            await super().retry_job_by_id_async(job_id, *arguments, **named)
        except UniqueViolation:
            await self.finish_job_by_id_async(job_id, Status.ABORTED, delete_job=True)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        """The next job, if there is one by the time this returns."""
        while True:
            announced = self._announced
            job = await super().fetch_job(queues=queues, worker_id=worker_id)
            if job is not None or announced == self._announced:
                return job

    async def listen_for_jobs(self, *, on_notification: Any, queues: Iterable[str] | None = None) -> None:
        """Pass announcements on, and count them."""

        async def heard(*, channel: str, notification: Any) -> None:
            self._announced += 1
            await on_notification(channel=channel, notification=notification)

        await super().listen_for_jobs(on_notification=heard, queues=queues)


def job_app(machinery: Machinery, jobs: Iterable[JobDefinition], *, pool_size: int = 4) -> App:
    """A procrastinate application that knows every job."""
    connector = PsycopgConnector(
        conninfo=machinery.database.address.as_role(SYSTEM_ROLE),
        min_size=1,
        max_size=pool_size,
        timeout=10,
        max_idle=REST,
    )
    app = App(connector=connector)
    attendance = Attendance(machinery.settings.data.resolve() / "workers", machinery.database.address.database)
    manager = app.job_manager = PromptJobManager(connector, attendance)
    for job in jobs:
        _register(app, job, machinery)
    _register_rescue(app, manager)
    return app


async def run_worker(
    machinery: Machinery, jobs: Iterable[JobDefinition], *, concurrency: int = 4, stop: asyncio.Event | None = None
) -> None:
    """Work until cancelled or told to stop; running jobs get ten seconds, then go back to the queue."""
    app = job_app(machinery, jobs)
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=0.5,
                shutdown_graceful_timeout=10,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                install_signal_handlers=stop is None,
                delete_jobs="successful",
            )
        )
        if stop is not None:
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            worker.cancel()
            ended = (await asyncio.gather(worker, return_exceptions=True))[0]
            if isinstance(ended, Exception):
                raise ended  # it fell by itself; whoever started it shall know why
            return
        await worker


def _register(app: App, job: JobDefinition, machinery: Machinery) -> None:
    async def perform(context: JobContext, *arguments: Any, **named: Any) -> None:
        started = machinery.clock.monotonic()
        outcome = "failed"
        attempt = (context.job.attempts if context.job else 0) + 1
        with structlog.contextvars.bound_contextvars(job=job.name, job_id=context.job.id if context.job else None):
            try:
                # A periodic job is handed the tick it runs for; ours ask the clock instead.
                await job.run(Work(machinery, attempt), **({} if job.cron else named))
                outcome = "done"
            except Exception:
                log.exception("job failed", attempt=attempt)
                raise
            finally:
                METRICS.job(job.name, outcome, machinery.clock.monotonic() - started)

    task = app.task(name=job.name, queue=job.queue, priority=job.priority, retry=job.retry or False, pass_context=True)(
        perform
    )
    if job.cron:
        app.periodic(cron=job.cron, queueing_lock=job.name)(task)


def _register_rescue(app: App, manager: PromptJobManager) -> None:
    @app.periodic(cron="* * * * * */10", queueing_lock="infra:rescue_stalled")
    @app.task(name="infra:rescue_stalled", pass_context=True)
    async def rescue(context: JobContext, timestamp: int) -> None:
        await manager.rescue()
