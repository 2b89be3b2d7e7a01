"""Measuring everything again: the button under the athlete's settings, and how far it is."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.jobs import recompute_everything
from paceline.endurance.activities.model import Recomputation
from paceline.endurance.activities.recomputing_all import begin_recomputation, recomputation_of
from paceline.ui.page import Page, page, see

router = APIRouter()
TEMPLATE = "activities/recomputation.html"


@dataclass(frozen=True, slots=True)
class RecomputationPage:
    """The last time everything was measured again, None when never."""

    last: Recomputation | None


@router.get("/settings/athlete/recomputation")
async def state(tx: RequestTx) -> Page:
    return page(TEMPLATE, RecomputationPage(await recomputation_of(tx)), block="state")


@router.post("/settings/athlete/recomputation")
async def begin(tx: RequestTx) -> Response:
    await begin_recomputation(tx)
    await tx.defer(recompute_everything, athlete_id=tx.person)
    return see("/settings/athlete/recomputation", flash="We measure everything again. You may leave this page.")
