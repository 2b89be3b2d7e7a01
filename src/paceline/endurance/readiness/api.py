"""REST of readiness."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.coaching.checkins import require_scope
from paceline.core.identity import RequestTx, person
from paceline.endurance.readiness.queries import readiness_history, readiness_on
from paceline.endurance.readiness.schemas import HistoryOut, ReadinessOut, ScoreOut
from paceline.infra.tx import Tx
from paceline.kit.days import local_day
from paceline.kit.errors import Invalid, NotFound
from paceline.kit.paging import MOST, decode_cursor, encode_cursor, page_of

router = APIRouter(tags=["readiness"])
LONGEST = 366


@router.get("/readiness")
async def readiness(tx: RequestTx, athlete_id: UUID | None = None, day: date | None = None) -> ReadinessOut:
    """Readiness of a day, by default the athlete's today, with every factor behind it. Unknown is an answer."""
    whose, today = await _athlete(tx, athlete_id)
    if day is not None and day > today:
        raise Invalid("That day has not come yet.", fields={"day": f"Choose {today} or a day before."})
    return ReadinessOut.model_validate(await readiness_on(tx, whose, day or today))


@router.get("/readiness/history")
async def history(
    tx: RequestTx,
    athlete_id: UUID | None = None,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> HistoryOut:
    """The assessed days of up to a year, both ends included; by default the last four weeks."""
    whose, today = await _athlete(tx, athlete_id)
    end = last or today
    start = first or end - timedelta(days=27)
    if not 0 <= (end - start).days < LONGEST:
        raise Invalid(
            f"Ask for {LONGEST} days at most, the first before the last.", fields={"from": "Choose a later day."}
        )
    if cursor:
        start = max(start, decode_cursor(cursor, date.fromisoformat)[0] + timedelta(days=1))
    found = await readiness_history(tx, whose, start, end)
    rest = page_of(found, limit, lambda one: encode_cursor(one.day.isoformat()))
    return HistoryOut(items=[ScoreOut.model_validate(one) for one in rest.items], next_cursor=rest.next_cursor)


async def _athlete(tx: Tx, athlete_id: UUID | None) -> tuple[UUID, date]:
    whose = athlete_id or tx.person
    await require_scope(tx, whose, "wellness")
    who = await person(tx, whose)
    if who is None:
        raise NotFound()
    return whose, local_day(tx.now, who.time_zone)
