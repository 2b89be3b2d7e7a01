"""The answer to a proposed threshold: take it, or put it aside."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.athletes import Athlete, athlete_for, me
from paceline.endurance.metrics.pages.words import THRESHOLDS
from paceline.endurance.metrics.proposing import put_aside, take_proposal
from paceline.endurance.metrics.schemas import AnswerProposal
from paceline.infra.tx import Tx
from paceline.kit.errors import Invalid
from paceline.ui.forms import Form, reads
from paceline.ui.page import see

router = APIRouter()
Answer = Annotated[Form[AnswerProposal], reads(AnswerProposal)]


@router.post("/fitness/thresholds")
async def own(tx: RequestTx, form: Answer) -> Response:
    """One's own threshold."""
    return await _answer(tx, await me(tx), form, "/fitness")


@router.post("/people/{athlete_id}/fitness/thresholds")
async def of_athlete(tx: RequestTx, athlete_id: UUID, form: Answer) -> Response:
    """The threshold of an athlete who shares their training."""
    return await _answer(tx, await athlete_for(tx, athlete_id), form, f"/people/{athlete_id}/fitness")


async def _answer(tx: Tx, athlete: Athlete, form: Form[AnswerProposal], path: str) -> Response:
    if form.value is None:
        raise Invalid("Choose to update the threshold or to leave it as it is.", fields={**form.errors})
    name = THRESHOLDS[form.value.threshold]
    if form.value.choice == "dismissed":
        await put_aside(tx, athlete, form.value.threshold)
        return see(path, flash=f"{name} stays as it is.")
    await take_proposal(tx, athlete, form.value.threshold, form.value.value)
    return see(path, flash=f"{name} is updated. Zones and loads follow within minutes.")
