"""The athlete's own day, and the answer to its briefing."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import me
from paceline.endurance.today.actions import answer_briefing
from paceline.endurance.today.pages.cards import SessionCard, Verdict, WeekStrip, cards_of, verdict_of, week_of
from paceline.endurance.today.queries import today_of
from paceline.endurance.today.schemas import AnswerBriefing
from paceline.endurance.today.types import Today
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, reads
from paceline.ui.page import page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The athlete's day."""

    today: Today
    verdict: Verdict
    cards: list[SessionCard]
    week: WeekStrip
    mine: bool = True


@router.get("/today")
async def today(tx: RequestTx) -> Response:
    """What to do today, and why."""
    found = await today_of(tx, await me(tx))
    return page(
        "today/today.html", TodayPage(found, verdict_of(found), cards_of(found), week_of(found.week)), block="day"
    )


@router.post("/today/briefings/{briefing_id}/answer")
async def answer(
    tx: RequestTx, briefing_id: UUID, form: Annotated[Form[AnswerBriefing], reads(AnswerBriefing)]
) -> Response:
    """Take the change or keep the session as planned."""
    if form.value is None:
        raise Invalid("Choose to take the change or to keep the session as planned.", fields={**form.errors})
    await answer_briefing(tx, briefing_id, form.value.choice)
    taken = form.value.choice == "accepted"
    return see("/today", flash="Today’s session is changed." if taken else "Today’s session stays as planned.")
