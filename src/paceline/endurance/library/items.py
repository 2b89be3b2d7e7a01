"""One shape for every session that can be found: the library's own, and those people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup

from paceline.endurance.library.drawing import profile_of
from paceline.endurance.library.model import Template
from paceline.endurance.library.types import Progression, Regression, SessionTemplate
from paceline.science.endurance.structure import Structure, describe, estimate, from_json
from paceline.ui import svg

# The height of a drawing in a list.
SMALL = 26


@dataclass(frozen=True, slots=True)
class Item:
    """A session as lists and pages show it; `template` is there for those people wrote."""

    ref: str
    href: str
    name: str
    category: str
    sport: str
    workout_type: str
    intent: str
    fuelling: str
    success_criteria: str
    tags: tuple[str, ...]
    structure: Structure
    words: str
    duration: float
    load: float
    profile: Sequence[svg.Step]
    small: Markup
    by: str
    search: str
    energy_system: str = ""
    levels: tuple[str, ...] = ()
    progression: tuple[Progression, ...] = ()
    regression: tuple[Regression, ...] = ()
    template: Template | None = None


_WORKED_OUT: dict[str, Item] = {}


def item_of_session(session: SessionTemplate) -> Item:
    """A session of the library, worked out once: its name is quicker to look up by than its steps."""
    found = _WORKED_OUT.get(session.id)
    if found is None or found.structure is not session.structure:
        found = _WORKED_OUT[session.id] = _item(session)
    return found


def _item(session: SessionTemplate) -> Item:
    total = estimate(session.structure)
    words = describe(session.structure).title
    parts = (session.name, session.intent, session.category, session.energy_system, session.source, words)
    return Item(
        ref=session.id,
        href=f"/library/{session.id}",
        name=session.name,
        category=session.category,
        sport=session.sport,
        workout_type=session.workout_type,
        intent=session.intent,
        fuelling=session.fuelling,
        success_criteria=session.success_criteria,
        tags=session.tags,
        structure=session.structure,
        words=words,
        duration=total.duration,
        load=total.load,
        profile=(profile := profile_of(session.structure)),
        small=svg.structure(profile, height=SMALL),
        by=session.source,
        search=" ".join((*parts, *session.tags)).casefold(),
        energy_system=session.energy_system,
        levels=session.levels,
        progression=session.progression,
        regression=session.regression,
    )


def item_of_template(template: Template, by: str) -> Item:
    """A session somebody wrote."""
    structure = stored(template.structure)
    return Item(
        ref=str(template.id),
        href=template_href(template.id),
        name=template.name,
        category=template.category,
        sport=template.sport,
        workout_type=template.workout_type,
        intent=template.intent,
        fuelling=template.fuelling,
        success_criteria=template.success_criteria,
        tags=tuple(template.tags),
        structure=structure,
        words=describe(structure).title,
        duration=template.duration_s,
        load=template.load,
        profile=(profile := profile_of(structure)),
        small=svg.structure(profile, height=SMALL),
        by=by,
        search=template.search,
        template=template,
    )


def stored(value: dict[str, Any]) -> Structure:
    """The structure in a row."""
    return from_json(value)


def template_href(template_id: UUID) -> str:
    """Where somebody's own session is shown."""
    return f"/library/templates/{template_id}"
