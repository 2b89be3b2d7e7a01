"""The list of activities, one's own or an athlete's."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.activities.model import Activity
from paceline.endurance.activities.pages.words import NAMED_SPORTS, formatter
from paceline.endurance.activities.queries import Wanted, activities_page
from paceline.endurance.activities.views import pace_of
from paceline.endurance.athletes import SPORTS, Athlete, athlete_for, me
from paceline.infra.tx import Tx
from paceline.kit.paging import Page as PageOf
from paceline.ui.format import Figure
from paceline.ui.page import Page, page

router = APIRouter()
SIZE = 30
ICONS = {"running": "footprints", "walking": "footprints", "cycling": "bike", "swimming": "waves"}


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of somebody's activities."""

    athlete: Athlete
    mine: bool
    found: PageOf[Activity]
    sport: str
    words: str
    cursor: str | None
    paces: dict[UUID, Figure]
    drawings: dict[UUID, str]
    path: str
    filtered: bool
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@router.get("/activities")
async def own(tx: RequestTx, sport: str = "", q: str = "", before: str | None = None) -> Page:
    return await _list(tx, await me(tx), sport, q, before, "/activities")


@router.get("/people/{athlete_id}/activities")
async def of_athlete(tx: RequestTx, athlete_id: UUID, sport: str = "", q: str = "", before: str | None = None) -> Page:
    return await _list(tx, await athlete_for(tx, athlete_id), sport, q, before, f"/people/{athlete_id}/activities")


async def _list(tx: Tx, athlete: Athlete, sport: str, words: str, cursor: str | None, path: str) -> Page:
    wanted = Wanted(sport if sport in SPORTS else None, words=words.strip()[:100])
    found = await activities_page(tx, athlete.id, wanted, SIZE, cursor)
    fmt = formatter(athlete if athlete.id == tx.person else await me(tx), tx)
    paces = {one.id: pace_of(one, one.average_speed, fmt) for one in found.items}
    drawings = {one.id: _drawing(one) for one in found.items}
    filtered = bool(wanted.sport or wanted.words or cursor)
    mine = athlete.id == tx.person
    context = ListPage(athlete, mine, found, wanted.sport or "", wanted.words, cursor, paces, drawings, path, filtered)
    return page("activities/list.html", context, block="results")


def _drawing(activity: Activity) -> str:
    return "dumbbell" if activity.sport == "strength" else ICONS.get(activity.family, "activity")
