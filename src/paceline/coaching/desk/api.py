"""The queue over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.coaching.desk.access import intervention_for_coach
from paceline.coaching.desk.actions.batch import decide_many
from paceline.coaching.desk.actions.deciding import decide
from paceline.coaching.desk.jobs import wake
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.queries import cases, queue_page
from paceline.coaching.desk.schemas import Decide, DecideMany, DecisionOut, DecisionsOut, InterventionOut
from paceline.coaching.desk.types import Tab
from paceline.core.identity import Gear, RequestTx, require_role
from paceline.kit.errors import NotFound
from paceline.kit.paging import MOST
from paceline.kit.shapes import Shape

router = APIRouter(tags=["desk"])


class QueueOut(Shape):
    """One page of the queue."""

    items: list[InterventionOut]
    next_cursor: str | None


@router.get("/desk/queue")
async def queue(
    tx: RequestTx,
    status: Annotated[Tab, Query(description="open: who needs you; snoozed: put off; closed: decided.")] = "open",
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> QueueOut:
    """Who needs you, in the order of risk times the share of the time to reply that has gone."""
    require_role(tx, "coach")
    page = await queue_page(tx, status, size=limit, cursor=cursor)
    return QueueOut(items=[InterventionOut.model_validate(case) for case in page.items], next_cursor=page.next_cursor)


@router.get("/interventions/{intervention_id}")
async def intervention(tx: RequestTx, intervention_id: UUID) -> InterventionOut:
    """One person who waits for you: why, and what could be done."""
    row = await intervention_for_coach(tx, intervention_id)
    found = await cases(tx, [row])
    if not found:
        raise NotFound()
    return InterventionOut.model_validate(found[0])


@router.post("/interventions/{intervention_id}/decision", status_code=201)
async def decision(tx: RequestTx, gear: Gear, intervention_id: UUID, command: Decide) -> DecisionOut:
    """Decide. 409 when it was decided already or changed since the version you looked at."""
    return DecisionOut.model_validate(await decide(tx, Plugged.into(gear), intervention_id, command, wake))


@router.post("/desk/decisions")
async def decisions(tx: RequestTx, gear: Gear, command: DecideMany) -> DecisionsOut:
    """Put several off, or dismiss them. One that changed since you looked is refused, and the others are decided."""
    require_role(tx, "coach")
    return DecisionsOut.model_validate(await decide_many(tx, Plugged.into(gear), command, wake))
