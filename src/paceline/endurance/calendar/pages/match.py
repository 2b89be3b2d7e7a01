"""Which planned session an activity was: a small part of the activity's page, and a page of its own without scripts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities import Activity, activity_for
from paceline.endurance.calendar.access import workout_for
from paceline.endurance.calendar.actions.matching import choose_workout
from paceline.endurance.calendar.forms import MatchForm
from paceline.endurance.calendar.model import Completion, Workout
from paceline.endurance.calendar.queries import completion_of_activity, workouts_between
from paceline.endurance.calendar.rules import sureness
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid, NotFound
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
AROUND = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class MatchPage:
    """An activity beside the sessions it may have been; `sure` says how well the chosen one fits."""

    activity: Activity
    workout: Workout | None
    by_hand: bool
    sure: str
    reasons: str
    candidates: list[tuple[str, str]]
    wrong: str = ""


@router.get("/activities/{activity_id}/match")
async def show(tx: RequestTx, activity_id: UUID) -> Page:
    """What it was matched with, why, and what else it may have been."""
    return await _page(tx, await activity_for(tx, activity_id))


@router.post("/activities/{activity_id}/match")
async def choose(tx: RequestTx, activity_id: UUID, form: Annotated[Form[MatchForm], reads(MatchForm)]) -> Response:
    """Say which session it was, or none."""
    activity = await activity_for(tx, activity_id)
    if form.value is None:
        return await _page(tx, activity, wrong="Choose one of the sessions.")
    try:
        await choose_workout(tx, activity_id, form.value.workout_id)
    except Invalid as problem:
        return await _page(tx, activity, wrong=problem.message)
    words = "Matched by hand." if form.value.workout_id else "It counts for no planned session now."
    return see(f"/activities/{activity_id}", flash=words)


async def _page(tx: Tx, activity: Activity, wrong: str = "") -> Page:
    row = await completion_of_activity(tx, activity.athlete_id, activity.id)
    workout = await _workout(tx, row)
    around = await workouts_between(tx, activity.athlete_id, activity.day - AROUND, activity.day + AROUND)
    context = MatchPage(
        activity=activity,
        workout=workout,
        by_hand=row is not None and row.decided_by == "person",
        sure=sureness(row.confidence) if row is not None else "",
        reasons=", ".join(part["words"] for part in row.parts) if row is not None else "",
        candidates=[(str(one.id), _line(one)) for one in _with(workout, around) if one.workout_type != "rest"],
        wrong=wrong,
    )
    return page("calendar/match.html", context, block="match", status=422 if wrong else 200)


async def _workout(tx: Tx, row: Completion | None) -> Workout | None:
    if row is None or row.workout_id is None:
        return None
    try:
        return await workout_for(tx, row.workout_id)
    except NotFound:
        # It was taken out of the calendar after it was done.
        return None


def _with(chosen: Workout | None, around: Sequence[Workout]) -> list[Workout]:
    return [*around, *([chosen] if chosen is not None and chosen not in around else [])]


def _line(workout: Workout) -> str:
    return f"{workout.day:%a} {workout.day.day} {workout.day:%b}: {workout.current_title}"
