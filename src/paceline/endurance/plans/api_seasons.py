"""REST of seasons and their races, and of plans kept as templates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import athlete_for, roster
from paceline.endurance.plans import seasons, templating
from paceline.endurance.plans.api_changes import proposal_out
from paceline.endurance.plans.model import PlanTemplate, RaceRow
from paceline.endurance.plans.schemas import PlanSummary
from paceline.endurance.plans.schemas_phase import (
    AppliedOut,
    ApplyTemplate,
    ChangeRace,
    LegOut,
    MakeSeason,
    RaceIn,
    RaceOut,
    SaveTemplate,
    SeasonOut,
    SeasonsOut,
    SeasonSummary,
    TemplateOut,
    TemplatesOut,
)
from paceline.endurance.plans.seasons import SeasonView, season_for, season_view
from paceline.infra.tx import Tx
from paceline.kit.paging import MOST

router = APIRouter(tags=["seasons"])
Limit = Annotated[int, Query(ge=1, le=MOST)]


async def _out(tx: Tx, season_id: UUID) -> SeasonOut:
    return season_out(await season_view(tx, await season_for(tx, season_id)))


def season_out(view: SeasonView) -> SeasonOut:
    """A season as it is sent."""
    return SeasonOut(
        **SeasonSummary.model_validate(view.row).model_dump(),
        races=[race_out(race, view) for race in view.races],
        legs=[
            LegOut(
                number=number,
                part=one.leg.part,
                starts_on=one.leg.starts_on,
                ends_on=one.leg.ends_on,
                why=one.leg.why,
                may_plan=one.may_plan,
                plan=None if one.plan is None else PlanSummary.model_validate(one.plan),
            )
            for number, one in enumerate(view.legs)
        ],
        notes=[finding.sentence for finding in view.season.findings],
        proposals=[proposal_out(one) for one in view.proposals],
    )


def race_out(race: RaceRow, view: SeasonView) -> RaceOut:
    """A race as it is sent."""
    return RaceOut(
        id=race.id,
        name=race.name,
        on=race.held_on,
        goal=race.goal,  # type: ignore[arg-type]
        distance=race.distance,
        priority=race.priority,  # type: ignore[arg-type]
        days_left=(race.held_on - view.today).days,
    )


@router.get("/seasons")
async def listed(
    tx: RequestTx, athlete_id: UUID | None = None, cursor: str | None = None, limit: Limit = 50
) -> SeasonsOut:
    """Seasons, the latest first: one athlete's, or your own and those of everybody you coach."""
    ids = [(await athlete_for(tx, athlete_id)).id] if athlete_id else [tx.person, *(one.id for one in await roster(tx))]
    found = await seasons.seasons_page(tx, ids, limit, cursor)
    return SeasonsOut(items=[SeasonSummary.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/seasons", status_code=201)
async def make(tx: RequestTx, command: MakeSeason) -> SeasonOut:
    """A season with its races; plans are made one stretch at a time."""
    return await _out(tx, (await seasons.make_season(tx, command)).id)


@router.get("/seasons/{season_id}")
async def one(tx: RequestTx, season_id: UUID) -> SeasonOut:
    """A season with races, stretches, plans, and the proposals that wait."""
    return await _out(tx, season_id)


@router.delete("/seasons/{season_id}", status_code=204)
async def archive(tx: RequestTx, season_id: UUID) -> Response:
    """Put a season away; its plans stay."""
    await seasons.archive_season(tx, season_id)
    return Response(status_code=204)


@router.post("/seasons/{season_id}/races", status_code=201)
async def add_race(tx: RequestTx, season_id: UUID, command: RaceIn) -> SeasonOut:
    """One more race; plans it concerns get a proposal."""
    await seasons.add_race(tx, season_id, command)
    return await _out(tx, season_id)


@router.patch("/races/{race_id}")
async def change_race(tx: RequestTx, race_id: UUID, command: ChangeRace) -> SeasonOut:
    """Move a race or change what it is; plans it concerns get a proposal."""
    return await _out(tx, (await seasons.change_race(tx, race_id, command)).season_id)


@router.delete("/races/{race_id}")
async def remove_race(tx: RequestTx, race_id: UUID) -> SeasonOut:
    """Take a race out; it can be brought back."""
    return await _out(tx, (await seasons.remove_race(tx, race_id)).season_id)


@router.post("/races/{race_id}/restoration", status_code=201)
async def bring_back_race(tx: RequestTx, race_id: UUID) -> SeasonOut:
    """Undo the removal."""
    return await _out(tx, (await seasons.bring_back_race(tx, race_id)).season_id)


@router.post("/seasons/{season_id}/legs/{number}/plan", status_code=201)
async def plan_leg(tx: RequestTx, season_id: UUID, number: int) -> PlanSummary:
    """A preview of the plan for one stretch; the one there is, if there is one."""
    return PlanSummary.model_validate(await seasons.plan_leg(tx, season_id, number))


def template_out(row: PlanTemplate) -> TemplateOut:
    """A template as it is sent."""
    draft = row.read()
    return TemplateOut(
        id=row.id,
        name=row.name,
        notes=row.notes,
        goal=draft.request.goal,
        weeks=len(draft.weeks),
        sessions=len(draft.workouts),
        peak_seconds=max((week.target_seconds for week in draft.weeks), default=0.0),
        created_at=row.created_at,
    )


@router.get("/plan-templates")
async def templates(tx: RequestTx, cursor: str | None = None, limit: Limit = 50) -> TemplatesOut:
    """Your plans kept for reuse, the latest first."""
    found = await templating.templates_page(tx, limit, cursor)
    return TemplatesOut(items=[template_out(row) for row in found.items], next_cursor=found.next_cursor)


@router.post("/plans/{plan_id}/template", status_code=201)
async def save(tx: RequestTx, plan_id: UUID, command: SaveTemplate) -> TemplateOut:
    """Keep a plan for reuse, without whom it was made for."""
    return template_out(await templating.save_as_template(tx, plan_id, command))


@router.post("/plan-templates/{kept_id}/applications", status_code=201)
async def apply(tx: RequestTx, kept_id: UUID, command: ApplyTemplate) -> AppliedOut:
    """A preview for each athlete, at their own paces."""
    made = await templating.apply_template(tx, kept_id, command)
    return AppliedOut(plans=[PlanSummary.model_validate(plan) for plan in made])


@router.delete("/plan-templates/{kept_id}", status_code=204)
async def remove(tx: RequestTx, kept_id: UUID) -> Response:
    """Take a template away; it can be brought back."""
    await templating.remove_template(tx, kept_id)
    return Response(status_code=204)


@router.post("/plan-templates/{kept_id}/restoration", status_code=201)
async def bring_back(tx: RequestTx, kept_id: UUID) -> TemplateOut:
    """Undo the removal."""
    return template_out(await templating.bring_back_template(tx, kept_id))
