"""The worker does what was asked for, and what a killed worker left behind is done by the next within a minute."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from procrastinate import PsycopgConnector
from procrastinate.manager import JobManager

from paceline.infra.attendance import Attendance
from paceline.infra.database import SYSTEM, DatabaseAddress
from paceline.infra.database.address import SYSTEM_ROLE
from paceline.infra.jobs import Jobs, Work, enqueue
from paceline.infra.machinery import Machinery
from paceline.infra.worker import PromptJobManager, job_app, run_worker

jobs = Jobs("test_worker")
seen: list[str] = []


@jobs.job("note", retry=None)
async def note(work: Work, *, word: str) -> None:
    seen.append(word)


async def test_a_job_runs_soon_after_it_was_asked_for(gear: Machinery) -> None:
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(gear, jobs.definitions, stop=stop))
    async with gear.database.session(SYSTEM) as session:
        await enqueue(session, note, {"word": "done"})
    async with asyncio.timeout(20):
        while "done" not in seen:
            await asyncio.sleep(0.02)
    stop.set()
    await worker


async def test_a_job_announced_while_the_worker_looks_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    looked: list[str] = []
    held = PromptJobManager(PsycopgConnector(conninfo=""), Attendance(tmp_path, "any"))

    async def announce(self: JobManager, *, on_notification: Callable[..., Awaitable[None]], **_: object) -> None:
        await on_notification(channel="any", notification={"type": "job_inserted", "job_id": 1})

    async def heard(**_: object) -> None:
        looked.append("passed on")

    async def fetch(self: JobManager, **_: object) -> None:
        looked.append("looked")
        if looked == ["looked"]:
            await held.listen_for_jobs(on_notification=heard)

    monkeypatch.setattr(JobManager, "listen_for_jobs", announce)
    monkeypatch.setattr(JobManager, "fetch_job", fetch)
    assert await held.fetch_job(None, 1) is None
    assert looked == ["looked", "passed on", "looked"]


SLOW = """
    import asyncio, sys
    from paceline.app import boot
    from paceline.infra.database import DatabaseAddress
    from paceline.infra.jobs import Jobs, Work
    from paceline.infra import worker

    worker.STALLED_AFTER = float(sys.argv[4])
    jobs = Jobs("killed")

    @jobs.job("work", retry=None)
    async def work(w: Work) -> None:
        with open(sys.argv[2], "a") as out:
            out.write("started\\n")
        await asyncio.sleep(float(sys.argv[3]))
        with open(sys.argv[2], "a") as out:
            out.write("finished\\n")

    async def main() -> None:
        address = DatabaseAddress(sys.argv[1], signs_in_as_role=True)
        async with boot.machinery(boot.load_settings(), address) as machinery:
            await worker.run_worker(machinery, jobs.definitions)

    asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("stalled_after", "same_machine"), [("600", True), ("2", False)], ids=["known to be gone", "silent"]
)
async def test_a_killed_workers_job_is_done_by_the_next(
    empty_database: DatabaseAddress, tmp_path: Path, stalled_after: str, same_machine: bool
) -> None:
    out, script = tmp_path / "out", tmp_path / "slow_worker.py"
    script.write_text(textwrap.dedent(SLOW))

    def start(seconds: str, folder: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PACELINE_DATA": str(tmp_path / folder), "PACELINE_LOG_LEVEL": "error"}
        command = [sys.executable, str(script), empty_database.url, str(out), seconds, stalled_after]
        return subprocess.Popen(command, env=environment)

    with psycopg.connect(empty_database.as_role(SYSTEM_ROLE), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'killed:work', '{}')"
        )
    first = start("60", "data")
    await until(lambda: out.exists() and "started" in out.read_text())
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = start("0", "data" if same_machine else "elsewhere")
    try:
        await until(lambda: "finished" in out.read_text())
    finally:
        second.terminate()
        second.wait()
    assert out.read_text().split() == ["started", "started", "finished"]


async def test_a_killed_workers_job_gives_way_to_the_same_work_that_waits_already(gear: Machinery) -> None:
    app = job_app(gear, jobs.definitions)
    insert = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock, lock, status)"
        " VALUES ('default', 'test_worker:note', %s, 'once', 'one', %s)"
    )
    with psycopg.connect(gear.database.address.as_role(SYSTEM_ROLE), autocommit=True) as connection:
        connection.execute(insert, ('{"word": "left"}', "doing"))
        connection.execute(insert, ('{"word": "waited"}', "todo"))
        async with app.open_async():
            await app.job_manager.rescue()  # type: ignore[attr-defined]
        query = "DELETE FROM procrastinate_jobs WHERE queueing_lock = 'once' RETURNING status, args->>'word'"
        left = connection.execute(query).fetchall()
    assert left == [("todo", "waited")]


async def test_a_worker_that_falls_says_so(gear: Machinery, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(self: PromptJobManager) -> int:
        raise RuntimeError("no room")

    monkeypatch.setattr(PromptJobManager, "register_worker", refuse)
    with pytest.raises(RuntimeError, match="no room"):
        await run_worker(gear, jobs.definitions, stop=asyncio.Event())


async def until(true: Callable[[], bool], patience: timedelta = timedelta(seconds=60)) -> None:
    async with asyncio.timeout(patience.total_seconds()):
        while not true():
            await asyncio.sleep(0.05)
