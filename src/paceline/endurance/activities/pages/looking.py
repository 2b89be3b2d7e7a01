"""Looking closer at an activity: a stretch measured on its own, its lines in detail, its pieces by another cut."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import activity_for
from paceline.endurance.activities.looking.balance import reserve_of
from paceline.endurance.activities.looking.charts import MOST_POINTS, POINTS, axis_of, lines_of
from paceline.endurance.activities.looking.intervals import Pieces, pieces_of
from paceline.endurance.activities.looking.recent import recent_samples
from paceline.endurance.activities.looking.stretches import (
    MEASURED,
    StretchView,
    moment_of,
    stretch_of,
    view_of_stretch,
)
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages.words import formatter
from paceline.endurance.activities.queries import laps_of
from paceline.endurance.athletes import me
from paceline.kit.errors import Invalid
from paceline.ui.page import Page, page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class StretchPage:
    """A stretch of an activity with its figures, or why it could not be measured."""

    activity: Activity
    stretch: StretchView
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class PiecesPage:
    """An activity cut into pieces."""

    activity: Activity
    pieces: Pieces | None


Typed = Annotated[str, Query(max_length=20)]


@router.get("/activities/{activity_id}/selection")
async def selection(
    tx: RequestTx, activity_id: UUID, start: Annotated[Typed, Query(alias="from")] = "", to: Typed = ""
) -> Page:
    activity = await activity_for(tx, activity_id)
    context = StretchPage(activity, StretchView("", "", ()))
    status = 200
    if start.strip() or to.strip():
        try:
            begin, end = moment_of(start or "0"), moment_of(to or str(activity.elapsed or 0))
            found = await stretch_of(tx, activity, begin, end)
            view = view_of_stretch(activity, found, formatter(await me(tx), tx))
            context = StretchPage(activity, view, found.start, found.end)
        except Invalid as problem:
            context = StretchPage(activity, StretchView(start, to, (), problem.message))
            status = 422
    return page("activities/stretch.html", context, block="stretch", status=status)


@router.get("/activities/{activity_id}/lines")
async def lines(
    tx: RequestTx,
    activity_id: UUID,
    start: Annotated[float, Query(alias="from", ge=0, le=1e7)] = 0.0,
    to: Annotated[float, Query(ge=0, le=1e7)] = 1e7,
    x: Annotated[str, Query(max_length=10)] = "",
    points: Annotated[int, Query(ge=10, le=MOST_POINTS)] = POINTS,
) -> Response:
    activity = await activity_for(tx, activity_id)
    samples = await recent_samples(tx, activity, MEASURED)
    _, along = await reserve_of(tx, activity, samples)
    if along is not None:
        samples.channels["balance"] = along
    shown = lines_of(
        activity, samples, formatter(await me(tx), tx), axis_of(activity, samples, x), points, (start, max(start, to))
    )
    return Response(orjson.dumps(shown), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/activities/{activity_id}/laps")
async def laps(tx: RequestTx, activity_id: UUID, by: Annotated[str, Query(max_length=10)] = "") -> Page:
    activity = await activity_for(tx, activity_id)
    samples = await recent_samples(tx, activity, MEASURED)
    found = pieces_of(activity, samples, await laps_of(tx, activity), formatter(await me(tx), tx), by)
    return page("activities/laps.html", PiecesPage(activity, found), block="laps")
