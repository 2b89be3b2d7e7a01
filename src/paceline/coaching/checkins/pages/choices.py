"""The choice of what the check-in asks on top: cycle and injury diary, both off until somebody turns them on."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.checkins.health import choices_of, choose_questions, forget_cycle
from paceline.coaching.checkins.schemas import ChooseQuestions
from paceline.core.identity import RequestTx
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """What is asked now."""

    form: Form[Any]


@router.get("/check-in/choices")
async def choices(tx: RequestTx) -> Response:
    """What the check-in asks, and may ask."""
    found = await choices_of(tx)
    form = filled({"asks_cycle": found.asks_cycle, "asks_diary": found.asks_diary})
    return page("checkins/choices.html", ChoicesPage(form))


@router.post("/check-in/choices")
async def choose(tx: RequestTx, form: Annotated[Form[ChooseQuestions], reads(ChooseQuestions)]) -> Response:
    """Turn questions on or off."""
    if form.value is None:
        raise Invalid("Choose on or off.", fields={**form.errors})
    await choose_questions(tx, form.value)
    return see("/check-in/choices", flash="The check-in asks what you chose.")


@router.post("/check-in/cycle/deletion")
async def forget(tx: RequestTx) -> Response:
    """Delete all that was ever said of the cycle."""
    await forget_cycle(tx)
    return see("/check-in/choices", flash="Everything you logged of your cycle is deleted.")
