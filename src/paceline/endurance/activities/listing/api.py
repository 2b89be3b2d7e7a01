"""REST of lists: the activities of a selection, what they come to, and one change of many."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from paceline.core.identity import RequestTx, quick
from paceline.endurance.activities.access import may_see_places
from paceline.endurance.activities.actions.batches import change_many, take_back
from paceline.endurance.activities.listing.filters import best_of, place_of
from paceline.endurance.activities.listing.selection import Has, Wanted
from paceline.endurance.activities.listing.statement import SIZE, activities_json, own_list, totals_json
from paceline.endurance.activities.schemas import ActivitiesOut, BatchOut, ChangeMany, TotalsOut
from paceline.endurance.athletes import Sport, athlete_for
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.kit.paging import MOST

router = APIRouter(tags=["activities"])
Least = Annotated[float | None, Query(ge=0, le=1e9)]
ORDERS = "^-?(date|distance|duration|load|pace|best)$"
HIDDEN = "Places are not shared with you, so nothing can be looked for by them."


def wanted(
    sport: Sport | None = None,
    first: Annotated[date | None, Query(alias="from", description="Athlete-local day.")] = None,
    last: Annotated[date | None, Query(alias="to", description="Athlete-local day.")] = None,
    q: Annotated[str, Query(max_length=100, description="Beginnings of words in names and notes.")] = "",
    distance_min: Least = None,
    distance_max: Least = None,
    duration_min: Annotated[float | None, Query(ge=0, le=1e9, description="Seconds moving.")] = None,
    duration_max: Least = None,
    load_min: Least = None,
    load_max: Least = None,
    intensity_min: Annotated[float | None, Query(ge=0, le=10, description="1 is threshold.")] = None,
    intensity_max: Annotated[float | None, Query(ge=0, le=10)] = None,
    gear_id: UUID | None = None,
    device: Annotated[str, Query(max_length=100, description="Part of the device's name.")] = "",
    near: Annotated[
        str, Query(max_length=60, description="Latitude and longitude with a comma between: where sessions started.")
    ] = "",
    within: Annotated[float, Query(gt=0, le=500_000, description="Metres around `near`.")] = 5000,
    has: Annotated[list[Has] | None, Query(description="Only sessions with these.")] = None,
    best: Annotated[
        str, Query(max_length=30, description="Only sessions with this best effort, such as `distance:5000`.")
    ] = "",
    sort: Annotated[str | None, Query(pattern=ORDERS, description="A minus puts the highest first.")] = None,
) -> Wanted:
    """The selection an address asks for."""
    effort = best_of(best) if best else None
    usual = "-date" if effort is None else "best" if effort[0] == "distance" else "-best"
    return Wanted(
        sport=sport,
        first=first,
        last=last,
        words=q,
        distance_min=distance_min,
        distance_max=distance_max,
        duration_min=duration_min,
        duration_max=duration_max,
        load_min=load_min,
        load_max=load_max,
        intensity_min=intensity_min,
        intensity_max=intensity_max,
        gear=gear_id,
        device=device,
        near=place_of(near) if near else None,
        within=within,
        has=tuple(has or ()),
        best=effort,
        sort=sort or usual,
    )


Filter = Annotated[Wanted, Depends(wanted)]


@router.get("/activities", responses={200: {"model": ActivitiesOut}})
@quick(own_list)
async def activities(
    tx: RequestTx,
    chosen: Filter,
    athlete_id: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = SIZE,
) -> Response:
    """Your activities, or those of somebody who shares their training with you, the latest first unless asked otherwise."""
    whose = await _whose(tx, athlete_id, chosen)
    return _json(await activities_json(tx, whose, chosen, limit, cursor))


@router.get("/activities/totals", responses={200: {"model": TotalsOut}})
async def totals(tx: RequestTx, chosen: Filter, athlete_id: UUID | None = None) -> Response:
    """What a selection comes to: sessions, seconds, metres, ascent and load."""
    return _json(await totals_json(tx, await _whose(tx, athlete_id, chosen), chosen))


@router.post("/activities/batches", status_code=201)
async def change(tx: RequestTx, command: ChangeMany) -> BatchOut:
    """Delete many activities, or give them a gear or a sport."""
    return BatchOut.model_validate(await change_many(tx, command))


@router.post("/activities/batches/{batch_id}/reversal")
async def reverse(tx: RequestTx, batch_id: UUID) -> BatchOut:
    """Take a change of many back."""
    return BatchOut.model_validate(await take_back(tx, batch_id))


async def _whose(tx: Tx, athlete_id: UUID | None, chosen: Wanted) -> UUID:
    if athlete_id is None or athlete_id == tx.person:
        return tx.person
    await athlete_for(tx, athlete_id)
    if (chosen.near is not None or "gps" in chosen.has) and not await may_see_places(tx, athlete_id):
        raise NotFound(HIDDEN)
    return athlete_id


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
