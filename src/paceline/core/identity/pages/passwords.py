"""Proving an address, and a new password for who forgot it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity.actions import tickets
from paceline.core.identity.cookies import signed_out
from paceline.core.identity.notices import send_reset, send_verification
from paceline.core.identity.queries import account_by_email
from paceline.core.identity.schemas import AskReset, ResetPassword
from paceline.core.identity.web import Gear, RequestTx, SystemTx, device
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The page that asks whose password it was."""

    form: Form[AskReset]
    sent: bool = False


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The page behind the link."""

    form: Form[ResetPassword]
    token: str


@dataclass(frozen=True, slots=True)
class Link:
    """The page that uses a link up only when a person presses the button: mail scanners open links too."""

    token: str


@router.get("/verify-email/{token}")
async def verify_page(token: str) -> Response:
    """Ask for the press of a button."""
    return page("identity/verify_email.html", Link(token))


@router.post("/verify-email/{token}")
async def verify(tx: SystemTx, gear: Gear, token: str) -> Response:
    """Prove the address."""
    await tickets.verify_email(tx, token, gear.vault)
    return see("/", flash="Your address is confirmed.")


@router.post("/settings/verification")
async def send_again(tx: RequestTx, gear: Gear) -> Response:
    """Send the mail again."""
    await gear.limiter.hit("verification", str(tx.person), "3/hour")
    await tx.defer(send_verification, account_id=tx.person)
    return see("/settings/profile", flash="A new link is on its way to your mailbox.")


@router.get("/forgot-password")
async def forgot_page() -> Response:
    """Whose password was it?"""
    return page("identity/forgot_password.html", Forgotten(filled()))


@router.post("/forgot-password")
async def forgot(
    tx: SystemTx, gear: Gear, request: Request, form: Annotated[Form[AskReset], reads(AskReset)]
) -> Response:
    """Send a link, and answer the same whether or not anybody has the address."""
    if form.value is None:
        return page("identity/forgot_password.html", Forgotten(form), status=422)
    await gear.limiter.hit("forgot-place", device(request).address, "20/hour")
    await gear.limiter.hit("forgot", form.value.email.lower(), "5/day")
    account = await account_by_email(tx, form.value.email)
    if account is not None:
        await tx.defer(send_reset, account_id=account.id)
    return page("identity/forgot_password.html", Forgotten(form, sent=True))


@router.get("/reset-password/{token}")
async def reset_page(token: str) -> Response:
    """Choose a new password."""
    return page("identity/reset_password.html", NewPassword(filled(), token))


@router.post("/reset-password/{token}")
async def reset(
    tx: SystemTx, gear: Gear, request: Request, token: str, form: Annotated[Form[ResetPassword], reads(ResetPassword)]
) -> Response:
    """Set it and end every session."""
    if form.value is None:
        return page("identity/reset_password.html", NewPassword(form, token), status=422)
    try:
        await tickets.reset_password(tx, token, form.value.password, gear.vault)
    except Invalid as error:
        await tx.session.rollback()
        shown = form.with_errors(password=error.message)
        return page("identity/reset_password.html", NewPassword(shown, token), status=422)
    return signed_out(see("/sign-in", flash="Your new password is set. Sign in with it."), request)
