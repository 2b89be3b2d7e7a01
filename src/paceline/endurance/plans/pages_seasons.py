"""The pages of seasons and of plans kept as templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from paceline.core.identity import RequestTx, person
from paceline.endurance.athletes import Athlete, athlete_for, me, roster
from paceline.endurance.library import Level
from paceline.endurance.plans import seasons, templating
from paceline.endurance.plans.access import may_plan, require_planner
from paceline.endurance.plans.forms import COUNTS, GOALS, LEVELS, PRIORITIES, WEEKDAYS, seconds_of
from paceline.endurance.plans.model import PlanTemplate, RaceRow, SeasonRow
from paceline.endurance.plans.queries import active_plan
from paceline.endurance.plans.rules_season import Part
from paceline.endurance.plans.schemas import MakePlan
from paceline.endurance.plans.schemas_phase import ApplyTemplate, ChangeRace, MakeSeason, RaceIn, SaveTemplate
from paceline.endurance.plans.season import DRAWN_AS, title_of
from paceline.endurance.plans.seasons import LegWithPlan, SeasonView, season_for, season_view
from paceline.endurance.plans.types import BIKE_GOALS, PlanDraft, PlanWeek, Priority
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import Conflict, Forbidden, Invalid
from paceline.kit.shapes import Command
from paceline.ui import svg
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
RUNS = tuple((goal, words) for goal, words in GOALS if goal not in ("other", "other-bike", "fitness", *BIKE_GOALS))
RIDES = tuple((goal, words) for goal, words in GOALS if goal in BIKE_GOALS)
NAMES = dict(GOALS)
PART_PHASE: dict[Part, str] = {
    "build-up": "build",
    "bridge": "build",
    "recovery": "recovery",
    "base": "base",
    "maintenance": "base",
    "off-season": "recovery",
}


class SeasonForm(Command):
    """A season as it is asked for."""

    name: str = Field(min_length=1, max_length=80)
    start: date | None = None
    level: Level = "intermediate"
    days_per_week: int = Field(5, ge=3, le=7)
    long_weekday: int = Field(6, ge=0, le=6)
    weekly_time: str = Field("", max_length=10)
    strength: int = Field(0, ge=0, le=3)


class RaceForm(Command):
    """A race as it is typed."""

    name: str = Field("", max_length=120)
    on: date
    goal: str = Field(max_length=20)
    priority: Priority = "A"


class ApplyForm(Command):
    """Whom a template is for, and when."""

    athletes: list[UUID] = Field(min_length=1, max_length=60)
    race_date: date | None = None
    start: date | None = None


@dataclass(frozen=True, slots=True)
class SeasonsPage:
    """Seasons of everybody one plans for."""

    lines: Sequence[tuple[SeasonRow, str]]
    athletes: Sequence[Athlete]
    mine: bool
    older: str | None


@dataclass(frozen=True, slots=True)
class NewSeasonPage:
    """The form of a season."""

    athlete: Athlete
    mine: bool
    form: Form[Any]
    action: str
    levels: tuple[tuple[str, str], ...] = LEVELS
    weekdays: tuple[tuple[int, str], ...] = WEEKDAYS
    counts: tuple[tuple[int, str], ...] = COUNTS


@dataclass(frozen=True, slots=True)
class RaceLine:
    """A race with the days to it."""

    race: RaceRow
    words: str
    days: int


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A season as a timeline."""

    view: SeasonView
    athlete: Athlete
    mine: bool
    may_change: bool
    chart: Sequence[svg.SeasonWeek]
    current: int | None
    flags: Sequence[tuple[float, str, str]]
    races: Sequence[RaceLine]
    next: RaceLine | None
    legs: Sequence[LegWithPlan]
    form: Form[Any]
    goals: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...] = PRIORITIES


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    """Plans kept for reuse."""

    rows: Sequence[PlanTemplate]
    older: str | None


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """A template, and whom it is laid out for."""

    row: PlanTemplate
    draft: PlanDraft
    chart: Sequence[svg.SeasonWeek]
    athletes: Sequence[Athlete]
    form: Form[Any]


@router.get("/seasons")
async def listed(tx: RequestTx, cursor: str | None = None) -> Page:
    """Seasons: one's own, or those of everybody one coaches."""
    who = await person(tx, tx.person)
    mine = who is None or who.workspace != "coach"
    athletes = [await me(tx)] if mine else list(await roster(tx))
    found = await seasons.seasons_page(tx, [one.id for one in athletes], 30, cursor)
    names = {one.id: one.name for one in athletes}
    older = f"/seasons?cursor={found.next_cursor}" if found.next_cursor else None
    lines = [(row, names[row.athlete_id]) for row in found.items]
    return page("plans/seasons.html", SeasonsPage(lines, athletes, mine, older))


@router.get("/seasons/new")
async def new_own(tx: RequestTx) -> Page:
    """Start one's own season."""
    return await _new(tx, await me(tx))


@router.get("/people/{athlete_id}/seasons/new")
async def new_theirs(tx: RequestTx, athlete_id: UUID) -> Page:
    """Start a season for somebody one coaches."""
    return await _new(tx, await athlete_for(tx, athlete_id))


async def _new(tx: Tx, athlete: Athlete, form: Form[Any] | None = None, status: int = 200) -> Page:
    require_planner(tx, athlete.id, await active_plan(tx, athlete.id))
    mine = athlete.id == tx.person
    known = {"name": f"{tx.today(athlete).year}", "level": "intermediate", "days_per_week": 5, "long_weekday": 6}
    action = "/seasons" if mine else f"/people/{athlete.id}/seasons"
    return page("plans/season_new.html", NewSeasonPage(athlete, mine, form or filled(known), action), status=status)


TypedSeason = Annotated[Form[SeasonForm], reads(SeasonForm)]


@router.post("/seasons")
async def make_own(tx: RequestTx, form: TypedSeason) -> Response:
    """Make it."""
    return await _make(tx, await me(tx), form)


@router.post("/people/{athlete_id}/seasons")
async def make_theirs(tx: RequestTx, athlete_id: UUID, form: TypedSeason) -> Response:
    """Make it for them."""
    return await _make(tx, await athlete_for(tx, athlete_id), form)


async def _make(tx: Tx, athlete: Athlete, form: Form[SeasonForm]) -> Response:
    value = form.value
    if value is None:
        return await _new(tx, athlete, form, 422)
    weekly = seconds_of(value.weekly_time)
    if weekly is None:
        return await _new(tx, athlete, form.with_errors(weekly_time="Write the time like 5:30."), 422)
    usual = MakePlan(
        athlete_id=athlete.id,
        goal="fitness",
        sport="cycling" if athlete.primary_sport == "cycling" else "running",
        weeks=8,
        start=value.start or tx.today(athlete),
        level=value.level,
        days_per_week=value.days_per_week,
        long_weekday=value.long_weekday,  # type: ignore[arg-type]
        current_seconds=weekly or None,
        strength=value.strength,
    )
    row = await seasons.make_season(tx, MakeSeason(name=value.name, usual=usual))
    return see(f"/seasons/{row.id}", flash="The season is there. Add its races.")


@router.get("/seasons/{season_id}")
async def show(tx: RequestTx, season_id: UUID) -> Page:
    """The season as a timeline, its races and the plans between them."""
    return await _show(tx, season_id)


async def _show(tx: Tx, season_id: UUID, form: Form[Any] | None = None, status: int = 200) -> Page:
    view = await season_view(tx, await season_for(tx, season_id))
    chart, current = _chart(view)
    races = [RaceLine(one, _words(one), (one.held_on - view.today).days) for one in view.races]
    context = SeasonPage(
        view=view,
        athlete=view.athlete,
        mine=view.athlete.id == tx.person,
        may_change=may_plan(tx, view.athlete.id, await active_plan(tx, view.athlete.id)),
        chart=chart,
        current=current,
        flags=[(_place(chart, one.race.held_on), one.race.priority, one.words) for one in races],
        races=races,
        next=next((one for one in races if one.days >= 0), None),
        legs=view.legs,
        form=form or filled({"priority": "A"}),
        goals=RIDES if view.athlete.primary_sport == "cycling" else RUNS,
    )
    return page("plans/season.html", context, status=status)


def _words(race: RaceRow) -> str:
    length = f"{race.distance / 1000:g} km" if race.distance else NAMES.get(race.goal, race.goal)
    return f"{race.name}, {length}" if race.name else length


def _place(chart: Sequence[svg.SeasonWeek], day: date) -> float:
    return ((day - chart[0].starts).days + 0.5) / 7 if chart else 0.0


def _chart(view: SeasonView) -> tuple[list[svg.SeasonWeek], int | None]:
    """Every week of the season; a bar where a plan says how much, only the phase where there is none yet."""
    if not view.legs:
        return [], None
    planned = {week.starts_on: week for one in view.legs if one.plan is not None for week in one.plan.read().weeks}
    at, weeks = monday(view.legs[0].leg.starts_on), list[svg.SeasonWeek]()
    while at <= view.legs[-1].leg.ends_on:
        weeks.append(_bar(at, planned.get(at), view.legs))
        at += timedelta(days=7)
    now = next((n for n, week in enumerate(weeks) if 0 <= (view.today - week.starts).days < 7), None)
    return weeks, now


def _bar(at: date, week: PlanWeek | None, legs: Sequence[LegWithPlan]) -> svg.SeasonWeek:
    if week is not None:
        phase = DRAWN_AS.get(week.phase, week.phase)
        return svg.SeasonWeek(at, phase, week.target_load, title=f"{week.phase}: load {week.target_load:.0f}")
    covering = [one.leg for one in legs if one.leg.starts_on <= at + timedelta(days=6) and one.leg.ends_on >= at]
    part: Part = max(covering, key=lambda leg: _days_in(leg.starts_on, leg.ends_on, at)).part if covering else "base"
    return svg.SeasonWeek(at, PART_PHASE[part], 0.0, title=f"{part}: no plan yet")


def _days_in(first: date, last: date, at: date) -> int:
    return (min(last, at + timedelta(days=6)) - max(first, at)).days


@router.post("/seasons/{season_id}/races")
async def add_race(tx: RequestTx, season_id: UUID, form: Annotated[Form[RaceForm], reads(RaceForm)]) -> Response:
    """Add a race."""
    if form.value is None:
        return await _show(tx, season_id, form, 422)
    wrong = await _refused(tx, season_id, form.value)
    if wrong is not None:
        return await _show(tx, season_id, Form(form.raw, wrong), 422)
    race = await seasons.add_race(tx, season_id, RaceIn.model_validate(form.value.model_dump()))
    undo = f"/races/{race.id}/removal"
    return see(f"/seasons/{season_id}", flash=Flash("The race is in the season.", undo=undo))


async def _refused(tx: Tx, season_id: UUID, race: RaceForm) -> dict[str, str] | None:
    """What is wrong with a race, said before anything is written."""
    row = await season_for(tx, season_id)
    there = await seasons.races_in(tx, row.id)
    if race.goal not in dict((*RUNS, *RIDES)):
        return {"goal": "Choose one of the distances."}
    if race.on <= row.starts_on:
        return {"on": "A race of the season comes after its start."}
    if any(one.held_on == race.on for one in there):
        return {"on": "There is a race on this day already."}
    return None


@router.post("/races/{race_id}")
async def move_race(tx: RequestTx, race_id: UUID, form: Annotated[Form[RaceForm], reads(RaceForm)]) -> Response:
    """Move a race, or change what it is."""
    row, race = await seasons.race_to_change(tx, race_id)
    url = f"/seasons/{row.id}"
    if form.value is None:
        return see(url, flash=next(iter(form.errors.values())), tone="critical")
    others = [one.held_on for one in await seasons.races_in(tx, row.id) if one.id != race.id]
    if form.value.on <= row.starts_on or form.value.on in others:
        return see(url, flash="Choose a free day after the start of the season.", tone="critical")
    await seasons.change_race(tx, race_id, ChangeRace.model_validate(form.value.model_dump()))
    return see(url, flash="The race is changed. Plans it concerns have a proposal.")


@router.post("/races/{race_id}/removal")
async def remove_race(tx: RequestTx, race_id: UUID) -> Response:
    """Take a race out."""
    race = await seasons.remove_race(tx, race_id)
    undo = f"/races/{race_id}/restoration"
    return see(f"/seasons/{race.season_id}", flash=Flash("The race is out of the season.", "neutral", undo))


@router.post("/races/{race_id}/restoration")
async def bring_back_race(tx: RequestTx, race_id: UUID) -> Response:
    """Undo the removal."""
    race = await seasons.bring_back_race(tx, race_id)
    return see(f"/seasons/{race.season_id}", flash="The race is back.")


@router.post("/seasons/{season_id}/legs/{number}/plan")
async def plan_leg(tx: RequestTx, season_id: UUID, number: int) -> Response:
    """Build the plan of one stretch."""
    try:
        return see(f"/plans/{(await seasons.plan_leg(tx, season_id, number)).id}")
    except (Conflict, Invalid) as problem:
        return see(f"/seasons/{season_id}", flash=problem.message, tone="critical")


@router.get("/plan-templates")
async def templates(tx: RequestTx, cursor: str | None = None) -> Page:
    """Plans kept for reuse."""
    found = await templating.templates_page(tx, 30, cursor)
    older = f"/plan-templates?cursor={found.next_cursor}" if found.next_cursor else None
    return page("plans/templates.html", TemplatesPage(found.items, older))


@router.post("/plans/{plan_id}/template")
async def save(tx: RequestTx, plan_id: UUID, form: Annotated[Form[SaveTemplate], reads(SaveTemplate)]) -> Response:
    """Keep a plan for reuse."""
    if form.value is None:
        return see(f"/plans/{plan_id}", flash="Give the template a name.", tone="caution")
    row = await templating.save_as_template(tx, plan_id, form.value)
    undo = f"/plan-templates/{row.id}/removal"
    return see(f"/plan-templates/{row.id}", flash=Flash("Kept. Lay it out for anybody you plan for.", undo=undo))


@router.get("/plan-templates/{kept_id}")
async def template(tx: RequestTx, kept_id: UUID) -> Page:
    """A template, and whom to lay it out for."""
    return await _template(tx, kept_id)


async def _template(tx: Tx, kept_id: UUID, form: Form[Any] | None = None, status: int = 200) -> Page:
    row = await templating.template_for(tx, kept_id)
    draft = row.read()
    who = await person(tx, tx.person)
    coach = who is not None and who.workspace == "coach"
    athletes = list(await roster(tx)) if coach else [await me(tx)]
    chart = [
        svg.SeasonWeek(week.starts_on, DRAWN_AS.get(week.phase, week.phase), week.target_load, title=week.reason)
        for week in draft.weeks
    ]
    return page("plans/template.html", TemplatePage(row, draft, chart, athletes, form or filled({})), status=status)


@router.post("/plan-templates/{kept_id}/applications")
async def apply(tx: RequestTx, kept_id: UUID, form: Annotated[Form[ApplyForm], reads(ApplyForm)]) -> Response:
    """Lay it out: a preview for each athlete."""
    if form.value is None:
        return await _template(tx, kept_id, form, 422)
    value = form.value
    command = ApplyTemplate(athlete_ids=value.athletes, race_date=value.race_date, start=value.start)
    try:
        made = await templating.apply_template(tx, kept_id, command)
    except Invalid as problem:
        return await _template(tx, kept_id, Form(form.raw, problem.fields or {"": problem.message}), 422)
    except Forbidden as problem:
        return see(f"/plan-templates/{kept_id}", flash=problem.message, tone="critical")
    if len(made) == 1:
        return see(f"/plans/{made[0].id}", flash=f"A preview of {title_of(made[0])}.")
    return see("/plans", flash=f"{len(made)} previews. Look at each, then publish it.")


@router.post("/plan-templates/{kept_id}/removal")
async def remove_template(tx: RequestTx, kept_id: UUID) -> Response:
    """Take a template away."""
    await templating.remove_template(tx, kept_id)
    undo = f"/plan-templates/{kept_id}/restoration"
    return see("/plan-templates", flash=Flash("The template is gone.", "neutral", undo))


@router.post("/plan-templates/{kept_id}/restoration")
async def bring_back_template(tx: RequestTx, kept_id: UUID) -> Response:
    """Undo the removal."""
    await templating.bring_back_template(tx, kept_id)
    return see(f"/plan-templates/{kept_id}", flash="The template is back.")
