"""What an administrator can do about jobs that were given up."""

from sqlalchemy import text

from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound

_RETRY = text(
    "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL, worker_id = NULL WHERE id = :id AND status = 'failed' RETURNING id"
)


async def retry_job(tx: Tx, job_id: int) -> None:
    """Queue a job that was given up once more; a system transaction."""
    if await tx.session.scalar(_RETRY, {"id": job_id}) is None:
        raise NotFound("That job is not waiting to be tried again.")
