"""The check-in page: under a minute, with one thumb."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.checkins.actions import submit_checkin
from paceline.coaching.checkins.queries import checkin_on
from paceline.coaching.checkins.schemas import DEFAULT_LEVEL, CheckinForm, levels_by_place
from paceline.coaching.checkins.types import ILLNESSES, MIDDLE, SCALES, SIDED, Checkin, Illness
from paceline.core.identity import RequestTx, person
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import NotFound
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
TEMPLATE = "checkins/check_in.html"


@dataclass(frozen=True, slots=True)
class CheckinPage:
    """The form, the day it is for, and which places are ticked with which level."""

    form: Form[Any]
    day: date
    again: bool
    pains: Mapping[str, int]
    levels: Mapping[str, int]
    scales: tuple[tuple[str, str, str, str], ...] = SCALES
    sided: tuple[str, ...] = SIDED
    middle: tuple[str, ...] = MIDDLE
    illnesses: tuple[tuple[Illness, str], ...] = ILLNESSES
    usual_level: int = DEFAULT_LEVEL


@router.get("/check-in")
async def check_in(tx: RequestTx) -> Response:
    """Today's questions, with the answers given already."""
    day = await _today(tx)
    return page(TEMPLATE, _known(day, await checkin_on(tx, tx.person, day)))


@router.post("/check-in")
async def submit(tx: RequestTx, form: Annotated[Form[CheckinForm], reads(CheckinForm)]) -> Response:
    """Save the answers and go to the briefing."""
    if form.value is None:
        day = await _today(tx)
        levels = levels_by_place(form.get("levels", []))
        pains = {place: levels.get(place, DEFAULT_LEVEL) for place in form.get("hurts", [])}
        again = await checkin_on(tx, tx.person, day) is not None
        return page(TEMPLATE, CheckinPage(form, day, again, pains, levels), status=422)
    _, is_first = await submit_checkin(tx, form.value.command())
    return see("/today", flash="Checked in." if is_first else "Check-in changed.")


def _known(day: date, checkin: Checkin | None) -> CheckinPage:
    if checkin is None:
        return CheckinPage(filled(), day, False, {}, {})
    names = (*(name for name, *_ in SCALES), "mood", "soreness", "illness", "note")
    pains = {pain.place: pain.level for pain in checkin.pains or ()}
    return CheckinPage(filled({name: getattr(checkin, name) for name in names}), day, True, pains, pains)


async def _today(tx: Tx) -> date:
    who = await person(tx, tx.person)
    if who is None:
        raise NotFound()
    return local_day(tx.now, who.time_zone)
