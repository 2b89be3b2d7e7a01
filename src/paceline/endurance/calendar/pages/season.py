"""The page of a season."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.calendar.board import WEEK
from paceline.endurance.calendar.pages.month import EARLIEST, LATEST, base_of
from paceline.endurance.calendar.plugged import Phase, Phases
from paceline.endurance.calendar.season import WEEKS, SeasonWeek, season_weeks
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import NotFound
from paceline.ui.page import Page, page

router = APIRouter()
HALF = WEEKS // 2
# The season opens with the weeks just gone in sight.
BEFORE = 8


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A year of weeks of one athlete."""

    athlete: Athlete
    mine: bool
    base: str
    weeks: list[SeasonWeek]
    here: str
    now: str
    earlier: str
    later: str
    as_week: str
    as_month: str


@router.get("/calendar/season")
async def own_season(tx: RequestTx, gear: Gear, first: date | None = None) -> Page:
    """One's own year."""
    return await _show(tx, gear, await me(tx), first)


@router.get("/people/{athlete_id}/calendar/season")
async def their_season(tx: RequestTx, gear: Gear, athlete_id: UUID, first: date | None = None) -> Page:
    """The year of somebody who shares their training."""
    return await _show(tx, gear, await athlete_for(tx, athlete_id), first)


async def _show(tx: Tx, gear: Machinery, athlete: Athlete, first: date | None) -> Page:
    today = tx.today(athlete)
    start = monday(first or today - BEFORE * WEEK) if first is None or EARLIEST < first < LATEST else None
    if start is None:
        raise NotFound("The calendar runs from 1970 to 2099.")
    phases: list[Phase] = []
    for one in gear.plugged(Phases):
        phases += await one.phases_between(tx, athlete.id, start, start + WEEKS * WEEK)
    base = base_of(tx, athlete)
    context = SeasonPage(
        athlete=athlete,
        mine=athlete.id == tx.person,
        base=base,
        weeks=await season_weeks(tx, athlete, start, phases),
        now=f"{base}/season",
        here=f"{base}/season?first={start}",
        earlier=f"{base}/season?first={start - HALF * WEEK}",
        later=f"{base}/season?first={start + HALF * WEEK}",
        as_week=f"{base}/{today:%Y-%m}?view=week&day={today}",
        as_month=f"{base}/{today:%Y-%m}",
    )
    return page("calendar/season.html", context, block="season")
