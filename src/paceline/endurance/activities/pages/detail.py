"""The page of one activity, its words, deletion and restoration."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, may_see_places, own_activity
from paceline.endurance.activities.actions.changing import (
    change_activity,
    delete_activity,
    restore_activity,
)
from paceline.endurance.activities.api import original_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages.words import NAMED_SPORTS, formatter
from paceline.endurance.activities.schemas import ChangeActivity, EditForm
from paceline.endurance.activities.types import PlanMatch, PlanMatchSource
from paceline.endurance.activities.views import ActivityView, view_of
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.infra.tx import Tx
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DetailPage:
    """One activity, as its athlete or their coach sees it."""

    activity: Activity
    athlete: Athlete
    mine: bool
    view: ActivityView
    downloadable: bool
    places_hidden: bool


@dataclass(frozen=True, slots=True)
class WordsPage:
    """The form for an activity's words."""

    activity: Activity
    form: Form[Any]
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@router.get("/activities/{activity_id}")
async def detail(request: Request, tx: RequestTx, gear: Gear, activity_id: UUID, x: str = "") -> Page:
    activity = await activity_for(tx, activity_id)
    athlete = await athlete_for(tx, activity.athlete_id)
    mine = activity.athlete_id == tx.person
    viewer = athlete if mine else await me(tx)
    view = await view_of(tx, activity, athlete, formatter(viewer, tx), x, await _match(tx, gear, activity))
    places = mine or await may_see_places(tx, athlete.id)
    downloadable = places and activity.file_key is not None
    return page("activities/detail.html", DetailPage(activity, athlete, mine, view, downloadable, not places))


async def _match(tx: Tx, gear: Gear, activity: Activity) -> PlanMatch | None:
    for source in gear.plugged(PlanMatchSource):
        if match := await source.plan_match(tx, activity):
            return match
    return None


@router.get("/activities/{activity_id}/original")
async def original(tx: RequestTx, gear: Gear, activity_id: UUID) -> Response:
    return await original_of(tx, gear, await activity_for(tx, activity_id))


@router.get("/activities/{activity_id}/details")
async def words(tx: RequestTx, activity_id: UUID) -> Page:
    activity = await own_activity(tx, activity_id)
    rpe = "" if activity.rpe is None else f"{activity.rpe:g}"
    known = {"name": activity.name, "sport": activity.sport, "rpe": rpe, "notes": activity.notes}
    return page("activities/details.html", WordsPage(activity, filled(known)))


@router.post("/activities/{activity_id}/details")
async def change_words(tx: RequestTx, activity_id: UUID, form: Annotated[Form[EditForm], reads(EditForm)]) -> Response:
    if form.value is None:
        return page("activities/details.html", WordsPage(await own_activity(tx, activity_id), form), status=422)
    await change_activity(tx, activity_id, ChangeActivity(**form.value.model_dump()))
    return see(f"/activities/{activity_id}", flash="Activity saved.")


@router.post("/activities/{activity_id}/deletion")
async def delete(tx: RequestTx, activity_id: UUID) -> Response:
    await delete_activity(tx, activity_id)
    return see("/activities", flash=Flash("Activity deleted.", undo=f"/activities/{activity_id}/restoration"))


@router.post("/activities/{activity_id}/restoration")
async def restore(tx: RequestTx, activity_id: UUID) -> Response:
    await restore_activity(tx, activity_id)
    return see(f"/activities/{activity_id}", flash="Activity is back.")
