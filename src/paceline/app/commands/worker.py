"""`paceline worker`: jobs and schedules alone."""

import asyncio
import signal
from argparse import Namespace

from paceline.app.boot import jobs_of
from paceline.app.commands.running import follow_supervisor, settle, whole_machinery
from paceline.app.commands.telling import plainly
from paceline.app.pages import configure_pages
from paceline.app.registry import slices
from paceline.infra.worker import run_worker


@plainly
def worker(arguments: Namespace) -> int:
    """Run until interrupted."""
    if arguments.supervised:
        follow_supervisor()
    return asyncio.run(_worker(supervised=arguments.supervised))


async def _worker(*, supervised: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with whole_machinery(supervised=supervised) as machinery:
        # Mails are rendered from the same templates as pages.
        configure_pages(machinery, slices())
        settle()
        await run_worker(machinery, jobs_of(slices()), stop=stop)
    return 0
