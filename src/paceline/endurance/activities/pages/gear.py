"""The pages of gear: all of it with what is due, one piece with its mounts and services, and the forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.gear.actions import (
    add_gear,
    change_gear,
    delete_gear,
    forget_mount,
    forget_service,
    mount_component,
    note_service,
    remove_component,
    restore_gear,
)
from paceline.endurance.activities.gear.model import Mount, Service
from paceline.endurance.activities.gear.queries import Kept, gear_by_id, gear_of, mounts_of, own_gear, services_of
from paceline.endurance.activities.gear.rules import FAMILIES, KINDS, Reminder
from paceline.endurance.activities.gear.schemas import (
    ChangeGear,
    GearForm,
    MountGear,
    NewGear,
    RemoveGear,
    ServiceGear,
)
from paceline.endurance.athletes import Athlete, me
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.ui.flash import Flash
from paceline.ui.format import METRES_PER_MILE, Formatter
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
KIND_WORDS = {"shoes": "Shoes", "bike": "Bike", "component": "Component", "other": "Other"}
FAMILY_WORDS = {
    "running": "Running",
    "walking": "Walking and hiking",
    "cycling": "Cycling",
    "swimming": "Swimming",
    "other": "Everything else",
}
ICONS = {"shoes": "footprints", "bike": "bike", "component": "wrench", "other": "layers"}
NAMED_KINDS = tuple((kind, KIND_WORDS[kind]) for kind in KINDS)
NAMED_FAMILIES = tuple((family, FAMILY_WORDS[family]) for family in FAMILIES)
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class GearRow:
    """A piece of gear in the list."""

    kept: Kept
    icon: str
    kind: str
    sports: str
    due: Sequence[tuple[str, str]]
    share: float | None


@dataclass(frozen=True, slots=True)
class GearListPage:
    """Everything somebody keeps an eye on."""

    used: Sequence[GearRow]
    retired: Sequence[GearRow]


@dataclass(frozen=True, slots=True)
class MountRow:
    """A component on a bike, seen from either side."""

    mount: Mount
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class GearPage:
    """One piece of gear."""

    row: GearRow
    mounts: Sequence[MountRow]
    services: Sequence[Service]
    bikes: Sequence[tuple[str, str]]
    mine: bool
    today: date
    mounting: Form[Any]
    servicing: Form[Any]


@dataclass(frozen=True, slots=True)
class GearFormPage:
    """The form for a piece of gear, new or known."""

    form: Form[Any]
    gear_id: UUID | None = None
    kinds: Sequence[tuple[str, str]] = NAMED_KINDS
    families: Sequence[tuple[str, str]] = NAMED_FAMILIES


@router.get("/gear")
async def everything(tx: RequestTx) -> Page:
    athlete = await me(tx)
    rows = [_row(one, _fmt(athlete)) for one in await gear_of(tx, athlete.id)]
    used = [row for row in rows if row.kept.gear.retired_on is None]
    retired = [row for row in rows if row.kept.gear.retired_on is not None]
    return page("activities/gear_list.html", GearListPage(used, retired))


@router.get("/gear/new")
async def new(tx: RequestTx, kind: str = "shoes") -> Page:
    known = {"kind": kind if kind in KINDS else "shoes", "since": tx.today(await me(tx)).isoformat()}
    return page("activities/gear_form.html", GearFormPage(filled(known)))


@router.post("/gear/new")
async def add(tx: RequestTx, form: Annotated[Form[GearForm], reads(GearForm)]) -> Response:
    if form.value is None:
        return page("activities/gear_form.html", GearFormPage(form), status=422)
    try:
        made = await add_gear(tx, NewGear(**_in_si(form.value, await me(tx))))
    except Invalid as problem:
        return page("activities/gear_form.html", GearFormPage(form.with_errors(**problem.fields)), status=422)
    return see(f"/gear/{made.id}", flash=f"{made.name} added.")


@router.get("/gear/{gear_id}")
async def one(tx: RequestTx, gear_id: UUID) -> Page:
    return page("activities/gear.html", await _one(tx, gear_id))


@router.get("/gear/{gear_id}/details")
async def details(tx: RequestTx, gear_id: UUID) -> Page:
    await own_gear(tx, gear_id)
    kept = await gear_by_id(tx, gear_id)
    return page("activities/gear_form.html", GearFormPage(filled(_typed(kept, await me(tx))), gear_id))


@router.post("/gear/{gear_id}/details")
async def change(tx: RequestTx, gear_id: UUID, form: Annotated[Form[GearForm], reads(GearForm)]) -> Response:
    if form.value is None:
        await own_gear(tx, gear_id)
        return page("activities/gear_form.html", GearFormPage(form, gear_id), status=422)
    try:
        await change_gear(tx, gear_id, ChangeGear(**_in_si(form.value, await me(tx))))
    except Invalid as problem:
        shown = GearFormPage(form.with_errors(**problem.fields), gear_id)
        return page("activities/gear_form.html", shown, status=422)
    return see(f"/gear/{gear_id}", flash="Gear saved.")


@router.post("/gear/{gear_id}/retirement")
async def retire(tx: RequestTx, gear_id: UUID) -> Response:
    await change_gear(tx, gear_id, ChangeGear.model_validate({"retired_on": tx.today(await me(tx))}))
    return see("/gear", flash=Flash("Retired.", undo=f"/gear/{gear_id}/return"))


@router.post("/gear/{gear_id}/return")
async def take_into_use(tx: RequestTx, gear_id: UUID) -> Response:
    await change_gear(tx, gear_id, ChangeGear.model_validate({"retired_on": None}))
    return see(f"/gear/{gear_id}", flash="In use again.")


@router.post("/gear/{gear_id}/deletion")
async def delete(tx: RequestTx, gear_id: UUID) -> Response:
    await delete_gear(tx, gear_id)
    return see("/gear", flash=Flash("Gear deleted.", undo=f"/gear/{gear_id}/restoration"))


@router.post("/gear/{gear_id}/restoration")
async def restore(tx: RequestTx, gear_id: UUID) -> Response:
    await restore_gear(tx, gear_id)
    return see(f"/gear/{gear_id}", flash="Gear is back.")


@router.post("/gear/{gear_id}/mounts")
async def mount(tx: RequestTx, gear_id: UUID, form: Annotated[Form[MountGear], reads(MountGear)]) -> Response:
    wrong = form
    if form.value is not None:
        try:
            await mount_component(tx, gear_id, form.value)
            return see(f"/gear/{gear_id}", flash="Mounted.")
        except Invalid as problem:
            wrong = form.with_errors(**problem.fields)
        except Conflict as problem:
            wrong = form.with_errors(mounted_on=problem.message)
    await own_gear(tx, gear_id)
    return page("activities/gear.html", await _one(tx, gear_id, mounting=wrong), status=422)


@router.post("/gear/mounts/{gear_mount_id}/removal")
async def take_off(
    tx: RequestTx, gear_mount_id: UUID, form: Annotated[Form[RemoveGear], reads(RemoveGear)]
) -> Response:
    day = form.value.removed_on if form.value else tx.today(await me(tx))
    removed = await remove_component(tx, gear_mount_id, day)
    return see(f"/gear/{removed.component_id}", flash="Taken off.")


@router.post("/gear/mounts/{gear_mount_id}/deletion")
async def strike_mount(tx: RequestTx, gear_mount_id: UUID) -> Response:
    return see(f"/gear/{(await forget_mount(tx, gear_mount_id)).component_id}", flash="Struck out.")


@router.post("/gear/{gear_id}/services")
async def service(tx: RequestTx, gear_id: UUID, form: Annotated[Form[ServiceGear], reads(ServiceGear)]) -> Response:
    if form.value is None:
        await own_gear(tx, gear_id)
        return page("activities/gear.html", await _one(tx, gear_id, servicing=form), status=422)
    await note_service(tx, gear_id, form.value)
    return see(f"/gear/{gear_id}", flash="Service noted. The count starts again.")


@router.post("/gear/services/{gear_service_id}/deletion")
async def strike_service(tx: RequestTx, gear_service_id: UUID) -> Response:
    return see(f"/gear/{await forget_service(tx, gear_service_id)}", flash="Struck out.")


async def _one(
    tx: Tx, gear_id: UUID, *, mounting: Form[Any] | None = None, servicing: Form[Any] | None = None
) -> GearPage:
    kept = await gear_by_id(tx, gear_id)
    viewer = await me(tx)
    others = {other.gear.id: other.gear for other in await gear_of(tx, kept.gear.athlete_id)}
    rows: list[MountRow] = []
    for one in await mounts_of(tx, kept.gear):
        there = others.get(one.bike_id if one.component_id == gear_id else one.component_id)
        rows.append(MountRow(one, there.name if there else "Gear that is gone", f"/gear/{there.id}" if there else ""))
    today = tx.today(viewer)
    return GearPage(
        row=_row(kept, _fmt(viewer)),
        mounts=rows,
        services=await services_of(tx, kept.gear),
        bikes=[(str(one.id), one.name) for one in others.values() if one.kind == "bike" and one.retired_on is None],
        mine=kept.gear.athlete_id == tx.person,
        today=today,
        mounting=mounting or filled({"mounted_on": today.isoformat()}),
        servicing=servicing or filled({"day": today.isoformat()}),
    )


def _fmt(athlete: Athlete) -> Formatter:
    return Formatter("imperial" if athlete.units == "imperial" else "metric", athlete.time_zone)


def _row(kept: Kept, fmt: Formatter) -> GearRow:
    gear = kept.gear
    return GearRow(
        kept,
        ICONS[gear.kind],
        KIND_WORDS[gear.kind],
        ", ".join(FAMILY_WORDS[family] for family in kept.default_for if family in FAMILY_WORDS),
        [(_due_words(one, fmt), "critical" if one.overdue else "caution") for one in kept.reminders],
        min(kept.wear.distance / gear.replace_distance, 1.0) if gear.replace_distance else None,
    )


def _due_words(one: Reminder, fmt: Formatter) -> str:
    verb = "Replace" if one.due == "replace" else "Service"
    measure: Callable[[float], str] = (
        (lambda seconds: f"{seconds / HOUR:.0f} h")
        if one.due == "service_seconds"
        else (lambda metres: str(fmt.distance(metres, 0)))
    )
    if one.overdue:
        return f"{verb} now, {measure(one.done - one.limit)} over" if one.done > one.limit else f"{verb} now"
    return f"{verb} in {measure(one.limit - one.done)}"


_LENGTHS = ("initial_distance", "replace_distance", "service_distance")
_TIMES = {"initial_hours": "initial_seconds", "service_hours": "service_seconds"}


def _unit(athlete: Athlete) -> float:
    return METRES_PER_MILE if athlete.units == "imperial" else 1000.0


def _in_si(typed: GearForm, athlete: Athlete) -> dict[str, Any]:
    """What was typed in kilometres or miles and hours, in metres and seconds; an empty start is nought."""
    known = typed.model_dump(exclude={*_LENGTHS, *_TIMES})
    for name in _LENGTHS:
        value: float | None = getattr(typed, name)
        known[name] = None if value is None else value * _unit(athlete)
    for name, field in _TIMES.items():
        hours: float | None = getattr(typed, name)
        known[field] = None if hours is None else hours * HOUR
    for name in ("initial_distance", "initial_seconds"):
        known[name] = known[name] or 0.0
    return known


def _typed(kept: Kept, athlete: Athlete) -> Mapping[str, Any]:
    gear = kept.gear
    known: dict[str, Any] = {name: getattr(gear, name) for name in ("kind", "name", "brand", "notes")}
    known |= {"since": _iso(gear.since), "retired_on": _iso(gear.retired_on), "default_for": list(kept.default_for)}
    known |= {name: _short(getattr(gear, name), _unit(athlete)) for name in _LENGTHS}
    return known | {name: _short(getattr(gear, field), HOUR) for name, field in _TIMES.items()}


def _short(value: float | None, unit: float) -> str:
    return f"{value / unit:.6g}" if value else ""


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
