"""Setting the instance up, registering, signing in and out."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity.actions import profile, registration, sessions
from paceline.core.identity.cookies import signed_out
from paceline.core.identity.entering import enter
from paceline.core.identity.landing import home_of
from paceline.core.identity.model import Account
from paceline.core.identity.notices import send_verification
from paceline.core.identity.rules import landing, safe_next
from paceline.core.identity.schemas import Register, SignIn, SwitchWorkspace
from paceline.core.identity.types import DemoPeople, DemoPerson
from paceline.core.identity.web import Gear, OpenTx, RequestTx, SystemTx, current_session, device
from paceline.infra.machinery import Machinery
from paceline.kit.errors import Invalid, Limited, NotFound, Problem
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Door:
    """What the pages of the door show."""

    form: Form[SignIn] | Form[Register]
    registration: str
    next: str = ""
    demo: list[DemoPerson] = field(default_factory=list[DemoPerson])


def _door(form: Form[SignIn] | Form[Register], gear: Machinery, next_page: str | None) -> Door:
    return Door(form, gear.settings.registration, safe_next(next_page) or "")


@router.get("/sign-in")
async def sign_in_page(tx: OpenTx, gear: Gear, next: str = "") -> Response:
    """The form, or straight on for who is signed in already."""
    if tx.actor.account_id is not None:
        return see(safe_next(next) or await home_of(tx, gear))
    if await home_of(tx, gear) == "/set-up":
        return see("/set-up")
    return page(
        "identity/sign_in.html", Door(filled(), gear.settings.registration, safe_next(next) or "", await _demo(gear))
    )


async def _demo(gear: Machinery) -> list[DemoPerson]:
    if not gear.settings.demo:
        return []
    return [one for source in gear.plugged(DemoPeople) for one in await source.demo_people(gear)]


@router.post("/sign-in")
async def sign_in(tx: SystemTx, gear: Gear, request: Request, form: Annotated[Form[SignIn], reads(SignIn)]) -> Response:
    """Check and open a session."""
    if form.value is None:
        return page("identity/sign_in.html", _door(form, gear, form.get("next")), status=422)
    try:
        account = await sessions.check_credentials(
            tx, form.value.email, form.value.password, gear.limiter, device(request).address
        )
    except Limited as error:
        answer: Response = page(
            "identity/sign_in.html", _door(form.with_errors(password=error.message), gear, form.get("next")), status=429
        )
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    if account is None:
        return page(
            "identity/sign_in.html",
            _door(form.with_errors(password=sessions.WRONG), gear, form.get("next")),
            status=422,
        )
    return await enter(tx, gear, request, account, form.get("next"))


@router.post("/sign-in/demo/{account_id}")
async def sign_in_demo(tx: SystemTx, gear: Gear, request: Request, account_id: str) -> Response:
    """One click, in a demonstration only, as one of its synthetic people."""
    wanted = next((one for one in await _demo(gear) if str(one.account_id) == account_id), None)
    account = await tx.session.get(Account, wanted.account_id) if wanted else None
    if account is None:
        raise NotFound
    return await enter(tx, gear, request, account, None)


@router.post("/sign-out")
async def sign_out(tx: OpenTx, request: Request) -> Response:
    """End the session."""
    session_id = current_session(request)
    if tx.actor.account_id is not None and session_id is not None:
        await sessions.end_session(tx, tx.actor.account_id, session_id)
    return signed_out(see("/sign-in", flash="You are signed out."), request)


@router.get("/register")
async def register_page(tx: OpenTx, gear: Gear, next: str = "", email: str = "") -> Response:
    """The form, or straight on for who is signed in already."""
    if tx.actor.account_id is not None:
        return see(safe_next(next) or await home_of(tx, gear))
    return page("identity/register.html", _door(filled(email=email, role="athlete", units="metric"), gear, next))


@router.post("/register")
async def register(
    tx: SystemTx, gear: Gear, request: Request, form: Annotated[Form[Register], reads(Register)]
) -> Response:
    """Make the account, sign in and send the mail that proves the address."""
    if form.value is None:
        return page("identity/register.html", _door(form, gear, form.get("next")), status=422)
    try:
        await gear.limiter.hit("register", device(request).address, "20/hour")
        account = await registration.register(tx, form.value, gear.settings)
    except Problem as error:
        return _refused("identity/register.html", form, gear, error)
    await tx.defer(send_verification, account_id=account.id)
    return await enter(tx, gear, request, account, form.get("next"))


def _refused(template: str, form: Form[Register], gear: Machinery, error: Problem) -> Page:
    shown = form.with_errors(**(error.fields or {"": error.message}))
    return page(template, _door(shown, gear, form.get("next")), status=error.status)


@router.get("/set-up")
async def set_up_page(tx: SystemTx, gear: Gear) -> Response:
    """The first visitor makes the administrator."""
    if await registration.has_accounts(tx):
        return see("/sign-in")
    return page("identity/set_up.html", _door(filled(), gear, ""))


@router.post("/set-up")
async def set_up(
    tx: SystemTx, gear: Gear, request: Request, form: Annotated[Form[Register], reads(Register)]
) -> Response:
    """Make the administrator, once."""
    if form.value is None:
        return page("identity/set_up.html", _door(form, gear, ""), status=422)
    try:
        account = await registration.create_administrator(tx, form.value)
    except Problem as error:
        return _refused("identity/set_up.html", form, gear, error)
    return await enter(tx, gear, request, account, None)


@router.post("/workspace")
async def workspace(tx: RequestTx, form: Annotated[Form[SwitchWorkspace], reads(SwitchWorkspace)]) -> Response:
    """Look at the product as another of one's roles."""
    if form.value is None:
        raise Invalid("There is no such workspace.")
    await profile.switch_workspace(tx, form.value.workspace)
    return see(landing(tx.actor.roles, form.value.workspace))
