"""Reads of identity: who a token belongs to, one's own account, the people one works with."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text, update

from paceline.core.identity.model import Account, Person, Session
from paceline.core.identity.tokens import token_hashes
from paceline.core.identity.types import IDLE, SEEN_EVERY, SignedIn
from paceline.infra.database import Actor
from paceline.infra.database.engine import become
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx

_PRESENT = text("SELECT set_config('app.token', :hashes, true)")


async def signed_in_by_token(tx: Tx, token: str, vault: Vault) -> SignedIn | None:
    """Who a session token belongs to, becoming them for the rest of the transaction; None when it is no longer good."""
    hashes = token_hashes(vault, token, "session")
    await tx.session.execute(_PRESENT, {"hashes": ",".join(h.hex() for h in hashes)})
    row = (
        await tx.session.execute(
            select(Session.id, Session.account_id, Session.seen_at).where(
                Session.token_hash.in_(hashes),
                Session.ended_at.is_(None),
                Session.expires_at > tx.now,
                Session.seen_at > tx.now - IDLE,
            )
        )
    ).one_or_none()
    if row is None:
        return None
    await become(tx.session, Actor(row.account_id))
    roles = await tx.session.scalar(
        select(Account.roles).where(Account.id == row.account_id, Account.closed_at.is_(None))
    )
    if roles is None:
        return None
    if tx.now - row.seen_at > SEEN_EVERY:
        await tx.session.execute(update(Session).where(Session.id == row.id).values(seen_at=tx.now))
    return SignedIn(row.account_id, row.id, frozenset(roles))


async def is_session_open(tx: Tx, session_id: UUID) -> bool:
    """Whether an API session has not been ended; asked as its owner."""
    return (
        await tx.session.scalar(select(Session.id).where(Session.id == session_id, Session.ended_at.is_(None)))
        is not None
    )


async def account_and_person(tx: Tx) -> tuple[Account, Person]:
    """The actor's own account and person."""
    query = select(Account, Person).join(Person, Person.account_id == Account.id).where(Account.id == tx.person)
    row = (await tx.session.execute(query)).one()
    return row[0], row[1]


async def person(tx: Tx, account_id: UUID) -> Person | None:
    """Somebody the actor works with, or the actor; None for everybody else."""
    return await tx.session.get(Person, account_id)


async def people(tx: Tx, account_ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Those of the people the actor may know, by id."""
    found = await tx.session.scalars(select(Person).where(Person.account_id.in_(account_ids)))
    return {one.account_id: one for one in found}


async def account_by_email(tx: Tx, email: str) -> Account | None:
    """The account with an address; a system transaction."""
    return await tx.session.scalar(
        select(Account).where(Account.email == email.strip().lower(), Account.closed_at.is_(None))
    )


async def open_sessions(tx: Tx) -> Sequence[Session]:
    """Where the actor is signed in, the latest first."""
    recent = tx.now - timedelta(days=90)
    rows = await tx.session.scalars(
        select(Session)
        .where(
            Session.account_id == tx.person,
            Session.ended_at.is_(None),
            Session.expires_at > tx.now,
            Session.seen_at > recent,
        )
        .order_by(Session.seen_at.desc())
        .limit(100)
    )
    return rows.all()
