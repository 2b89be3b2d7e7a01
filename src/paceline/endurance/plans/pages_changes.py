"""The pages on which a plan is changed: one week with its sessions, the history, and the forms of phases and proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx, people
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.library import SESSIONS
from paceline.endurance.plans import changing, proposing
from paceline.endurance.plans.access import may_plan, plan_for
from paceline.endurance.plans.actions import accept_finding
from paceline.endurance.plans.forms import WEEKDAYS
from paceline.endurance.plans.forms_change import (
    AcceptForm,
    ChangeForm,
    LockForm,
    TakeForm,
    WhyForm,
    again,
    command_of,
)
from paceline.endurance.plans.model import Lock, Plan, Version
from paceline.endurance.plans.phasing import turn_phase
from paceline.endurance.plans.queries import active_plan
from paceline.endurance.plans.rules_change import Line
from paceline.endurance.plans.rules_edit import Which
from paceline.endurance.plans.schemas import AcceptFinding
from paceline.endurance.plans.schemas_change import LockDays
from paceline.endurance.plans.schemas_phase import TurnPhase
from paceline.endurance.plans.season import SessionLine, line_of_session, title_of
from paceline.endurance.plans.standing import standing_of
from paceline.endurance.plans.types import Finding, PlanDraft, PlanWeek
from paceline.endurance.plans.versions import versions_page
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.kit.errors import Conflict, Forbidden, Invalid, NotFound
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
HISTORY = 20


@dataclass(frozen=True, slots=True)
class EditLine:
    """A session with what may be done to it."""

    line: SessionLine
    which: Which
    closed: str
    moves: Sequence[date]


@dataclass(frozen=True, slots=True)
class WeekPage:
    """One week of a plan to change."""

    plan: Plan
    athlete: Athlete
    title: str
    week: PlanWeek
    ends_on: date
    weeks: Sequence[PlanWeek]
    sessions: Sequence[EditLine]
    findings: Sequence[Finding]
    locks: Sequence[Lock]
    week_lock: Lock | None
    days: Sequence[date]
    templates: Sequence[tuple[str, str]]
    others: Sequence[tuple[int, str]]
    refused: str
    doubtful: bool
    repeat: Sequence[tuple[str, str]]
    before: str
    after: str
    weekdays: tuple[tuple[int, str], ...] = WEEKDAYS


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version with who made it and what it changed."""

    version: Version
    by: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The history of a plan."""

    plan: Plan
    title: str
    may_change: bool
    versions: Sequence[VersionLine]
    older: str | None


@router.get("/plans/{plan_id}/weeks/{number}")
async def week(tx: RequestTx, plan_id: UUID, number: int) -> Page:
    """One week with everything that may be done to it."""
    return await _week(tx, plan_id, number - 1)


async def _week(
    tx: Tx, plan_id: UUID, index: int, *, refused: str = "", form: ChangeForm | None = None, status: int = 200
) -> Page:
    plan = await plan_for(tx, plan_id)
    athlete = await athlete_for(tx, plan.athlete_id)
    if plan.status == "archived" or not may_plan(tx, athlete.id, await active_plan(tx, athlete.id)):
        raise Forbidden("This plan is not yours to change.", code="coached")
    now = await standing_of(tx, plan, athlete)
    if not 0 <= index < len(now.draft.weeks):
        raise NotFound()
    chosen = now.draft.weeks[index]
    days = days_between(chosen.starts_on, chosen.starts_on + timedelta(days=6))
    locks = await changing.locks_of(tx, plan.id)
    open_days = [day for day in days if not now.closed(day) and plan.starts_on <= day <= now.draft.end]
    last = len(now.draft.weeks)
    context = WeekPage(
        plan=plan,
        athlete=athlete,
        title=title_of(plan),
        week=chosen,
        ends_on=days[-1],
        weeks=now.draft.weeks,
        sessions=_lines(now.draft, athlete, days, open_days, locks, now.today if now.in_calendar else None),
        findings=[one for one in plan.read().findings if one.week == index and one.severity != "note"],
        locks=[lock for lock in locks if lock.starts_on <= days[-1] and lock.ends_on >= days[0]],
        week_lock=next((lock for lock in locks if (lock.starts_on, lock.ends_on) == (days[0], days[-1])), None),
        days=open_days,
        templates=[(one.id, one.name) for one in SESSIONS if one.structure.sport == now.draft.request.sport],
        others=[(one.index, f"{one.index + 1}: {one.phase}") for one in now.draft.weeks if one.index != index],
        refused=refused,
        doubtful=form is not None,
        repeat=again(form) if form is not None else (),
        before=f"/plans/{plan.id}/weeks/{index}" if index else "",
        after=f"/plans/{plan.id}/weeks/{index + 2}" if index + 1 < last else "",
    )
    return page("plans/week.html", context, status=status)


def _lines(
    draft: PlanDraft,
    athlete: Athlete,
    days: Sequence[date],
    open_days: Sequence[date],
    locks: Sequence[Lock],
    today: date | None,
) -> list[EditLine]:
    out: list[EditLine] = []
    for day in days:
        there = [one for one in draft.workouts if one.on == day]
        for number, one in enumerate(there):
            moves = [] if one.is_race else [other for other in open_days if other != day]
            closed = _closed(day, day in open_days, locks, today)
            out.append(EditLine(line_of_session(one, athlete), Which(day, number), closed, moves))
    return out


def _closed(day: date, is_open: bool, locks: Sequence[Lock], today: date | None) -> str:
    if is_open:
        return ""
    if any(lock.starts_on <= day <= lock.ends_on for lock in locks):
        return "Locked"
    return "Over" if today is not None and day < today else "Done or pinned"


def _back(plan_id: UUID, index: int, flash: str | Flash) -> Response:
    return see(f"/plans/{plan_id}/weeks/{index + 1}", flash=flash)


def _undo(done: changing.Changed) -> Flash:
    before = done.plan.version - 1
    url = f"/plans/{done.plan.id}/versions/{before}/restoration?onto={done.plan.version}"
    return Flash(f"{done.words}.", undo=url)


@router.post("/plans/{plan_id}/changes")
async def change(tx: RequestTx, plan_id: UUID, form: Annotated[Form[ChangeForm], reads(ChangeForm)]) -> Response:
    """One change; what the rules doubt comes back with a place for the reason."""
    if form.value is None:
        index = form.raw.get("week", "")
        words = next(iter(form.errors.values()))
        return await _week(tx, plan_id, int(index) if str(index).isdigit() else 0, refused=words, status=422)
    command, missing = command_of(form.value)
    if command is None:
        return await _week(tx, plan_id, form.value.week, refused=missing, status=422)
    try:
        return _back(plan_id, form.value.week, _undo(await changing.change_plan(tx, plan_id, command)))
    except Conflict as problem:
        kept = form.value if problem.code == "doubtful" else None
        return await _week(tx, plan_id, form.value.week, refused=problem.message, form=kept, status=409)
    except Invalid as problem:
        return await _week(tx, plan_id, form.value.week, refused=problem.message, status=422)


@router.get("/plans/{plan_id}/versions")
async def history(tx: RequestTx, plan_id: UUID, cursor: str | None = None) -> Page:
    """What was changed, by whom and why."""
    plan = await plan_for(tx, plan_id)
    found = await versions_page(tx, plan.id, HISTORY, cursor)
    names = await people(tx, [one.by_id for one in found.items if one.by_id is not None])
    lines = [
        VersionLine(
            one,
            names[one.by_id].name if one.by_id is not None and one.by_id in names else "",
            (await changing.change_made(tx, plan, one.number))[1],
        )
        for one in found.items
    ]
    may = plan.status != "archived" and may_plan(tx, plan.athlete_id, await active_plan(tx, plan.athlete_id))
    older = f"/plans/{plan.id}/versions?cursor={found.next_cursor}" if found.next_cursor else None
    return page("plans/versions.html", HistoryPage(plan, title_of(plan), may, lines, older))


@router.post("/plans/{plan_id}/versions/{number}/restoration")
async def restore(tx: RequestTx, plan_id: UUID, number: int, onto: int) -> Response:
    """Go back to a version, on top of the one that was looked at."""
    done = await changing.restore_version(tx, plan_id, number, onto)
    return see(f"/plans/{plan_id}", flash=_undo(done))


@router.post("/plans/{plan_id}/revision")
async def revise(tx: RequestTx, plan_id: UUID) -> Response:
    """Start, or go on with, a draft of changes."""
    draft = await changing.revise_plan(tx, plan_id)
    return see(f"/plans/{draft.id}", flash="A draft: nobody else sees it until you publish it.", tone="accent")


@router.post("/plans/{plan_id}/locks")
async def lock(tx: RequestTx, plan_id: UUID, form: Annotated[Form[LockForm], reads(LockForm)]) -> Response:
    """Lock a day or a week."""
    if form.value is None:
        raise Invalid("Choose the days to lock.")
    made = await changing.lock_days(tx, plan_id, LockDays(first=form.value.first, last=form.value.last))
    undo = f"/plans/{plan_id}/locks/{made.id}/removal?week={form.value.week}"
    return _back(plan_id, form.value.week, Flash("Locked. No change touches it now.", undo=undo))


@router.post("/plans/{plan_id}/locks/{lock_id}/removal")
async def unlock(tx: RequestTx, plan_id: UUID, lock_id: UUID, week: int = 0) -> Response:
    """Unlock them."""
    await changing.unlock_days(tx, plan_id, lock_id)
    return _back(plan_id, week, "Unlocked.")


@router.post("/plans/{plan_id}/acceptances")
async def accept(tx: RequestTx, plan_id: UUID, form: Annotated[Form[AcceptForm], reads(AcceptForm)]) -> Response:
    """Keep what the rules doubt, and say why."""
    if form.value is None:
        return see(f"/plans/{plan_id}", flash="Say in a few words why it is right.", tone="caution")
    await accept_finding(tx, plan_id, AcceptFinding.model_validate(form.value.model_dump()))
    return see(f"/plans/{plan_id}", flash="Kept, with your reason.")


@router.post("/plans/{plan_id}/phases/turns")
async def turn(tx: RequestTx, plan_id: UUID, form: Annotated[Form[TurnPhase], reads(TurnPhase)]) -> Response:
    """End the present phase, hold it or extend it."""
    if form.value is None:
        return see(f"/plans/{plan_id}", flash="Say in a few words why.", tone="caution")
    try:
        return see(f"/plans/{plan_id}", flash=_undo(await turn_phase(tx, plan_id, form.value)))
    except (Conflict, Invalid) as problem:
        return see(f"/plans/{plan_id}", flash=problem.message, tone="critical")


@router.post("/plan-proposals/{proposal_id}/acceptance")
async def take(tx: RequestTx, proposal_id: UUID, form: Annotated[Form[TakeForm], reads(TakeForm)]) -> Response:
    """Take it, or the chosen days of it."""
    proposal = await proposing.proposal_for(tx, proposal_id)
    given: Any = form.value or TakeForm.model_validate({})
    days = given.days if given.some else None
    try:
        done = await proposing.accept_proposal(tx, proposal_id, days=days, why=given.why)
    except (Conflict, Invalid) as problem:
        return see(f"/plans/{proposal.plan_id}", flash=problem.message, tone="critical")
    return see(f"/plans/{proposal.plan_id}", flash=_undo(done))


@router.post("/plan-proposals/{proposal_id}/rejection")
async def turn_down(tx: RequestTx, proposal_id: UUID, form: Annotated[Form[WhyForm], reads(WhyForm)]) -> Response:
    """Turn it down."""
    proposal = await proposing.proposal_for(tx, proposal_id)
    if form.value is None:
        return see(f"/plans/{proposal.plan_id}", flash="Say in a few words why not.", tone="caution")
    await proposing.reject_proposal(tx, proposal_id, form.value.why)
    undo = f"/plan-proposals/{proposal_id}/reopening"
    return see(f"/plans/{proposal.plan_id}", flash=Flash("Turned down.", "neutral", undo))


@router.post("/plan-proposals/{proposal_id}/reopening")
async def reopen(tx: RequestTx, proposal_id: UUID) -> Response:
    """Undo turning it down."""
    proposal = await proposing.reopen_proposal(tx, proposal_id)
    return see(f"/plans/{proposal.plan_id}", flash="It waits for you again.")
