"""Housekeeping of the live stream."""

from paceline.infra.jobs import Jobs, Work
from paceline.infra.realtime.stream import forget_old

jobs = Jobs("audit")


@jobs.job("forget_old_hints", cron="17 * * * *")
async def forget_old_hints(work: Work) -> None:
    """Drop live hints nobody waits for any more."""
    async with work.open() as tx:
        await forget_old(tx.session, tx.now)
