"""The administrator's overview and, where mail is not sent, the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.care import actions, queries
from paceline.core.care.queries import FailedJob
from paceline.core.identity import Gear, OpenTx, RequestTx, require_role
from paceline.infra.database import SYSTEM
from paceline.infra.health import check
from paceline.infra.machinery import Machinery
from paceline.infra.mail import Mail, OutboxEntry, OutboxMailer, list_outbox, read_outbox
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.ui.page import page, see

router = APIRouter()
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Overview:
    """The operations page."""

    parts: Mapping[str, str]
    jobs: Mapping[str, int]
    failed: Sequence[FailedJob]
    accounts: int
    database_bytes: int
    keeps_mail: bool


@dataclass(frozen=True, slots=True)
class Outbox:
    """The list of kept mails."""

    entries: Sequence[OutboxEntry]


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One kept mail."""

    id: str
    mail: Mail


@router.get("/operations")
async def operations(tx: RequestTx, gear: Gear) -> Response:
    """Whether everything runs, and what was given up."""
    require_role(tx, "admin")
    parts = await check(gear)
    async with gear.transactions.open(SYSTEM) as system:
        overview = Overview(
            parts,
            await queries.job_counts(system),
            await queries.failed_jobs(system),
            await queries.account_count(system),
            await queries.database_size(system),
            _keeps_mail(gear),
        )
    return page("care/operations.html", overview)


@router.post("/operations/jobs/{job_id}/retry")
async def retry(tx: RequestTx, gear: Gear, job_id: int) -> Response:
    """Try a job again that was given up."""
    require_role(tx, "admin")
    async with gear.transactions.open(SYSTEM) as system:
        await actions.retry_job(system, job_id)
    return see("/operations", flash="The job is queued again.")


def _keeps_mail(gear: Machinery) -> bool:
    return isinstance(gear.mailer, OutboxMailer)


def _check_outbox(gear: Machinery, tx: Tx, request: Request) -> None:
    """Kept mails hold links that sign people in: only administrators may look, or whoever sits at a developer's machine."""
    if not _keeps_mail(gear):
        raise NotFound
    settings = gear.settings
    here = request.client is not None and request.client.host in LOOPBACK and "x-forwarded-for" not in request.headers
    if not (here and not settings.is_production and not settings.demo and settings.host in LOOPBACK):
        require_role(tx, "admin")


@router.get("/outbox")
async def outbox(tx: OpenTx, gear: Gear, request: Request) -> Response:
    """The mails that were kept, the latest first."""
    _check_outbox(gear, tx, request)
    return page("care/outbox.html", Outbox(list_outbox(gear.settings.data / "outbox")))


@router.get("/outbox/{id}")
async def kept_mail(tx: OpenTx, gear: Gear, request: Request, id: str) -> Response:
    """One of them."""
    _check_outbox(gear, tx, request)
    return page("care/mail.html", KeptMail(id, read_outbox(gear.settings.data / "outbox", id)))
