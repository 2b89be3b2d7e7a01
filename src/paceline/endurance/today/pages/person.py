"""An athlete at a glance, as their coach sees them: readiness, today, the week, what they said, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from paceline.coaching.checkins import Checkin, HealthSaid, health_said, recent_checkins, scopes_shared
from paceline.core.audit import entries_of
from paceline.core.identity import Person, RequestTx, person
from paceline.endurance.athletes import athlete_for
from paceline.endurance.readiness import ScoreOfDay, readiness_history
from paceline.endurance.today.pages.cards import SessionCard, Verdict, WeekStrip, cards_of, verdict_of, week_of
from paceline.endurance.today.queries import today_of
from paceline.endurance.today.timeline import Line, lines_of
from paceline.endurance.today.types import Today
from paceline.infra.tx import Tx
from paceline.kit.days import days_between, local_day
from paceline.kit.errors import NotFound
from paceline.ui.page import page

router = APIRouter()
TREND_DAYS = 14
SAID_DAYS = 14
TIMELINE = 20
NEEDED = (
    ("training", "Sessions, the calendar and activities are not shared with you."),
    ("wellness", "Check-ins and readiness are not shared with you."),
    ("injuries", "Pain and injuries are not shared with you."),
)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The athlete's case; each part is None when its consent is missing, and `not_shared` says so in words."""

    athlete_id: UUID
    name: str
    mine: bool
    today: Today | None
    verdict: Verdict | None
    cards: Sequence[SessionCard]
    week: WeekStrip | None
    trend: Sequence[float | None]
    known_days: Sequence[ScoreOfDay]
    checkins: Sequence[Checkin] | None
    said: HealthSaid
    not_shared: Sequence[str]
    lines: Sequence[Line]
    older: str | None
    first_page: bool


@router.get("/people/{athlete_id}")
async def at_a_glance(
    tx: RequestTx, athlete_id: UUID, before: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """The athlete's case at a glance."""
    who = await person(tx, athlete_id)
    scopes = await scopes_shared(tx, athlete_id)
    if who is None or not scopes:
        raise NotFound()
    return page("today/person.html", await _case(tx, who, scopes, before), block="case")


async def _case(tx: Tx, who: Person, scopes: frozenset[str], before: str | None) -> PersonPage:
    day = local_day(tx.now, who.time_zone)
    whose = who.account_id
    found = await today_of(tx, await athlete_for(tx, whose)) if "training" in scopes else None
    first = day - timedelta(days=TREND_DAYS - 1)
    known: Sequence[ScoreOfDay] = await readiness_history(tx, whose, first, day) if "wellness" in scopes else ()
    entries = await entries_of(tx, whose, size=TIMELINE, cursor=before)
    return PersonPage(
        athlete_id=whose,
        name=who.name,
        mine=tx.person == whose,
        today=found,
        verdict=verdict_of(found) if found else None,
        cards=cards_of(found) if found else (),
        week=week_of(found.week) if found else None,
        trend=_trend(known, first, day),
        known_days=known,
        checkins=list(reversed(await recent_checkins(tx, whose, day, SAID_DAYS))) if "wellness" in scopes else None,
        said=await health_said(tx, whose, day, SAID_DAYS),
        not_shared=[words for scope, words in NEEDED if scope not in scopes],
        lines=lines_of(entries.items, who.time_zone),
        older=f"/people/{whose}?before={entries.next_cursor}" if entries.next_cursor else None,
        first_page=before is None,
    )


def _trend(known: Sequence[ScoreOfDay], first: date, last: date) -> list[float | None]:
    by_day = {one.day: one.score for one in known}
    return [None if (score := by_day.get(day)) is None else float(score) for day in days_between(first, last)]
