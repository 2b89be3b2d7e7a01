"""REST of looking closer at an activity: a stretch of it measured, and its pieces."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.looking.intervals import By, pieces_of
from paceline.endurance.activities.looking.recent import recent_samples
from paceline.endurance.activities.looking.schemas import PieceOut, PiecesOut, StretchOut
from paceline.endurance.activities.looking.stretches import MEASURED, plain, stretch_of
from paceline.endurance.activities.queries import laps_of
from paceline.kit.errors import Invalid
from paceline.ui.format import Formatter

router = APIRouter(tags=["activities"])


@router.get("/activities/{activity_id}/selection")
async def selection(
    tx: RequestTx,
    activity_id: UUID,
    start: Annotated[float, Query(alias="from", ge=0, le=1e7, description="Seconds after the start.")],
    to: Annotated[float, Query(ge=0, le=1e7, description="Seconds after the start.")],
) -> StretchOut:
    """What was measured between two moments, in SI units."""
    return StretchOut(**plain(await stretch_of(tx, await activity_for(tx, activity_id), start, to)))


@router.get("/activities/{activity_id}/intervals")
async def intervals(
    tx: RequestTx,
    activity_id: UUID,
    by: Annotated[
        By, Query(description="Laps of the device, equal lengths, or hard parts found in the samples.")
    ] = "found",
) -> PiecesOut:
    """The activity cut into pieces, each measured; `reason` says why there are none."""
    activity = await activity_for(tx, activity_id)
    samples = await recent_samples(tx, activity, MEASURED)
    found = pieces_of(activity, samples, await laps_of(tx, activity), Formatter(), by)
    if found is None or found.by != by:
        raise Invalid("This activity cannot be cut this way.", fields={"by": "Try another one."})
    pieces = [PieceOut.model_validate(row.split).model_copy(update={"role": row.role or None}) for row in found.rows]
    return PiecesOut(by=by, pieces=pieces, reason=found.reason or None)
