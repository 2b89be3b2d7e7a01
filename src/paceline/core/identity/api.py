"""REST of identity: accounts, tokens, oneself."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from paceline.core.identity.actions import profile, registration, sessions
from paceline.core.identity.actions.programs import make_token, revoke_token, tokens_page
from paceline.core.identity.model import Account, Person
from paceline.core.identity.notices import send_verification
from paceline.core.identity.queries import account_and_person
from paceline.core.identity.schemas import (
    ChangeProfile,
    MakeToken,
    Me,
    RefreshTokens,
    Register,
    SignIn,
    TokenMadeOut,
    TokenOut,
    TokensList,
    TokensOut,
)
from paceline.core.identity.web import Gear, RequestTx, SystemTx, current_session, device
from paceline.kit.errors import Unauthenticated
from paceline.kit.paging import MOST

router = APIRouter(tags=["identity"])


def shape_of(account: Account, person: Person) -> Me:
    """The signed-in person as the API shows them."""
    return Me(
        id=account.id,
        email=account.email,
        email_verified=account.email_verified_at is not None,
        name=person.name,
        roles=sorted(account.roles),
        time_zone=person.time_zone,
        units=person.units,  # type: ignore[arg-type]
        language=person.language,
        theme=person.theme,  # type: ignore[arg-type]
    )


@router.post("/auth/register", status_code=201)
async def register(tx: SystemTx, gear: Gear, command: Register, request: Request) -> TokensOut:
    """Make an account and sign in; a mail with a link to prove the address is on its way."""
    await gear.limiter.hit("register", device(request).address, "20/hour")
    account = await registration.register(tx, command, gear.settings)
    await tx.defer(send_verification, account_id=account.id)
    return TokensOut.model_validate(await sessions.open_api_session(tx, account, device(request), gear.vault))


@router.post("/auth/login")
async def login(tx: SystemTx, gear: Gear, command: SignIn, request: Request) -> TokensOut:
    """Trade an address and a password for tokens."""
    account = await sessions.check_credentials(
        tx, command.email, command.password, gear.limiter, device(request).address
    )
    if account is None:
        await tx.session.commit()
    return TokensOut.model_validate(
        await sessions.open_api_session(tx, sessions.require(account), device(request), gear.vault)
    )


@router.post("/auth/refresh")
async def refresh(tx: SystemTx, gear: Gear, command: RefreshTokens, request: Request) -> TokensOut:
    """Trade a refresh token for the next pair; each is good once."""
    await gear.limiter.hit("refresh", device(request).address, "120/minute")
    tokens = await sessions.refresh(tx, command.refresh_token, gear.vault)
    if tokens is None:
        await tx.session.commit()
        raise Unauthenticated(
            "This refresh token is used up, run out or unknown. Sign in again.", code="bad_refresh_token"
        )
    return TokensOut.model_validate(tokens)


@router.post("/auth/logout", status_code=204)
async def logout(tx: RequestTx, request: Request) -> Response:
    """End this session; its tokens stop working."""
    session_id = current_session(request)
    if session_id is not None:
        await sessions.end_session(tx, tx.person, session_id)
    return Response(status_code=204)


@router.get("/me")
async def me(tx: RequestTx) -> Me:
    """Oneself."""
    account, person = await account_and_person(tx)
    return shape_of(account, person)


@router.patch("/me")
async def change_me(tx: RequestTx, command: ChangeProfile) -> Me:
    """Change how one is called, where one lives, how one reads numbers."""
    await profile.change_profile(tx, command)
    account, person = await account_and_person(tx)
    return shape_of(account, person)


@router.get("/tokens")
async def list_tokens(
    tx: RequestTx, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 50
) -> TokensList:
    """Your tokens for programs, without their words, the latest first."""
    found = await tokens_page(tx, limit, cursor)
    return TokensList(items=[TokenOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/tokens", status_code=201)
async def make_program_token(tx: RequestTx, gear: Gear, command: MakeToken) -> TokenMadeOut:
    """Make a token with which a program may upload activities; its words are in this answer only."""
    made, words = await make_token(tx, command.name, gear.vault)
    return TokenMadeOut(**TokenOut.model_validate(made).model_dump(), token=words)


@router.delete("/tokens/{token_id}", status_code=204)
async def revoke_program_token(tx: RequestTx, token_id: UUID) -> Response:
    """Revoke a token."""
    await revoke_token(tx, token_id)
    return Response(status_code=204)
