"""One session: what to do, what it is for, when it changes, how it went, and putting it into a calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.athletes import Athlete, me, roster
from paceline.endurance.library import actions
from paceline.endurance.library.access import own_template
from paceline.endurance.library.drawing import growth, relief
from paceline.endurance.library.items import Item, template_href
from paceline.endurance.library.model import Version
from paceline.endurance.library.outcomes import suggestion_for, summary, uses_of
from paceline.endurance.library.pages.words import day_in, name_of, uuid_in
from paceline.endurance.library.planning import plan_template
from paceline.endurance.library.queries import favourites_of, item_named, versions_of
from paceline.endurance.library.schemas import OutcomesOut, PlanTemplate
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.science.endurance.structure import Repeats, describe, from_json, to_text
from paceline.science.endurance.structure.wording import end_words, step_words
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see, toast

router = APIRouter()
ROLES = {"warmup": "Warm-up", "cooldown": "Cool-down", "steady": "Main", "interval": "Repeats"}
FACTS = {
    "name": "Name",
    "category": "Kind",
    "sport": "Sport",
    "workout_type": "Effort",
    "intent": "What it is for",
    "fuelling": "Food and drink",
    "success_criteria": "Done well when",
    "tags": "Tags",
    "structure": "Steps",
}


@dataclass(frozen=True, slots=True)
class Next:
    """What the last times call for, in words."""

    title: str
    reason: str
    href: str
    is_more: bool


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session with everything there is to know, and whose calendar it may go into."""

    item: Item
    category: str
    text: str
    steps: Sequence[tuple[str, str]]
    growth: Sequence[str]
    relief: Sequence[str]
    outcomes: OutcomesOut
    next: Next | None
    is_mine: bool
    is_favourite: bool
    athletes: Sequence[Athlete]
    chosen: UUID | None
    day: date
    plan_url: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a version beside the one before it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Every version that is kept, with what changed in it."""

    name: str
    template_id: UUID
    current: int
    versions: Sequence[tuple[Version, Sequence[Change]]]


@router.get("/library/templates/{template_id}")
async def template(tx: RequestTx, gear: Gear, template_id: UUID, athlete: str = "", day: str = "") -> Page:
    """A session somebody wrote."""
    return await _page(tx, gear, str(template_id), athlete, day)


@router.get("/library/templates/{template_id}/versions")
async def versions(tx: RequestTx, template_id: UUID) -> Page:
    """How it became what it is."""
    found = await own_template(tx, template_id)
    rows = await versions_of(tx, template_id)
    befores = [row.facts for row in rows[1:]] + [{}]
    changes = [(row, _changes(row.facts, before)) for row, before in zip(rows, befores, strict=True)]
    return page("library/versions.html", VersionsPage(found.name, found.id, found.version, changes))


@router.post("/library/templates/{template_id}/versions/{number}/restoration")
async def restore(tx: RequestTx, template_id: UUID, number: int) -> Response:
    """Make it what it was."""
    await actions.restore_version(tx, template_id, number)
    return see(template_href(template_id), flash=f"Version {number} is back, as the newest.")


@router.post("/library/templates/{template_id}/removal")
async def remove(tx: RequestTx, template_id: UUID) -> Response:
    """Take it out of the library, with a way back."""
    found = await actions.remove_template(tx, template_id)
    undo = f"/library/templates/{template_id}/restoration"
    return see("/library?origin=mine", flash=toast(f"{found.name} removed.", undo=undo))


@router.post("/library/templates/{template_id}/restoration")
async def bring_back(tx: RequestTx, template_id: UUID) -> Response:
    """Undo the removal."""
    found = await actions.bring_back_template(tx, template_id)
    return see(template_href(template_id), flash=f"{found.name} is back.")


@router.post("/library/{session_id}/copies")
async def copy(tx: RequestTx, session_id: str) -> Response:
    """One's own copy, opened in the builder."""
    made = await actions.copy_session(tx, session_id)
    undo = f"/library/templates/{made.id}/removal"
    return see(
        f"/library/templates/{made.id}/steps", flash=toast("This copy is yours: change what you like.", undo=undo)
    )


@router.post("/library/{session_id}/favourite")
async def favourite(tx: RequestTx, session_id: str) -> Response:
    """Mark it, or take the mark away."""
    item = await item_named(tx, session_id)
    on = item.ref not in await favourites_of(tx)
    await actions.mark_favourite(tx, item.ref, on=on)
    return see(item.href, flash="Among your favourites." if on else "No longer among your favourites.")


@router.post("/library/{session_id}/workouts")
async def plan(
    tx: RequestTx, gear: Gear, session_id: str, form: Annotated[Form[PlanTemplate], reads(PlanTemplate)]
) -> Response:
    """Put it into a calendar."""
    if form.value is None:
        problem = next(iter(form.errors.values()), "Choose a day.")
        return await _page(tx, gear, session_id, str(form.get("athlete_id")), "", problem)
    try:
        workout_id = await plan_template(tx, gear, session_id, form.value)
    except Invalid as refused:
        return await _page(tx, gear, session_id, str(form.get("athlete_id")), str(form.get("day")), refused.message)
    return see(f"/workouts/{workout_id}", flash="In the calendar.")


@router.get("/library/{session_id}")
async def session(tx: RequestTx, gear: Gear, session_id: str, athlete: str = "", day: str = "") -> Page:
    """One of the library's sessions."""
    return await _page(tx, gear, session_id, athlete, day)


async def _page(tx: Tx, gear: Machinery, ref: str, athlete: str, day: str, problem: str = "") -> Page:
    item = await item_named(tx, ref)
    people = await _people(tx)
    chosen = uuid_in(athlete)
    uses = await uses_of(tx, gear, item.ref)
    own = [use.outcome for use in uses if use.athlete_id == (chosen or tx.person) and use.outcome is not None]
    context = SessionPage(
        item=item,
        category=name_of(item.category),
        text=to_text(item.structure, "\n"),
        steps=[(ROLES.get(part.kind, part.kind.capitalize()), part_words(part)) for part in item.structure.segments],
        growth=[growth(rule) for rule in item.progression],
        relief=[relief(rule) for rule in item.regression],
        outcomes=summary(uses),
        next=_next(item, own),
        is_mine=item.template is not None and item.template.account_id == tx.person,
        is_favourite=item.ref in await favourites_of(tx),
        athletes=people,
        chosen=chosen if any(one.id == chosen for one in people) else None,
        day=day_in(day) or tx.today(await me(tx)),
        plan_url=f"/library/{item.ref}/workouts",
        problem=problem,
    )
    return page("library/session.html", context, status=422 if problem else 200)


def _next(item: Item, own: Sequence[Any]) -> Next | None:
    said = suggestion_for(item, own)
    if said is None:
        return None
    other = said.session.id != item.ref and (item.template is None or item.template.origin != said.session.id)
    title = said.session.name if other else describe(said.structure).title
    return Next(title, said.reason, f"/library/{said.session.id}" if other else "", said.change == "progress")


async def _people(tx: Tx) -> list[Athlete]:
    own = [await me(tx)] if "athlete" in tx.actor.roles else []
    return [*own, *await roster(tx)]


def part_words(part: Any) -> str:
    """A part of a session in words."""
    if isinstance(part, Repeats):
        times = f"{part.repeats} × " if part.repeats > 1 else ""
        sets = f"{part.sets} sets of " if part.sets > 1 else ""
        rest = f", {step_words(part.recovery)} between" if part.recovery is not None else ""
        between = f"; {end_words(part.set_recovery.end)} between sets" if part.set_recovery is not None else ""
        return f"{sets}{times}{step_words(part.work)}{rest}{between}"
    return step_words(part.step)


def _changes(facts: Mapping[str, Any], before: Mapping[str, Any]) -> list[Change]:
    return [
        Change(label, _fact(name, before.get(name)), _fact(name, facts.get(name)))
        for name, label in FACTS.items()
        if before and facts.get(name) != before.get(name)
    ]


def _fact(name: str, value: Any) -> str:
    if name == "structure":
        return to_text(from_json(value)) if value else "–"
    return ", ".join(value) or "–" if name == "tags" and value else str(value or "–")
