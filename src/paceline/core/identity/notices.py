"""The mails identity causes, sent by jobs so that a slow mail server delays nobody."""

from dataclasses import dataclass
from uuid import UUID

from paceline.core.identity.actions.tickets import issue_ticket
from paceline.core.identity.model import Account, Person
from paceline.infra.jobs import Jobs, Work
from paceline.infra.mail import Mail
from paceline.ui.page import render

jobs = Jobs("identity")


@dataclass(frozen=True, slots=True)
class Notice:
    """What the mail templates know."""

    name: str
    link: str
    subject: str
    instance: str


@jobs.job("send_verification", one_waiting="{account_id}")
async def send_verification(work: Work, *, account_id: str) -> None:
    """A link that proves the address."""
    await _send_link(work, UUID(account_id), "verify_email", "Confirm your e-mail address", "/verify-email/")


@jobs.job("send_reset", one_waiting="{account_id}")
async def send_reset(work: Work, *, account_id: str) -> None:
    """A link that sets a new password."""
    await _send_link(work, UUID(account_id), "reset_password", "Set a new password", "/reset-password/")


async def _send_link(work: Work, account_id: UUID, kind: str, subject: str, path: str) -> None:
    gear = work.machinery
    async with work.open() as tx:
        account = await tx.session.get(Account, account_id)
        person = await tx.session.get(Person, account_id)
        if account is None or person is None:
            return
        token = await issue_ticket(tx, account, kind, gear.vault)
        link = f"{gear.settings.public_url}{path}{token}"
        context = Notice(person.name, link, subject, gear.settings.public_url)
        html, text = render(f"identity/mail/{kind}.html", context), render(f"identity/mail/{kind}.txt", context)
        await gear.mailer.send(Mail(to=account.email, subject=subject, text=text, html=html, kind=kind))
