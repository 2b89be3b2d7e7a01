"""REST of changing many sessions at once."""

from uuid import UUID

from fastapi import APIRouter

from paceline.core.identity import RequestTx
from paceline.endurance.calendar.rearranging.actions import rearrange
from paceline.endurance.calendar.rearranging.schemas import Rearrange, RearrangedOut, TakenBackOut
from paceline.endurance.calendar.rearranging.undoing import take_back

router = APIRouter(tags=["calendar"])


@router.post("/calendar/rearrangements", status_code=201)
async def create(tx: RequestTx, command: Rearrange) -> RearrangedOut:
    """Move, copy, take out or pin many sessions at once: all of them or none."""
    done = await rearrange(tx, command)
    return RearrangedOut(
        id=done.id,
        kind=done.kind,  # type: ignore[arg-type]
        changed=[one.id for one in done.workouts],
        stayed=done.stayed,
    )


@router.post("/calendar/rearrangements/{rearrangement_id}/reversal")
async def reverse(tx: RequestTx, rearrangement_id: UUID) -> TakenBackOut:
    """Take a change back; sessions somebody changed since stay as they are."""
    return TakenBackOut.model_validate(await take_back(tx, rearrangement_id))
