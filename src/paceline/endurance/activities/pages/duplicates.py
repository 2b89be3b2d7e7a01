"""Two recordings of one session, side by side, and the four ways to decide."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.importing.actions.deciding import decide
from paceline.endurance.activities.importing.queries import Question, open_duplicates
from paceline.endurance.activities.importing.schemas import DecideDuplicate
from paceline.kit.errors import Invalid
from paceline.kit.paging import Page as PageOf
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()
SIZE = 20
DONE = {
    "first": "Kept the first; the other recording is gone in 30 days.",
    "second": "Kept the second; the other recording is gone in 30 days.",
    "merged": "Made one of the two.",
    "both": "Both count now.",
}


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """Every open question, the oldest first."""

    found: PageOf[Question]
    cursor: str | None


@router.get("/activities/duplicates")
async def duplicates(tx: RequestTx, after: str | None = None) -> Page:
    return page("activities/duplicates.html", DuplicatesPage(await open_duplicates(tx, SIZE, after), after))


@router.post("/activities/duplicates/{duplicate_id}/decision")
async def decision(
    tx: RequestTx, duplicate_id: UUID, form: Annotated[Form[DecideDuplicate], reads(DecideDuplicate)]
) -> Response:
    if form.value is None:
        raise Invalid("Choose what to do with the two.")
    await decide(tx, duplicate_id, form.value.decision)
    return see("/activities/duplicates", flash=DONE[form.value.decision])
