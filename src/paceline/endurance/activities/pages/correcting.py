"""The pages on which a recording is corrected: try it, make it, take it back; split and join."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.responses import Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import activity_for, own_activity
from paceline.endurance.activities.actions.recomputing import has_original
from paceline.endurance.activities.correcting.actions.correcting import (
    add_correction,
    ask_again,
    history_of,
    remove_correction,
    return_correction,
    shown_of,
)
from paceline.endurance.activities.correcting.actions.splitting import join_activity, neighbours, split_activity
from paceline.endurance.activities.correcting.follow_up import follow, outcome_of, with_proposals
from paceline.endurance.activities.correcting.previewing import Preview, preview_of
from paceline.endurance.activities.correcting.rules import moment_of, values_of, words_of
from paceline.endurance.activities.correcting.schemas import AddCorrection, JoinActivity, SplitActivity
from paceline.endurance.activities.looking.views import local_start
from paceline.endurance.activities.model import Activity, Correction
from paceline.endurance.activities.pages.editing import zone_of
from paceline.endurance.activities.pages.words import formatter
from paceline.endurance.activities.recorded import samples_of
from paceline.endurance.athletes import me
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.kit.shapes import Command
from paceline.ui.flash import Flash
from paceline.ui.format import METRES_PER_FOOT, METRES_PER_MILE
from paceline.ui.forms import Form, filled, reads, validate
from paceline.ui.page import Page, page, see

router = APIRouter()
TEMPLATE = "activities/correct.html"
Number = Annotated[int, Path(ge=1)]
KINDS = (
    ("trim", "Trim the ends"),
    ("cut", "Cut a stretch out"),
    ("spikes", "Leave out errors"),
    ("dropouts", "Bridge heart-rate gaps"),
    ("elevation", "Mend elevation"),
    ("power", "Scale power"),
    ("distance", "Set the distance"),
    ("pool", "Set the pool length"),
    ("clock", "Move start or time zone"),
    ("split", "Split in two"),
)
CHANNELS = (
    ("heart_rate", "Heart rate"),
    ("power", "Power"),
    ("speed", "Speed"),
    ("cadence", "Cadence"),
    ("altitude", "Elevation"),
    ("temperature", "Temperature"),
    ("position", "Positions"),
)
METHODS = (
    ("despike", "Take spikes out"),
    ("smooth", "Smooth it"),
    ("offset", "Higher or lower throughout"),
    ("vertical_speed", "Work it out from vertical speed"),
)


class CorrectForm(Command):
    """A correction as it is typed; moments like 12:30, distances in the person's own unit."""

    kind: str = Field("trim", max_length=20)
    start: str = Field("", max_length=12)
    end: str = Field("", max_length=12)
    channel: str = Field("", max_length=20)
    method: str = Field("", max_length=20)
    seconds: float | None = None
    metres: float | None = None
    factor: float | None = None
    offset: float | None = None
    total: float | None = None
    longest: float | None = None
    started_at: datetime | None = None
    time_zone: str = Field("", max_length=60)
    version: int | None = None


TypedCorrection = Annotated[Form[CorrectForm], reads(CorrectForm)]
TypedUnion = Annotated[Form[JoinActivity], reads(JoinActivity)]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list of changes."""

    number: int
    kind: str
    words: str
    made_at: datetime
    removed: bool


@dataclass(frozen=True, slots=True)
class CorrectPage:
    """One kind of correction, what it would come to, and everything that was changed so far."""

    activity: Activity
    mine: bool
    original: bool
    kind: str
    form: Form[Any]
    lines: list[Line]
    preview: Preview | None
    refused: str
    kinds: tuple[tuple[str, str, str], ...]
    channels: tuple[tuple[str, str], ...] = CHANNELS
    methods: tuple[tuple[str, str], ...] = METHODS


@dataclass(frozen=True, slots=True)
class JoinPage:
    """The sessions that could be one with this."""

    activity: Activity
    found: list[Activity]
    original: bool
    refused: str = ""


@router.get("/activities/{activity_id}/corrections")
async def corrections(tx: RequestTx, activity_id: UUID, kind: str = "trim") -> Page:
    activity = await activity_for(tx, activity_id)
    chosen = kind if kind in dict(KINDS) else "trim"
    return await _page(tx, activity, chosen, filled(_known(activity, chosen)))


@router.post("/activities/{activity_id}/corrections/preview")
async def preview(tx: RequestTx, gear: Gear, activity_id: UUID, form: TypedCorrection) -> Page:
    activity = await own_activity(tx, activity_id)
    kind = str(form.get("kind"))
    try:
        kind, values = await _values(tx, gear, activity, form)
        session = (await outcome_of(tx, gear, activity, kind, values)).session
    except (Invalid, Conflict) as problem:
        return await _refused(tx, activity_id, kind, form, problem)
    samples, shown = await samples_of(tx, activity), await shown_of(tx, activity)
    drawn = preview_of(activity, samples, session, kind, values, formatter(await me(tx), tx), shown.lead)
    return await _page(tx, activity, kind, form, preview=drawn)


@router.post("/activities/{activity_id}/corrections")
async def correct(tx: RequestTx, gear: Gear, activity_id: UUID, form: TypedCorrection) -> Response:
    activity = await own_activity(tx, activity_id)
    kind = str(form.get("kind"))
    try:
        async with tx.session.begin_nested():
            if kind == "split":
                made, done = await _split(tx, gear, activity, form)
            else:
                command = await with_proposals(tx, gear, activity, await _command(tx, activity, form))
                activity, made = await add_correction(tx, activity_id, command)
                done = await follow(tx, gear, activity)
    except (Invalid, Conflict) as problem:
        return await _refused(tx, activity_id, kind, form, problem)
    return _back(activity_id, made, done)


@router.post("/activities/{activity_id}/corrections/{number}/removal")
async def remove(tx: RequestTx, gear: Gear, activity_id: UUID, number: Number) -> Response:
    activity, made = await remove_correction(tx, activity_id, number)
    done = await follow(tx, gear, activity, must=made.kind != "details")
    undo = f"/activities/{activity_id}/corrections/{number}/return"
    return see(f"/activities/{activity_id}", flash=Flash(_told("Taken back.", done), undo=undo))


@router.post("/activities/{activity_id}/corrections/{number}/return")
async def make_again(tx: RequestTx, gear: Gear, activity_id: UUID, number: Number) -> Response:
    activity, made = await return_correction(tx, activity_id, number)
    done = await follow(tx, gear, activity, must=made.kind != "details")
    return _back(activity_id, made, done)


@router.get("/activities/{activity_id}/union")
async def union(tx: RequestTx, activity_id: UUID) -> Page:
    activity = await own_activity(tx, activity_id)
    return page(
        "activities/join.html", JoinPage(activity, list(await neighbours(tx, activity)), has_original(activity))
    )


@router.post("/activities/{activity_id}/union")
async def join(tx: RequestTx, gear: Gear, activity_id: UUID, form: TypedUnion) -> Response:
    await own_activity(tx, activity_id)
    if form.value is None:
        raise Invalid("Choose the session that belongs to this one.")
    try:
        async with tx.session.begin_nested():
            activity, made = await join_activity(tx, activity_id, form.value)
            done = await follow(tx, gear, activity)
            joined = activity.id
    except (Invalid, Conflict) as problem:
        here = await own_activity(tx, activity_id)
        context = JoinPage(here, list(await neighbours(tx, here)), has_original(here), problem.message)
        return page("activities/join.html", context, status=problem.status)
    return _back(joined, made, done)


@router.post("/activities/{activity_id}/recomputation")
async def recompute(tx: RequestTx, gear: Gear, activity_id: UUID) -> Response:
    done = await follow(tx, gear, await ask_again(tx, activity_id))
    return see(f"/activities/{activity_id}", flash=_told("Measured again from the original.", done))


async def _split(tx: Tx, gear: Machinery, activity: Activity, form: Form[CorrectForm]) -> tuple[Correction, bool]:
    at = _moment(form, "start")
    if at is None or at <= 0:
        raise Invalid("Say where to split.", fields={"start": "Say where the second session begins, like 45:00."})
    version = None if form.value is None else form.value.version
    try:
        first, second, made = await split_activity(tx, activity.id, SplitActivity(at=at, version=version))
    except Invalid as problem:
        raise Invalid(problem.message, fields={"start": problem.fields.get("at", problem.message)}) from problem
    return made, await follow(tx, gear, first, second)


def _back(activity_id: UUID, made: Correction, done: bool) -> Response:
    said = {"split": "Two sessions now.", "joined": "One session now."}.get(made.kind, "Corrected.")
    undo = f"/activities/{activity_id}/corrections/{made.number}/removal"
    return see(f"/activities/{activity_id}", flash=Flash(_told(said, done), undo=undo))


def _told(said: str, done: bool) -> str:
    return said if done else f"{said} The figures follow in a moment."


async def _values(tx: Tx, gear: Machinery, activity: Activity, form: Form[CorrectForm]) -> tuple[str, dict[str, Any]]:
    shown = await shown_of(tx, activity)
    if form.get("kind") == "split":
        at = _moment(form, "start")
        if at is None or not 0 < at < (activity.elapsed or 0):
            raise Invalid("Say where to split.", fields={"start": "Choose a moment within the session, like 45:00."})
        return "split", {"end": at + shown.lead}
    command = await with_proposals(tx, gear, activity, await _command(tx, activity, form))
    return command.kind, values_of(command, shown)


async def _command(tx: Tx, activity: Activity, form: Form[CorrectForm]) -> AddCorrection:
    """What was typed, in SI units."""
    typed = form.value
    if typed is None:
        raise Invalid("Please look at the marked fields.", fields=dict(form.errors))
    imperial = (await me(tx)).units == "imperial"
    raw: dict[str, Any] = typed.model_dump(exclude_none=True, exclude={"start", "end", "total", "started_at"})
    values = {name: value for name, value in raw.items() if value != ""}
    for name in ("start", "end"):
        if (moment := _moment(form, name)) is not None:
            values[name] = moment
    if typed.total is not None:
        values["total"] = typed.total * (METRES_PER_MILE if imperial else 1000.0)
    if typed.metres is not None and imperial and typed.kind == "elevation":
        values["metres"] = typed.metres * METRES_PER_FOOT
    if typed.started_at is not None:
        values["started_at"] = typed.started_at.replace(tzinfo=_zone(typed.time_zone) or zone_of(activity))
        if f"{typed.started_at:%Y-%m-%dT%H:%M:%S}" == _known(activity, "clock")["started_at"] and not typed.time_zone:
            values.pop("started_at")
    checked = validate(AddCorrection, values, form.raw)
    if checked.value is None:
        raise Invalid("Please look at the marked fields.", fields=dict(checked.errors))
    return checked.value


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _moment(form: Form[CorrectForm], name: str) -> float | None:
    text = str(form.get(name)).strip()
    if not text:
        return None
    found = moment_of(text)
    if found is None:
        raise Invalid(
            "Write moments like 12:30.", fields={name: f"“{text}” is not a moment. Write it like 12:30 or 1:02:03."}
        )
    return found


def _known(activity: Activity, kind: str) -> dict[str, Any]:
    known: dict[str, Any] = {"kind": kind, "version": activity.version}
    if kind == "clock":
        known["started_at"] = f"{local_start(activity):%Y-%m-%dT%H:%M:%S}"
    if kind == "dropouts":
        known["longest"] = "30"
    if kind == "elevation":
        known |= {"method": "despike", "seconds": "30"}
    return known


async def _refused(tx: Tx, activity_id: UUID, kind: str, form: Form[CorrectForm], problem: Invalid | Conflict) -> Page:
    activity = await own_activity(tx, activity_id)
    # Typed numbers are kept; sent again, they are meant for the session as it is now.
    kept: Form[Any] = Form({**form.raw, "version": activity.version}, form.errors or problem.fields, None)
    return await _page(tx, activity, kind, kept, refused=problem.message, status=problem.status)


async def _page(
    tx: Tx,
    activity: Activity,
    kind: str,
    form: Form[Any],
    *,
    preview: Preview | None = None,
    refused: str = "",
    status: int = 200,
) -> Page:
    shown = await shown_of(tx, activity)
    lines = [
        Line(one.number, one.kind, words_of(one.kind, one.values, shown.lead), one.made_at, one.removed_at is not None)
        for one in (await history_of(tx, activity)).items
    ]
    chosen = kind if kind in dict(KINDS) else "trim"
    context = CorrectPage(
        activity=activity,
        mine=activity.athlete_id == tx.person,
        original=has_original(activity),
        kind=chosen,
        form=form,
        lines=lines,
        preview=preview,
        refused=refused,
        kinds=tuple(
            (value, text, f"/activities/{activity.id}/corrections?kind={value}")
            for value, text in KINDS
            if _fits(activity, value)
        ),
    )
    return page(TEMPLATE, context, status=status)


def _fits(activity: Activity, kind: str) -> bool:
    """Whether a kind of correction can mean anything for this session."""
    if kind == "power":
        return activity.max_power is not None
    if kind == "dropouts":
        return activity.max_heart_rate is not None
    if kind == "pool":
        return bool(activity.lengths)
    return kind != "elevation" or activity.ascent is not None
