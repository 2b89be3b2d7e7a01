"""Links by mail: proving an address, and a new password for who forgot it."""

from uuid import UUID

from sqlalchemy import update

from paceline.core.identity.actions.sessions import end_other_sessions
from paceline.core.identity.events import EmailVerified, PasswordChanged
from paceline.core.identity.model import Account, Person, Ticket
from paceline.core.identity.passwords import hash_password, password_fits
from paceline.core.identity.rules import check_password
from paceline.core.identity.tokens import new_token, token_hash, token_hashes
from paceline.core.identity.types import RESET_LIFE, VERIFY_LIFE
from paceline.infra.ids import new_id
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, NotFound

USED_UP = "This link has been used or has run out. Ask for a new one."


async def issue_ticket(tx: Tx, account: Account, kind: str, vault: Vault) -> str:
    """A token to put in a link; earlier ones of the kind stop working."""
    await tx.session.execute(
        update(Ticket)
        .where(Ticket.account_id == account.id, Ticket.kind == kind, Ticket.used_at.is_(None))
        .values(used_at=tx.now)
    )
    token = new_token()
    tx.session.add(
        Ticket(
            id=new_id(),
            account_id=account.id,
            kind=kind,
            token_hash=token_hash(vault, token, kind),
            email=account.email,
            created_at=tx.now,
            expires_at=tx.now + (VERIFY_LIFE if kind == "verify_email" else RESET_LIFE),
        )
    )
    await tx.session.flush()
    return token


async def redeem(tx: Tx, token: str, kind: str, vault: Vault) -> Ticket:
    """Use a ticket up, once, even when two try at the same instant; a system transaction."""
    ticket = await tx.session.scalar(
        update(Ticket)
        .where(
            Ticket.token_hash.in_(token_hashes(vault, token, kind)),
            Ticket.kind == kind,
            Ticket.used_at.is_(None),
            Ticket.expires_at > tx.now,
        )
        .values(used_at=tx.now)
        .returning(Ticket)
    )
    if ticket is None:
        raise Invalid(USED_UP, code="link_used_up")
    return ticket


async def verify_email(tx: Tx, token: str, vault: Vault) -> UUID:
    """Mark the address as proven."""
    ticket = await redeem(tx, token, "verify_email", vault)
    account = await tx.session.get_one(Account, ticket.account_id)
    if account.email != ticket.email:
        raise Invalid(USED_UP, code="link_used_up")
    if account.email_verified_at is None:
        account.email_verified_at = tx.now
        await tx.emit(EmailVerified(account.id))
    return account.id


async def reset_password(tx: Tx, token: str, password: str, vault: Vault) -> UUID:
    """Set a new password by link; every session of the account ends."""
    check_password(password)
    ticket = await redeem(tx, token, "reset_password", vault)
    account = await tx.session.get_one(Account, ticket.account_id)
    account.email_verified_at = account.email_verified_at or tx.now
    await set_password(tx, account, password)
    return account.id


async def set_password(tx: Tx, account: Account, password: str) -> None:
    """Set a new password without asking for the old; every session of the account ends."""
    check_password(password, email=account.email)
    account.password_hash = await hash_password(password)
    await end_other_sessions(tx, account.id, None)
    await tx.emit(PasswordChanged(account.id))


async def change_password(tx: Tx, current: str, new: str, keep_session: UUID | None) -> None:
    """Set a new password knowing the old; every other session ends."""
    account = await tx.session.get(Account, tx.person)
    if account is None:
        raise NotFound
    if not await password_fits(current, account.password_hash):
        raise Invalid(
            "That is not your current password.",
            code="wrong_password",
            fields={"current": "That is not your current password."},
        )
    person = await tx.session.get_one(Person, tx.person)
    check_password(new, email=account.email, name=person.name)
    account.password_hash = await hash_password(new)
    await end_other_sessions(tx, account.id, keep_session)
    await tx.emit(PasswordChanged(account.id))
