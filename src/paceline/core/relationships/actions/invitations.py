"""Inviting an athlete, sending again, taking back; accepting and declining."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from paceline.core.identity import Account
from paceline.core.relationships.access import PURPOSE
from paceline.core.relationships.actions.relationships import start_relationship
from paceline.core.relationships.events import InvitationSent
from paceline.core.relationships.model import Invitation, Relationship
from paceline.core.relationships.rules import check_no_more_than, check_scopes, clean_line, invitation_status
from paceline.core.relationships.schemas import Invite
from paceline.core.relationships.types import BETWEEN_THEM, LIFE, MOST_RESENDS
from paceline.infra.ids import new_id
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Forbidden, Invalid

INVITED = "You have invited this address already. Send that invitation again instead."


def new_token(invitation: Invitation, vault: Vault) -> str:
    """A token for the invitation; the one before stops working."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = bytes.fromhex(vault.hmac_token(token, PURPOSE))
    return token


async def invite(tx: Tx, command: Invite, vault: Vault) -> tuple[Invitation, str]:
    """A pending invitation of the acting coach, and its token for whoever hands it out as a link."""
    email = command.email.strip().lower() if command.email else None
    await _check_address(tx, email)
    invitation = Invitation(
        id=new_id(),
        coach_id=tx.person,
        email=email,
        name=clean_line(command.name),
        message=command.message,
        scopes=check_scopes(command.scopes),
        status="pending",
        created_at=tx.now,
        sent_at=tx.now,
        expires_at=tx.now + LIFE,
        resent=0,
    )
    token = new_token(invitation, vault)
    try:
        async with tx.session.begin_nested():
            tx.session.add(invitation)
            await tx.session.flush()
    except IntegrityError as error:
        raise Conflict(INVITED, code="already_invited", fields={"email": INVITED}) from error
    await tx.emit(InvitationSent(invitation.id, tx.person))
    return invitation, token


async def _check_address(tx: Tx, email: str | None) -> None:
    if email is None:
        return
    local, _, domain = email.partition("@")
    if not local or "." not in domain.strip(".") or any(c.isspace() or c in '<>,;:"()[]\\@' for c in local + domain):
        sentence = "That does not look like an e-mail address. It should be like ida@example.org."
        raise Invalid(sentence, fields={"email": sentence})
    own = await tx.session.get_one(Account, tx.person)
    if own.email == email:
        sentence = "This is your own address. Invite somebody you coach."
        raise Conflict(sentence, code="self_invitation", fields={"email": sentence})
    await tx.session.execute(
        update(Invitation)
        .where(
            Invitation.coach_id == tx.person,
            Invitation.email == email,
            Invitation.status == "pending",
            Invitation.expires_at <= tx.now,
        )
        .values(status="expired")
    )


async def send_again(tx: Tx, invitation: Invitation, vault: Vault) -> str:
    """A new token and 14 new days; the token before is dead at once."""
    if invitation.status not in ("pending", "expired"):
        raise Conflict("This invitation has been answered or taken back.", code="already_answered")
    if invitation.resent >= MOST_RESENDS:
        raise Conflict(
            "You have sent this three times more. Take it back, and ask in another way first.", code="resend_limit"
        )
    token = new_token(invitation, vault)
    invitation.status = "pending"
    invitation.resent += 1
    invitation.sent_at, invitation.expires_at = tx.now, tx.now + LIFE
    try:
        async with tx.session.begin_nested():
            await tx.session.flush()
    except IntegrityError as error:
        raise Conflict(INVITED, code="already_invited") from error
    await tx.emit(InvitationSent(invitation.id, tx.person))
    return token


async def revoke(tx: Tx, invitation: Invitation) -> None:
    """Take an invitation back."""
    if invitation.status != "pending":
        raise Conflict("This invitation has been answered or taken back already.", code="already_answered")
    invitation.status = "revoked"
    await tx.session.flush()


def check_pending(tx: Tx, invitation: Invitation) -> None:
    """Refuse, with the sentence that fits, what can no longer be answered."""
    status = invitation_status(invitation.status, invitation.expires_at, tx.now)
    if status == "expired":
        raise Conflict("This invitation ran out. Ask your coach to send it again.", code="token_expired")
    if status == "revoked":
        raise Conflict("This invitation was taken back. Ask your coach if that surprises you.", code="revoked")
    if status != "pending":
        raise Conflict("This invitation has been answered already.", code="already_answered")


def check_addressee(invitation: Invitation, account: Account) -> None:
    """An invitation to an address is for the account with that address, once confirmed."""
    if "athlete" not in account.roles:
        raise Forbidden("Only an athlete's account can accept this. Yours is a coach's.", code="not_an_athlete")
    if invitation.email is None:
        return
    if account.email != invitation.email:
        raise Forbidden(
            "This invitation was sent to another address. Sign in with the account that has it.", code="other_address"
        )
    if account.email_verified_at is None:
        raise Forbidden("Confirm your e-mail address first, then come back here.", code="address_not_confirmed")


async def accept(tx: Tx, invitation: Invitation, scopes: Iterable[str] | None) -> Relationship:
    """The acting athlete says yes to what was asked for, or to less; a system transaction over a locked invitation."""
    check_pending(tx, invitation)
    check_addressee(invitation, await tx.session.get_one(Account, tx.person))
    wanted = check_scopes(invitation.scopes if scopes is None else scopes)
    check_no_more_than(wanted, invitation.scopes)
    relationship = await start_relationship(tx, invitation.coach_id, tx.person, wanted)
    await _answer(tx, invitation, "accepted", tx.person)
    invitation.relationship_id = relationship.id
    await tx.session.flush()
    return relationship


async def decline(tx: Tx, invitation: Invitation) -> None:
    """Say no, signed in or not; a system transaction over a locked invitation."""
    check_pending(tx, invitation)
    await _answer(tx, invitation, "declined", tx.actor.account_id)
    await tx.tell(invitation.coach_id, "relationships.invitation_declined", scope=BETWEEN_THEM)


async def _answer(tx: Tx, invitation: Invitation, status: str, by: UUID | None) -> None:
    invitation.status, invitation.answered_at, invitation.answered_by = status, tx.now, by
    await tx.session.flush()


async def expire_invitations(tx: Tx) -> None:
    """Mark what ran out; a system transaction."""
    await tx.session.execute(
        update(Invitation)
        .where(Invitation.status == "pending", Invitation.expires_at <= tx.now)
        .values(status="expired")
    )
