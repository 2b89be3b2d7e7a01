"""The pages of the session library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, me, roster
from paceline.endurance.library.drawing import growth, profile, relief
from paceline.endurance.library.queries import sessions_matching, sports
from paceline.endurance.library.sessions import SESSIONS, session_named
from paceline.endurance.library.types import CATEGORIES, SessionTemplate
from paceline.infra.tx import Tx
from paceline.kit.errors import NotFound
from paceline.science.endurance.structure import Repeats, describe, estimate
from paceline.science.endurance.structure.wording import end_words, step_words
from paceline.ui import svg
from paceline.ui.page import Page, page

router = APIRouter()
NAMES = {"vo2max": "VO₂max", "marathon": "Marathon", "race": "Race pace"}


@dataclass(frozen=True, slots=True)
class Card:
    """One session in the list."""

    session: SessionTemplate
    words: str
    duration: float
    load: float
    profile: Sequence[svg.Step]


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """The sessions that match, by category."""

    groups: Sequence[tuple[str, Sequence[Card]]]
    number: int
    total: int
    q: str
    category: str
    sport: str
    categories: Sequence[tuple[str, str]]
    sports: Sequence[tuple[str, str]]
    added: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session with everything there is to know, and whose calendar it may go into."""

    card: Card
    category: str
    steps: Sequence[tuple[str, str]]
    growth: Sequence[str]
    relief: Sequence[str]
    athletes: Sequence[Athlete]
    chosen: UUID | None
    day: date


def _card(session: SessionTemplate) -> Card:
    total = estimate(session.structure)
    return Card(session, describe(session.structure).title, total.duration, total.load, profile(session))


def _name(category: str) -> str:
    return NAMES.get(category, category.capitalize())


@router.get("/library")
async def library(
    tx: RequestTx, q: str = "", category: str = "", sport: str = "", athlete: str = "", day: str = ""
) -> Page:
    """Every session, or those that match; `athlete` and `day` travel along to the form of each."""
    found = sessions_matching(words=q[:100], category=category, sport=sport)
    by_category = [(name, [_card(session) for session in found if session.category == name]) for name in CATEGORIES]
    carried = [
        f"{key}={value}" for key, value in (("athlete", _uuid(athlete)), ("day", _day(day))) if value is not None
    ]
    context = LibraryPage(
        groups=[(_name(name), cards) for name, cards in by_category if cards],
        number=len(found),
        total=len(SESSIONS),
        q=q[:100],
        category=category,
        sport=sport,
        categories=[(name, _name(name)) for name in CATEGORIES],
        sports=[(name, name.capitalize()) for name in sports()],
        added="?" + "&".join(carried) if carried else "",
    )
    return page("library/list.html", context, block="sessions")


@router.get("/library/{session_id}")
async def session(tx: RequestTx, session_id: str, athlete: str = "", day: str = "") -> Page:
    """One session."""
    found = session_named(session_id)
    if found is None:
        raise NotFound("There is no such session in the library.")
    people = await _people(tx)
    chosen = _uuid(athlete)
    context = SessionPage(
        card=_card(found),
        category=_name(found.category),
        steps=[(_role(part), _words(part)) for part in found.structure.segments],
        growth=[growth(rule) for rule in found.progression],
        relief=[relief(rule) for rule in found.regression],
        athletes=people,
        chosen=chosen if any(one.id == chosen for one in people) else None,
        day=_day(day) or tx.today(await me(tx)),
    )
    return page("library/session.html", context)


async def _people(tx: Tx) -> list[Athlete]:
    own = [await me(tx)] if "athlete" in tx.actor.roles else []
    return [*own, *await roster(tx)]


def _role(part: object) -> str:
    kind = str(getattr(part, "kind", ""))
    return {"warmup": "Warm-up", "cooldown": "Cool-down", "steady": "Main", "interval": "Repeats"}.get(
        kind, kind.capitalize()
    )


def _words(part: object) -> str:
    if isinstance(part, Repeats):
        times = f"{part.repeats} × " if part.repeats > 1 else ""
        sets = f"{part.sets} sets of " if part.sets > 1 else ""
        rest = f", {step_words(part.recovery)} between" if part.recovery is not None else ""
        between = f"; {end_words(part.set_recovery.end)} between sets" if part.set_recovery is not None else ""
        return f"{sets}{times}{step_words(part.work)}{rest}{between}"
    return step_words(part.step)  # type: ignore[attr-defined]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
