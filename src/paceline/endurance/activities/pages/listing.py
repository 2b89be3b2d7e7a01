"""The list of activities, one's own or an athlete's: searched, narrowed, put in order, and changed many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import UUID

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from paceline.core.identity import RequestTx, quick
from paceline.endurance.activities.access import may_see_places
from paceline.endurance.activities.actions.batches import change_many, take_back
from paceline.endurance.activities.listing.chips import Chip, chips_of
from paceline.endurance.activities.listing.filters import Filters, read_filters, span_words
from paceline.endurance.activities.listing.panel import Panel
from paceline.endurance.activities.listing.rows import Rows
from paceline.endurance.activities.listing.selection import Wanted
from paceline.endurance.activities.listing.statement import SIZE, activities_shown, showing
from paceline.endurance.activities.pages.words import NAMED_SPORTS
from paceline.endurance.activities.schemas import ChangeMany, ManyForm
from paceline.endurance.athletes import athlete_for
from paceline.infra.tx import Tx
from paceline.kit.errors import Problem
from paceline.ui import jinja
from paceline.ui.flash import Flash
from paceline.ui.format import Formatter
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, say, see, toast, viewer_of
from paceline.ui.viewer import Viewer

router = APIRouter()
QUICK = {"q", "sport", "sort", "before"}  # what needs no look at the reader's units first


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table, which puts the list in its order."""

    label: str
    href: str = ""
    sorted: str = ""
    classes: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of somebody's activities."""

    athlete_id: UUID
    athlete_name: str
    mine: bool
    filters: Filters
    rows: Rows
    columns: Sequence[Column]
    totals: Mapping[str, Any] | None
    chips: Sequence[Chip]
    gear: Sequence[tuple[str, str]]
    newer: str | None
    older: str | None
    path: str
    here: str
    panel: Panel
    sports: Sequence[tuple[str, str]] = NAMED_SPORTS


def _plan(query: str) -> tuple[str, Mapping[str, Any]] | None:
    asked = dict(parse_qsl(query))
    if asked.keys() - QUICK:
        return None
    try:
        return showing(read_filters(parse_qs(query), False).wanted, SIZE, asked.get("before"))
    except Problem:
        return None


def _draw(viewer: Viewer, query: str, found: bytes, fmt: Formatter) -> Page:
    filters = read_filters(parse_qs(query), viewer.units == "imperial")
    before = dict(parse_qsl(query)).get("before", "")
    return _page(orjson.loads(found), filters, fmt, before, viewer.account_id, viewer.name, "/activities", True, True)


@router.get("/activities")
@quick(_plan, _draw)
async def own(request: Request, tx: RequestTx) -> Page:
    viewer = viewer_of(request.scope)
    assert viewer is not None
    return await _list(request, tx, viewer.account_id, viewer.name, "/activities", True)


@router.get("/people/{athlete_id}/activities")
async def of_athlete(request: Request, tx: RequestTx, athlete_id: UUID) -> Page:
    athlete = await athlete_for(tx, athlete_id)
    places = await may_see_places(tx, athlete_id)
    return await _list(request, tx, athlete_id, athlete.name, f"/people/{athlete_id}/activities", places)


async def _list(request: Request, tx: Tx, athlete_id: UUID, name: str, path: str, places: bool) -> Page:
    fmt = jinja.engine().formatter(viewer_of(request.scope))
    filters = read_filters(parse_qs(request.url.query), fmt.imperial)
    before = request.query_params.get("before", "")
    wanted = filters.wanted if places else _without_places(filters.wanted)
    found = await activities_shown(tx, athlete_id, wanted, SIZE, before or None)
    return _page(found, filters, fmt, before, athlete_id, name, path, athlete_id == tx.person, places)


def _without_places(wanted: Wanted) -> Wanted:
    return replace(wanted, near=None, has=tuple(one for one in wanted.has if one != "gps"))


def _page(
    found: Mapping[str, Any], filters: Filters, fmt: Formatter, before: str, athlete_id: UUID, name: str, path: str,
    mine: bool, places: bool,
) -> Page:  # fmt: skip
    best = filters.wanted.best
    gear = [(key, title) for key, title, in_use in found["gear"] if in_use or key == filters.get("gear")]
    here = filters.address(path, before=before)
    context = ListPage(
        athlete_id=athlete_id,
        athlete_name=name,
        mine=mine,
        filters=filters,
        rows=Rows(found["rows"], fmt, mine, best[0] if best else ""),
        columns=_columns(filters, fmt, path),
        totals=found["totals"],
        chips=chips_of(filters, fmt, path, dict(gear)),
        gear=gear,
        newer=filters.address(path) if before else None,
        older=filters.address(path, before=found["next"]) if found["next"] else None,
        path=path,
        here=here,
        panel=Panel(filters, path, places, fmt.language, gear),
    )
    # What is typed stands in the address, without the fields that were left empty.
    return page("activities/list.html", context, block="results", headers={"HX-Push-Url": here})


def _columns(filters: Filters, fmt: Formatter, path: str) -> list[Column]:
    best = filters.wanted.best
    heads = [("Session", "date", ""), (f"Distance, {fmt.distance_unit}", "distance", "r"), ("Time", "duration", "r"),
             ("Pace or speed", "pace", "r opt"), ("Heart rate, bpm", "", "r opt"),
             (f"Climb, {fmt.climb_unit}", "", "r opt"), ("Load", "load", "r opt")]  # fmt: skip
    if best:
        heads.insert(1, (f"Best {span_words(*best)}", "best", "r"))
    return [_column(filters, path, *head) for head in heads]


def _column(filters: Filters, path: str, label: str, key: str, classes: str) -> Column:
    if not key:
        return Column(label, classes=classes)
    now = filters.wanted.sort
    if now.removeprefix("-") != key:
        quickest = key == "best" and filters.wanted.best is not None and filters.wanted.best[0] == "distance"
        return Column(label, filters.address(path, sort="best" if quickest else f"-{key}"), "none", classes)
    down = now.startswith("-")
    return Column(
        label, filters.address(path, sort=key if down else f"-{key}"), "descending" if down else "ascending", classes
    )


@router.post("/activities/batches")
async def change(tx: RequestTx, form: Annotated[Form[ManyForm], reads(ManyForm)]) -> Response:
    if form.value is None:
        return say(toast(next(iter(form.errors.values())), "critical"), status=422)
    typed = form.value
    batch = await change_many(tx, ChangeMany(**typed.model_dump(exclude={"back"})))
    many = len(batch.before)
    which = "1 activity" if many == 1 else f"{many} activities"
    done = "deleted" if batch.kind == "deletion" else "changed"
    back = typed.back if typed.back.split("?")[0] == "/activities" else "/activities"
    return see(back, flash=Flash(f"{which} {done}.", undo=f"/activities/batches/{batch.id}/reversal"))


@router.post("/activities/batches/{batch_id}/reversal")
async def reverse(request: Request, tx: RequestTx, batch_id: UUID) -> Response:
    batch = await take_back(tx, batch_id)
    was = urlsplit(request.headers.get("hx-current-url", ""))
    back = f"{was.path}?{was.query}" if was.path == "/activities" and was.query else "/activities"
    many = len(batch.before)
    return see(back, flash="1 activity is as it was." if many == 1 else f"{many} activities are as they were.")
