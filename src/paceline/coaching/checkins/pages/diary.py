"""The weekly injury diary: four questions, asked only of those who turned it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.checkins.health import Choices, DiaryWeek, choices_of, diary_of, own_today, write_diary
from paceline.coaching.checkins.rules import DIARY, SCORES
from paceline.coaching.checkins.schemas import WriteDiary
from paceline.coaching.checkins.types import PLACES
from paceline.core.identity import RequestTx
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
TEMPLATE = "checkins/diary.html"
WEEKS = 12
Question = tuple[str, str, Sequence[tuple[int, str]]]
QUESTIONS: tuple[Question, ...] = tuple(
    (name, words, tuple(zip(SCORES, answers, strict=True))) for name, words, answers in DIARY
)


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """The questions of this week and the weeks before."""

    form: Form[Any]
    week: date
    choices: Choices
    weeks: Sequence[DiaryWeek]
    questions: Sequence[Question] = QUESTIONS
    places: Sequence[str] = PLACES


@router.get("/check-in/diary")
async def diary(tx: RequestTx) -> Response:
    """This week's questions, with the answers given already."""
    return page(TEMPLATE, await _page(tx, None))


@router.post("/check-in/diary")
async def write(tx: RequestTx, form: Annotated[Form[WriteDiary], reads(WriteDiary)]) -> Response:
    """Keep the week."""
    if form.value is None:
        return page(TEMPLATE, await _page(tx, form), status=422)
    written = await write_diary(tx, form.value)
    return see(
        "/check-in/diary", flash=f"Written down: {written.score.words.lower()}, {written.score.severity} of 100."
    )


async def _page(tx: Tx, sent: Form[Any] | None) -> DiaryPage:
    today = await own_today(tx)
    week = monday(today)
    weeks = await diary_of(tx, tx.person, today, WEEKS)
    now = next((one for one in weeks if one.week == week), None)
    names = ("participation", "volume", "performance", "symptoms", "place", "note")
    known = {name: getattr(now, name) for name in names} if now else {}
    return DiaryPage(sent or filled(known), week, await choices_of(tx), weeks)
