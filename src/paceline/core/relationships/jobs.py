"""The mail of an invitation, and closing what nobody answered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from paceline.core.identity import person
from paceline.core.relationships.actions.invitations import expire_invitations, new_token
from paceline.core.relationships.actions.relationships import expire_requests
from paceline.core.relationships.model import Invitation
from paceline.core.relationships.rules import clean_line, invitation_status
from paceline.infra.jobs import Jobs, Work
from paceline.infra.mail import Mail
from paceline.ui.page import render

jobs = Jobs("relationships")
# The name of the coach stands in the letter only: a subject somebody else can write is a subject to fool people with.
SUBJECT = "You are invited to train with a coach"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail templates know; nothing about health, and not the coach's own words."""

    coach: str
    name: str
    link: str
    subject: str
    instance: str


@jobs.job("send_invitation", one_waiting="{invitation_id}")
async def send_invitation(work: Work, *, invitation_id: str) -> None:
    """Make the token and mail it: it is never stored, not even in the queue."""
    gear = work.machinery
    async with work.open() as tx:
        invitation = await tx.session.scalar(
            select(Invitation).where(Invitation.id == UUID(invitation_id)).with_for_update()
        )
        if invitation is None or invitation.email is None:
            return
        coach = await person(tx, invitation.coach_id)
        if coach is None or invitation_status(invitation.status, invitation.expires_at, tx.now) != "pending":
            return
        link = f"{gear.settings.public_url}/invitations/{new_token(invitation, gear.vault)}"
        await tx.session.flush()
        letter = Letter(clean_line(coach.name), invitation.name, link, SUBJECT, gear.settings.public_url)
        html = render("relationships/mail/invitation.html", letter)
        text = render("relationships/mail/invitation.txt", letter)
        kind = "relationships.invitation"
        await gear.mailer.send(Mail(to=invitation.email, subject=SUBJECT, text=text, html=html, kind=kind))


@jobs.job("expire_unanswered", cron="23 * * * *")
async def expire_unanswered(work: Work) -> None:
    """Close invitations and requests after their 14 days."""
    async with work.open() as tx:
        await expire_invitations(tx)
        await expire_requests(tx)
