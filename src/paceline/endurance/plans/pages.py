"""The pages of plans: ask for one, look at it, publish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx, people, person
from paceline.endurance.activities import daily_loads
from paceline.endurance.athletes import Athlete, athlete_for, me, roster
from paceline.endurance.plans.access import may_plan, plan_for, require_planner
from paceline.endurance.plans.actions import make_plan, publish_plan, remove_plan
from paceline.endurance.plans.forms import (
    COUNTS,
    GOALS,
    ILLNESSES,
    LEVELS,
    PRIORITIES,
    RETURNS,
    TUNE_UPS,
    WEEKDAYS,
    PlanForm,
    command_of,
    new_form,
)
from paceline.endurance.plans.model import PhaseTurn, Plan, Proposal
from paceline.endurance.plans.outlook import WeekOutlook, outlook
from paceline.endurance.plans.pages_changes import router as changes
from paceline.endurance.plans.pages_seasons import router as seasons
from paceline.endurance.plans.phase_lines import PhaseLine, phase_lines
from paceline.endurance.plans.phasing import turns_of
from paceline.endurance.plans.proposing import proposals_of
from paceline.endurance.plans.queries import RecentVolume, active_plan, plans_page, recent_volume
from paceline.endurance.plans.season import WeekLine, lines_of, races_of, season_of, title_of
from paceline.endurance.plans.types import PlanDraft
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.ui import svg
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
TypedPlan = Annotated[Form[PlanForm], reads(PlanForm)]


@dataclass(frozen=True, slots=True)
class NewPlanPage:
    """The form of a plan, with what the athlete did lately."""

    athlete: Athlete
    mine: bool
    form: Form[Any]
    lately: RecentVolume
    action: str
    goals: tuple[tuple[str, str], ...] = GOALS
    levels: tuple[tuple[str, str], ...] = LEVELS
    priorities: tuple[tuple[str, str], ...] = PRIORITIES
    weekdays: tuple[tuple[int, str], ...] = WEEKDAYS
    tune_ups: tuple[tuple[str, str], ...] = TUNE_UPS
    returns: tuple[tuple[str, str], ...] = RETURNS
    illnesses: tuple[tuple[str, str], ...] = ILLNESSES
    counts: tuple[tuple[int, str], ...] = COUNTS


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan week by week."""

    plan: Plan
    athlete: Athlete
    first_name: str
    mine: bool
    may_change: bool
    title: str
    made_by: str
    draft: PlanDraft
    lines: Sequence[WeekLine]
    season: Sequence[svg.SeasonWeek]
    current: int | None
    races: Sequence[tuple[float, str, str]]
    replaces: Plan | None
    is_sound: bool
    calendar: str
    peak_load: float
    peak_seconds: float
    outlook: Sequence[WeekOutlook]
    phases: Sequence[PhaseLine]
    turns: Sequence[PhaseTurn]
    proposals: Sequence[Proposal]
    revision_of: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in the list."""

    plan: Plan
    title: str
    athlete: str


@dataclass(frozen=True, slots=True)
class PlansPage:
    """Plans of everybody one plans for."""

    lines: Sequence[PlanLine]
    athletes: Sequence[Athlete]
    mine: bool
    older: str | None


@router.get("/plans")
async def plans(tx: RequestTx, cursor: str | None = None) -> Response:
    """An athlete's leading plan; for coaches the plans they made."""
    who = await person(tx, tx.person)
    mine = who is None or who.workspace != "coach"
    if mine and cursor is None and (active := await active_plan(tx, tx.person)) is not None:
        return see(f"/plans/{active.id}")
    athletes = [await me(tx)] if mine else list(await roster(tx))
    found = await plans_page(tx, [one.id for one in athletes], 30, cursor)
    names = {one.id: one.name for one in athletes}
    lines = [PlanLine(plan, title_of(plan), names[plan.athlete_id]) for plan in found.items]
    older = f"/plans?cursor={found.next_cursor}" if found.next_cursor else None
    return page("plans/list.html", PlansPage(lines, athletes, mine, older))


@router.get("/plans/new")
async def new_own(tx: RequestTx) -> Page:
    """Ask for one's own plan."""
    return await _new(tx, await me(tx))


@router.get("/people/{athlete_id}/plan/new")
async def new_theirs(tx: RequestTx, athlete_id: UUID) -> Page:
    """Ask for a plan for somebody one coaches."""
    return await _new(tx, await athlete_for(tx, athlete_id))


@router.get("/people/{athlete_id}/plan")
async def theirs(tx: RequestTx, athlete_id: UUID) -> Response:
    """The plan that leads somebody one coaches, or the form for the first one."""
    athlete = await athlete_for(tx, athlete_id)
    active = await active_plan(tx, athlete.id)
    return see(f"/plans/{active.id}" if active is not None else _base(tx, athlete))


@router.post("/plans")
async def make_own(tx: RequestTx, form: TypedPlan) -> Response:
    """Build it."""
    return await _make(tx, await me(tx), form)


@router.post("/people/{athlete_id}/plan")
async def make_theirs(tx: RequestTx, athlete_id: UUID, form: TypedPlan) -> Response:
    """Build it for them."""
    return await _make(tx, await athlete_for(tx, athlete_id), form)


def _base(tx: Tx, athlete: Athlete) -> str:
    return "/plans/new" if athlete.id == tx.person else f"/people/{athlete.id}/plan/new"


async def _new(tx: Tx, athlete: Athlete, form: Form[Any] | None = None, status: int = 200) -> Page:
    require_planner(tx, athlete.id, await active_plan(tx, athlete.id))
    family = "cycling" if athlete.primary_sport == "cycling" else "running"
    lately = await recent_volume(tx, athlete, family)
    shown = form or new_form(athlete, lately, (await me(tx)).units)
    mine = athlete.id == tx.person
    action = "/plans" if mine else f"/people/{athlete.id}/plan"
    return page("plans/new.html", NewPlanPage(athlete, mine, shown, lately, action), status=status)


async def _make(tx: Tx, athlete: Athlete, form: Form[PlanForm]) -> Response:
    if form.value is None:
        return await _new(tx, athlete, form, 422)
    command, errors = command_of(form.value, athlete, (await me(tx)).units)
    if command is not None:
        try:
            return see(f"/plans/{(await make_plan(tx, command)).id}")
        except Invalid as problem:
            errors = {"": problem.message, **problem.fields}
    kept: Form[Any] = Form(form.raw, {**form.errors, **errors})
    return await _new(tx, athlete, kept, 422)


router.include_router(changes)
router.include_router(seasons)


@router.get("/plans/{plan_id}")
async def show(tx: RequestTx, plan_id: UUID) -> Page:
    """The plan week by week."""
    plan = await plan_for(tx, plan_id)
    athlete, draft = await athlete_for(tx, plan.athlete_id), plan.read()
    today = tx.today(athlete)
    loads = await _loads(tx, athlete, draft, today) if plan.status != "preview" else {}
    lines = lines_of(draft, athlete, today, loads)
    season, current = season_of(lines)
    active = await active_plan(tx, athlete.id)
    mine = athlete.id == tx.person
    maker = (await people(tx, [plan.made_by])).get(plan.made_by)
    peak = max(draft.weeks, key=lambda week: week.target_load)
    context = PlanPage(
        plan=plan,
        athlete=athlete,
        first_name=athlete.name.split()[0],
        mine=mine,
        may_change=may_plan(tx, athlete.id, active),
        title=title_of(plan),
        made_by="" if maker is None else maker.name,
        draft=draft,
        lines=lines,
        season=season,
        current=current if plan.status == "published" else None,
        races=races_of(draft),
        replaces=active if active is not None and plan.status == "preview" else None,
        is_sound=not any(finding.severity == "hard" for finding in draft.findings),
        calendar="/calendar" if mine else f"/people/{athlete.id}/calendar",
        peak_load=peak.target_load,
        peak_seconds=peak.target_seconds,
        outlook=outlook(draft),
        phases=await phase_lines(tx, plan),
        turns=await turns_of(tx, plan.id),
        proposals=await proposals_of(tx, plan.id, only_open=True),
        revision_of="" if plan.revises is None else f"/plans/{plan.revises}",
    )
    return page("plans/plan.html", context)


async def _loads(tx: Tx, athlete: Athlete, draft: PlanDraft, today: date) -> dict[date, float]:
    last = min(today, draft.end)
    first = draft.weeks[0].starts_on
    return dict(await daily_loads(tx, athlete.id, first, last)) if first <= last else {}


@router.post("/plans/{plan_id}/publication")
async def publish(tx: RequestTx, plan_id: UUID) -> Response:
    """Put it into the calendar."""
    done = await publish_plan(tx, plan_id)
    if done.plan.id != plan_id:
        words = f"Published: {done.placed} session{'s' if done.placed != 1 else ''} changed in the calendar."
        before, now = done.plan.version - 1, done.plan.version
        undo = f"/plans/{done.plan.id}/versions/{before}/restoration?onto={now}"
        return see(f"/plans/{done.plan.id}", flash=Flash(words, undo=undo))
    kept = (
        f" {len(done.kept)} done or pinned day{'s' if len(done.kept) != 1 else ''} stayed as they were."
        if done.kept
        else ""
    )
    return see(f"/plans/{plan_id}", flash=f"{done.placed} sessions are in the calendar.{kept}")


@router.post("/plans/{plan_id}/removal")
async def remove(tx: RequestTx, plan_id: UUID) -> Response:
    """Throw the preview away, or end the plan."""
    plan = await remove_plan(tx, plan_id)
    if plan.status == "archived":
        return see(
            f"/plans/{plan_id}", flash="The plan has ended. What was ahead of it left the calendar.", tone="neutral"
        )
    return see(
        "/plans" if plan.athlete_id == tx.person else f"/people/{plan.athlete_id}/plan/new",
        flash="Preview thrown away.",
        tone="neutral",
    )
