"""The builder's pages: a new session, a change to one's own, and the live drawing of what is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.athletes import athlete_for, me
from paceline.endurance.library import actions
from paceline.endurance.library.access import own_template
from paceline.endurance.library.builder import Builder, built, opened
from paceline.endurance.library.items import stored, template_href
from paceline.endurance.library.model import Folder, Template
from paceline.endurance.library.outcomes import calendar_of
from paceline.endurance.library.pages.words import CATEGORY_CHOICES, KEPT_TYPES, NAMED_SPORTS, uuid_in
from paceline.endurance.library.queries import folders_of
from paceline.endurance.library.schemas import ChangeTemplate, SaveTemplate
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.science.endurance.structure import to_json
from paceline.ui.forms import Form, body_fields, validate
from paceline.ui.page import Page, fragment, page, see

router = APIRouter()
PLAIN = ("name", "category", "sport", "workout_type", "intent", "fuelling", "success_criteria")


@dataclass(frozen=True, slots=True)
class BuilderPage:
    """The form of a session: its facts, and the builder with its steps."""

    title: str
    action: str
    back: str
    form: Form[Any]
    builder: Builder
    folders: Sequence[tuple[str, str]]
    coaches: bool
    refused: str = ""
    categories: Sequence[tuple[str, str]] = CATEGORY_CHOICES
    sports: Sequence[tuple[str, str]] = NAMED_SPORTS
    types: Sequence[tuple[str, str]] = KEPT_TYPES


@dataclass(frozen=True, slots=True)
class Drawn:
    """The regions of the builder that an edit brings up to date."""

    builder: Builder
    has_rows: bool
    has_text: bool


@router.get("/library/new")
async def new(tx: RequestTx, gear: Gear, sport: str = "running", folder: str = "") -> Page:
    """An empty session of one's own."""
    sport = sport if sport in dict(NAMED_SPORTS) else "running"
    form: Form[Any] = Form({"sport": sport, "category": "easy", "workout_type": "endurance", "folder_id": folder})
    return await _page(tx, None, form, opened(None, sport))


@router.post("/library/new")
async def create(tx: RequestTx, gear: Gear, request: Request) -> Response:
    """Save it, or change its rows."""
    return await _save(tx, gear, request, None)


@router.get("/library/templates/{template_id}/steps")
async def edit(tx: RequestTx, gear: Gear, template_id: UUID) -> Page:
    """One's own session in the builder."""
    template = await own_template(tx, template_id)
    structure = stored(template.structure)
    builder = opened(structure, template.sport, await speeds_for(tx, gear, "", template.sport))
    return await _page(tx, template, _shown(template), builder)


@router.post("/library/templates/{template_id}/steps")
async def save(tx: RequestTx, gear: Gear, template_id: UUID, request: Request) -> Response:
    """Save it, or change its rows."""
    return await _save(tx, gear, request, await own_template(tx, template_id))


@router.post("/library/drawing")
async def draw(tx: RequestTx, gear: Gear, request: Request) -> Page:
    """What the builder says now: the drawing and totals, with the rows or the text that follow from the other."""
    columns, asked = await sent_columns(request)
    builder = built(columns, asked, await speeds_for(tx, gear, _one(columns, "athlete"), _one(columns, "sport")))
    has_rows = asked != "rows" and not (asked == "text" and builder.problem)
    return fragment("library/_builder.html", "drawn", Drawn(builder, has_rows, asked != "text"))


async def sent_columns(request: Request) -> tuple[Mapping[str, list[str]], str]:
    """A sent form as columns, and what was asked for."""
    sent = await body_fields(request)
    columns = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    return columns, _one(columns, "do") or "save"


async def speeds_for(tx: Tx, gear: Machinery, athlete: str, sport: str) -> Mapping[str, float]:
    """The speeds totals are worked out with: the athlete's whose session it is, or one's own."""
    calendar = calendar_of(gear)
    athlete_id = uuid_in(athlete)
    who = await athlete_for(tx, athlete_id) if athlete_id is not None else await me(tx)
    return calendar.speeds_of(who, sport or "running") if calendar is not None else {}


async def _save(tx: Tx, gear: Machinery, request: Request, template: Template | None) -> Response:
    columns, asked = await sent_columns(request)
    builder = built(columns, asked, await speeds_for(tx, gear, "", _one(columns, "sport")))
    raw: dict[str, Any] = {name: _one(columns, name) for name in (*PLAIN, "tags", "folder_id", "version")}
    raw["shared"] = "shared" in columns
    if asked != "save":
        return await _page(tx, template, Form(raw), builder)
    if builder.structure is None:
        problem = builder.problem or "Add a step first." if not builder.wrong else "One of the steps cannot be read."
        return await _page(tx, template, Form(raw), builder, refused=problem, status=422)
    given = {**{name: raw[name] for name in PLAIN}, "shared": raw["shared"], "structure": to_json(builder.structure)}
    given["tags"] = [tag.strip() for tag in raw["tags"].split(",") if tag.strip()]
    given["folder_id"] = raw["folder_id"] or None
    if template is not None:
        given["version"] = int(raw["version"]) if raw["version"].isdigit() else None
    form: Form[Any] = validate(SaveTemplate if template is None else ChangeTemplate, given, raw)
    if form.value is None:
        return await _page(tx, template, form, builder, status=422)
    try:
        found = await (
            actions.save_template(tx, form.value)
            if template is None
            else actions.change_template(tx, template.id, form.value)
        )
    except (Invalid, Conflict) as problem:
        return await _page(tx, template, form, builder, refused=problem.message, status=problem.status)
    return see(template_href(found.id), flash=f"{found.name} saved.")


async def _page(
    tx: Tx, template: Template | None, form: Form[Any], builder: Builder, *, refused: str = "", status: int = 200
) -> Page:
    folders: Sequence[Folder] = [one for one in await folders_of(tx) if one.account_id == tx.person]
    context = BuilderPage(
        title=template.name if template is not None else "New session",
        action=f"/library/templates/{template.id}/steps" if template is not None else "/library/new",
        back=template_href(template.id) if template is not None else "/library",
        form=form,
        builder=builder,
        folders=[(str(one.id), one.name) for one in folders],
        coaches="coach" in tx.actor.roles,
        refused=refused,
    )
    return page("library/build.html", context, status=status)


def _shown(template: Template) -> Form[Any]:
    raw: dict[str, Any] = {name: getattr(template, name) for name in PLAIN}
    raw |= {"tags": ", ".join(template.tags), "folder_id": str(template.folder_id or ""), "shared": template.shared}
    return Form({**raw, "version": str(template.version)})


def _one(columns: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(columns.get(name, ())), "")
