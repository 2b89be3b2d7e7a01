"""One planned session: what to do, what it became, and changing it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities import Activity, activities_between, activity_for
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.calendar.access import is_author, workout_for
from paceline.endurance.calendar.actions import adapting, matching, workouts
from paceline.endurance.calendar.api import fit_answer
from paceline.endurance.calendar.board import WORDS
from paceline.endurance.calendar.drawing import SessionView, session_view, structure_from
from paceline.endurance.calendar.forms import (
    NAMED_SPORTS,
    ChoiceForm,
    DayForm,
    EditForm,
    SessionForm,
    SkipForm,
    add_command,
    change_command,
    library_choices,
    new_form,
    shown,
)
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.pages.month import base_of
from paceline.endurance.calendar.queries import Entry, entries_of
from paceline.endurance.calendar.schemas import ChangeWorkout
from paceline.endurance.calendar.versions import LABELS, Versions, versions_of
from paceline.endurance.library import TYPES
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see, toast

router = APIRouter()
AROUND = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for a new session."""

    athlete: Athlete
    form: Form[Any]
    base: str
    choices: tuple[tuple[str, str], ...]
    types: tuple[tuple[str, str], ...] = TYPES
    sports: tuple[tuple[str, str], ...] = NAMED_SPORTS


@dataclass(frozen=True, slots=True)
class WorkoutPage:
    """One session with everything about it."""

    athlete: Athlete
    entry: Entry
    words: str
    mine: bool
    author: bool
    movable: bool
    session: SessionView
    original: SessionView | None
    activity: Activity | None
    done_duration: float | None
    candidates: list[tuple[str, str]]
    calendar: str
    form: Form[Any]
    next_week: date
    refused: str | None = None
    versions: Versions | None = None
    types: tuple[tuple[str, str], ...] = TYPES


@router.get("/workouts/new")
async def new(tx: RequestTx, athlete: UUID | None = None, day: date | None = None, template: str = "") -> Page:
    """A form for a new session."""
    whose = await athlete_for(tx, athlete or tx.person)
    return page("calendar/new.html", _new(tx, whose, new_form(whose, day or tx.today(whose), template)))


@router.post("/workouts")
async def add(tx: RequestTx, form: Annotated[Form[SessionForm], reads(SessionForm)]) -> Response:
    """Plan it."""
    if form.value is None:
        typed = str(form.get("athlete_id"))
        whose = await athlete_for(tx, _uuid(typed) or tx.person)
        return page("calendar/new.html", _new(tx, whose, form), status=422)
    athlete = await athlete_for(tx, form.value.athlete_id)
    command, errors = add_command(form.value, (await me(tx)).units)
    if command is not None:
        try:
            workout = await workouts.add_workout(tx, command)
            return see(f"{base_of(tx, athlete)}/{workout.day:%Y-%m}", flash=f"{workout.title} added.")
        except Invalid as problem:
            errors = {"": problem.message, **problem.fields}
    return page("calendar/new.html", _new(tx, athlete, form.with_errors(**errors)), status=422)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _new(tx: Tx, athlete: Athlete, form: Form[Any]) -> NewPage:
    return NewPage(athlete, form, base_of(tx, athlete), library_choices())


@router.get("/workouts/{workout_id}")
async def show(tx: RequestTx, workout_id: UUID) -> Page:
    """The session."""
    return await _page(tx, await workout_for(tx, workout_id))


async def _page(
    tx: Tx,
    workout: Workout,
    form: Form[Any] | None = None,
    *,
    refused: str | None = None,
    versions: Versions | None = None,
    status: int = 200,
) -> Page:
    athlete = await athlete_for(tx, workout.athlete_id)
    entry = (await entries_of(tx, athlete, [workout]))[0]
    around = await activities_between(tx, athlete.id, workout.day - AROUND, workout.day + AROUND)
    chosen = entry.completion.activity_id if entry.completion is not None else None
    activity = await activity_for(tx, chosen) if chosen is not None else None
    author = is_author(tx, workout)
    units = (await me(tx)).units
    context = WorkoutPage(
        athlete=athlete,
        entry=entry,
        words=WORDS[entry.status],
        mine=athlete.id == tx.person,
        author=author,
        movable=activity is None and (author or not workout.locked),
        session=session_view(structure_from(workout.current_structure), athlete),
        original=session_view(structure_from(workout.structure), athlete) if workout.adapted is not None else None,
        activity=activity,
        done_duration=matching.done_amount(activity).duration if activity is not None else None,
        candidates=[(str(one.id), f"{one.day:%a} {one.day.day} {one.day:%b}: {one.name}") for one in around],
        calendar=f"{base_of(tx, athlete)}/{workout.day:%Y-%m}",
        form=form or shown(workout, units),
        next_week=workout.day + timedelta(days=7),
        refused=refused,
        versions=versions,
    )
    return page("calendar/workout.html", context, status=status)


@router.post("/workouts/{workout_id}")
async def change(tx: RequestTx, workout_id: UUID, form: Annotated[Form[EditForm], reads(EditForm)]) -> Response:
    """Save what was edited; when somebody else was first, show both."""
    workout = await workout_for(tx, workout_id)
    if form.value is None:
        return await _page(tx, workout, form, status=422)
    command, errors = change_command(form.value, workout, (await me(tx)).units)
    if command is None:
        return await _page(tx, workout, form.with_errors(**errors), status=422)
    try:
        await workouts.change_workout(tx, workout_id, command)
    except Conflict as problem:
        kept: Form[Any] = Form({**form.raw, "version": workout.version}, form.errors)
        both = versions_of(kept, shown(workout, (await me(tx)).units), f"/workouts/{workout_id}", _compared(workout))
        return await _page(tx, workout, kept, refused=problem.message, versions=both, status=409)
    except Invalid as problem:
        return await _page(tx, workout, form.with_errors(**{"": problem.message, **problem.fields}), status=422)
    return see(f"/workouts/{workout_id}", flash="Saved.")


def _compared(workout: Workout) -> list[str]:
    # A session with steps is as long as its steps, so its form does not ask.
    return [name for name in LABELS if workout.structure is None or name not in ("duration", "distance")]


@router.post("/workouts/{workout_id}/day")
async def move(tx: RequestTx, workout_id: UUID, form: Annotated[Form[DayForm], reads(DayForm)]) -> Response:
    """Put it on another day."""
    workout = await workout_for(tx, workout_id)
    if form.value is None:
        return await _page(tx, workout, form, status=422)
    try:
        await workouts.change_workout(tx, workout_id, ChangeWorkout(day=form.value.day, version=form.value.version))
    except Conflict as problem:
        there = shown(workout, (await me(tx)).units)
        both = versions_of(form, there, f"/workouts/{workout_id}/day", ["day"])
        return await _page(tx, workout, refused=problem.message, versions=both, status=409)
    return see(
        f"/workouts/{workout_id}", flash=f"Moved to {form.value.day:%A} {form.value.day.day} {form.value.day:%B}."
    )


@router.post("/workouts/{workout_id}/copies")
async def copy(tx: RequestTx, workout_id: UUID, form: Annotated[Form[DayForm], reads(DayForm)]) -> Response:
    """The same again on another day."""
    if form.value is None:
        return await _page(tx, await workout_for(tx, workout_id), form, status=422)
    made = await workouts.copy_workout(tx, workout_id, form.value.day)
    undo = f"/workouts/{made.id}/removal"
    return see(f"/workouts/{made.id}", flash=toast(f"Copied to {made.day:%A} {made.day.day} {made.day:%B}.", undo=undo))


@router.post("/workouts/{workout_id}/removal")
async def remove(tx: RequestTx, workout_id: UUID) -> Response:
    """Take it out, with a way back."""
    workout = await workouts.remove_workout(tx, workout_id)
    athlete = await athlete_for(tx, workout.athlete_id)
    undo = f"/workouts/{workout.id}/restoration"
    return see(f"{base_of(tx, athlete)}/{workout.day:%Y-%m}", flash=toast(f"{workout.title} removed.", undo=undo))


@router.post("/workouts/{workout_id}/restoration")
async def bring_back(tx: RequestTx, workout_id: UUID) -> Response:
    """Undo the removal."""
    workout = await workouts.bring_back_workout(tx, workout_id)
    return see(f"/workouts/{workout.id}", flash=f"{workout.title} is back.")


@router.post("/workouts/{workout_id}/completion")
async def complete(tx: RequestTx, workout_id: UUID, form: Annotated[Form[ChoiceForm], reads(ChoiceForm)]) -> Response:
    """Say which activity it became, or none."""
    if form.value is None:
        return await _page(tx, await workout_for(tx, workout_id), form, status=422)
    await matching.choose_activity(tx, workout_id, form.value.activity_id)
    words = "Matched by hand." if form.value.activity_id else "No activity counts for this session now."
    return see(f"/workouts/{workout_id}", flash=words)


@router.post("/workouts/{workout_id}/skip")
async def skip(tx: RequestTx, workout_id: UUID, form: Annotated[Form[SkipForm], reads(SkipForm)]) -> Response:
    """Decide not to do it."""
    await adapting.skip_workout(tx, workout_id, form.value.reason if form.value is not None else "")
    undo = f"/workouts/{workout_id}/plan-again"
    return see(f"/workouts/{workout_id}", flash=toast("Skipped. Your coach can see that.", "neutral", undo=undo))


@router.post("/workouts/{workout_id}/plan-again")
async def unskip(tx: RequestTx, workout_id: UUID) -> Response:
    """Plan a skipped session again."""
    await adapting.unskip_workout(tx, workout_id)
    return see(f"/workouts/{workout_id}", flash="Planned again.")


@router.post("/workouts/{workout_id}/original")
async def as_planned(tx: RequestTx, workout_id: UUID) -> Response:
    """Put an adapted session back as it was planned."""
    await adapting.restore_workout(tx, workout_id)
    return see(f"/workouts/{workout_id}", flash="Back to the session as planned.")


@router.get("/workouts/{workout_id}/fit")
async def fit(tx: RequestTx, workout_id: UUID) -> Response:
    """The file for the watch."""
    return await fit_answer(tx, workout_id)
