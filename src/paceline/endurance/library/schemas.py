"""What the library shows of a session, over REST and on its pages."""

from typing import Any

from paceline.endurance.library.types import Category, SessionTemplate
from paceline.kit.shapes import Shape
from paceline.science.endurance.structure import describe, estimate, to_json


class SessionOut(Shape):
    """One session of the library; times and loads are at its own intensities, for whoever does it."""

    id: str
    name: str
    category: Category
    sport: str
    workout_type: str
    intent: str
    energy_system: str
    levels: list[str]
    words: str
    duration_s: float
    load: float
    fuelling: str
    success_criteria: str
    tags: list[str]
    source: str
    structure: dict[str, Any]


class SessionsOut(Shape):
    """One page of the library."""

    items: list[SessionOut]
    next_cursor: str | None


def session_out(session: SessionTemplate) -> SessionOut:
    """A session as the API shows it."""
    total = estimate(session.structure)
    return SessionOut(
        id=session.id,
        name=session.name,
        category=session.category,
        sport=session.sport,
        workout_type=session.workout_type,
        intent=session.intent,
        energy_system=session.energy_system,
        levels=list(session.levels),
        words=describe(session.structure).title,
        duration_s=total.duration,
        load=total.load,
        fuelling=session.fuelling,
        success_criteria=session.success_criteria,
        tags=list(session.tags),
        source=session.source,
        structure=to_json(session.structure),
    )
