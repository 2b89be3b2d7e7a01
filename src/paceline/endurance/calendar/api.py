"""REST of the calendar."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities import activities_between
from paceline.endurance.athletes import athlete_for
from paceline.endurance.calendar.access import workout_for
from paceline.endurance.calendar.actions import adapting, matching, workouts
from paceline.endurance.calendar.model import Workout
from paceline.endurance.calendar.notes.api import router as notes
from paceline.endurance.calendar.queries import Entry, activity_rows, entries_between, entries_of
from paceline.endurance.calendar.rearranging.api import router as rearranging
from paceline.endurance.calendar.schemas import (
    ActivitySummary,
    AddWorkout,
    CalendarOut,
    ChangeWorkout,
    ChooseActivity,
    ChooseWorkout,
    CompletionOut,
    CopyWorkout,
    EntryOut,
    MatchOut,
    SkipWorkout,
    WorkoutOut,
)
from paceline.endurance.calendar.watch_file import file_name, watch_file
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid

router = APIRouter(tags=["calendar"])
router.include_router(rearranging)
router.include_router(notes)
LONGEST_DAYS = 370
FIT = "application/vnd.ant.fit"


def entry_out(entry: Entry) -> EntryOut:
    """An entry as the API shows it."""
    shape = WorkoutOut.model_validate(entry.workout).model_dump()
    completion = None if entry.completion is None else CompletionOut.model_validate(entry.completion)
    return EntryOut(
        **shape, status=entry.status, completion=completion, skipped_at=entry.skip.at if entry.skip else None
    )


async def _out(tx: Tx, workout: Workout) -> EntryOut:
    athlete = await athlete_for(tx, workout.athlete_id)
    return entry_out((await entries_of(tx, athlete, [workout]))[0])


@router.get("/calendar")
async def calendar(
    tx: RequestTx,
    first: Annotated[date, Query(alias="from", description="First day.")],
    last: Annotated[date, Query(alias="to", description="Last day; 370 days at most.")],
    athlete_id: UUID | None = None,
) -> CalendarOut:
    """What is planned between two days, both included, and what was done; one's own or a coached athlete's."""
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise Invalid(
            f"Ask for one to {LONGEST_DAYS} days, the first before the last.", fields={"to": "Choose another day."}
        )
    athlete = await athlete_for(tx, athlete_id or tx.person)
    activities = await activities_between(tx, athlete.id, first, last)
    matched = await activity_rows(tx, athlete.id, [one.id for one in activities])
    return CalendarOut(
        athlete_id=athlete.id,
        workouts=[entry_out(entry) for entry in await entries_between(tx, athlete, first, last)],
        activities=[
            ActivitySummary(
                id=one.id,
                day=one.day,
                name=one.name,
                sport=one.sport,
                duration_s=matching.done_amount(one).duration,
                distance_m=one.distance,
                load=one.load,
                workout_id=matched.get(one.id),
            )
            for one in activities
        ],
    )


@router.post("/workouts", status_code=201)
async def add(tx: RequestTx, command: AddWorkout) -> EntryOut:
    """Plan a session for yourself, or as a coach for somebody who shares their training with you."""
    return await _out(tx, await workouts.add_workout(tx, command))


@router.get("/workouts/{workout_id}")
async def workout(tx: RequestTx, workout_id: UUID) -> EntryOut:
    """One planned session."""
    return await _out(tx, await workout_for(tx, workout_id))


@router.patch("/workouts/{workout_id}")
async def change(tx: RequestTx, workout_id: UUID, command: ChangeWorkout) -> EntryOut:
    """Change a session or move it; 409 when somebody else was first."""
    return await _out(tx, await workouts.change_workout(tx, workout_id, command))


@router.delete("/workouts/{workout_id}", status_code=204)
async def remove(tx: RequestTx, workout_id: UUID, version: Annotated[int | None, Query(ge=1)] = None) -> Response:
    """Take a session out of the calendar."""
    await workouts.remove_workout(tx, workout_id, version)
    return Response(status_code=204)


@router.post("/workouts/{workout_id}/restoration")
async def bring_back(tx: RequestTx, workout_id: UUID) -> EntryOut:
    """Undo a removal."""
    return await _out(tx, await workouts.bring_back_workout(tx, workout_id))


@router.post("/workouts/{workout_id}/copies", status_code=201)
async def copy(tx: RequestTx, workout_id: UUID, command: CopyWorkout) -> EntryOut:
    """The same session on another day."""
    return await _out(tx, await workouts.copy_workout(tx, workout_id, command.day))


@router.put("/workouts/{workout_id}/completion")
async def complete(tx: RequestTx, workout_id: UUID, command: ChooseActivity) -> EntryOut:
    """Say which activity a session became, or with null that it became none; no rule changes that again."""
    return await _out(tx, await matching.choose_activity(tx, workout_id, command.activity_id))


@router.put("/activities/{activity_id}/completion")
async def match(tx: RequestTx, activity_id: UUID, command: ChooseWorkout) -> MatchOut:
    """Say which planned session an activity was, or with null that it was none; no rule changes that again."""
    return MatchOut.model_validate(await matching.choose_workout(tx, activity_id, command.workout_id))


@router.put("/workouts/{workout_id}/skip")
async def skip(tx: RequestTx, workout_id: UUID, command: SkipWorkout) -> EntryOut:
    """Decide not to do a session."""
    return await _out(tx, await adapting.skip_workout(tx, workout_id, command.reason))


@router.delete("/workouts/{workout_id}/skip")
async def unskip(tx: RequestTx, workout_id: UUID) -> EntryOut:
    """Plan a skipped session again."""
    return await _out(tx, await adapting.unskip_workout(tx, workout_id))


@router.delete("/workouts/{workout_id}/adaptation")
async def as_planned(tx: RequestTx, workout_id: UUID) -> EntryOut:
    """Put a session the day's briefing changed back as it was planned."""
    return await _out(tx, await adapting.restore_workout(tx, workout_id))


@router.get(
    "/workouts/{workout_id}/fit",
    response_class=Response,
    responses={200: {"content": {FIT: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def fit(tx: RequestTx, workout_id: UUID) -> Response:
    """The session as a FIT workout file, with the athlete's own paces, heart rates and watts."""
    return await fit_answer(tx, workout_id)


async def fit_answer(tx: Tx, workout_id: UUID) -> Response:
    """The file as an attachment."""
    found = await workout_for(tx, workout_id)
    body = watch_file(found, await athlete_for(tx, found.athlete_id), tx.now)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}"', "Cache-Control": "no-store"}
    return Response(body, media_type=FIT, headers=headers)
