"""The check-in page: half a minute, with one thumb; what is known already is there, and what is usual stands beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from starlette.responses import Response

from paceline.coaching.checkins.actions import submit_checkin
from paceline.coaching.checkins.health import Choices, choices_of, cycle_of, cycle_said, diary_of, log_cycle, own_today
from paceline.coaching.checkins.morning import MorningSource, MorningValue
from paceline.coaching.checkins.queries import checkin_on, recent_checkins
from paceline.coaching.checkins.rules import CycleDay, Usual, usual_of
from paceline.coaching.checkins.schemas import DEFAULT_LEVEL, CheckinForm, levels_by_place
from paceline.coaching.checkins.types import BLEEDING, ILLNESSES, MIDDLE, SCALES, SIDED, Checkin, Illness
from paceline.core.identity import Gear, RequestTx
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, monday
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import page, see

router = APIRouter()
TEMPLATE = "checkins/check_in.html"
USUAL_DAYS = 60
KEPT = ("sleep", "energy", "recovery", "stress", "mood", "soreness")
FEW_DAYS = 5  # how far back “as last time” may reach


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the first question: values of devices, what is usual, and the last answers."""

    morning: Sequence[MorningValue]
    usual: Mapping[str, Usual]
    last: Checkin | None
    choices: Choices
    cycle: CycleDay | None
    diary_is_due: bool

    @property
    def days(self) -> int:
        """How many check-ins of the last two months there are."""
        return self.usual["sleep"].known_days

    def hint(self, name: str) -> str:
        """What is usual for an answer, once it is known."""
        found = self.usual[name]
        return found.words if found.baseline else ""


@dataclass(frozen=True, slots=True)
class CheckinPage:
    """The form, the day it is for, which places are ticked with which level, and what is known already."""

    form: Form[Any]
    day: date
    again: bool
    pains: Mapping[str, int]
    levels: Mapping[str, int]
    known: Known
    scales: tuple[tuple[str, str, str, str], ...] = SCALES
    sided: tuple[str, ...] = SIDED
    middle: tuple[str, ...] = MIDDLE
    illnesses: tuple[tuple[Illness, str], ...] = ILLNESSES
    bleeding: tuple[tuple[str, str], ...] = BLEEDING
    usual_level: int = DEFAULT_LEVEL


@router.get("/check-in")
async def check_in(tx: RequestTx, gear: Gear, like: Literal["last"] | None = None) -> Response:
    """Today's questions, with the answers given already; `like=last` fills in the last ones, to be looked over."""
    day = await own_today(tx)
    known = await _known(tx, gear, day)
    checkin = await checkin_on(tx, tx.person, day)
    if checkin is not None:
        return page(TEMPLATE, await _answered(tx, day, checkin, known))
    answers = {name: getattr(known.last, name) for name in KEPT} if like and known.last else {}
    return page(TEMPLATE, CheckinPage(filled(answers), day, False, {}, {}, known))


@router.post("/check-in")
async def submit(tx: RequestTx, gear: Gear, form: Annotated[Form[CheckinForm], reads(CheckinForm)]) -> Response:
    """Save the answers and go to the briefing."""
    if form.value is None:
        day = await own_today(tx)
        levels = levels_by_place(form.get("levels", []))
        pains = {place: levels.get(place, DEFAULT_LEVEL) for place in form.get("hurts", [])}
        again = await checkin_on(tx, tx.person, day) is not None
        return page(TEMPLATE, CheckinPage(form, day, again, pains, levels, await _known(tx, gear, day)), status=422)
    cycle = form.value.cycle()
    if cycle is not None and (await choices_of(tx)).asks_cycle:
        await log_cycle(tx, cycle)
    _, is_first = await submit_checkin(tx, form.value.command())
    return see("/today", flash="Checked in." if is_first else "Check-in changed.")


async def _answered(tx: Tx, day: date, checkin: Checkin, known: Known) -> CheckinPage:
    answers = {name: getattr(checkin, name) for name in (*KEPT, "illness", "note")}
    if known.choices.asks_cycle:
        for said in await cycle_said(tx, tx.person, day, day):
            answers |= {"bleeding": said.bleeding, "cycle_symptoms": said.symptoms}
    pains = {pain.place: pain.level for pain in checkin.pains or ()}
    return CheckinPage(filled(answers), day, True, pains, pains, known)


async def _known(tx: Tx, gear: Machinery, day: date) -> Known:
    before = day - timedelta(days=1)
    past = await recent_checkins(tx, tx.person, before, USUAL_DAYS)
    by_day = {one.day: one for one in past}
    days = days_between(day - timedelta(days=USUAL_DAYS), before)
    usual = {name: usual_of(name, [getattr(by_day[d], name) if d in by_day else None for d in days]) for name in KEPT}
    choices = await choices_of(tx)
    written = await diary_of(tx, tx.person, day, 1) if choices.asks_diary else ()
    return Known(
        morning=[
            one for source in gear.plugged(MorningSource) for one in await source.morning_values(tx, tx.person, day)
        ],
        usual=usual,
        last=past[-1] if past and (day - past[-1].day).days <= FEW_DAYS else None,
        choices=choices,
        cycle=await cycle_of(tx, tx.person, day) if choices.asks_cycle else None,
        # Asked at the end of the week, for the week.
        diary_is_due=choices.asks_diary and not written and (day - monday(day)).days >= 5,
    )
