"""The steps of a session in the builder; and a session of the calendar as one of the library."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import require_author, workout_for
from paceline.endurance.calendar.actions.workouts import change_workout
from paceline.endurance.calendar.drawing import SessionView, session_view, structure_from
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.schemas import ChangeWorkout
from paceline.endurance.calendar.targets import training_speeds_of
from paceline.endurance.library import Builder, SaveTemplate, WorkoutType, built, opened, save_template
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.science.endurance.structure import to_json
from paceline.ui.forms import body_fields
from paceline.ui.page import Page, page, see

router = APIRouter()
# What sort of session of the library a kind of workout is, when nobody says.
CATEGORIES = {
    "long": "long",
    "tempo": "progression",
    "threshold": "threshold",
    "vo2": "vo2max",
    "sprint": "repetition",
    "race": "race",
    "strength": "strength",
}
SPORTS = {"cycling": "cycling", "swimming": "swim", "strength": "strength"}


@dataclass(frozen=True, slots=True)
class StepsPage:
    """The builder with the session in it; with both versions when somebody else was first."""

    workout: Workout
    athlete: Athlete
    builder: Builder
    version: int
    session: SessionView
    problem: str = ""
    refused: str | None = None
    theirs: SessionView | None = None


@router.get("/workouts/{workout_id}/steps")
async def edit(tx: RequestTx, workout_id: UUID) -> Page:
    """The steps as they are."""
    workout = await workout_for(tx, workout_id)
    require_author(tx, workout)
    athlete = await athlete_for(tx, workout.athlete_id)
    speeds = training_speeds_of(athlete, workout.sport)
    builder = opened(structure_from(workout.structure), workout.sport, speeds, str(athlete.id))
    return await _page(tx, workout, builder, workout.version)


@router.post("/workouts/{workout_id}/steps")
async def save(tx: RequestTx, workout_id: UUID, request: Request) -> Response:
    """Change the rows, or save them."""
    workout = await workout_for(tx, workout_id)
    require_author(tx, workout)
    sent = await body_fields(request)
    columns: Mapping[str, list[str]] = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    asked = str(sent.get("do") or "save")
    version = str(sent.get("version") or "")
    shown = int(version) if version.isdigit() else workout.version
    athlete = await athlete_for(tx, workout.athlete_id)
    known = {**columns, "sport": [workout.sport], "athlete": [str(athlete.id)]}
    builder = built(known, asked, training_speeds_of(athlete, workout.sport))
    if asked != "save":
        return await _page(tx, workout, builder, shown)
    if builder.structure is None:
        problem = "" if builder.problem or builder.wrong else "Add a step first."
        return await _page(tx, workout, builder, shown, problem=problem, status=422)
    try:
        await change_workout(tx, workout_id, ChangeWorkout(structure=to_json(builder.structure), version=shown))
    except Conflict as problem:
        return await _page(tx, workout, builder, workout.version, refused=problem.message, status=409)
    return see(f"/workouts/{workout_id}", flash="Steps saved.")


@router.post("/workouts/{workout_id}/template")
async def keep(tx: RequestTx, workout_id: UUID) -> Response:
    """Save the session as one's own in the library."""
    workout = await workout_for(tx, workout_id)
    if workout.structure is None:
        raise Invalid("Add steps first: a session of the library says what to do.", code="no_steps")
    by_sport = SPORTS.get(workout.sport) or CATEGORIES.get(workout.workout_type, "easy")
    kind = "endurance" if workout.workout_type == "rest" else workout.workout_type
    command = SaveTemplate(
        name=workout.title,
        category=by_sport,  # type: ignore[arg-type]
        workout_type=cast("WorkoutType", kind),
        text=None,
        structure=workout.structure,
        intent=workout.notes[:1000],
    )
    template = await save_template(tx, command, origin=workout.template_id)
    return see(f"/library/templates/{template.id}", flash="Saved in your library.")


async def _page(
    tx: Tx,
    workout: Workout,
    builder: Builder,
    version: int,
    *,
    problem: str = "",
    refused: str | None = None,
    status: int = 200,
) -> Page:
    athlete = await athlete_for(tx, workout.athlete_id)
    session = session_view(builder.structure, athlete)
    theirs = session_view(structure_from(workout.structure), athlete) if refused else None
    context = StepsPage(workout, athlete, builder, version, session, problem, refused, theirs)
    return page("calendar/steps.html", context, status=status)
