"""Seasons: races in one row, the stretches between them, a plan for each, and what a changed race means for plans there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.library import SESSIONS
from paceline.endurance.plans.access import require_planner
from paceline.endurance.plans.actions import request_for, store_plan
from paceline.endurance.plans.codec import request_from_json, request_to_json
from paceline.endurance.plans.events import SeasonChanged
from paceline.endurance.plans.model import Plan, Proposal, RaceRow, SeasonRow
from paceline.endurance.plans.proposing import store_proposal
from paceline.endurance.plans.queries import active_plan
from paceline.endurance.plans.rules_change import lines_between, sparing
from paceline.endurance.plans.rules_edit import regenerated
from paceline.endurance.plans.rules_season import Leg, Season, SeasonRace, season
from paceline.endurance.plans.schemas_phase import ChangeRace, MakeSeason, RaceIn
from paceline.endurance.plans.standing import standing_of
from paceline.endurance.plans.types import BIKE_GOALS, Goal, PlanRequest, Priority
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid, NotFound
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

MOST_RACES = 20


@dataclass(frozen=True, slots=True)
class LegWithPlan:
    """One stretch of a season and the plan that covers it."""

    leg: Leg
    plan: Plan | None
    may_plan: bool


@dataclass(frozen=True, slots=True)
class SeasonView:
    """A season with everything that belongs to it."""

    row: SeasonRow
    athlete: Athlete
    races: Sequence[RaceRow]
    season: Season
    legs: Sequence[LegWithPlan]
    proposals: Sequence[Proposal]
    today: date


async def season_for(tx: Tx, season_id: UUID, *, lock: bool = False) -> SeasonRow:
    """A season the actor may see."""
    query = select(SeasonRow).where(SeasonRow.id == season_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = await tx.session.scalar(query)
    if found is None:
        raise NotFound()
    await athlete_for(tx, found.athlete_id)
    return found


async def _season_to_change(tx: Tx, season_id: UUID) -> SeasonRow:
    row = await season_for(tx, season_id, lock=True)
    require_planner(tx, row.athlete_id, await active_plan(tx, row.athlete_id))
    return row


async def race_to_change(tx: Tx, race_id: UUID) -> tuple[SeasonRow, RaceRow]:
    """A race with its season, held until the transaction ends."""
    race = await tx.session.scalar(select(RaceRow).where(RaceRow.id == race_id).with_for_update())
    if race is None:
        raise NotFound()
    return await _season_to_change(tx, race.season_id), race


async def seasons_page(tx: Tx, athlete_ids: Sequence[UUID], size: int, cursor: str | None) -> Page[SeasonRow]:
    """Seasons of these athletes, the latest first."""
    query = select(SeasonRow).where(SeasonRow.athlete_id.in_(athlete_ids), SeasonRow.archived_at.is_(None))
    if cursor:
        query = query.where(SeasonRow.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(SeasonRow.id.desc()).limit(size + 1))).all()
    return page_of(rows, size, lambda row: encode_cursor(row.id))


async def races_in(tx: Tx, season_id: UUID) -> Sequence[RaceRow]:
    """The races of a season in order of day."""
    query = select(RaceRow).where(RaceRow.season_id == season_id, RaceRow.removed_at.is_(None))
    return (await tx.session.scalars(query.order_by(RaceRow.held_on, RaceRow.id))).all()


def season_of_rows(row: SeasonRow, races: Sequence[RaceRow]) -> Season:
    """The stretches a season falls into."""
    return season(request_from_json(row.usual), [race_of(one) for one in races])


def race_of(row: RaceRow) -> SeasonRace:
    """A row as the rules see it."""
    return SeasonRace(row.held_on, cast("Goal", row.goal), cast("Priority", row.priority), row.distance)


async def season_view(tx: Tx, row: SeasonRow) -> SeasonView:
    """A season as it is looked at."""
    athlete = await athlete_for(tx, row.athlete_id)
    races = await races_in(tx, row.id)
    whole = season_of_rows(row, races)
    plans = await _plans_of(tx, row.id)
    today = tx.today(athlete)
    legs = [_with_plan(leg, plans, today) for leg in whole.legs]
    ids = [plan.id for plan in plans]
    query = select(Proposal).where(Proposal.plan_id.in_(ids), Proposal.status == "open")
    proposals = (await tx.session.scalars(query)).all()
    return SeasonView(row, athlete, races, whole, legs, proposals, today)


async def _plans_of(tx: Tx, season_id: UUID) -> Sequence[Plan]:
    query = select(Plan).where(Plan.season_id == season_id, Plan.revises.is_(None)).order_by(Plan.id.desc())
    return (await tx.session.scalars(query)).all()


def _with_plan(leg: Leg, plans: Sequence[Plan], today: date) -> LegWithPlan:
    plan = plan_of_leg(leg, plans)
    return LegWithPlan(leg, plan, plan is None and leg.request is not None and (leg.ends_on - today).days >= 7)


def plan_of_leg(leg: Leg, plans: Sequence[Plan]) -> Plan | None:
    """The plan that covers most of a stretch: for its race where there is one, the one in force before previews."""
    order = {"published": 0, "preview": 1, "archived": 2}
    fitting = [plan for plan in plans if leg.request is not None and _overlap(leg, plan) > 0]
    race = None if leg.request is None else leg.request.race_date
    fitting = [plan for plan in fitting if (plan.race_on is None) == (race is None)]
    return min(fitting, key=lambda plan: (order[plan.status], -_overlap(leg, plan)), default=None)


def _overlap(leg: Leg, plan: Plan) -> int:
    return (min(leg.ends_on, plan.ends_on) - max(leg.starts_on, plan.starts_on)).days + 1


async def make_season(tx: Tx, command: MakeSeason) -> SeasonRow:
    """A season with its races; plans are made one stretch at a time."""
    athlete = await athlete_for(tx, command.usual.athlete_id or tx.person)
    require_planner(tx, athlete.id, await active_plan(tx, athlete.id))
    usual = await request_for(tx, athlete, command.usual)
    row = SeasonRow(
        id=new_id(),
        athlete_id=athlete.id,
        made_by=tx.person,
        name=command.name,
        starts_on=usual.start,
        usual=request_to_json(replace(usual, race_date=None, tune_ups=())),
        version=1,
        created_at=tx.now,
        archived_at=None,
    )
    tx.session.add(row)
    await tx.session.flush()
    for race in command.races:
        tx.session.add(_race_row(tx, row, race))
    await tx.session.flush()
    _check(row, usual, await races_in(tx, row.id))
    await tx.emit(SeasonChanged(row.id, athlete.id))
    return row


def _race_row(tx: Tx, row: SeasonRow, race: RaceIn) -> RaceRow:
    return RaceRow(
        id=new_id(),
        season_id=row.id,
        athlete_id=row.athlete_id,
        name=race.name,
        held_on=race.on,
        goal=race.goal,
        distance=race.distance,
        priority=race.priority,
        added_by=tx.person,
        added_at=tx.now,
        removed_at=None,
    )


def _check(row: SeasonRow, usual: PlanRequest, races: Sequence[RaceRow]) -> None:
    if len(races) > MOST_RACES:
        raise Invalid(f"A season has {MOST_RACES} races at most.", code="too_many")
    early = next((race for race in races if race.held_on <= row.starts_on), None)
    if early is not None:
        raise Invalid("A race of the season comes after its start.", fields={"on": "Choose a later day."})
    if len({race.held_on for race in races}) < len(races):
        raise Invalid("Two races are on one day. Leave one out.", fields={"on": "Choose another day."})
    if any((race.goal in BIKE_GOALS) != (usual.sport == "cycling") for race in races):
        raise Invalid("All races of a season are of its own sport.", fields={"goal": "Choose another distance."})


async def add_race(tx: Tx, season_id: UUID, race: RaceIn) -> RaceRow:
    """One more race; the plans it concerns get proposals."""
    row = await _season_to_change(tx, season_id)
    new = _race_row(tx, row, race)
    tx.session.add(new)
    await _changed(tx, row)
    return new


async def change_race(tx: Tx, race_id: UUID, command: ChangeRace) -> RaceRow:
    """Move a race or change what it is; the plans it concerns get proposals."""
    row, race = await race_to_change(tx, race_id)
    if race.removed_at is not None:
        raise Conflict("This race was removed. Bring it back first.", code="removed")
    given = command.model_dump(exclude_unset=True, exclude_none=True)
    race.held_on = given.pop("on", race.held_on)
    for name, value in given.items():
        setattr(race, name, value)
    await _changed(tx, row)
    return race


async def remove_race(tx: Tx, race_id: UUID) -> RaceRow:
    """Take a race out; it can be brought back."""
    row, race = await race_to_change(tx, race_id)
    race.removed_at = race.removed_at or tx.now
    await _changed(tx, row)
    return race


async def bring_back_race(tx: Tx, race_id: UUID) -> RaceRow:
    """Undo the removal."""
    row, race = await race_to_change(tx, race_id)
    race.removed_at = None
    await _changed(tx, row)
    return race


async def _changed(tx: Tx, row: SeasonRow) -> None:
    await tx.session.flush()
    races = await races_in(tx, row.id)
    _check(row, request_from_json(row.usual), races)
    row.version += 1
    await tx.session.flush()
    await propose_for_season(tx, row, season_of_rows(row, races))
    await tx.emit(SeasonChanged(row.id, row.athlete_id))


async def propose_for_season(tx: Tx, row: SeasonRow, whole: Season) -> list[Proposal]:
    """For each plan of the season that no longer fits its stretch: the plan as it would be, for somebody to decide on."""
    plans = [plan for plan in await _plans_of(tx, row.id) if plan.status != "archived"]
    made: list[Proposal] = []
    for plan in plans:
        leg = next((leg for leg in whole.legs if leg.request is not None and _is_for(plan, leg, whole)), None)
        found = None if leg is None or leg.request is None else await _propose(tx, row, plan, leg.request)
        if found is not None:
            made.append(found)
    return made


def _is_for(plan: Plan, leg: Leg, whole: Season) -> bool:
    """A plan belongs to the race stretch it overlaps most; without one, to the stretch it starts in."""
    legs = [
        one
        for one in whole.legs
        if one.request is not None and (one.request.race_date is None) == (plan.race_on is None)
    ]
    best = max(legs, key=lambda one: _overlap(one, plan), default=None)
    return best is leg and _overlap(leg, plan) > 0


async def _propose(tx: Tx, row: SeasonRow, plan: Plan, wanted: PlanRequest) -> Proposal | None:
    athlete = await athlete_for(tx, plan.athlete_id)
    now = await standing_of(tx, plan, athlete)
    request = now.draft.request
    # A plan under way keeps its start: what changes is where it leads and what lies on the way.
    on_the_way = tuple(one for one in wanted.tune_ups if one.on > request.start)
    target = replace(
        request,
        goal=wanted.goal,
        race_date=wanted.race_date,
        distance=wanted.distance,
        tune_ups=on_the_way,
        weeks=wanted.weeks if wanted.race_date is None else None,
    )
    if target == request:
        return None
    fresh = regenerated(now.draft, target, SESSIONS, now.today, now.fixed)
    after = sparing(now.draft, fresh, now.closed) if fresh.workouts else fresh
    if not fresh.workouts or not lines_between(now.draft, after):
        return None
    return await store_proposal(
        tx,
        plan,
        now.draft,
        after,
        kind="season",
        cause="race",
        title="Follow the season’s races",
        reasons=_reasons(request, target),
        scope="training",
        fingerprint=f"season-{row.version}",
    )


def _reasons(before: PlanRequest, after: PlanRequest) -> list[str]:
    out: list[str] = []
    if before.race_date != after.race_date and after.race_date is not None:
        out.append(
            f"The race is on {_day(after.race_date)}"
            + (f", not {_day(before.race_date)}." if before.race_date else ".")
        )
    if before.goal != after.goal or before.distance != after.distance:
        out.append("The race has another length.")
    old, new = {one.on for one in before.tune_ups}, {one.on for one in after.tune_ups}
    out += [f"A race on the way on {_day(day)}." for day in sorted(new - old)]
    out += [f"No race on {_day(day)} any more." for day in sorted(old - new)]
    return out or ["The season has other dates."]


async def plan_leg(tx: Tx, season_id: UUID, number: int) -> Plan:
    """A preview of the plan for one stretch."""
    row = await _season_to_change(tx, season_id)
    view = await season_view(tx, row)
    if not 0 <= number < len(view.legs):
        raise NotFound()
    one = view.legs[number]
    if one.leg.request is None:
        raise Conflict("These days are for recovering: no plan, go by feel.", code="rest")
    if one.plan is not None and one.plan.status != "archived":
        return one.plan
    if not one.may_plan:
        raise Conflict("There is less than a week left of this stretch.", code="over")
    start = max(one.leg.starts_on, view.today)
    return await store_plan(tx, view.athlete, replace(one.leg.request, start=start), season_id=row.id)


async def archive_season(tx: Tx, season_id: UUID) -> SeasonRow:
    """Put a season away; its plans stay. Doing it again brings it back."""
    row = await _season_to_change(tx, season_id)
    row.archived_at = tx.now if row.archived_at is None else None
    await tx.session.flush()
    await tx.emit(SeasonChanged(row.id, row.athlete_id))
    return row


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
