"""REST of athletes: the roster and profiles."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from paceline.core.identity import RequestTx
from paceline.endurance.athletes.access import athlete_for, roster_page
from paceline.endurance.athletes.actions import change_profile
from paceline.endurance.athletes.schemas import AthleteOut, AthletesOut, ChangeAthlete, ProfileOut
from paceline.kit.paging import MOST

router = APIRouter(tags=["athletes"])


@router.get("/athletes")
async def athletes(
    tx: RequestTx, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=MOST)] = 50
) -> AthletesOut:
    """Everybody who shares their training with you, by name."""
    found = await roster_page(tx, limit, cursor)
    return AthletesOut(items=[AthleteOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/athletes/{athlete_id}")
async def athlete(tx: RequestTx, athlete_id: UUID) -> AthleteOut:
    """Yourself, or somebody who shares their training with you."""
    return AthleteOut.model_validate(await athlete_for(tx, athlete_id))


@router.get("/athletes/{athlete_id}/profile")
async def profile(tx: RequestTx, athlete_id: UUID) -> ProfileOut:
    """Thresholds and measures in SI units; null where nothing is known."""
    return ProfileOut.model_validate(await athlete_for(tx, athlete_id))


@router.patch("/athletes/{athlete_id}/profile")
async def change(tx: RequestTx, athlete_id: UUID, command: ChangeAthlete) -> ProfileOut:
    """Change thresholds and measures; a value that cannot be true is refused with the one that was probably meant."""
    return ProfileOut.model_validate(await change_profile(tx, athlete_id, command))
