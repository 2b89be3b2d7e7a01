"""The edge of a request: who is asking, and the transaction in which they are answered.

Routes of every slice take one of these:
`RequestTx` for the signed-in (401 for programs, the sign-in page for people), `OpenTx` for anybody, `SystemTx` only where
nobody can be signed in yet.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from paceline.core.identity.actions.programs import program_by_token
from paceline.core.identity.queries import as_seen, as_viewer, shown_token, signed_in_by_token
from paceline.core.identity.tokens import read_access_token
from paceline.core.identity.types import BadgeSource, Device, SignedIn
from paceline.infra.database import ANONYMOUS, SYSTEM, Actor
from paceline.infra.database.fast import ask
from paceline.infra.machinery import Machinery
from paceline.infra.secrets import Vault
from paceline.infra.tx import Tx
from paceline.kit.errors import Forbidden, Unauthenticated
from paceline.ui.format import Formatter
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


class Drawn(Protocol):
    """Makes the page of what a statement found, for whom and for which query string; None leaves it to the endpoint."""

    def __call__(self, viewer: Viewer, query: str, found: bytes, fmt: Formatter) -> Response | None: ...


def quick(plan: Quick, draw: Drawn | None = None) -> Callable[[E], E]:
    """Mark a GET endpoint whose usual answer is one statement: `plan` takes the query string and gives the statement.

    The statement gives one `bytea` for the person it knows as `%(actor)s`: JSON for the bearer of an access token, or with
    `draw` what a page is made of for who shows a session's cookie. None leaves the request to the endpoint, as does whatever is
    unusual (no good token, a session not seen for a while, counts in the navigation): the endpoint stays the one that says
    what is wrong.
    """

    def mark(endpoint: E) -> E:
        endpoint.quick = (plan, draw)  # type: ignore[attr-defined]
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


async def read_page(
    request: Request, gear: Machinery, statement: str, values: Mapping[str, Any]
) -> tuple[Viewer, bytes] | None:
    """Who shows a session's cookie and what a statement answers to them, in one round trip; None when nobody does."""
    token = request.cookies.get(session_cookie(request))
    if not token or "authorization" in request.headers:
        return None
    known = {**values, **shown_token(gear.vault, token, gear.clock.now())}
    row = await gear.database.reader.row(as_viewer(statement), known)
    if row is None or any(source.concerns(frozenset(row[8])) for source in gear.plugged(BadgeSource)):
        return None
    request.state.session_id = row[0]
    return _viewer(row[1], row[2:9], {}), row[9]


async def _identify(request: Request, tx: Tx, gear: Machinery) -> SignedIn | None:
    if request.headers.get("authorization", "").lower().startswith("bearer "):
        who = bearer_of(request, gear)
        if who is None:
            words = request.headers["authorization"].partition(" ")[2].strip()
            return await program_by_token(tx, words, request.method, request.url.path, gear.vault)
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
        request.state.viewer = await viewer(acting, request, who.looks)
    return acting


async def viewer(tx: Tx, request: Request, looks: Sequence[Any] | None = None) -> Viewer:
    """The signed-in person as pages see them, with the counts that slices plug into the navigation."""
    seen = looks or await as_seen(tx)
    badges: dict[str, int] = {}
    if request.headers.get("hx-request") != "true":
        for source in (await machinery(request)).plugged(BadgeSource):
            if source.concerns(tx.actor.roles):
                badges.update(await source.badges(tx))
    return _viewer(tx.person, seen, badges)


def _viewer(account_id: UUID, seen: Sequence[Any], badges: Mapping[str, int]) -> Viewer:
    name, workspace, units, time_zone, theme, language, roles = seen
    words = name.split()
    initials = "".join(word[0] for word in (words[0], words[-1]) if word)[:2] if len(words) > 1 else name[:2]
    return Viewer(
        account_id=account_id,
        name=name,
        initials=initials.upper(),
        roles=frozenset(roles),
        workspace=workspace,
        units=units,
        time_zone=time_zone,
        theme=theme,
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
