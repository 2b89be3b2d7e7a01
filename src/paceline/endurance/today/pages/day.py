"""The athlete's own day, and the answer to its briefing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx, quick
from paceline.endurance.athletes import me
from paceline.endurance.today.actions import answer_briefing
from paceline.endurance.today.marks import MARK, mark_of
from paceline.endurance.today.pages.cards import SessionCard, Verdict, WeekStrip, cards_of, verdict_of, week_of
from paceline.endurance.today.pages.kept import Kept, KeptPage, Shelf
from paceline.endurance.today.queries import today_of
from paceline.endurance.today.schemas import AnswerBriefing
from paceline.endurance.today.types import Today
from paceline.kit.errors import Invalid
from paceline.ui.format import Formatter
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, see
from paceline.ui.viewer import Viewer

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The athlete's day."""

    today: Today
    verdict: Verdict
    cards: list[SessionCard]
    week: WeekStrip
    mine: bool = True


_SHELF: Shelf[TodayPage] = Shelf()


def _plan(query: str) -> tuple[str, Mapping[str, Any]] | None:
    return None if query else (MARK, {})


def _draw(viewer: Viewer, query: str, found: bytes, fmt: Formatter) -> Response | None:
    kept = _SHELF.find(viewer.account_id, found)
    return None if kept is None else _shown(kept)


def _shown(kept: Kept[TodayPage]) -> Page:
    return KeptPage("today/today.html", kept, block="day")


@router.get("/today")
@quick(_plan, _draw)
async def today(tx: RequestTx) -> Response:
    """What to do today, and why."""
    mark = await mark_of(tx, tx.person)
    kept = _SHELF.find(tx.person, mark)
    if kept is None:
        found = await today_of(tx, await me(tx))
        kept = _SHELF.put(tx.person, mark, TodayPage(found, verdict_of(found), cards_of(found), week_of(found.week)))
    return _shown(kept)


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
