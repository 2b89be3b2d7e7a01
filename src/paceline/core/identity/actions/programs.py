"""Personal tokens: what a person gives a program of theirs so that it may do one thing, until it is revoked."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from paceline.core.identity.events import TokenMade, TokenRevoked
from paceline.core.identity.model import Token
from paceline.core.identity.tokens import new_token, token_hash, token_hashes
from paceline.core.identity.types import SignedIn
from paceline.infra.database.fast import ask
from paceline.infra.ids import new_id
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

PREFIX = "paceline_"
UPLOADING = "activities:write"
# What a token of a scope opens: methods and paths, those with a slash at the end with all below them. Nothing else.
OPENS = {
    UPLOADING: (
        ("POST", "/api/v1/activities"),
        ("POST", "/api/v1/uploads"),
        ("PUT", "/api/v1/uploads/"),
        ("GET", "/api/v1/uploads/"),
        ("GET", "/api/v1/imports/"),
    )
}
MOST = 20
USED_EVERY = timedelta(minutes=10)
# As for sessions: the token is shown, found, and its owner becomes the actor, in one round trip.
_ENTER = """
SELECT found.id, found.account_id, found.last_used_at, mine.roles FROM (
    SELECT set_config('app.token', %(shown)s, true) AS shown OFFSET 0
) AS token,
LATERAL (
    SELECT id, account_id, last_used_at FROM identity_token
    WHERE token.shown IS NOT NULL AND token_hash = ANY(%(hashes)s) AND revoked_at IS NULL
      AND scopes && %(scopes)s OFFSET 0
) AS found,
LATERAL (SELECT set_config('app.actor', found.account_id::text, true) AS actor OFFSET 0) AS me,
LATERAL (
    SELECT roles FROM identity_account WHERE id = found.account_id AND me.actor IS NOT NULL AND closed_at IS NULL OFFSET 0
) AS mine
"""


async def make_token(tx: Tx, name: str, vault: Vault) -> tuple[Token, str]:
    """A new token and, this once, its words."""
    open_ones = select(func.count()).select_from(Token).where(Token.account_id == tx.person, Token.revoked_at.is_(None))
    if (await tx.session.scalar(open_ones) or 0) >= MOST:
        raise Conflict(f"You have {MOST} tokens. Revoke one you no longer use.")
    words = PREFIX + new_token()
    made = Token(
        id=new_id(),
        account_id=tx.person,
        name=name,
        token_hash=token_hash(vault, words, "program"),
        scopes=[UPLOADING],
        created_at=tx.now,
    )
    tx.session.add(made)
    await tx.session.flush()
    await tx.emit(TokenMade(tx.person, made.id))
    return made, words


async def revoke_token(tx: Tx, token_id: UUID) -> None:
    """From now on the token opens nothing."""
    ended = await tx.session.scalar(
        update(Token)
        .where(Token.id == token_id, Token.account_id == tx.person, Token.revoked_at.is_(None))
        .values(revoked_at=tx.now)
        .returning(Token.id)
    )
    if ended is None:
        raise NotFound("This token is not here, or it was revoked before.")
    await tx.emit(TokenRevoked(tx.person, token_id))


async def tokens_page(tx: Tx, size: int = MOST, cursor: str | None = None) -> Page[Token]:
    """The actor's tokens that are still good, the latest first."""
    query = select(Token).where(Token.account_id == tx.person, Token.revoked_at.is_(None))
    if cursor:
        query = query.where(Token.id < decode_cursor(cursor, UUID)[0])
    found = (await tx.session.scalars(query.order_by(Token.id.desc()).limit(size + 1))).all()
    return page_of(found, size, lambda one: encode_cursor(one.id))


def scopes_for(method: str, path: str) -> list[str]:
    """The scopes that open a route."""
    return [
        scope
        for scope, routes in OPENS.items()
        if any(
            method == one and (path == place or (place.endswith("/") and path.startswith(place)))
            for one, place in routes
        )
    ]


async def program_by_token(tx: Tx, words: str, method: str, path: str, vault: Vault) -> SignedIn | None:
    """Whose program shows a token good for this route, becoming them for the rest of the transaction."""
    scopes = scopes_for(method, path)
    if not scopes or not words.startswith(PREFIX):
        return None
    hashes = token_hashes(vault, words, "program")
    shown = {"shown": ",".join(one.hex() for one in hashes), "hashes": hashes, "scopes": scopes}
    found = await ask(tx.session, _ENTER, shown)
    if not found:
        return None
    token_id, account_id, last_used_at, roles = found[0]
    if last_used_at is None or tx.now - last_used_at > USED_EVERY:
        await tx.session.execute(update(Token).where(Token.id == token_id).values(last_used_at=tx.now))
    return SignedIn(account_id, token_id, frozenset(roles))
