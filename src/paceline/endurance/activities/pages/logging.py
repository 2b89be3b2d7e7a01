"""Logging a session done without a watch."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.actions.changing import (
    log_manually,
)
from paceline.endurance.activities.pages.words import NAMED_SPORTS
from paceline.endurance.activities.rules import duration_of
from paceline.endurance.activities.schemas import LogForm
from paceline.endurance.athletes import me
from paceline.kit.errors import Invalid
from paceline.ui.format import METRES_PER_MILE
from paceline.ui.forms import Form, filled, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LogPage:
    """The form for a session done without a watch."""

    form: Form[Any]
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@router.get("/activities/new")
async def new(tx: RequestTx) -> Page:
    athlete = await me(tx)
    start = (tx.now - timedelta(hours=1)).astimezone(ZoneInfo(athlete.time_zone))
    known = {"sport": athlete.primary_sport or "running", "started_at": f"{start:%Y-%m-%dT%H:%M}"}
    return page("activities/new.html", LogPage(filled(known)))


@router.post("/activities/new")
async def log(tx: RequestTx, form: Annotated[Form[LogForm], reads(LogForm)]) -> Response:
    athlete = await me(tx)
    if form.value is None:
        return page("activities/new.html", LogPage(form), status=422)
    typed = form.value
    duration = duration_of(typed.duration)
    if duration is None:
        wrong = form.with_errors(duration=f"“{typed.duration}” is not a duration. Write it like 0:45 or 1:12:30.")
        return page("activities/new.html", LogPage(wrong), status=422)
    factor = METRES_PER_MILE if athlete.units == "imperial" else 1000.0
    try:
        made = await log_manually(
            tx,
            athlete,
            sport=typed.sport,
            started_at=typed.started_at.replace(tzinfo=ZoneInfo(athlete.time_zone)),
            duration=duration,
            distance=None if typed.distance is None else typed.distance * factor,
            rpe=typed.rpe,
            average_heart_rate=typed.average_heart_rate,
            name=typed.name,
            notes=typed.notes,
        )
    except Invalid as problem:
        return page("activities/new.html", LogPage(form.with_errors(**problem.fields)), status=422)
    return see(f"/activities/{made.id}", flash="Session logged.")
