"""Making, publishing and archiving plans."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar import place_workouts, remove_planned, training_speeds_of
from paceline.endurance.library import SESSIONS
from paceline.endurance.plans.access import plan_for, require_planner
from paceline.endurance.plans.changing import publish_revision
from paceline.endurance.plans.codec import draft_to_json, finding_from_json, finding_to_json, request_to_json
from paceline.endurance.plans.events import PlanArchived, PlanPublished
from paceline.endurance.plans.findings import accepted, place_of
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.phase_rows import keep_phases
from paceline.endurance.plans.queries import active_plan, recent_volume
from paceline.endurance.plans.rules import build
from paceline.endurance.plans.rules_validate import validate
from paceline.endurance.plans.schemas import AcceptFinding, HealthIn, MakePlan
from paceline.endurance.plans.shapes import goal_for, shape_of
from paceline.endurance.plans.standing import new_workout
from paceline.endurance.plans.types import BIKE_GOALS, Health, PlanDraft, PlanRequest, PlanSport, TuneUp
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import Conflict, Forbidden, Invalid, NotFound

FAMILY = {"running": "running", "cycling": "cycling"}
PACE_OF = {"5K": "5K", "10K": "10K", "half": "HM", "marathon": "MP"}


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did: how many workouts were placed, which days were left alone, and which plan gave way."""

    plan: Plan
    placed: int
    kept: tuple[date, ...]
    archived: UUID | None


async def make_plan(tx: Tx, command: MakePlan) -> Plan:
    """Build a plan to look at; nothing is in the calendar yet."""
    athlete = await athlete_for(tx, command.athlete_id or tx.person)
    require_planner(tx, athlete.id, await active_plan(tx, athlete.id))
    return await store_plan(tx, athlete, await request_for(tx, athlete, command))


async def store_plan(tx: Tx, athlete: Athlete, request: PlanRequest, *, season_id: UUID | None = None) -> Plan:
    """Build the plan of a request and keep it as a preview."""
    draft = build(request, SESSIONS)
    if not draft.workouts:
        reason = next(
            (finding.sentence for finding in draft.findings), "There is no room for a plan between these dates."
        )
        raise Invalid(reason, code="no_plan")
    return await store_draft(tx, athlete, draft, season_id=season_id)


async def store_draft(tx: Tx, athlete: Athlete, draft: PlanDraft, *, season_id: UUID | None = None) -> Plan:
    """Keep a plan as a preview, with what the rules find."""
    request = draft.request
    findings = [finding_to_json(finding) for finding in (*draft.findings, *validate(draft))]
    plan = Plan(
        id=new_id(),
        athlete_id=athlete.id,
        made_by=tx.person,
        status="preview",
        request=request_to_json(draft.request),
        draft=draft_to_json(draft),
        findings=findings,
        starts_on=request.start,
        ends_on=draft.end,
        race_on=draft.request.race_date,
        goal=request.goal,
        created_at=tx.now,
        published_at=None,
        archived_at=None,
        season_id=season_id,
    )
    tx.session.add(plan)
    await tx.session.flush()
    return plan


async def request_for(tx: Tx, athlete: Athlete, command: MakePlan) -> PlanRequest:
    """What a command asks the builder for, with what is known about the athlete."""
    today = tx.today(athlete)
    goal = command.goal or (goal_for(command.distance, command.sport) if command.distance else None)
    if goal is None:
        raise Invalid("Say what the plan is for: a race distance, or fitness.", fields={"goal": "Please choose one."})
    sport: PlanSport = "cycling" if goal in BIKE_GOALS else command.sport
    lately = await recent_volume(tx, athlete, FAMILY[sport])
    given = any(value is not None for value in (command.current_seconds, command.current_metres, command.current_load))
    speeds = training_speeds_of(athlete, sport) or None
    request = PlanRequest(
        goal=goal,
        start=command.start or monday(today) + timedelta(days=0 if today.weekday() == 0 else 7),
        race_date=command.race_date,
        distance=command.distance,
        sport=sport,
        priority=command.priority,
        level=command.level,
        days_per_week=command.days_per_week,
        current_seconds=command.current_seconds if given else lately.seconds,
        current_metres=command.current_metres,
        longest_recent_seconds=lately.longest_seconds,
        peak_seconds=command.peak_seconds,
        long_weekday=command.long_weekday,
        weekdays=frozenset(command.weekdays),
        blackout=frozenset(command.days_off),
        age=None if athlete.birth_year is None else today.year - athlete.birth_year,
        weeks=command.weeks,
        speeds=speeds,
        target_seconds=command.target_seconds,
        current_load=command.current_load,
        peak_metres=command.peak_metres,
        peak_load=command.peak_load,
        longest_seconds=command.longest_seconds,
        day_seconds={room.weekday: room.minutes * 60.0 for room in command.room if room.minutes is not None},
        day_sports={room.weekday: frozenset(room.sports) for room in command.room if room.sports is not None},
        doubles=command.doubles,
        strength=command.strength,
        cross=command.cross,
        tune_ups=tuple(TuneUp(one.on, one.goal, one.distance) for one in command.tune_ups),
        stages=command.stages,
        health=_health(command.health),
    )
    _check_dates(request, today)
    return _with_prediction(request)


def _health(given: HealthIn) -> Health:
    return Health(
        pain=given.pain,
        illness=given.illness,
        returning=given.returning,
        days_off=given.days_off,
        avoid=frozenset(given.avoid),
        red_flags=frozenset(given.red_flags),
    )


def _check_dates(request: PlanRequest, today: date) -> None:
    if not today - timedelta(days=366) <= request.start <= today + timedelta(days=366):
        raise Invalid("A plan starts within a year from now.", fields={"start": "Choose a nearer day."})
    if request.race_date is not None and request.race_date <= today:
        raise Invalid("The race lies behind you. Give a date to come.", fields={"race_date": "Choose a later day."})


def _with_prediction(request: PlanRequest) -> PlanRequest:
    """The time today's speeds predict, so that a target out of reach is said early."""
    pace, distance = PACE_OF.get(request.goal), request.distance or shape_of(request).distance
    speed = (request.speeds or {}).get(pace or "")
    if not speed or distance is None:
        return request
    return replace(request, predicted_seconds=distance / speed)


async def accept_finding(tx: Tx, plan_id: UUID, command: AcceptFinding) -> Plan:
    """Keep a soft finding, with the reason; hard ones stay what they are."""
    plan = await plan_for(tx, plan_id, lock=True)
    require_planner(tx, plan.athlete_id, await active_plan(tx, plan.athlete_id))
    if plan.status == "archived":
        raise Conflict("This plan has ended, so nothing is left to decide.", code=plan.status)
    found = [finding_from_json(value) for value in plan.findings]
    place = (command.id, command.week, command.day)
    there = next((one for one in found if place_of(one) == place), None)
    if there is None or there.severity == "note":
        raise NotFound()
    if there.severity == "hard":
        raise Conflict("This rule holds for everybody. Change the plan instead.", code="hard")
    plan.findings = [finding_to_json(one) for one in accepted(found, {place: command.reason})]
    await tx.session.flush()
    return plan


async def publish_plan(tx: Tx, plan_id: UUID, *, first: date | None = None) -> Publication:
    """Put a preview into the calendar, in place of the plan before; done and pinned days stay as they are.

    `first` is the earliest day to place, today when left out.
    """
    plan = await plan_for(tx, plan_id, lock=True)
    if plan.revises is not None:
        done = await publish_revision(tx, plan)
        return Publication(done.plan, done.rows, (), None)
    if plan.status != "preview":
        words = "is in the calendar already" if plan.status == "published" else "has been archived. Make a new one"
        raise Conflict(f"This plan {words}.", code=plan.status)
    athlete = await athlete_for(tx, plan.athlete_id)
    before = await active_plan(tx, athlete.id)
    require_planner(tx, athlete.id, before)
    if any(finding["severity"] == "hard" for finding in plan.findings):
        raise Conflict(
            "This plan breaks a rule it may not break. Read what is marked, and make another.", code="unsound"
        )
    today = tx.today(athlete)
    kept = await _archive(tx, before, today) if before is not None else set[date]()
    plan.status, plan.published_at = "published", tx.now
    try:
        await tx.session.flush()
    except IntegrityError as error:
        raise Conflict("Another plan was published at the same moment. Look at it first.", code="published") from error
    start = first or today
    chosen = [new_workout(one) for one in plan.read().workouts if one.on >= start and one.on not in kept]
    placed = await place_workouts(tx, athlete, chosen, plan_id=plan.id)
    await keep_phases(tx, plan, plan.read())
    await tx.emit(PlanPublished(plan.id, athlete.id, plan.starts_on, len(placed)))
    skipped = sorted(kept & {one.on for one in plan.read().workouts})
    return Publication(plan, len(placed), tuple(skipped), before.id if before is not None else None)


async def _archive(tx: Tx, plan: Plan, today: date) -> set[date]:
    kept = await remove_planned(tx, plan.athlete_id, plan.id, today)
    plan.status, plan.archived_at = "archived", tx.now
    await tx.session.flush()
    await tx.emit(PlanArchived(plan.id, plan.athlete_id))
    return kept


async def remove_plan(tx: Tx, plan_id: UUID) -> Plan:
    """Throw a preview away, or archive the leading plan with what is still ahead of it; an archived one stays."""
    plan = await plan_for(tx, plan_id, lock=True)
    if plan.athlete_id == tx.actor.account_id != plan.made_by:
        raise Forbidden("Your coach made this plan. Ask them to take it back.", code="coached")
    if plan.status == "preview":
        await tx.session.delete(plan)
        await tx.session.flush()
    elif plan.status == "published":
        await _archive(tx, plan, tx.today(await athlete_for(tx, plan.athlete_id)))
    return plan
