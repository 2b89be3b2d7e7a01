"""Signing in and out, for browsers and for the API."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from paceline.core.identity.events import RefreshReused, SignedInEvent, SignedOut, SignInFailed
from paceline.core.identity.model import Account, Refresh, Session
from paceline.core.identity.passwords import hash_password, is_outdated, password_fits
from paceline.core.identity.tokens import access_token, new_token, token_hash, token_hashes
from paceline.core.identity.types import (
    ABSOLUTE,
    ACCESS_LIFE,
    REFRESH_GRACE,
    REFRESH_LIFE,
    ApiTokens,
    Device,
    SignedIn,
)
from paceline.infra.ids import new_id
from paceline.infra.limits import Limiter
from paceline.infra.secrets import Place, Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Unauthenticated

WRONG = "That address and password do not belong together. Check both, or reset the password."


async def check_credentials(tx: Tx, email: str, password: str, limiter: Limiter, address: str) -> Account | None:
    """The account behind an address and password, or None; a system transaction.

    Tries are counted per address and network place, so that a guesser elsewhere slows down and the owner does not; a
    wider count over all places slows a guesser who has many.
    """
    key = email.strip().lower()
    await limiter.hit("sign-in", f"{key}|{address}", "10/5minutes")
    await limiter.hit("sign-in-place", address, "60/5minutes")
    account = await tx.session.scalar(select(Account).where(Account.email == key, Account.closed_at.is_(None)))
    if not await password_fits(password, account.password_hash if account else None):
        # Only failures count against the account as a whole: a flood from elsewhere must not shut the owner out.
        if account:
            await tx.emit(SignInFailed(account.id))
        return None
    assert account is not None
    if is_outdated(account.password_hash):
        account.password_hash = await hash_password(password)
    return account


async def open_session(tx: Tx, account: Account, kind: str, device: Device, vault: Vault) -> tuple[Session, str]:
    """A new session and the token to hand out; a system transaction."""
    token = new_token()
    session = Session(
        id=new_id(),
        account_id=account.id,
        kind=kind,
        token_hash=token_hash(vault, token, "session"),
        created_at=tx.now,
        seen_at=tx.now,
        expires_at=tx.now + ABSOLUTE,
        device=device.name[:200],
        address=device.address[:64],
    )
    tx.session.add(session)
    await tx.session.flush()
    await tx.emit(SignedInEvent(account.id, session.id, kind))
    return session, token


async def open_api_session(tx: Tx, account: Account, device: Device, vault: Vault) -> ApiTokens:
    """Tokens for an API client."""
    session, _ = await open_session(tx, account, "api", device, vault)
    return await _issue(tx, SignedIn(account.id, session.id, frozenset(account.roles)), vault, new_token())


async def _issue(tx: Tx, who: SignedIn, vault: Vault, refresh: str) -> ApiTokens:
    tx.session.add(
        Refresh(
            id=new_id(),
            account_id=who.account_id,
            session_id=who.session_id,
            token_hash=token_hash(vault, refresh, "refresh"),
            created_at=tx.now,
            expires_at=tx.now + REFRESH_LIFE,
        )
    )
    await tx.session.flush()
    return ApiTokens(access_token(vault, who, tx.now), refresh, tx.now + ACCESS_LIFE)


async def refresh(tx: Tx, token: str, vault: Vault) -> ApiTokens | None:
    """The successor of a refresh token; None when it is unknown, run out or was stolen. A system transaction.

    A token used twice ends its whole session, except within half a minute, when a lost answer is likelier than a thief:
    then the same successor is handed out again.
    """
    row = await tx.session.scalar(
        select(Refresh).where(Refresh.token_hash.in_(token_hashes(vault, token, "refresh"))).with_for_update()
    )
    if row is None or row.expires_at <= tx.now:
        return None
    who = await _still_signed_in(tx, row.session_id)
    if who is None:
        return None
    if row.used_at is None:
        successor = new_token()
        row.used_at = tx.now
        row.successor = vault.encrypt(successor, _place(row.id)).encode()
        return await _issue(tx, who, vault, successor)
    if tx.now - row.used_at <= REFRESH_GRACE and row.successor is not None:
        return ApiTokens(
            access_token(vault, who, tx.now),
            vault.decrypt(row.successor.decode(), _place(row.id)),
            tx.now + ACCESS_LIFE,
        )
    await end_session(tx, who.account_id, who.session_id)
    await tx.emit(RefreshReused(who.account_id, who.session_id))
    return None


def _place(refresh_id: UUID) -> Place:
    return Place("identity_refresh", "successor", str(refresh_id))


async def _still_signed_in(tx: Tx, session_id: UUID) -> SignedIn | None:
    found = (
        await tx.session.execute(
            select(Session.account_id, Account.roles)
            .join(Account, Account.id == Session.account_id)
            .where(Session.id == session_id, Session.ended_at.is_(None), Account.closed_at.is_(None))
        )
    ).one_or_none()
    return SignedIn(found[0], session_id, frozenset(found[1])) if found else None


async def end_session(tx: Tx, account_id: UUID, session_id: UUID) -> None:
    """Sign one browser or app out."""
    ended = await tx.session.scalar(
        update(Session)
        .where(Session.id == session_id, Session.account_id == account_id, Session.ended_at.is_(None))
        .values(ended_at=tx.now)
        .returning(Session.id)
    )
    if ended is not None:
        await tx.emit(SignedOut(account_id, session_id))


async def end_other_sessions(tx: Tx, account_id: UUID, keep: UUID | None) -> int:
    """Sign everything else out; how many were."""
    statement = update(Session).where(Session.account_id == account_id, Session.ended_at.is_(None))
    if keep is not None:
        statement = statement.where(Session.id != keep)
    ended = await tx.session.scalars(statement.values(ended_at=tx.now).returning(Session.id))
    return len(ended.all())


async def forget_old_sessions(tx: Tx, before: datetime) -> int:
    """Drop sessions that ended or ran out long ago."""
    gone = func.coalesce(Session.ended_at, Session.expires_at) < before
    old = (await tx.session.scalars(select(Session).where(gone).limit(5000))).all()
    for session in old:
        await tx.session.delete(session)
    return len(old)


def require(account: Account | None) -> Account:
    """The account, or the one sentence that tells a guesser nothing."""
    if account is None:
        raise Unauthenticated(WRONG, code="wrong_credentials")
    return account
