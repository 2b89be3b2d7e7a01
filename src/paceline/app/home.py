"""The front door: sends each person to their first page, and the first visitor to making the administrator."""

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import Gear, OpenTx
from paceline.core.identity.landing import home_of
from paceline.ui.page import see

router = APIRouter()


@router.get("/")
async def home(tx: OpenTx, gear: Gear) -> Response:
    """Where this person starts."""
    return see(await home_of(tx, gear))
