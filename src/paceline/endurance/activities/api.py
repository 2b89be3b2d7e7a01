"""REST of activities: lists, one activity, its samples and its original, changes and manual logs."""

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import numpy as np
import orjson
from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, may_see_places
from paceline.endurance.activities.actions.changing import (
    change_activity,
    delete_activity,
    log_manually,
    restore_activity,
)
from paceline.endurance.activities.correcting.follow_up import follow
from paceline.endurance.activities.looking.thinning import thin
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.queries import bests_of, laps_of
from paceline.endurance.activities.recorded import PLACES, samples_of
from paceline.endurance.activities.schemas import (
    ActivityDetail,
    ActivityFacts,
    ActivityOut,
    BestOut,
    ChangeActivity,
    LapOut,
    LogActivity,
    StreamsOut,
)
from paceline.endurance.activities.types import CHANNELS
from paceline.endurance.athletes import me
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, NotFound
from paceline.science.endurance.splits import part_of

router = APIRouter(tags=["activities"])


@router.post("/activities/manual", status_code=201)
async def log(tx: RequestTx, command: LogActivity) -> ActivityOut:
    """Log a session without a recording; several a day are fine."""
    return ActivityOut.model_validate(await log_manually(tx, await me(tx), **command.model_dump()))


@router.get("/activities/{activity_id}")
async def activity(tx: RequestTx, activity_id: UUID) -> ActivityDetail:
    """One activity with its laps, its best efforts and the reasons for what is missing."""
    return await _detail(tx, await activity_for(tx, activity_id))


@router.patch("/activities/{activity_id}")
async def change(tx: RequestTx, gear: Gear, activity_id: UUID, command: ChangeActivity) -> ActivityDetail:
    """Change what its athlete says of it: words, sport, gear, feeling, sets; totals where no device recorded them."""
    changed = await change_activity(tx, activity_id, command)
    await follow(tx, gear, changed, must=False)
    return await _detail(tx, changed)


@router.delete("/activities/{activity_id}", status_code=204)
async def delete(tx: RequestTx, activity_id: UUID) -> Response:
    """Delete an activity; it can be brought back."""
    await delete_activity(tx, activity_id)
    return Response(status_code=204)


@router.post("/activities/{activity_id}/restoration")
async def restore(tx: RequestTx, activity_id: UUID) -> ActivityOut:
    """Bring a deleted activity back."""
    return ActivityOut.model_validate(await restore_activity(tx, activity_id))


@router.get("/activities/{activity_id}/streams", responses={200: {"model": StreamsOut}})
async def streams(
    tx: RequestTx,
    activity_id: UUID,
    channels: Annotated[
        str | None, Query(max_length=400, description="Names with commas between; all when left out.")
    ] = None,
    points: Annotated[int | None, Query(ge=10, le=20_000, description="At most so many, highs and lows kept.")] = None,
    start: Annotated[float, Query(alias="from", ge=0, le=1e7, description="Seconds after the start.")] = 0.0,
    to: Annotated[float, Query(ge=0, le=1e7, description="Seconds after the start.")] = 1e7,
) -> Response:
    """The samples, all or between two moments. Latitude and longitude only with the consent to see places."""
    wanted = None if channels is None else [name.strip() for name in channels.split(",") if name.strip()]
    unknown = sorted(set(wanted or ()) - CHANNELS.keys() - set(PLACES))
    if unknown:
        raise Invalid(
            f"There is no channel called {unknown[0]}.",
            fields={"channels": f"Known are {', '.join((*CHANNELS, *PLACES))}."},
        )
    found = await samples_of(tx, await activity_for(tx, activity_id), wanted)
    clock, within = part_of(found.time, found.channels, start, to, counted_anew=False)
    time, kept = (clock, within) if points is None else thin(clock, within, points)
    body = {"time": np.round(time, 3), "channels": {name: np.round(values, 7) for name, values in kept.items()}}
    return Response(orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")


@router.get(
    "/activities/{activity_id}/original",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def original(tx: RequestTx, gear: Gear, activity_id: UUID) -> Response:
    """The file as it was uploaded; it holds places, so it takes the consent to see them."""
    return await original_of(tx, gear, await activity_for(tx, activity_id))


async def original_of(tx: Tx, gear: Gear, found: Activity) -> Response:
    """An original as a download that no browser opens by itself."""
    if not await may_see_places(tx, found.athlete_id):
        raise NotFound("The original holds the route, and places are not shared with you.")
    if found.file_key is None or not await gear.storage.exists(found.file_key):
        raise NotFound("There is no original file for this activity.")
    headers = {
        "Content-Disposition": attachment(found.file_name or "activity"),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(
        gear.storage.stream(found.file_key), media_type="application/octet-stream", headers=headers
    )


def attachment(name: str) -> str:
    """A Content-Disposition whose plain part holds nothing but harmless characters."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("._") or "activity"
    return f"attachment; filename=\"{plain[:100]}\"; filename*=UTF-8''{quote(name[:150], safe='')}"


async def _detail(tx: Tx, found: Activity) -> ActivityDetail:
    laps = [LapOut.model_validate(lap) for lap in await laps_of(tx, found)]
    bests = [BestOut.model_validate(best) for best in await bests_of(tx, found)]
    return ActivityDetail(**ActivityFacts.model_validate(found).model_dump(), laps=laps, best_efforts=bests)
