"""Plans kept as templates, and laid out again: for one athlete or a group, to a race day or from a first day on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar import training_speeds_of
from paceline.endurance.plans.access import plan_for, require_planner
from paceline.endurance.plans.actions import FAMILY, store_draft
from paceline.endurance.plans.codec import draft_to_json, request_to_json
from paceline.endurance.plans.model import Plan, PlanTemplate
from paceline.endurance.plans.queries import active_plan, recent_volume
from paceline.endurance.plans.readings import totals
from paceline.endurance.plans.rules_edit import added_up
from paceline.endurance.plans.rules_volume import speeds_of
from paceline.endurance.plans.schemas_phase import ApplyTemplate, SaveTemplate
from paceline.endurance.plans.standing import standing_of
from paceline.endurance.plans.types import Health, PlanDraft, PlanRequest
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.errors import Invalid, NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of


async def save_as_template(tx: Tx, plan_id: UUID, command: SaveTemplate) -> PlanTemplate:
    """Keep a plan as it stands; whoever it was made for is not in it."""
    plan = await plan_for(tx, plan_id)
    require_planner(tx, plan.athlete_id, await active_plan(tx, plan.athlete_id))
    now = await standing_of(tx, plan, await athlete_for(tx, plan.athlete_id))
    draft = replace(now.draft, request=nobodys(now.draft.request))
    row = PlanTemplate(
        id=new_id(),
        account_id=tx.person,
        name=command.name,
        notes=command.notes,
        request=request_to_json(draft.request),
        draft=draft_to_json(draft),
        created_at=tx.now,
        removed_at=None,
    )
    tx.session.add(row)
    await tx.session.flush()
    return row


def nobodys(request: PlanRequest) -> PlanRequest:
    """A request without what was one person's: age, paces, times, health and days away."""
    return replace(
        request, age=None, speeds=None, target_seconds=None, predicted_seconds=None, health=Health(),
        blackout=frozenset(), current_seconds=None, current_metres=None, current_load=None, longest_recent_seconds=None,
    )  # fmt: skip


async def template_for(tx: Tx, template_id: UUID) -> PlanTemplate:
    """One of the actor's own templates."""
    found = await tx.session.get(PlanTemplate, template_id)
    if found is None or found.account_id != tx.person:
        raise NotFound()
    return found


async def templates_page(tx: Tx, size: int, cursor: str | None) -> Page[PlanTemplate]:
    """The actor's templates, the latest first."""
    query = select(PlanTemplate).where(PlanTemplate.account_id == tx.person, PlanTemplate.removed_at.is_(None))
    if cursor:
        query = query.where(PlanTemplate.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(PlanTemplate.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: encode_cursor(row.id))


async def remove_template(tx: Tx, template_id: UUID) -> PlanTemplate:
    """Take a template away; it can be brought back."""
    row = await template_for(tx, template_id)
    row.removed_at = tx.now
    await tx.session.flush()
    return row


async def bring_back_template(tx: Tx, template_id: UUID) -> PlanTemplate:
    """Undo the removal."""
    row = await template_for(tx, template_id)
    row.removed_at = None
    await tx.session.flush()
    return row


async def apply_template(tx: Tx, template_id: UUID, command: ApplyTemplate) -> Sequence[Plan]:
    """A preview for each athlete, at their own paces; all of them or none."""
    template = await template_for(tx, template_id)
    made: list[Plan] = []
    for athlete_id in dict.fromkeys(command.athlete_ids):
        athlete = await athlete_for(tx, athlete_id)
        require_planner(tx, athlete.id, await active_plan(tx, athlete.id))
        draft = laid_out(template.read(), _start(template.read(), command, tx.today(athlete)))
        made.append(await store_draft(tx, athlete, await _theirs(tx, athlete, draft)))
    return made


def _start(draft: PlanDraft, command: ApplyTemplate, today: date) -> date:
    race = draft.request.race_date
    if race is not None:
        if command.race_date is None:
            raise Invalid("This plan leads to a race. Give its day.", fields={"race_date": "When is the race?"})
        if command.race_date <= today:
            raise Invalid("The race lies behind you.", fields={"race_date": "Choose a later day."})
        return draft.request.start + (command.race_date - race)
    return command.start or monday(today) + timedelta(days=0 if today.weekday() == 0 else 7)


def laid_out(draft: PlanDraft, start: date) -> PlanDraft:
    """The same plan on other days. Weeks keep their Mondays: a race on another weekday moves alone, and the last days with it."""
    days = start - draft.request.start
    whole = timedelta(days=(monday(start) - monday(draft.request.start)).days)
    race = None if draft.request.race_date is None else draft.request.race_date + days
    request = replace(
        draft.request,
        start=draft.request.start + whole,
        race_date=race,
        tune_ups=tuple(replace(one, on=one.on + whole) for one in draft.request.tune_ups),
    )
    end = draft.end + days if race is not None else draft.end + whole
    weeks = tuple(replace(week, starts_on=week.starts_on + whole) for week in draft.weeks)
    if race is not None and monday(end) > weeks[-1].starts_on:
        return laid_out(draft, start - timedelta(days=7))
    last = draft.end
    workouts = [
        replace(w, on=w.on + (days if race is not None and (last - w.on).days <= 6 else whole)) for w in draft.workouts
    ]
    inside = [w for w in workouts if request.start <= w.on <= end]
    return added_up(PlanDraft(request, end, weeks, tuple(inside)), inside)


async def _theirs(tx: Tx, athlete: Athlete, draft: PlanDraft) -> PlanDraft:
    """The plan with the athlete's own paces, age and recent training in its request, its totals worked out anew."""
    sport = draft.request.sport
    today = tx.today(athlete)
    lately = await recent_volume(tx, athlete, FAMILY[sport])
    request = replace(
        draft.request,
        speeds=training_speeds_of(athlete, sport) or None,
        age=None if athlete.birth_year is None else today.year - athlete.birth_year,
        current_seconds=lately.seconds,
        longest_recent_seconds=lately.longest_seconds,
    )
    speeds = speeds_of(request)
    workouts = [
        replace(w, estimate=totals(w.structure, speeds if w.structure.sport == sport else None)) for w in draft.workouts
    ]
    return added_up(replace(draft, request=request), workouts)
