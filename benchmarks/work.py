"""How long a job waits from being asked for to its first line."""

import asyncio
import statistics
import time

from benchmarks.ground import Ground
from paceline.app import boot
from paceline.app.commands.running import settle
from paceline.infra.database import SYSTEM
from paceline.infra.jobs import Jobs, Work
from paceline.infra.worker import run_worker

jobs = Jobs("bench")
_started: dict[str, float] = {}


@jobs.job("note_start", retry=None)
async def note_start(work: Work, *, key: str) -> None:
    """Says when it began."""
    _started[key] = time.perf_counter()


def waits(ground: Ground, count: int = 200) -> tuple[float, float]:
    """Median and 99th percentile in milliseconds, with a worker that has nothing else to do."""
    return asyncio.run(_waits(ground, count))


async def _waits(ground: Ground, count: int) -> tuple[float, float]:
    found: list[float] = []
    async with boot.machinery(boot.load_settings(), ground.address) as machinery:
        stop = asyncio.Event()
        worker = asyncio.create_task(run_worker(machinery, [note_start], stop=stop))
        settle()  # as `paceline worker` does
        await asyncio.sleep(2)
        for number in range(count):
            key = str(number)
            async with machinery.transactions.open(SYSTEM) as tx:
                await tx.defer(note_start, key=key)
            asked = time.perf_counter()
            while key not in _started:
                await asyncio.sleep(0.0005)
            found.append(max(0.0, _started[key] - asked) * 1000)
            await asyncio.sleep(0.003 * (number % 7))
        stop.set()
        await worker
    return statistics.median(found), statistics.quantiles(found, n=100)[98]
