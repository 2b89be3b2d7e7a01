"""REST of coming back to training."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.coaching.checkins import require_scope
from paceline.core.identity import RequestTx
from paceline.endurance.athletes import athlete_for, me
from paceline.endurance.today.returning import actions
from paceline.endurance.today.returning.queries import Return, returns_of
from paceline.endurance.today.returning.schemas import (
    EndReturn,
    ReportOut,
    ReportReturn,
    ReturnOut,
    ReturnsOut,
    StandingOut,
    StartReturn,
)
from paceline.kit.paging import MOST, decode_cursor, encode_cursor, page_of

router = APIRouter()


@router.get("/returns")
async def returns(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> ReturnsOut:
    """Your ways back to training, or those of an athlete who shares injuries: where the open one stands, and history."""
    athlete = await athlete_for(tx, athlete_id or tx.person)
    await require_scope(tx, athlete.id, "injuries")
    before = decode_cursor(cursor, UUID)[0] if cursor else None
    found = await returns_of(tx, athlete.id, tx.today(athlete), size=limit + 1, before=before)
    page = page_of(found, limit, lambda one: encode_cursor(str(one.id)))
    return ReturnsOut(items=[_out(one) for one in page.items], next_cursor=page.next_cursor)


@router.post("/returns", status_code=201)
async def start(tx: RequestTx, command: StartReturn, athlete_id: UUID | None = None) -> ReturnOut:
    """Begin a way back, for yourself or an athlete who shares injuries with you; one at a time (409)."""
    return _out(await actions.start_return(tx, await athlete_for(tx, athlete_id or tx.person), command))


@router.post("/returns/{return_id}/reports")
async def report(tx: RequestTx, return_id: UUID, command: ReportReturn) -> ReturnOut:
    """Say how today's step went, or how this morning is after the last one; only the athlete can."""
    return _out(await actions.report_return(tx, return_id, command))


@router.post("/returns/{return_id}/ending", status_code=204)
async def end(tx: RequestTx, return_id: UUID, command: EndReturn, athlete_id: UUID | None = None) -> None:
    """Finish the way back, or stop it; its history stays."""
    athlete = await athlete_for(tx, athlete_id) if athlete_id else await me(tx)
    await actions.end_return(tx, athlete, return_id, command.outcome)


def _out(found: Return) -> ReturnOut:
    return ReturnOut(
        id=found.id,
        athlete_id=found.athlete_id,
        kind=found.kind,  # type: ignore[arg-type]
        place=found.place,
        days_off=found.days_off,
        cross_trained=found.cross_trained,
        started_on=found.started_on,
        ended_on=found.ended_on,
        outcome=found.outcome,  # type: ignore[arg-type]
        standing=None if found.standing is None else StandingOut.model_validate(found.standing),
        reports=[ReportOut.model_validate(one) for one in reversed(found.reports)],
    )
