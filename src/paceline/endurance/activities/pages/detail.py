"""The page of one activity, its words, deletion and restoration."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, may_see_places
from paceline.endurance.activities.actions.changing import delete_activity, restore_activity
from paceline.endurance.activities.api import original_of
from paceline.endurance.activities.gear.model import Gear as Used
from paceline.endurance.activities.gear.queries import gear_used
from paceline.endurance.activities.looking.maps import MapSettings, map_policy, settings
from paceline.endurance.activities.looking.views import ActivityView, Told, view_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages.comments import Thread, thread_of
from paceline.endurance.activities.pages.words import formatter
from paceline.endurance.activities.types import PlanMatchSource, StepMatchSource
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DetailPage:
    """One activity, as its athlete or their coach sees it; `map` only where there are tiles and a route to show."""

    activity: Activity
    athlete: Athlete
    mine: bool
    view: ActivityView
    downloadable: bool
    places_hidden: bool
    comments: Thread
    form: Form[Any]
    used: Used | None = None
    map: MapSettings | None = None


@router.get("/activities/{activity_id}")
async def detail(
    tx: RequestTx, gear: Gear, activity_id: UUID, x: str = "", laps: Annotated[str, Query(max_length=10)] = ""
) -> Page:
    activity = await activity_for(tx, activity_id)
    athlete = await athlete_for(tx, activity.athlete_id)
    mine = activity.athlete_id == tx.person
    viewer = athlete if mine else await me(tx)
    path = "/activities" if mine else f"/people/{athlete.id}/activities"
    view = await view_of(tx, activity, athlete, formatter(viewer, tx), x, await _told(tx, gear, activity), laps, path)
    places = mine or await may_see_places(tx, athlete.id)
    downloadable = places and activity.file_key is not None
    thread = await thread_of(tx, activity, athlete)
    used = await gear_used(tx, athlete.id, activity.gear_id)
    tiles = settings() if view.route is not None and settings().tiles else None
    return page(
        "activities/detail.html",
        DetailPage(activity, athlete, mine, view, downloadable, not places, thread, filled({}), used, tiles),
        headers=map_policy(tiles.tiles) if tiles and tiles.tiles else None,
    )


async def _told(tx: Tx, gear: Machinery, activity: Activity) -> Told:
    match = [found for source in gear.plugged(PlanMatchSource) if (found := await source.plan_match(tx, activity))]
    steps = [found for source in gear.plugged(StepMatchSource) if (found := await source.planned_steps(tx, activity))]
    return Told(match[0] if match else None, steps[0] if steps else None)


@router.get("/activities/{activity_id}/original")
async def original(tx: RequestTx, gear: Gear, activity_id: UUID) -> Response:
    return await original_of(tx, gear, await activity_for(tx, activity_id))


@router.post("/activities/{activity_id}/deletion")
async def delete(tx: RequestTx, activity_id: UUID) -> Response:
    await delete_activity(tx, activity_id)
    return see("/activities", flash=Flash("Activity deleted.", undo=f"/activities/{activity_id}/restoration"))


@router.post("/activities/{activity_id}/restoration")
async def restore(tx: RequestTx, activity_id: UUID) -> Response:
    await restore_activity(tx, activity_id)
    return see(f"/activities/{activity_id}", flash="Activity is back.")
