"""How one is called, where one lives, how one reads numbers."""

from dataclasses import dataclass
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity.actions.profile import change_profile
from paceline.core.identity.queries import account_and_person
from paceline.core.identity.schemas import ChangeProfile
from paceline.core.identity.web import RequestTx
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
UNLIVED = ("Etc/", "posix/", "right/")


@cache
def time_zones() -> list[tuple[str, str]]:
    """The zones people live in, with their names as words."""
    lived_in = (z for z in available_timezones() if z == "UTC" or ("/" in z and not z.startswith(UNLIVED)))
    return [(zone, zone.replace("_", " ")) for zone in sorted(lived_in)]


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile page."""

    form: Form[ChangeProfile]
    email: str
    verified: bool
    zones: list[tuple[str, str]]


@router.get("/settings")
async def settings() -> Response:
    """Settings begin with the profile."""
    return see("/settings/profile")


@router.get("/settings/profile")
async def profile_page(tx: RequestTx) -> Response:
    """Show it."""
    return page("identity/profile.html", await _profile(tx, None))


@router.post("/settings/profile")
async def profile(tx: RequestTx, form: Annotated[Form[ChangeProfile], reads(ChangeProfile)]) -> Response:
    """Change it."""
    if form.value is None:
        return page("identity/profile.html", await _profile(tx, form), status=422)
    try:
        await change_profile(tx, form.value)
    except Invalid as error:
        return page("identity/profile.html", await _profile(tx, form.with_errors(**error.fields)), status=422)
    return see("/settings/profile", flash="Saved.")


async def _profile(tx: RequestTx, form: Form[ChangeProfile] | None) -> Profile:
    account, person = await account_and_person(tx)
    known = filled(name=person.name, time_zone=person.time_zone, units=person.units)
    return Profile(
        form or known,
        account.email,
        account.email_verified_at is not None,
        time_zones(),
    )
