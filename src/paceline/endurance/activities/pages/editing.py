"""The form for what an athlete says of an activity, and for the totals of one that nothing recorded."""

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import own_activity
from paceline.endurance.activities.actions.detailing import change_details, totals_only
from paceline.endurance.activities.actions.recomputing import has_original
from paceline.endurance.activities.correcting.follow_up import follow
from paceline.endurance.activities.gear.queries import gear_of
from paceline.endurance.activities.looking.views import local_start
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages.words import NAMED_SPORTS
from paceline.endurance.activities.rules import duration_of
from paceline.endurance.activities.schemas import ChangeActivity, EditForm
from paceline.endurance.activities.strength import sets_of, sets_text
from paceline.endurance.athletes import Athlete, me
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.ui.flash import Flash
from paceline.ui.format import METRES_PER_FOOT, METRES_PER_MILE, hours_minutes_seconds
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
TEMPLATE = "activities/details.html"
TypedDetails = Annotated[Form[EditForm], reads(EditForm)]


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """The form, with what there is to choose from."""

    activity: Activity
    form: Form[Any]
    gear: tuple[tuple[str, str], ...]
    totals: bool
    original: bool
    refused: str = ""
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@router.get("/activities/{activity_id}/details")
async def details(tx: RequestTx, activity_id: UUID) -> Page:
    activity = await own_activity(tx, activity_id)
    return await _page(tx, activity, filled(_known(activity, await me(tx))))


@router.post("/activities/{activity_id}/details")
async def change(tx: RequestTx, gear: Gear, activity_id: UUID, form: TypedDetails) -> Response:
    activity = await own_activity(tx, activity_id)
    if form.value is None:
        return await _page(tx, activity, form, status=422)
    try:
        command = _command(form.value, activity, await me(tx), totals=await totals_only(tx, activity))
        async with tx.session.begin_nested():
            changed, made = await change_details(tx, activity_id, command)
            await follow(tx, gear, changed, must=False)
    except Invalid as problem:
        fields = problem.fields or {"": problem.message}
        return await _page(tx, await own_activity(tx, activity_id), form.with_errors(**fields), status=422)
    except Conflict as problem:
        # Typed words are kept; sent again, they are meant for the activity as it is now.
        here = await own_activity(tx, activity_id)
        kept: Form[Any] = Form({**form.raw, "version": here.version}, {}, None)
        return await _page(tx, here, kept, refused=problem.message, status=409)
    if made is None:
        return see(f"/activities/{activity_id}")
    undo = f"/activities/{activity_id}/corrections/{made.number}/removal"
    return see(f"/activities/{activity_id}", flash=Flash("Activity saved.", undo=undo))


async def _page(tx: Tx, activity: Activity, form: Form[Any], *, refused: str = "", status: int = 200) -> Page:
    pieces = [one.gear for one in await gear_of(tx, tx.person)]
    gear = tuple(
        (str(one.id), one.name)
        for one in pieces
        if one.kind != "component" and (one.retired_on is None or one.id == activity.gear_id)
    )
    totals = await totals_only(tx, activity)
    context = DetailsPage(activity, form, gear, totals, has_original(activity), refused)
    return page(TEMPLATE, context, status=status)


def _known(activity: Activity, athlete: Athlete) -> dict[str, Any]:
    imperial = athlete.units == "imperial"
    far, high = (METRES_PER_MILE, METRES_PER_FOOT) if imperial else (1000.0, 1.0)
    return {
        "name": activity.name,
        "sport": activity.sport,
        "sub_sport": activity.sub_sport or "",
        "rpe": _number(activity.rpe),
        "feel": _number(activity.feel),
        "gear_id": str(activity.gear_id or ""),
        "commute": activity.commute,
        "indoor": activity.indoor,
        "race": activity.race,
        "sets": sets_text(activity.sets, imperial),
        "notes": activity.notes,
        "started_at": f"{local_start(activity):%Y-%m-%dT%H:%M}",
        "duration": "" if activity.timer is None else hours_minutes_seconds(activity.timer),
        "distance": _number(activity.distance, far),
        "ascent": _number(activity.ascent, high),
        "average_heart_rate": _number(activity.average_heart_rate),
        "calories": _number(activity.calories),
        "version": activity.version,
    }


def _number(value: float | None, unit: float = 1.0) -> str:
    return "" if value is None else f"{round(value / unit, 3):g}"


def _command(typed: EditForm, activity: Activity, athlete: Athlete, *, totals: bool) -> ChangeActivity:
    """Only what differs from what was shown, so that rounding for the form changes nothing."""
    shown = _known(activity, athlete)
    imperial = athlete.units == "imperial"
    values: dict[str, Any] = {"version": typed.version}
    for name in ("name", "sport", "sub_sport", "rpe", "feel", "gear_id", "commute", "indoor", "race", "notes"):
        values[name] = getattr(typed, name)
    values["sub_sport"] = typed.sub_sport or None
    if typed.rpe is not None and _number(typed.rpe) == shown["rpe"]:
        values["rpe"] = activity.rpe
    try:
        values["sets"] = sets_of(typed.sets, imperial) if typed.sets != shown["sets"] else activity.sets
    except ValueError as problem:
        raise Invalid(str(problem), fields={"sets": str(problem)}) from problem
    if totals:
        values |= _totals(typed, activity, shown, imperial)
    return ChangeActivity.model_validate(values)


def _totals(typed: EditForm, activity: Activity, shown: dict[str, Any], imperial: bool) -> dict[str, Any]:
    far, high = (METRES_PER_MILE, METRES_PER_FOOT) if imperial else (1000.0, 1.0)
    values: dict[str, Any] = {}
    for name, unit in (("distance", far), ("ascent", high), ("average_heart_rate", 1.0), ("calories", 1.0)):
        value: float | None = getattr(typed, name)
        if _number(value) != shown[name]:
            values[name] = None if value is None else value * unit
    if typed.duration and typed.duration != shown["duration"]:
        values["duration"] = duration_of(typed.duration)
        if values["duration"] is None:
            raise Invalid("Write it like 0:45 or 1:12:30.", fields={"duration": "Write it like 0:45 or 1:12:30."})
    if typed.started_at is not None and f"{typed.started_at:%Y-%m-%dT%H:%M}" != shown["started_at"]:
        values["started_at"] = typed.started_at.replace(tzinfo=zone_of(activity))
    return values


def zone_of(activity: Activity) -> timezone | ZoneInfo:
    """The clock where it happened."""
    if activity.utc_offset is not None:
        return timezone(timedelta(seconds=activity.utc_offset))
    return ZoneInfo(activity.time_zone)
