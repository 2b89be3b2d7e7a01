"""One's password and the places one is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity.actions.sessions import end_other_sessions, end_session
from paceline.core.identity.actions.tickets import change_password
from paceline.core.identity.queries import open_sessions
from paceline.core.identity.schemas import ChangePassword, SessionOut
from paceline.core.identity.web import Gear, RequestTx, current_session
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Security:
    """The security page."""

    form: Form[ChangePassword]
    sessions: Sequence[SessionOut]
    current: UUID | None


@router.get("/settings/security")
async def security_page(tx: RequestTx, request: Request) -> Response:
    """Show it."""
    return page("identity/security.html", await _security(tx, request, filled()))


async def _security(tx: RequestTx, request: Request, form: Form[ChangePassword]) -> Security:
    sessions = [SessionOut.model_validate(one) for one in await open_sessions(tx)]
    return Security(form, sessions, current_session(request))


@router.post("/settings/security/password")
async def password(
    tx: RequestTx, gear: Gear, request: Request, form: Annotated[Form[ChangePassword], reads(ChangePassword)]
) -> Response:
    """Set a new password, knowing the old."""
    if form.value is None:
        return page("identity/security.html", await _security(tx, request, form), status=422)
    await gear.limiter.hit("change-password", str(tx.person), "10/5minutes")
    try:
        await change_password(tx, form.value.current, form.value.password, current_session(request))
    except Invalid as error:
        shown = form.with_errors(**error.fields)
        return page("identity/security.html", await _security(tx, request, shown), status=422)
    return see("/settings/security", flash="Your password is changed, and every other place is signed out.")


@router.post("/settings/security/sessions/{session_id}/end")
async def end_one(tx: RequestTx, session_id: UUID) -> Response:
    """Sign one place out."""
    await end_session(tx, tx.person, session_id)
    return see("/settings/security", flash="Signed out there.")


@router.post("/settings/security/sessions/end-others")
async def end_others(tx: RequestTx, request: Request) -> Response:
    """Sign every other place out."""
    ended = await end_other_sessions(tx, tx.person, current_session(request))
    return see("/settings/security", flash=f"Signed out in {ended} other place{'' if ended == 1 else 's'}.")
