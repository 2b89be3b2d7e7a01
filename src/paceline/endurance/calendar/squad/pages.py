"""The board of many athletes at once, for whoever coaches them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import me, roster
from paceline.endurance.calendar.squad.board import Row, row_of
from paceline.endurance.calendar.squad.queries import squad_material
from paceline.kit.days import days_between, monday
from paceline.kit.errors import Invalid
from paceline.ui.page import Page, page

router = APIRouter()
# Rows of one page, and weeks that still fit side by side.
ATHLETES, WEEKS = 60, 6
WEEK = timedelta(days=7)
EARLIEST, LATEST = date(1970, 1, 5), date(2099, 12, 28)


@dataclass(frozen=True, slots=True)
class SquadPage:
    """Rows of athletes over the same days."""

    rows: list[Row]
    days: list[date]
    weeks: int
    first: date
    today: date
    here: str
    earlier: str
    later: str
    now: str
    views: tuple[tuple[str, str, str], ...]
    more: str | None
    is_first: bool


@router.get("/calendar/squad")
async def squad(
    tx: RequestTx,
    week: date | None = None,
    weeks: Annotated[int, Query(ge=1, le=WEEKS)] = 1,
    number: Annotated[int, Query(ge=1, le=100)] = 1,
) -> Page:
    """Everybody who shares their training with the coach, a row each; a drag to another row copies."""
    today = tx.today(await me(tx))
    first = monday(week or today)
    if not EARLIEST <= first <= LATEST:
        raise Invalid("The calendar runs from 1970 to 2099.", fields={"week": "Choose another week."})
    last = first + weeks * WEEK - timedelta(days=1)
    everybody = await roster(tx)
    found = everybody[(number - 1) * ATHLETES : number * ATHLETES]
    days = days_between(first, last)
    material = await squad_material(tx, [one.id for one in found], first, last)
    rows = [row_of(one, material, days, tx.today(one)) for one in found]

    def at(day: date, many: int = weeks, which: int = number) -> str:
        return f"/calendar/squad?week={day}&weeks={many}" + (f"&number={which}" if which > 1 else "")

    context = SquadPage(
        rows=rows,
        days=days,
        weeks=weeks,
        first=first,
        today=today,
        here=at(first),
        earlier=at(first - WEEK),
        later=at(first + WEEK),
        now=at(monday(today)),
        views=tuple((str(n), "1 week" if n == 1 else f"{n} weeks", at(first, n)) for n in (1, 2, 6)),
        more=at(first, which=number + 1) if len(everybody) > number * ATHLETES else None,
        is_first=number == 1,
    )
    return page("calendar/squad.html", context, block="cal")
