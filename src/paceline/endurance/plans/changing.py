"""Changing a plan: one change, judged by the rules, kept as a version and carried into the calendar; and going back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.library import SESSIONS
from paceline.endurance.plans.access import plan_for, require_planner
from paceline.endurance.plans.events import PlanChanged
from paceline.endurance.plans.findings import accepted, blocking, open_doubts, place_of
from paceline.endurance.plans.model import Lock, Plan, Version
from paceline.endurance.plans.phase_rows import keep_phases
from paceline.endurance.plans.queries import active_plan, recent_volume
from paceline.endurance.plans.rules_apply import Outcome, applied
from paceline.endurance.plans.rules_change import Line, lines_between, sparing
from paceline.endurance.plans.rules_edit import judged
from paceline.endurance.plans.rules_validate import validate
from paceline.endurance.plans.schemas_change import ChangePlan, LockDays, Regenerate
from paceline.endurance.plans.standing import Standing, carry, standing_of
from paceline.endurance.plans.types import Finding, PlanDraft, PlanRequest
from paceline.endurance.plans.versions import keep, keep_first, phases_back, version_of
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound

# What only takes load away may leave a week too light beside its neighbours: no danger, but a reason is asked for.
TAKES_AWAY = frozenset({"drop", "shorten", "days_off"})
OF_WEEKS = frozenset({"rise", "rise-month", "cutback", "fall", "empty", "no-long", "zone-cap", "taper", "return"})
FAMILY = {"running": "running", "cycling": "cycling"}


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did to a plan and its calendar, and what the rules say of it."""

    plan: Plan
    words: str
    lines: Sequence[Line]
    findings: Sequence[Finding]
    rows: int


@dataclass(frozen=True, slots=True)
class Open:
    """A plan held for a change, with whom it is for and how it stands."""

    plan: Plan
    athlete: Athlete
    now: Standing


async def opened(tx: Tx, plan_id: UUID, version: int | None) -> Open:
    """A plan the actor may change, held until the transaction ends; Conflict when it has moved on since it was read."""
    plan = await plan_for(tx, plan_id, lock=True)
    require_planner(tx, plan.athlete_id, await active_plan(tx, plan.athlete_id))
    if plan.status == "archived":
        raise Conflict("This plan has ended. Make a new one.", code="archived")
    if version is not None and version != plan.version:
        raise Conflict("The plan was changed in the meantime. Look at it as it is now, then decide.", code="version")
    athlete = await athlete_for(tx, plan.athlete_id)
    return Open(plan, athlete, await standing_of(tx, plan, athlete))


async def change_plan(tx: Tx, plan_id: UUID, command: ChangePlan, *, dry_run: bool = False) -> Changed:
    """Apply one change. A published plan takes nothing that breaks a rule, and what the rules doubt only with a reason."""
    held = await opened(tx, plan_id, command.version)
    outcome = applied(held.now, command.change, SESSIONS, await _wish(tx, held, command))
    lines = lines_between(held.now.draft, outcome.draft)
    if not lines:
        raise Invalid("This changes nothing in the plan.", code="nothing")
    found = judged(held.now.draft, outcome.draft)
    if command.change.kind in TAKES_AWAY:
        found = softened(found)
    if dry_run:
        return Changed(held.plan, outcome.words, lines, found, 0)
    if held.now.in_calendar:
        refuse(found, command.why if command.keep_doubts else "")
    reasons = command.why if command.keep_doubts else ""
    return await written(tx, held, outcome, found, kind=command.change.kind, why=command.why, reasons=reasons)


async def _wish(tx: Tx, held: Open, command: ChangePlan) -> PlanRequest:
    """What the builder is asked for when it plans anew; everything else ignores it."""
    request, change = held.now.draft.request, command.change
    if not isinstance(change, Regenerate):
        return request
    named = ("days_per_week", "long_weekday", "level", "peak_seconds")
    given = {name: getattr(change, name) for name in named if getattr(change, name) is not None}
    wish = replace(request, **given)
    if change.weekdays:
        wish = replace(wish, weekdays=frozenset(change.weekdays))
    if change.from_done:
        lately = await recent_volume(tx, held.athlete, FAMILY[request.sport])
        known = lately.seconds is not None
        wish = replace(
            wish,
            current_seconds=lately.seconds if known else wish.current_seconds,
            longest_recent_seconds=lately.longest_seconds if known else wish.longest_recent_seconds,
        )
    return wish


def refuse(found: Sequence[Finding], why: str) -> None:
    """Say what a change breaks, or what it makes doubtful when no reason came with it."""
    broken = blocking(found)
    if broken:
        raise Conflict(_said("This breaks a rule that holds for everybody.", broken), code="unsound")
    doubts = open_doubts(found)
    if doubts and not why.strip():
        raise Conflict(_said("The rules doubt this. Say why it is right, and keep it.", doubts), code="doubtful")


def softened(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The balance of weeks as doubts, for changes that make the plan smaller."""
    return tuple(replace(one, severity="soft") if one.id in OF_WEEKS else one for one in found)


def _said(start: str, found: Sequence[Finding]) -> str:
    places = [f"{one.sentence}" if one.week is None else f"Week {one.week + 1}: {one.sentence}" for one in found[:4]]
    return " ".join([start, *dict.fromkeys(places)])


async def written(
    tx: Tx, held: Open, outcome: Outcome, found: Sequence[Finding], *, kind: str, why: str, reasons: str
) -> Changed:
    """Keep the outcome as a version and bring the calendar to it; doubts get the reason that came with them."""
    plan, now = held.plan, held.now
    # As it is now, phases included, before anything of the change is written.
    await keep_first(tx, plan)
    await _note_calendar(tx, plan, now)
    findings = accepted(carried_findings(plan, outcome.draft), {place_of(one): reasons for one in found})
    if now.in_calendar:
        await keep_phases(tx, plan, outcome.draft)
    await keep(tx, plan, outcome.draft, findings, kind=kind, words=outcome.words, why=why)
    rows = await carry(tx, held.athlete, plan, now, outcome.draft) if now.in_calendar else 0
    if now.in_calendar:
        await tx.emit(PlanChanged(plan.id, plan.athlete_id, plan.version, kind))
    return Changed(plan, outcome.words, lines_between(now.draft, outcome.draft), found, rows)


async def _note_calendar(tx: Tx, plan: Plan, now: Standing) -> None:
    """What people moved and edited in the calendar meanwhile is a version of its own, so that no change hides it."""
    moved = lines_between(plan.read(), now.draft) if now.in_calendar else ()
    if moved:
        await keep(tx, plan, now.draft, carried_findings(plan, now.draft), kind="calendar", words="In the calendar")


def carried_findings(plan: Plan, draft: PlanDraft) -> list[Finding]:
    """What the rules find now, with the reasons people gave before; the builder's own notes stay."""
    before = plan.read().findings
    reasons = {place_of(one): one.accepted for one in before if one.accepted}
    notes = [one for one in before if one.severity == "note"]
    return [*notes, *accepted(validate(draft), reasons)]


async def restore_version(tx: Tx, plan_id: UUID, number: int, version: int) -> Changed:
    """Go back to a version; days that are over, done or locked stay as they are. Going back is a version too."""
    held = await opened(tx, plan_id, version)
    target = await version_of(tx, held.plan, number)
    if number >= held.plan.version:
        raise Conflict("The plan is at this version already.", code="nothing")
    after = sparing(held.now.draft, target.read(), held.now.closed)
    await _note_calendar(tx, held.plan, held.now)
    await phases_back(tx, held.plan, target)
    findings = carried_findings(held.plan, after)
    words = f"Back to version {number}"
    await keep(tx, held.plan, after, findings, kind="back", words=words)
    rows = await carry(tx, held.athlete, held.plan, held.now, after) if held.now.in_calendar else 0
    if held.now.in_calendar:
        await tx.emit(PlanChanged(held.plan.id, held.plan.athlete_id, held.plan.version, "back"))
    return Changed(held.plan, words, lines_between(held.now.draft, after), (), rows)


async def revise_plan(tx: Tx, plan_id: UUID) -> Plan:
    """A draft of changes to a published plan, hidden from the athlete until it is published; the one there is if any."""
    held = await opened(tx, plan_id, None)
    plan = held.plan
    if plan.status != "published":
        raise Conflict("Only a published plan needs a draft of changes.", code="preview")
    there = await tx.session.scalar(select(Plan).where(Plan.revises == plan.id, Plan.made_by == tx.person))
    if there is not None:
        return there
    await _note_calendar(tx, plan, held.now)
    draft = Plan(
        id=new_id(),
        athlete_id=plan.athlete_id,
        made_by=tx.person,
        status="preview",
        request=plan.request,
        draft=plan.draft,
        findings=plan.findings,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        race_on=plan.race_on,
        goal=plan.goal,
        created_at=tx.now,
        published_at=None,
        archived_at=None,
        version=1,
        revises=plan.id,
    )
    tx.session.add(draft)
    await tx.session.flush()
    for lock in (await tx.session.scalars(select(Lock).where(Lock.plan_id == plan.id))).all():
        tx.session.add(_lock(tx, draft, lock.starts_on, lock.ends_on))
    await tx.session.flush()
    return draft


async def publish_revision(tx: Tx, draft: Plan) -> Changed:
    """The draft of changes becomes the plan's next version, and is gone."""
    held = await opened(tx, draft.revises or draft.id, None)
    if held.plan.status != "published":
        raise Conflict("The plan this was a draft for leads no more.", code="archived")
    after = sparing(held.now.draft, draft.read(), held.now.closed)
    lines = lines_between(held.now.draft, after)
    if not lines:
        raise Invalid("The draft is the same as the plan.", code="nothing")
    kept = {place_of(one): one.accepted for one in draft.read().findings if one.accepted}
    found = accepted(judged(held.now.draft, after), kept)
    refuse(found, "")
    outcome = Outcome(after, f"{len(lines)} change{'s' if len(lines) != 1 else ''} drafted together")
    held.plan.findings = [*held.plan.findings, *(one for one in draft.findings if one.get("accepted"))]
    done = await written(tx, held, outcome, found, kind="revision", why="", reasons="")
    await tx.session.delete(draft)
    await tx.session.flush()
    return done


async def lock_days(tx: Tx, plan_id: UUID, command: LockDays) -> Lock:
    """No change touches these days until they are unlocked; locking twice changes nothing."""
    plan = (await opened(tx, plan_id, None)).plan
    if command.last < plan.starts_on or command.first > plan.ends_on:
        raise Invalid("These days are outside the plan.", fields={"first": "Choose days of the plan."})
    if command.last < command.first or (command.last - command.first).days > 6:
        raise Invalid("Lock a day, or a week at most.", fields={"last": "Choose a nearer day."})
    there = await tx.session.scalar(
        select(Lock).where(Lock.plan_id == plan.id, Lock.starts_on == command.first, Lock.ends_on == command.last)
    )
    if there is not None:
        return there
    lock = _lock(tx, plan, command.first, command.last)
    tx.session.add(lock)
    await tx.session.flush()
    return lock


def _lock(tx: Tx, plan: Plan, first: date, last: date) -> Lock:
    return Lock(
        id=new_id(),
        plan_id=plan.id,
        athlete_id=plan.athlete_id,
        starts_on=first,
        ends_on=last,
        locked_by=tx.person,
        locked_at=tx.now,
    )


async def unlock_days(tx: Tx, plan_id: UUID, lock_id: UUID) -> Lock:
    """Let changes touch the days again."""
    plan = (await opened(tx, plan_id, None)).plan
    lock = await tx.session.get(Lock, lock_id)
    if lock is None or lock.plan_id != plan.id:
        raise NotFound()
    await tx.session.delete(lock)
    await tx.session.flush()
    return lock


async def locks_of(tx: Tx, plan_id: UUID) -> Sequence[Lock]:
    """The locks of a plan in order."""
    return (await tx.session.scalars(select(Lock).where(Lock.plan_id == plan_id).order_by(Lock.starts_on))).all()


async def change_made(tx: Tx, plan: Plan, number: int) -> tuple[Version, Sequence[Line]]:
    """A version with what it changed against the one before."""
    version = await version_of(tx, plan, number)
    before = await tx.session.get(Version, (plan.id, number - 1))
    return version, () if before is None else lines_between(before.read(), version.read())
