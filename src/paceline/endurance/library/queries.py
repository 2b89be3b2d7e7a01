"""Finding sessions in the library."""

from collections.abc import Sequence

from paceline.endurance.library.sessions import SESSIONS
from paceline.endurance.library.types import SessionTemplate
from paceline.science.endurance.structure import describe


def sessions_matching(*, words: str = "", category: str = "", sport: str = "") -> Sequence[SessionTemplate]:
    """The sessions of a category and sport that hold every word somewhere, in the library's order."""
    wanted = words.casefold().split()
    return [
        session
        for session in SESSIONS
        if (not category or session.category == category)
        and (not sport or session.sport == sport)
        and all(word in _text(session) for word in wanted)
    ]


def sports() -> tuple[str, ...]:
    """The sports the library has sessions for, in its order."""
    return tuple(dict.fromkeys(session.sport for session in SESSIONS))


def _text(session: SessionTemplate) -> str:
    parts = (
        session.name,
        session.intent,
        session.category,
        session.energy_system,
        session.source,
        describe(session.structure).title,
    )
    return " ".join((*parts, *session.tags)).casefold()
