"""The steps of a session: add, remove, reorder and save them with a plain form."""

from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request, Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for
from paceline.endurance.calendar.access import require_author, workout_for
from paceline.endurance.calendar.actions.workouts import change_workout
from paceline.endurance.calendar.drawing import SessionView, session_view, structure_from
from paceline.endurance.calendar.editing import (
    EFFORTS,
    KINDS,
    NAMES,
    UNITS,
    Row,
    changed_rows,
    read_rows,
    rows_of,
    structure_of_rows,
)
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.schemas import ChangeWorkout
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict
from paceline.science.endurance.structure import Sport, Structure, problems, to_json
from paceline.ui.forms import body_fields
from paceline.ui.page import Page, page, see

router = APIRouter()
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class StepsPage:
    """The rows with what is wrong in them, and the drawing of what they say."""

    workout: Workout
    athlete: Athlete
    rows: list[Row]
    wrong: dict[int, str]
    version: int
    session: SessionView
    refused: str | None = None
    kinds: tuple[tuple[str, str], ...] = KINDS
    units: tuple[tuple[str, str], ...] = UNITS
    efforts: tuple[tuple[str, str], ...] = EFFORTS


@router.get("/workouts/{workout_id}/steps")
async def edit(tx: RequestTx, workout_id: UUID) -> Page:
    """The steps as they are."""
    workout = await workout_for(tx, workout_id)
    require_author(tx, workout)
    structure = structure_from(workout.structure)
    rows = rows_of(structure) if structure is not None else [Row()]
    return await _page(tx, workout, rows, workout.version)


@router.post("/workouts/{workout_id}/steps")
async def save(tx: RequestTx, workout_id: UUID, request: Request) -> Response:
    """Change the rows, or save them."""
    workout = await workout_for(tx, workout_id)
    require_author(tx, workout)
    sent = await body_fields(request)
    asked = str(sent.get("do") or "save")
    version = str(sent.get("version") or "")
    shown = int(version) if version.isdigit() else workout.version
    rows = read_rows({name: [str(value) for value in sent.getlist(name)] for name in NAMES})[:MOST_ROWS]
    if asked != "save":
        return await _page(tx, workout, changed_rows(rows, asked), shown)
    structure, wrong = structure_of_rows(rows, cast("Sport", workout.sport))
    wrong = wrong or _wrong_parts(structure)
    if wrong or not rows:
        return await _page(tx, workout, rows, shown, wrong, status=422)
    try:
        await change_workout(tx, workout_id, ChangeWorkout(structure=to_json(structure), version=shown))
    except Conflict as problem:
        return await _page(tx, workout, rows, workout.version, refused=problem.message, status=409)
    return see(f"/workouts/{workout_id}", flash="Steps saved.")


def _wrong_parts(structure: Structure) -> dict[int, str]:
    """What the bounds of the format refuse, by row."""
    found: dict[int, str] = {}
    for problem in problems(structure):
        place = problem.path.partition("[")[2].partition("]")[0]
        found.setdefault(int(place) if place.isdigit() else 0, problem.sentence)
    return found


async def _page(
    tx: Tx,
    workout: Workout,
    rows: list[Row],
    version: int,
    wrong: dict[int, str] | None = None,
    *,
    refused: str | None = None,
    status: int = 200,
) -> Page:
    athlete = await athlete_for(tx, workout.athlete_id)
    structure, unread = structure_of_rows(rows, cast("Sport", workout.sport))
    is_sound = not unread and not problems(structure)
    named = [replace(row, words=row.words or "A part with sets, kept as it is") if row.kept else row for row in rows]
    session = session_view(structure if is_sound else None, athlete)
    context = StepsPage(workout, athlete, named, wrong or {}, version, session, refused)
    return page("calendar/steps.html", context, status=status)
