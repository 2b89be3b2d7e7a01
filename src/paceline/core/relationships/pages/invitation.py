"""The page behind an invitation's link: who asks, for what, and how to say yes or no."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity import Account, Gear, OpenTx, Register, SystemTx, register_invited
from paceline.core.relationships import access
from paceline.core.relationships.actions import invitations
from paceline.core.relationships.api import preview_of
from paceline.core.relationships.schemas import ChangeConsent, Preview
from paceline.core.relationships.signing import SigningTx
from paceline.core.relationships.types import SCOPES, ScopeWords
from paceline.infra.database import SYSTEM
from paceline.infra.tx import Tx
from paceline.kit.errors import Problem
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever holds its link sees it."""

    token: str
    invitation: Preview
    signed_in: bool
    hindrance: str
    hindrance_code: str
    form: Form[Register]
    scopes: tuple[ScopeWords, ...] = SCOPES


@router.get("/invitations/{token}")
async def invitation(tx: OpenTx, gear: Gear, token: str) -> Response:
    """Who asks for what, and what stands between the visitor and a yes."""
    async with gear.transactions.open(SYSTEM) as system:
        context = await _context(replace(system, actor=tx.actor), gear, token)
    return page("relationships/invitation.html", context)


async def _context(tx: Tx, gear: Gear, token: str, form: Form[Register] | None = None) -> Invited:
    found = await access.invitation_by_token(tx, token, gear.vault)
    hindrance: Problem | None = None
    try:
        invitations.check_pending(tx, found)
        if tx.actor.account_id is not None:
            invitations.check_addressee(found, await tx.session.get_one(Account, tx.actor.account_id))
    except Problem as error:
        hindrance = error
    return Invited(
        token,
        await preview_of(tx, found),
        tx.actor.account_id is not None,
        hindrance.message if hindrance else "",
        hindrance.code if hindrance else "",
        form or filled(email=found.email or "", name=found.name),
    )


@router.post("/invitations/{token}/acceptance")
async def accept(
    tx: SigningTx, gear: Gear, token: str, form: Annotated[Form[ChangeConsent], reads(ChangeConsent)]
) -> Response:
    """Say yes, to what is ticked."""
    found = await access.invitation_by_token(tx, token, gear.vault, lock=True)
    await invitations.accept(tx, found, [*(form.value.scopes if form.value else ()), "training"])
    return see("/settings/sharing", flash="Your coach sees what you chose, from now on.")


@router.post("/invitations/{token}/refusal")
async def refuse(tx: SystemTx, gear: Gear, token: str) -> Response:
    """Say no; needs no account."""
    await invitations.decline(tx, await access.invitation_by_token(tx, token, gear.vault, lock=True))
    return see(f"/invitations/{token}", flash="Declined. Nothing was shared.")


@router.post("/invitations/{token}/registration")
async def register(
    tx: SystemTx, gear: Gear, request: Request, token: str, form: Annotated[Form[Register], reads(Register)]
) -> Response:
    """Make an athlete's account through the invitation, also where registration is closed, and come back to answer it.

    Whoever holds a link that went to an address alone has shown that the mailbox is theirs: the address counts as confirmed.
    """
    found = await access.invitation_by_token(tx, token, gear.vault, lock=True)
    invitations.check_pending(tx, found)
    if form.value is None:
        return page("relationships/invitation.html", await _context(tx, gear, token, form), status=422)
    await gear.limiter.hit("register-invited", str(found.id), "10/hour")
    command = form.value.model_copy(update={"email": found.email or form.value.email, "role": "athlete"})
    back = f"/invitations/{token}"
    try:
        return await register_invited(tx, gear, request, command, confirmed=found.email is not None, next_page=back)
    except Problem as error:
        shown = form.with_errors(**(error.fields or {"": error.message}))
        return page("relationships/invitation.html", await _context(tx, gear, token, shown), status=error.status)
