"""Letting somebody in: a session, its cookie and the page they wanted."""

from fastapi import Request
from starlette.responses import Response

from paceline.core.identity.actions import profile, sessions
from paceline.core.identity.actions.registration import create_account
from paceline.core.identity.cookies import signed_in
from paceline.core.identity.model import Account
from paceline.core.identity.notices import send_verification
from paceline.core.identity.rules import landing, safe_next
from paceline.core.identity.schemas import Register
from paceline.core.identity.web import device
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.ui.page import see


async def enter(tx: Tx, gear: Machinery, request: Request, account: Account, next_page: str | None) -> Response:
    """Open a session and go on; a system transaction."""
    _, token = await sessions.open_session(tx, account, "web", device(request), gear.vault)
    workspace = await profile.workspace_of(tx, account.id)
    return signed_in(see(safe_next(next_page) or landing(frozenset(account.roles), workspace)), request, token)


async def register_invited(
    tx: Tx, gear: Machinery, request: Request, command: Register, *, confirmed: bool, next_page: str
) -> Response:
    """An athlete's account for somebody a coach invited, whatever the registration mode, and in they go.

    `confirmed` says that the way they came proves the address; otherwise a mail asks for the proof.
    """
    account = await create_account(tx, command, ["athlete"])
    if confirmed:
        account.email_verified_at = tx.now
        await tx.session.flush()
    else:
        await tx.defer(send_verification, account_id=account.id)
    return await enter(tx, gear, request, account, next_page)
