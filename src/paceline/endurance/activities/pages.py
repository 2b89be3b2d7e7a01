"""Pages of activities: the list, one activity, its words, logging by hand and uploading."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, may_see_places, own_activity
from paceline.endurance.activities.actions.changing import (
    change_activity,
    delete_activity,
    log_manually,
    restore_activity,
)
from paceline.endurance.activities.actions.importing import words_for
from paceline.endurance.activities.api import original_of
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.queries import ImportState, Wanted, activities_page, latest_imports
from paceline.endurance.activities.rules import duration_of
from paceline.endurance.activities.schemas import ChangeActivity, EditForm, LogForm
from paceline.endurance.activities.types import PlanMatch, PlanMatchSource
from paceline.endurance.activities.uploads import receive, settings
from paceline.endurance.activities.views import ActivityView, pace_of, view_of
from paceline.endurance.athletes import SPORTS, Athlete, athlete_for, me
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, Problem
from paceline.kit.paging import Page as PageOf
from paceline.ui.flash import Flash
from paceline.ui.format import METRES_PER_MILE, Figure, Formatter
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
SIZE = 30
NAMED_SPORTS = tuple((sport, sport.capitalize()) for sport in SPORTS)
ICONS = {"running": "footprints", "walking": "footprints", "cycling": "bike", "swimming": "waves"}


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of somebody's activities."""

    athlete: Athlete
    mine: bool
    found: PageOf[Activity]
    sport: str
    words: str
    cursor: str | None
    paces: dict[UUID, Figure]
    drawings: dict[UUID, str]
    path: str
    filtered: bool
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


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


@dataclass(frozen=True, slots=True)
class LogPage:
    """The form for a session done without a watch."""

    form: Form[Any]
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The drop zone and what became of the last uploads."""

    imports: list[ImportState]
    largest: int


def formatter(athlete: Athlete, tx: Tx) -> Formatter:
    """Formats for figures that are put into words before the page is drawn."""
    return Formatter("imperial" if athlete.units == "imperial" else "metric", athlete.time_zone, now=tx.now)


@router.get("/activities")
async def own(tx: RequestTx, sport: str = "", q: str = "", before: str | None = None) -> Page:
    return await _list(tx, await me(tx), sport, q, before, "/activities")


@router.get("/people/{athlete_id}/activities")
async def of_athlete(tx: RequestTx, athlete_id: UUID, sport: str = "", q: str = "", before: str | None = None) -> Page:
    return await _list(tx, await athlete_for(tx, athlete_id), sport, q, before, f"/people/{athlete_id}/activities")


async def _list(tx: Tx, athlete: Athlete, sport: str, words: str, cursor: str | None, path: str) -> Page:
    wanted = Wanted(sport if sport in SPORTS else None, words=words.strip()[:100])
    found = await activities_page(tx, athlete.id, wanted, SIZE, cursor)
    fmt = formatter(athlete if athlete.id == tx.person else await me(tx), tx)
    paces = {one.id: pace_of(one, one.average_speed, fmt) for one in found.items}
    drawings = {one.id: _drawing(one) for one in found.items}
    filtered = bool(wanted.sport or wanted.words or cursor)
    mine = athlete.id == tx.person
    context = ListPage(athlete, mine, found, wanted.sport or "", wanted.words, cursor, paces, drawings, path, filtered)
    return page("activities/list.html", context, block="results")


def _drawing(activity: Activity) -> str:
    return "dumbbell" if activity.sport == "strength" else ICONS.get(activity.family, "activity")


@router.get("/activities/new")
async def new(tx: RequestTx) -> Page:
    athlete = await me(tx)
    start = (tx.now - timedelta(hours=1)).astimezone(ZoneInfo(athlete.time_zone))
    known = {"sport": athlete.primary_sport or "running", "started_at": f"{start:%Y-%m-%dT%H:%M}"}
    return page("activities/new.html", LogPage(filled(known)))


@router.post("/activities/new")
async def log(tx: RequestTx, form: Annotated[Form[LogForm], reads(LogForm)]) -> Response:
    athlete = await me(tx)
    if form.value is None:
        return page("activities/new.html", LogPage(form), status=422)
    typed = form.value
    duration = duration_of(typed.duration)
    if duration is None:
        wrong = form.with_errors(duration=f"“{typed.duration}” is not a duration. Write it like 0:45 or 1:12:30.")
        return page("activities/new.html", LogPage(wrong), status=422)
    factor = METRES_PER_MILE if athlete.units == "imperial" else 1000.0
    try:
        made = await log_manually(
            tx,
            athlete,
            sport=typed.sport,
            started_at=typed.started_at.replace(tzinfo=ZoneInfo(athlete.time_zone)),
            duration=duration,
            distance=None if typed.distance is None else typed.distance * factor,
            rpe=typed.rpe,
            average_heart_rate=typed.average_heart_rate,
            name=typed.name,
            notes=typed.notes,
        )
    except Invalid as problem:
        return page("activities/new.html", LogPage(form.with_errors(**problem.fields)), status=422)
    return see(f"/activities/{made.id}", flash="Session logged.")


@router.get("/activities/upload")
async def upload_page(tx: RequestTx) -> Page:
    context = UploadPage(list(await latest_imports(tx)), settings().largest_mb)
    return page("activities/upload.html", context, block="imports")


@router.post("/activities/upload")
async def upload(request: Request, tx: RequestTx, gear: Gear) -> Response:
    # The upload behaviour shows this sentence beside the file.
    try:
        received = await receive(request, tx, gear)
    except Problem as problem:
        return PlainTextResponse(problem.message, problem.status)
    if received.import_id is not None:
        return PlainTextResponse("Received. We are reading it; you may leave this page.")
    return PlainTextResponse(words_for(received.stored))


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
