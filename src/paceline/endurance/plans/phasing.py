"""Phases giving way to each other: by the rule once a day, or by a person who says why."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.checkins import health_said, last_checkin_day
from paceline.endurance.activities import daily_loads
from paceline.endurance.athletes import Athlete
from paceline.endurance.calendar import completions_of
from paceline.endurance.plans.changing import Changed, opened, refuse, written
from paceline.endurance.plans.events import PhaseTurned, PlanChanged
from paceline.endurance.plans.model import PhaseTurn, Plan
from paceline.endurance.plans.phase_rows import keep_phases, phases_of, stretch_of, write_phases
from paceline.endurance.plans.rules_apply import Outcome
from paceline.endurance.plans.rules_change import repeated
from paceline.endurance.plans.rules_edit import judged
from paceline.endurance.plans.rules_phases import LAST_DAY_PAIN, MOST_WAIT_DAYS, Reached, Stretch, Turn, left, turn
from paceline.endurance.plans.schemas_phase import TurnPhase
from paceline.endurance.plans.standing import Standing, standing_of
from paceline.endurance.plans.types import PlanDraft, PlannedWorkout
from paceline.endurance.plans.versions import keep, keep_first
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import Conflict, Invalid

# A week counts as done from this share of its planned load on.
WEEK_DONE = 0.70
PAIN_DAYS = 28
# Without a check-in for this long nobody knows about pain.
SILENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Now:
    """Where a plan is: its phases, which one is open, and what was reached in it."""

    rows: tuple[Stretch, ...]
    at: int
    reached: Reached


async def turn_phases(tx: Tx, plan: Plan, athlete: Athlete) -> list[PhaseTurn]:
    """Let the phases give way as far as today's date and what was reached allow; what was decided."""
    await keep_phases(tx, plan, plan.read())
    now = await standing_of(tx, plan, athlete)
    made: list[PhaseTurn] = []
    while (state := await _state(tx, plan, athlete, now)) is not None:
        rows, at = state.rows, state.at
        said = turn(rows[at], rows[at + 1] if at + 1 < len(rows) else None, now.today, state.reached)
        if said.verdict == "stay":
            break
        waited = await _waits(tx, plan, rows[at])
        if said.verdict == "wait":
            made += await _note_waiting(tx, plan, rows[at], said, now.today, waited)
            break
        day = now.today if waited else rows[at].ends_on + timedelta(days=1)
        await write_phases(tx, plan, left(rows, at, day, "rule", said.sentence))
        made.append(await _note(tx, plan, rows[at], "advanced", said.sentence, day))
    return made


async def _state(tx: Tx, plan: Plan, athlete: Athlete, now: Standing) -> Now | None:
    rows = tuple(stretch_of(row) for row in await phases_of(tx, plan.id))
    at = next((index for index, row in enumerate(rows) if row.left_on is None), None)
    if at is None or rows[at].starts_on > now.today:
        return None
    return Now(rows, at, await reached_in(tx, athlete, now, rows[at]))


async def reached_in(tx: Tx, athlete: Athlete, now: Standing, stretch: Stretch) -> Reached:
    """What was done of a phase up to yesterday, as far as the actor may know."""
    last = now.today - timedelta(days=1)
    if last < stretch.starts_on:
        return Reached()
    loads = dict(await daily_loads(tx, athlete.id, stretch.starts_on, last))
    planned = _planned(now.draft, stretch.starts_on, min(last, stretch.ends_on))
    return Reached(
        load_share=sum(loads.values()) / planned if planned and loads else None,
        weeks_done=_weeks_done(now.draft, stretch, loads, last),
        test_passed=await _test_done(tx, athlete, now, stretch),
        pain_free_days=await _pain_free(tx, athlete.id, now.today),
    )


def _planned(draft: PlanDraft, first: date, last: date) -> float:
    return sum(w.estimate.load for w in draft.workouts if first <= w.on <= last)


def _weeks_done(draft: PlanDraft, stretch: Stretch, loads: dict[date, float], last: date) -> int:
    count = 0
    for week in draft.weeks:
        end = week.starts_on + timedelta(days=6)
        if week.starts_on < monday(stretch.starts_on) or end > last:
            continue
        planned = _planned(draft, week.starts_on, end)
        done = sum(load for day, load in loads.items() if week.starts_on <= day <= end)
        count += bool(planned and done >= WEEK_DONE * planned)
    return count


async def _test_done(tx: Tx, athlete: Athlete, now: Standing, stretch: Stretch) -> bool | None:
    tests = [row.id for one, row in now.rows if is_test(one) and one.on >= stretch.starts_on]
    if not tests:
        return None
    done = await completions_of(tx, athlete.id, tests)
    return any(one.activity_id is not None for one in done.values())


def is_test(one: PlannedWorkout) -> bool:
    """Whether a session of the library measures something."""
    return "test" in (one.template or "").split("-")


async def _pain_free(tx: Tx, athlete_id: UUID, today: date) -> int | None:
    last = await last_checkin_day(tx, athlete_id, today)
    if last is None or (today - last).days > SILENT_DAYS:
        return None
    pains = (await health_said(tx, athlete_id, today, PAIN_DAYS)).pains
    if pains is None:
        return None
    hurt = [one.day for one in pains if one.level > LAST_DAY_PAIN]
    return (today - max(hurt)).days if hurt else PAIN_DAYS


async def _waits(tx: Tx, plan: Plan, stretch: Stretch) -> int:
    query = select(PhaseTurn.id).where(
        PhaseTurn.plan_id == plan.id,
        PhaseTurn.verdict == "waiting",
        PhaseTurn.phase == stretch.phase,
        PhaseTurn.happened_on > stretch.ends_on,
    )
    return len((await tx.session.scalars(query)).all())


async def _note_waiting(tx: Tx, plan: Plan, stretch: Stretch, said: Turn, today: date, before: int) -> list[PhaseTurn]:
    """Waiting is said once, and once more when it has gone on too long."""
    too_long = (today - stretch.ends_on).days > MOST_WAIT_DAYS
    if before > int(too_long):
        return []
    return [await _note(tx, plan, stretch, "waiting", said.sentence, today)]


async def _note(
    tx: Tx, plan: Plan, stretch: Stretch, verdict: str, sentence: str, day: date, why: str = ""
) -> PhaseTurn:
    row = PhaseTurn(
        id=new_id(),
        plan_id=plan.id,
        athlete_id=plan.athlete_id,
        phase=stretch.phase,
        verdict=verdict,
        sentence=sentence,
        why=why,
        # How many days were free of pain is for those who share in injuries.
        scope="injuries" if verdict == "waiting" and stretch.criteria.pain_free_days is not None else "training",
        by_id=None if tx.actor.is_system or verdict == "waiting" else tx.actor.account_id,
        happened_on=day,
        at=tx.now,
    )
    tx.session.add(row)
    await tx.session.flush()
    await tx.emit(PhaseTurned(plan.id, plan.athlete_id, stretch.phase, verdict))
    return row


async def turn_phase(tx: Tx, plan_id: UUID, command: TurnPhase) -> Changed:
    """By hand: end the present phase today, hold it a week, or extend it by some; always with a reason."""
    held = await opened(tx, plan_id, command.version)
    plan, now = held.plan, held.now
    if plan.status != "published":
        raise Conflict("Phases turn once the plan is in the calendar.", code="preview")
    await keep_phases(tx, plan, now.draft)
    rows = tuple(stretch_of(row) for row in await phases_of(tx, plan.id))
    at = next((index for index, row in enumerate(rows) if row.left_on is None), None)
    if at is None:
        raise Conflict("All phases of this plan are over.", code="over")
    if command.verdict == "advance":
        return await _advance(tx, plan, now, rows, at, command.why)
    weeks = 1 if command.verdict == "hold" else command.weeks
    first = _monday_after(max(rows[at].ends_on, now.today - timedelta(days=1)))
    after = repeated(now.draft, first, weeks, rows[at].phase)
    found = judged(now.draft, after)
    refuse(found, command.why)
    words = f"{rows[at].phase.capitalize()} goes on for {weeks} week{'s' if weeks != 1 else ''} more"
    done = await written(tx, held, Outcome(after, words), found, kind="phase", why=command.why, reasons=command.why)
    await _note(
        tx,
        plan,
        rows[at],
        f"{'held' if command.verdict == 'hold' else 'extended'}",
        f"{words}.",
        now.today,
        command.why,
    )
    return done


async def _advance(tx: Tx, plan: Plan, now: Standing, rows: tuple[Stretch, ...], at: int, why: str) -> Changed:
    try:
        wanted = left(rows, at, now.today, "person", why)
    except ValueError as error:
        raise Invalid(str(error), code="no_turn") from error
    await keep_first(tx, plan)
    await write_phases(tx, plan, wanted)
    words = f"{rows[at].phase.capitalize()} ended, {rows[at + 1].phase} begins"
    await keep(tx, plan, now.draft, now.draft.findings, kind="phase", words=words, why=why)
    await _note(tx, plan, rows[at], "advanced", f"{words}.", now.today, why)
    await tx.emit(PlanChanged(plan.id, plan.athlete_id, plan.version, "phase"))
    return Changed(plan, words, (), (), 0)


def _monday_after(day: date) -> date:
    return monday(day + timedelta(days=7))


async def turns_of(tx: Tx, plan_id: UUID) -> list[PhaseTurn]:
    """What was decided about a plan's phases, the latest first."""
    query = select(PhaseTurn).where(PhaseTurn.plan_id == plan_id).order_by(PhaseTurn.at.desc(), PhaseTurn.id.desc())
    return list((await tx.session.scalars(query)).all())
