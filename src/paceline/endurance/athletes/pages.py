"""The profile form: one's own under settings, and a coached athlete's."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes.access import athlete_for, me
from paceline.endurance.athletes.actions import change_profile
from paceline.endurance.athletes.forms import TYPED_AS, read, shown
from paceline.endurance.athletes.schemas import ProfileForm
from paceline.endurance.athletes.types import SPORTS, Athlete
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
TEMPLATE = "athletes/profile.html"
TypedProfile = Annotated[Form[ProfileForm], reads(ProfileForm)]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The form and whose it is."""

    athlete: Athlete
    form: Form[Any]
    mine: bool
    action: str
    units: str
    sports: tuple[tuple[str, str], ...] = tuple((sport, sport.capitalize()) for sport in SPORTS)


@router.get("/settings/athlete")
async def own(tx: RequestTx) -> Page:
    return _show(await me(tx), True, (await me(tx)).units)


@router.post("/settings/athlete")
async def change_own(tx: RequestTx, form: TypedProfile) -> Response:
    return await _change(tx, await me(tx), form, "/settings/athlete")


@router.get("/people/{athlete_id}/profile")
async def of_athlete(tx: RequestTx, athlete_id: UUID) -> Page:
    return _show(await athlete_for(tx, athlete_id), tx.person == athlete_id, (await me(tx)).units)


@router.post("/people/{athlete_id}/profile")
async def change_of_athlete(tx: RequestTx, athlete_id: UUID, form: TypedProfile) -> Response:
    return await _change(tx, await athlete_for(tx, athlete_id), form, f"/people/{athlete_id}/profile")


def _show(athlete: Athlete, mine: bool, units: str) -> Page:
    action = "/settings/athlete" if mine else f"/people/{athlete.id}/profile"
    return page(TEMPLATE, ProfilePage(athlete, filled(shown(athlete, units)), mine, action, units))


async def _change(tx: Tx, athlete: Athlete, form: Form[ProfileForm], action: str) -> Response:
    units = (await me(tx)).units
    command, errors = (None, dict(form.errors)) if form.value is None else read(form.value, units, tx.today(athlete))
    if command is not None:
        try:
            await change_profile(tx, athlete.id, command)
        except Invalid as problem:
            errors = {TYPED_AS.get(name, name): sentence for name, sentence in problem.fields.items()}
    if errors:
        context = ProfilePage(athlete, form.with_errors(**errors), tx.person == athlete.id, action, units)
        return page(TEMPLATE, context, status=422)
    return see(action, flash="Profile saved.")
