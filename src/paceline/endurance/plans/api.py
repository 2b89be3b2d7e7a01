"""REST of plans."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import athlete_for, roster
from paceline.endurance.plans.access import plan_for
from paceline.endurance.plans.actions import accept_finding, make_plan, publish_plan, remove_plan
from paceline.endurance.plans.api_changes import router as changes
from paceline.endurance.plans.api_seasons import router as seasons
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.outlook import outlook
from paceline.endurance.plans.queries import plans_page
from paceline.endurance.plans.schemas import (
    AcceptFinding,
    FindingOut,
    MakePlan,
    PlannedOut,
    PlanOut,
    PlansOut,
    PlanSummary,
    PublicationOut,
    WeekOut,
    WeekOutlookOut,
)
from paceline.kit.paging import MOST
from paceline.science.endurance.structure import to_json

router = APIRouter(tags=["plans"])


def plan_out(plan: Plan) -> PlanOut:
    """A plan with its weeks, sessions and findings."""
    draft = plan.read()
    return PlanOut(
        **PlanSummary.model_validate(plan).model_dump(),
        weeks=[WeekOut.model_validate(week) for week in draft.weeks],
        workouts=[
            PlannedOut(
                on=one.on,
                title=one.title,
                workout_type=one.workout_type,
                template=one.template,
                duration_s=one.estimate.duration,
                distance_m=one.estimate.distance,
                load=one.estimate.load,
                is_key=one.is_key,
                is_race=one.is_race,
                structure=to_json(one.structure),
            )
            for one in draft.workouts
        ],
        findings=[FindingOut.model_validate(finding) for finding in draft.findings],
        outlook=[WeekOutlookOut.model_validate(week) for week in outlook(draft)],
    )


@router.get("/plans")
async def plans(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> PlansOut:
    """Plans, the latest first: one athlete's, or without `athlete_id` your own and those of everybody you coach."""
    ids = [(await athlete_for(tx, athlete_id)).id] if athlete_id else [tx.person, *(one.id for one in await roster(tx))]
    found = await plans_page(tx, ids, limit, cursor)
    return PlansOut(items=[PlanSummary.model_validate(plan) for plan in found.items], next_cursor=found.next_cursor)


@router.post("/plans", status_code=201)
async def make(tx: RequestTx, command: MakePlan) -> PlanOut:
    """Build a plan to look at; the calendar does not change yet."""
    return plan_out(await make_plan(tx, command))


@router.get("/plans/{plan_id}")
async def plan(tx: RequestTx, plan_id: UUID) -> PlanOut:
    """One plan with every week and session."""
    return plan_out(await plan_for(tx, plan_id))


@router.post("/plans/{plan_id}/publication", status_code=201)
async def publish(tx: RequestTx, plan_id: UUID) -> PublicationOut:
    """Put a preview into the calendar in place of the plan before; 409 when it is there already."""
    done = await publish_plan(tx, plan_id)
    return PublicationOut(
        plan=PlanSummary.model_validate(done.plan),
        placed=done.placed,
        kept_days=list(done.kept),
        archived_plan=done.archived,
    )


@router.post("/plans/{plan_id}/acceptances", status_code=201)
async def accept(tx: RequestTx, plan_id: UUID, command: AcceptFinding) -> PlanOut:
    """Keep a soft finding of a preview and say why; a hard one is refused with 409."""
    return plan_out(await accept_finding(tx, plan_id, command))


@router.delete("/plans/{plan_id}", status_code=204)
async def remove(tx: RequestTx, plan_id: UUID) -> Response:
    """Throw a preview away, or archive the leading plan: what is ahead of it leaves the calendar."""
    await remove_plan(tx, plan_id)
    return Response(status_code=204)


router.include_router(changes)
router.include_router(seasons)
