"""Proposals: a changed plan with reasons that waits for somebody to accept it, take part of it, or turn it down."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from paceline.coaching.checkins import health_said, recent_checkins
from paceline.endurance.activities import daily_loads
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar import missed_workouts
from paceline.endurance.plans.access import plan_for, require_planner
from paceline.endurance.plans.changing import Changed, opened, refuse, softened, written
from paceline.endurance.plans.codec import draft_to_json, request_to_json
from paceline.endurance.plans.events import ChangeProposed, ProposalDecided
from paceline.endurance.plans.model import Plan, Proposal
from paceline.endurance.plans.queries import active_plan
from paceline.endurance.plans.rules_adapt import Adaptation, Happened, WeekDone, adaptations
from paceline.endurance.plans.rules_apply import Outcome
from paceline.endurance.plans.rules_change import Line, lines_between, sparing
from paceline.endurance.plans.rules_edit import judged
from paceline.endurance.plans.standing import Standing, standing_of
from paceline.endurance.plans.types import Illness, PlanDraft
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import Conflict, Invalid, NotFound

FORTNIGHT = 14
# Proposals that make the plan smaller; a missed session that finds another day does not.
SMALLER = frozenset({"pain", "illness", "away", "fell_short", "too_much"})
WEEKS_BACK = 2
# What a check-in calls illness, in the words of plans.
ILL: dict[str, Illness] = {"above_neck": "above_neck", "below_neck": "fever"}


async def look_at_plan(tx: Tx, athlete_id: UUID) -> Proposal | None:
    """Compare what was done with what was planned, and propose what follows from it; None when nothing does.

    Proposals that nobody decided on and that no longer rest on today's facts are overtaken.
    """
    plan = await active_plan(tx, athlete_id)
    if plan is None:
        return None
    athlete = await athlete_for(tx, athlete_id)
    now = await standing_of(tx, plan, athlete)
    found = adaptations(now.draft, await happened(tx, athlete, now), now.closed)
    await _overtake(tx, plan, {_print(plan, one.fingerprint) for one in found})
    return await _propose(tx, plan, now, found[0]) if found else None


async def happened(tx: Tx, athlete: Athlete, now: Standing) -> Happened:
    """What is known of the athlete today, as far as the actor may see it."""
    today = now.today
    first = monday(today) - timedelta(weeks=WEEKS_BACK)
    loads = await daily_loads(tx, athlete.id, first, today - timedelta(days=1))
    missed = {row.id for row in await missed_workouts(tx, athlete.id, monday(today), today - timedelta(days=1))}
    checkins = await recent_checkins(tx, athlete.id, today, FORTNIGHT)
    said = await health_said(tx, athlete.id, today, FORTNIGHT)
    return Happened(
        today=today,
        weeks=tuple(_week(now.draft, loads, first + timedelta(weeks=n)) for n in range(WEEKS_BACK)),
        missed=tuple(one for one, row in now.rows if row.id in missed),
        pain=tuple((one.day, one.level) for one in said.pains or ()),
        red_flags=tuple(one.words.title for one in said.flags),
        illness=tuple((one.day, ILL[one.illness]) for one in checkins if one.illness in ILL),
    )


def _week(draft: PlanDraft, loads: Any, start: date) -> WeekDone:
    planned = sum(w.estimate.load for w in draft.workouts if 0 <= (w.on - start).days < 7)
    done = [load for day, load in loads.items() if 0 <= (day - start).days < 7]
    return WeekDone(planned, sum(done) if done else None)


def _print(plan: Plan, fingerprint: str) -> str:
    return f"adaptation-{fingerprint}"


async def _overtake(tx: Tx, plan: Plan, still: set[str]) -> None:
    await tx.session.execute(
        update(Proposal)
        .where(
            Proposal.plan_id == plan.id,
            Proposal.kind == "adaptation",
            Proposal.status == "open",
            Proposal.fingerprint.not_in(still),
        )
        .values(status="overtaken", decided_at=tx.now)
    )


async def _propose(tx: Tx, plan: Plan, now: Standing, one: Adaptation) -> Proposal | None:
    """Store it, unless somebody has decided about the same evidence; an open one is brought up to date."""
    return await store_proposal(
        tx,
        plan,
        now.draft,
        one.draft,
        kind="adaptation",
        cause=one.cause,
        title=one.title,
        reasons=one.reasons,
        scope=one.scope,
        fingerprint=_print(plan, one.fingerprint),
    )


async def store_proposal(
    tx: Tx,
    plan: Plan,
    before: PlanDraft,
    after: PlanDraft,
    *,
    kind: str,
    cause: str,
    title: str,
    reasons: Sequence[str],
    scope: str,
    fingerprint: str,
) -> Proposal | None:
    """A proposal for a plan; None when the same one was decided on already."""
    there = await tx.session.scalar(
        select(Proposal).where(Proposal.plan_id == plan.id, Proposal.fingerprint == fingerprint).with_for_update()
    )
    if there is not None and there.status not in ("open", "overtaken"):
        return None
    proposal = there or Proposal(id=new_id(), athlete_id=plan.athlete_id, plan_id=plan.id, fingerprint=fingerprint)
    proposal.kind, proposal.cause, proposal.title = kind, cause, title
    proposal.reasons, proposal.scope, proposal.onto = list(reasons), scope, plan.version
    proposal.request, proposal.draft = request_to_json(after.request), draft_to_json(after)
    proposal.lines = [line_to_json(line) for line in lines_between(before, after)]
    proposal.status, proposal.made_at, proposal.why = "open", tx.now, ""
    proposal.decided_by = proposal.decided_at = proposal.version = None
    tx.session.add(proposal)
    await tx.session.flush()
    if there is None:
        await tx.emit(ChangeProposed(proposal.id, plan.id, plan.athlete_id))
    return proposal


def line_to_json(line: Line) -> dict[str, Any]:
    """A line with its days as text."""
    moved = None if line.moved_from is None else line.moved_from.isoformat()
    return asdict(line) | {"on": line.on.isoformat(), "moved_from": moved}


async def proposal_for(tx: Tx, proposal_id: UUID, *, lock: bool = False) -> Proposal:
    """A proposal the actor may see."""
    query = select(Proposal).where(Proposal.id == proposal_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound()
    await plan_for(tx, found.plan_id)
    return found


async def proposals_of(tx: Tx, plan_id: UUID, *, only_open: bool = False) -> Sequence[Proposal]:
    """The proposals of a plan, the latest first."""
    query = select(Proposal).where(Proposal.plan_id == plan_id).order_by(Proposal.made_at.desc(), Proposal.id)
    return (await tx.session.scalars(query.where(Proposal.status == "open") if only_open else query)).all()


async def accept_proposal(tx: Tx, proposal_id: UUID, *, days: Sequence[date] | None = None, why: str = "") -> Changed:
    """Take a proposal, or only the changes on some of its days; the plan gets another version."""
    proposal = await _open_one(tx, proposal_id)
    held = await opened(tx, proposal.plan_id, None)
    chosen = _chosen(proposal, days)
    target = proposal.read()
    if held.plan.version != proposal.onto:
        raise Conflict(
            "The plan was changed after this was proposed. Look again tomorrow, or change it yourself.",
            code="overtaken",
        )

    def closed(day: date) -> bool:
        return held.now.closed(day) or (chosen is not None and day not in chosen)

    after = sparing(held.now.draft, target, closed)
    if not lines_between(held.now.draft, after):
        raise Invalid("Nothing of this is left to change.", code="nothing")
    found = judged(held.now.draft, after)
    reason = why.strip() or f"Proposed: {proposal.title}."
    if held.now.in_calendar:
        refuse(softened(found) if proposal.cause in SMALLER else found, reason)
    outcome = Outcome(after, proposal.title)
    done = await written(tx, held, outcome, found, kind=f"{proposal.kind}", why=why, reasons=reason)
    proposal.version = held.plan.version
    await _decide(tx, proposal, "accepted" if chosen is None else "edited", why)
    return done


def _chosen(proposal: Proposal, days: Sequence[date] | None) -> set[date] | None:
    if days is None:
        return None
    lines = [(date.fromisoformat(one["on"]), one["moved_from"]) for one in proposal.lines]
    chosen = {on for on, _ in lines if on in days}
    if not chosen:
        raise Invalid("Choose one of the days at least, or turn it down.", fields={"days": "Choose a day."})
    return chosen | {date.fromisoformat(moved) for on, moved in lines if moved and on in chosen}


async def reject_proposal(tx: Tx, proposal_id: UUID, why: str) -> Proposal:
    """Turn it down; the same evidence does not bring it back."""
    proposal = await _open_one(tx, proposal_id)
    await _decide(tx, proposal, "rejected", why)
    return proposal


async def reopen_proposal(tx: Tx, proposal_id: UUID) -> Proposal:
    """Undo turning a proposal down."""
    proposal = await proposal_for(tx, proposal_id, lock=True)
    require_planner(tx, proposal.athlete_id, await active_plan(tx, proposal.athlete_id))
    if proposal.status != "rejected":
        raise Conflict("Only what was turned down can be brought back.", code=proposal.status)
    proposal.status, proposal.decided_at, proposal.decided_by, proposal.why = "open", None, None, ""
    await tx.session.flush()
    return proposal


async def _open_one(tx: Tx, proposal_id: UUID) -> Proposal:
    proposal = await proposal_for(tx, proposal_id, lock=True)
    require_planner(tx, proposal.athlete_id, await active_plan(tx, proposal.athlete_id))
    if proposal.status != "open":
        raise Conflict("This was decided already.", code=proposal.status)
    return proposal


async def _decide(tx: Tx, proposal: Proposal, status: str, why: str) -> None:
    proposal.status, proposal.why = status, why
    proposal.decided_by, proposal.decided_at = tx.actor.account_id, tx.now
    await tx.session.flush()
    await tx.emit(ProposalDecided(proposal.id, proposal.plan_id, proposal.athlete_id, status))
