"""What the board sends: a drag, a paste, a whole week; the answer is a message with the way back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ValidationError

from paceline.core.identity import RequestTx
from paceline.endurance.calendar.access import workout_for
from paceline.endurance.calendar.actions.workouts import copy_workout, move_workout
from paceline.endurance.calendar.forms import MoveForm
from paceline.endurance.calendar.rearranging.actions import rearrange, remember_copy, remember_move
from paceline.endurance.calendar.rearranging.rules import back_words, in_words
from paceline.endurance.calendar.rearranging.schemas import RearrangeForm
from paceline.endurance.calendar.rearranging.undoing import take_back
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.ui.flash import Flash
from paceline.ui.forms import Form, reads, sentence
from paceline.ui.page import say, toast

router = APIRouter()
CHANGED = {"HX-Trigger": "planChanged"}


@router.post("/workouts/moves")
async def move(tx: RequestTx, form: Annotated[Form[MoveForm], reads(MoveForm)]) -> Response:
    """What a drag or the Move menu asks for."""
    if form.value is None:
        raise Invalid("This move did not say where to. Open the calendar again.", fields=form.errors)
    return say(await (_copied(tx, form.value) if form.value.copy_ else _moved(tx, form.value)), headers=CHANGED)


async def _moved(tx: Tx, asked: MoveForm) -> Flash:
    workout = await workout_for(tx, asked.item)
    was = (workout.day, workout.position, workout.adapted)
    moved = await move_workout(tx, asked.item, asked.day, asked.index, asked.version)
    made = await remember_move(tx, moved, *was)
    return _told(in_words("move", 1, 0, moved.current_title, moved.day), made)


async def _copied(tx: Tx, asked: MoveForm) -> Flash:
    copied = await copy_workout(tx, asked.item, asked.day)
    return _told(in_words("copy", 1, 0, copied.current_title, copied.day), await remember_copy(tx, copied))


@router.post("/calendar/rearrangements")
async def change(tx: RequestTx, form: Annotated[Form[RearrangeForm], reads(RearrangeForm)]) -> Response:
    """Many at once, all or none."""
    if form.value is None:
        raise Invalid("This did not say what to do with which sessions.", fields=form.errors)
    try:
        command = form.value.command()
    except ValidationError as problem:
        words = [sentence(one, None, one.get("input")) for one in problem.errors(include_url=False)]
        raise Invalid(words[0], code="incomplete") from problem
    done = await rearrange(tx, command)
    title = done.workouts[0].current_title
    return say(_told(in_words(done.kind, len(done.workouts), done.stayed, title, done.day), done.id), headers=CHANGED)


@router.post("/calendar/rearrangements/{rearrangement_id}/reversal")
async def reverse(tx: RequestTx, rearrangement_id: UUID) -> Response:
    """Undo."""
    done = await take_back(tx, rearrangement_id)
    return say(toast(back_words(done.back, done.stayed)), headers=CHANGED)


def _told(words: str, made: UUID) -> Flash:
    return toast(words, undo=f"/calendar/rearrangements/{made}/reversal")
