"""The small page behind the plus: what an athlete, or a coach, may add."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx, person
from paceline.endurance.athletes import Athlete, roster
from paceline.ui.page import page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to add: where, its drawing, words, what they mean, and its key."""

    href: str
    icon: str
    title: str
    words: str
    key: str | None = None


OWN = (
    Choice("/check-in", "heart-pulse", "Check in", "How you are this morning. Under a minute.", "c"),
    Choice("/activities/new", "notebook-pen", "Log by hand", "A session you did without a recording.", "l"),
    Choice("/activities/upload", "upload", "Upload files", "FIT, GPX or TCX from your watch, or a whole archive."),
    Choice("/return", "footprints", "Back to training", "By steps, after illness, injury or a break."),
)
COACHING = (
    Choice("/people/invite", "user-plus", "Invite an athlete", "By mail or with a link. They decide what you see."),
    Choice("/plans", "chart-gantt", "New plan", "Choose the athlete, then say what they train for."),
)


@dataclass(frozen=True, slots=True)
class AddPage:
    """What may be added; a coach also chooses for whom a session is."""

    choices: Sequence[Choice]
    athletes: Sequence[Athlete] = ()


@router.get("/add")
async def add(tx: RequestTx) -> Response:
    """The choice behind the plus, by the workspace one is in."""
    who = await person(tx, tx.person)
    if "coach" not in tx.actor.roles or who is None or who.workspace != "coach":
        return page("today/add.html", AddPage(OWN))
    athletes = sorted(await roster(tx), key=lambda one: one.name.casefold())
    return page("today/add.html", AddPage(COACHING, athletes))
