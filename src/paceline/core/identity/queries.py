"""Reads of identity: who a token belongs to, one's own account, the people one works with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from paceline.core.identity.model import Account, Person, Session
from paceline.core.identity.tokens import token_hashes
from paceline.core.identity.types import IDLE, SEEN_EVERY, SignedIn
from paceline.infra.database.fast import ask
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx

_LOOKS = "person.name, person.workspace, person.units, person.time_zone, person.theme, person.language, account.roles"
_SEEN = """
SELECT <looks>
FROM identity_account account JOIN identity_person person ON person.account_id = account.id WHERE account.id = %(person)s
"""
# One round trip: the token is shown, its session found, its owner becomes the actor and reads their own account. Each
# step is a lateral join that waits for the one before; out of order, row-level security would show nothing.
_ENTER = """
SELECT open.id, open.account_id, open.seen_at, mine.* FROM (
    SELECT set_config('app.token', %(shown)s, true) AS shown OFFSET 0
) AS token,
LATERAL (
    SELECT id, account_id, seen_at FROM identity_session
    WHERE token.shown IS NOT NULL AND token_hash = ANY(%(hashes)s) AND ended_at IS NULL
      AND expires_at > %(now)s AND seen_at > %(earliest)s OFFSET 0
) AS open,
LATERAL (SELECT set_config('app.actor', open.account_id::text, true) AS actor OFFSET 0) AS me,
LATERAL (
    SELECT <looks> FROM identity_account account JOIN identity_person person ON person.account_id = account.id
    WHERE account.id = open.account_id AND me.actor IS NOT NULL AND closed_at IS NULL OFFSET 0
) AS mine
"""


# The same for a whole page: somebody else's row, a session that has to be marked as seen, a closed account: no answer.
_VIEW = """
SELECT entered.id, entered.account_id, mine.*, answer.body FROM (
    SELECT set_config('app.token', %(shown)s, true) AS shown OFFSET 0
) AS token,
LATERAL (
    SELECT id, account_id FROM identity_session
    WHERE token.shown IS NOT NULL AND token_hash = ANY(%(hashes)s) AND ended_at IS NULL
      AND expires_at > %(now)s AND seen_at > %(earliest)s OFFSET 0
) AS entered,
LATERAL (SELECT set_config('app.actor', entered.account_id::text, true) AS actor OFFSET 0) AS me,
LATERAL (
    SELECT <looks> FROM identity_account account JOIN identity_person person ON person.account_id = account.id
    WHERE account.id = entered.account_id AND me.actor IS NOT NULL AND closed_at IS NULL OFFSET 0
) AS mine,
LATERAL (SELECT (<statement>) AS body WHERE mine.name IS NOT NULL OFFSET 0) AS answer
"""


@cache
def _with_looks(statement: str) -> bytes:
    return statement.replace("<looks>", _LOOKS).encode()


@lru_cache(maxsize=128)
def as_viewer(statement: str) -> bytes:
    """A page's statement behind the check of who asks; whom it knows as `%(actor)s` is the one who has entered."""
    inner = statement.replace("%(actor)s", "entered.account_id")
    return _with_looks(_VIEW).replace(b"<statement>", inner.encode())


def shown_token(vault: Vault, token: str, now: datetime) -> Mapping[str, Any]:
    """What a statement needs to know a session by its token, where it was seen so lately that nothing is to be noted."""
    hashes = token_hashes(vault, token, "session")
    return {"shown": ",".join(h.hex() for h in hashes), "hashes": hashes, "now": now, "earliest": now - SEEN_EVERY}


async def signed_in_by_token(tx: Tx, token: str, vault: Vault) -> SignedIn | None:
    """Who a session token belongs to, becoming them for the rest of the transaction; None when it is no longer good."""
    hashes = token_hashes(vault, token, "session")
    shown = {"shown": ",".join(h.hex() for h in hashes), "hashes": hashes}
    found = await ask(tx.session, _with_looks(_ENTER), {**shown, "now": tx.now, "earliest": tx.now - IDLE})
    if not found:
        return None
    session_id, account_id, seen_at, *looks = found[0]
    if tx.now - seen_at > SEEN_EVERY:
        await tx.session.execute(update(Session).where(Session.id == session_id).values(seen_at=tx.now))
    return SignedIn(account_id, session_id, frozenset(looks[-1]), tuple(looks))


async def as_seen(tx: Tx) -> tuple[str, str, str, str, str, str, list[str]]:
    """The actor's name, workspace, units, time zone, theme, language and roles, which every page needs."""
    return (await ask(tx.session, _with_looks(_SEEN), {"person": tx.person}))[0]


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
