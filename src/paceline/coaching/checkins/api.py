"""REST of check-ins."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.coaching.checkins import access, actions
from paceline.coaching.checkins.health_api import router as health_router
from paceline.coaching.checkins.queries import checkins_page
from paceline.coaching.checkins.schemas import ChangeCheckin, CheckinOut, CheckinsOut, SubmitCheckin
from paceline.core.identity import RequestTx
from paceline.kit.paging import MOST

router = APIRouter(tags=["checkins"])
# Before the routes with an identifier in the same place.
router.include_router(health_router)


@router.post(
    "/checkins",
    status_code=201,
    responses={200: {"model": CheckinOut, "description": "Today's check-in was there and is replaced"}},
)
async def submit(tx: RequestTx, command: SubmitCheckin, response: Response) -> CheckinOut:
    """Check in for today, your local day. Sent again the same day it replaces the earlier one and answers 200."""
    checkin, is_first = await actions.submit_checkin(tx, command)
    response.status_code = 201 if is_first else 200
    return CheckinOut.model_validate(checkin)


@router.get("/checkins")
async def checkins(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> CheckinsOut:
    """Your check-ins, or those of an athlete who shares theirs, the newest first; both days included."""
    whose = athlete_id or tx.person
    await access.require_scope(tx, whose, "wellness")
    found = await checkins_page(tx, whose, size=limit, cursor=cursor, since=since, until=until)
    return CheckinsOut(items=[CheckinOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/checkins/{checkin_id}")
async def checkin(tx: RequestTx, checkin_id: UUID) -> CheckinOut:
    """One day's answers; `pain` is null when pain is not shared with you."""
    return CheckinOut.model_validate(await access.checkin_for(tx, checkin_id))


@router.patch("/checkins/{checkin_id}")
async def change(tx: RequestTx, checkin_id: UUID, command: ChangeCheckin) -> CheckinOut:
    """Correct today's check-in; earlier days stay as they were said (409)."""
    return CheckinOut.model_validate(await actions.change_checkin(tx, checkin_id, command))
