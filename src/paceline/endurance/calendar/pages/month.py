"""The month, the week, and moving sessions in them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities import activities_between
from paceline.endurance.athletes import Athlete, athlete_for, me, roster
from paceline.endurance.calendar.access import is_author
from paceline.endurance.calendar.board import WEEK, Material, Week, month_span, weeks_of
from paceline.endurance.calendar.forms import NAMED_SPORTS, library_choices, new_form
from paceline.endurance.calendar.notes.queries import notes_between
from paceline.endurance.calendar.plugged import DayMarks, Mark, ProjectedForm, UnreadComments
from paceline.endurance.calendar.queries import entries_between
from paceline.endurance.library import TYPES
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import NotFound
from paceline.ui.forms import Form
from paceline.ui.page import Page, page, see

router = APIRouter()
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
EARLIEST, LATEST = date(1970, 1, 1), date(2099, 12, 1)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Weeks of one athlete's calendar."""

    athlete: Athlete
    mine: bool
    view: str
    month: date
    week: date
    weeks: list[Week]
    base: str
    here: str
    earlier: str
    later: str
    now: str
    as_week: str
    as_month: str
    as_season: str
    shows_today: bool
    is_empty: bool
    form: Form[Any]
    choices: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...] = TYPES
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Whose calendar a coach may open."""

    athletes: list[Athlete]


@router.get("/calendar")
async def own(tx: RequestTx) -> Response:
    """This month; coaches who do not train themselves choose whose."""
    if "athlete" not in tx.actor.roles:
        return page("calendar/roster.html", RosterPage(list(await roster(tx))))
    today = tx.today(await me(tx))
    return see(f"/calendar/{today:%Y-%m}#today")


@router.get("/calendar/{month}")
async def own_month(tx: RequestTx, gear: Gear, month: str, view: str = "month", day: date | None = None) -> Page:
    """One's own month or week."""
    return await _show(tx, gear, await me(tx), month, view, day)


@router.get("/people/{athlete_id}/calendar")
async def theirs(tx: RequestTx, athlete_id: UUID) -> Response:
    """This month of somebody who shares their training."""
    athlete = await athlete_for(tx, athlete_id)
    return see(f"{base_of(tx, athlete)}/{tx.today(athlete):%Y-%m}#today")


@router.get("/people/{athlete_id}/calendar/{month}")
async def their_month(
    tx: RequestTx, gear: Gear, athlete_id: UUID, month: str, view: str = "month", day: date | None = None
) -> Page:
    """Their month or week."""
    return await _show(tx, gear, await athlete_for(tx, athlete_id), month, view, day)


def base_of(tx: Tx, athlete: Athlete) -> str:
    """Where an athlete's calendar lies for the actor."""
    return "/calendar" if athlete.id == tx.person else f"/people/{athlete.id}/calendar"


async def _show(tx: Tx, gear: Machinery, athlete: Athlete, month: str, view: str, day: date | None) -> Page:
    if not MONTH.fullmatch(month):
        raise NotFound("There is no such month. Write it like 2026-06.")
    first_of_month = date.fromisoformat(f"{month}-01")
    if not EARLIEST <= first_of_month <= LATEST:
        raise NotFound("The calendar runs from 1970 to 2099.")
    today = tx.today(athlete)
    inside = today if (today.year, today.month) == (first_of_month.year, first_of_month.month) else first_of_month
    week = monday(day or inside)
    first, last = (week, week + timedelta(days=6)) if view == "week" else month_span(first_of_month)
    material = await _material(tx, gear, athlete, first, last, today)
    weeks = weeks_of(material, first, last, None if view == "week" else first_of_month.month)
    return page("calendar/month.html", _context(tx, athlete, view, first_of_month, week, weeks, today), block="cal")


async def _material(tx: Tx, gear: Machinery, athlete: Athlete, first: date, last: date, today: date) -> Material:
    entries = await entries_between(tx, athlete, first, last)
    # One more day on each side: a session may have been done the day before or after.
    around = await activities_between(tx, athlete.id, first - timedelta(days=1), last + timedelta(days=1))
    movable = frozenset(e.workout.id for e in entries if not e.workout.locked or is_author(tx, e.workout))
    inside = [a for a in around if first <= a.day <= last]
    sundays = [first + timedelta(days=n) for n in range(6, (last - first).days + 1, 7)]
    marks, form, unread = await _plugged(tx, gear, athlete.id, sundays, (first, last), [a.id for a in inside])
    notes = await notes_between(tx, [athlete.id], first, last)
    known = {a.id: a for a in around}
    return Material(athlete, today, entries, inside, movable, known, notes, marks, form, unread)


async def _plugged(
    tx: Tx, gear: Machinery, athlete_id: UUID, sundays: list[date], span: tuple[date, date], activities: list[UUID]
) -> tuple[dict[date, Mark], dict[date, float], dict[UUID, int]]:
    marks: dict[date, Mark] = {}
    form: dict[date, float] = {}
    unread: dict[UUID, int] = {}
    for one in gear.plugged(DayMarks):
        marks |= await one.day_marks(tx, athlete_id, *span)
    for one in gear.plugged(ProjectedForm):
        form |= await one.projected_form(tx, athlete_id, sundays)
    for one in gear.plugged(UnreadComments):
        unread |= await one.unread_comments(tx, activities)
    return marks, form, unread


def _context(
    tx: Tx, athlete: Athlete, view: str, month: date, week: date, weeks: list[Week], today: date
) -> CalendarPage:
    base = base_of(tx, athlete)

    def week_at(day: date) -> str:
        return f"{base}/{day:%Y-%m}?view=week&day={day}"

    def month_at(day: date) -> str:
        return f"{base}/{day:%Y-%m}"

    if view == "week":
        here, earlier, later, now = week_at(week), week_at(week - WEEK), week_at(week + WEEK), week_at(today)
    else:
        here, now = month_at(month), month_at(today) + "#today"
        earlier, later = month_at(month - timedelta(days=1)), month_at(month + timedelta(days=32))
    days = [day for one in weeks for day in one.days]
    shows_today = any(day.is_today for day in days)
    return CalendarPage(
        athlete=athlete,
        mine=athlete.id == tx.person,
        view="week" if view == "week" else "month",
        month=month,
        week=week,
        weeks=weeks,
        base=base,
        here=here,
        earlier=earlier,
        later=later,
        now=now,
        as_week=week_at(today if shows_today else weeks[0].first),
        as_month=month_at(week + timedelta(days=3)) if view == "week" else month_at(month),
        as_season=f"{base}/season",
        shows_today=shows_today,
        is_empty=not any(day.chips for day in days),
        form=new_form(athlete, today if shows_today else max(weeks[0].first, month)),
        choices=library_choices(),
    )
