"""The edge of a request: who is asking, and the transaction in which they are answered.

Routes of every slice take one of these:
`RequestTx` for the signed-in (401 for programs, the sign-in page for people), `OpenTx` for anybody, `SystemTx` only where
nobody can be signed in yet.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request

from paceline.core.identity.queries import as_seen, signed_in_by_token
from paceline.core.identity.tokens import read_access_token
from paceline.core.identity.types import BadgeSource, Device, SignedIn
from paceline.infra.database import ANONYMOUS, SYSTEM, Actor
from paceline.infra.database.fast import ask
from paceline.infra.machinery import Machinery
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Forbidden, Unauthenticated
from paceline.ui.viewer import Viewer

# The session is looked for as its owner, in the same round trip: the lateral join makes it wait for who is acting, and
# should it ever not, row-level security shows nothing and nobody is signed in.
_BECOME = """
SELECT open.id FROM (SELECT set_config('app.actor', %(actor)s, true) AS actor OFFSET 0) AS me,
LATERAL (
    SELECT id FROM identity_session WHERE id = %(session)s AND account_id = me.actor::uuid AND ended_at IS NULL OFFSET 0
) AS open
"""
# The same for a whole answer: the inner statement is not begun before the session has been found open.
_READ = """
SELECT answer.body FROM (SELECT set_config('app.actor', %(actor)s::text, true) AS actor OFFSET 0) AS me,
LATERAL (
    SELECT id FROM identity_session WHERE id = %(session)s AND account_id = me.actor::uuid AND ended_at IS NULL OFFSET 0
) AS open,
LATERAL (SELECT (<statement>) AS body WHERE open.id = %(session)s OFFSET 0) AS answer
"""
PLAIN_COOKIE = "session"
SECURE_COOKIE = "__Host-session"


async def machinery(request: Request) -> Machinery:
    """The process's machinery; a coroutine, because FastAPI would run a plain function in a thread."""
    return request.app.state.machinery


Gear = Annotated[Machinery, Depends(machinery)]


def session_cookie(request: Request) -> str:
    """The cookie's name: bound to the host over TLS; browsers keep no such cookie over plain HTTP."""
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE


def device(request: Request) -> Device:
    """What the request tells of the browser or app."""
    return Device(
        request.headers.get("user-agent", "unknown")[:200], request.client.host if request.client else "unknown"
    )


@lru_cache(maxsize=1024)
def _verified(vault: Vault, token: str, second: int) -> SignedIn | None:
    # Tokens run out on whole seconds, so that within one the answer cannot change; programs ask in bursts.
    return read_access_token(vault, token, datetime.fromtimestamp(second, UTC))


def bearer_of(request: Request, gear: Machinery) -> SignedIn | None:
    """Who the access token speaks for, if there is a good one; whether its session is still open remains to be asked."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    return _verified(gear.vault, bearer.strip(), int(gear.clock.now().timestamp()))


Quick = Callable[[str], tuple[str, Mapping[str, Any]] | None]
E = TypeVar("E", bound=Callable[..., Any])


def quick(plan: Quick) -> Callable[[E], E]:
    """Mark a GET endpoint whose usual answer is one statement: `plan` takes the query string and gives the statement.

    The statement gives one `bytea`: JSON for the person it knows as `%(actor)s`. None leaves the request to the endpoint, as does
    everything that is not a good access token: the endpoint stays the one that says what is wrong.
    """

    def mark(endpoint: E) -> E:
        endpoint.quick = plan  # type: ignore[attr-defined]
        return endpoint

    return mark


async def read_json(request: Request, gear: Machinery, statement: str, values: Mapping[str, Any]) -> bytes | None:
    """What a statement answers to the bearer of a token, in one round trip under row-level security.

    None when there is no token, or its session is not open.
    """
    who = bearer_of(request, gear)
    if who is None:
        return None
    known = {**values, "actor": who.account_id, "session": who.session_id}
    row = await gear.database.reader.row(as_bearer(statement), known)
    return None if row is None else row[0]


@lru_cache(maxsize=128)
def as_bearer(statement: str) -> bytes:
    """The statement behind the check of who asks."""
    return _READ.replace("<statement>", statement).encode()


async def _identify(request: Request, tx: Tx, gear: Machinery) -> SignedIn | None:
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        who = bearer_of(request, gear)
        if who is None:
            return None
        known = {"actor": str(who.account_id), "session": who.session_id}
        return who if await ask(tx.session, _BECOME, known) else None
    token = request.cookies.get(session_cookie(request))
    return await signed_in_by_token(tx, token, gear.vault) if token else None


async def _acting(request: Request, tx: Tx, gear: Machinery) -> Tx | None:
    who = await _identify(request, tx, gear)
    if who is None:
        return None
    acting = replace(tx, actor=Actor(who.account_id, roles=who.roles))
    request.state.session_id = who.session_id
    if not request.url.path.startswith("/api/"):
        request.state.viewer = await viewer(acting, request)
    return acting


async def viewer(tx: Tx, request: Request) -> Viewer:
    """The signed-in person as pages see them, with the counts that slices plug into the navigation."""
    name, workspace, units, time_zone, theme, language, roles = await as_seen(tx)
    words = name.split()
    initials = "".join(word[0] for word in (words[0], words[-1]) if word)[:2] if len(words) > 1 else name[:2]
    badges: dict[str, int] = {}
    if request.headers.get("hx-request") != "true":
        for source in (await machinery(request)).plugged(BadgeSource):
            badges.update(await source.badges(tx))
    return Viewer(
        account_id=tx.person,
        name=name,
        initials=initials.upper(),
        roles=frozenset(roles),
        workspace=workspace,  # type: ignore[arg-type]
        units=units,  # type: ignore[arg-type]
        time_zone=time_zone,
        theme=theme,  # type: ignore[arg-type]
        language=language,
        badges=badges,
    )


async def request_tx(request: Request, gear: Gear) -> AsyncGenerator[Tx]:
    """A transaction of the signed-in person."""
    async with gear.transactions.open(ANONYMOUS) as tx:
        acting = await _acting(request, tx, gear)
        if acting is None:
            raise Unauthenticated("You are not signed in, or your session has run out.")
        yield acting


async def open_tx(request: Request, gear: Gear) -> AsyncGenerator[Tx]:
    """A transaction of whoever it is: the signed-in person, or nobody."""
    async with gear.transactions.open(ANONYMOUS) as tx:
        yield await _acting(request, tx, gear) or tx


async def system_tx(gear: Gear) -> AsyncGenerator[Tx]:
    """A transaction that sees everything; for the door itself."""
    async with gear.transactions.open(SYSTEM) as tx:
        yield tx


# Function scope: the commit comes before the answer, so that nobody is told of what did not happen.
RequestTx = Annotated[Tx, Depends(request_tx, scope="function")]
OpenTx = Annotated[Tx, Depends(open_tx, scope="function")]
SystemTx = Annotated[Tx, Depends(system_tx, scope="function")]


def require_role(tx: Tx, role: str) -> None:
    """Refuse who has not the role."""
    if role not in tx.actor.roles:
        words = {"coach": "coaches", "athlete": "athletes", "admin": "administrators"}
        raise Forbidden(f"This part is for {words.get(role, role)}.", code="wrong_role")


def current_session(request: Request) -> UUID | None:
    """The session this request came through."""
    return getattr(request.state, "session_id", None)
