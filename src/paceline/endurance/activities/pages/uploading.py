"""Uploading files and what became of the last uploads."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.actions.importing import words_for
from paceline.endurance.activities.queries import ImportState, latest_imports
from paceline.endurance.activities.uploads import receive, settings
from paceline.kit.errors import Problem
from paceline.ui.page import Page, page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The drop zone and what became of the last uploads."""

    imports: list[ImportState]
    largest: int


@router.get("/activities/upload")
async def upload_page(tx: RequestTx) -> Page:
    context = UploadPage(list(await latest_imports(tx)), settings().largest_mb)
    return page("activities/upload.html", context, block="imports")


@router.post("/activities/upload")
async def upload(request: Request, tx: RequestTx, gear: Gear) -> Response:
    # The upload behaviour shows this sentence beside the file.
    try:
        received = await receive(request, tx, gear)
    except Problem as problem:
        return PlainTextResponse(problem.message, problem.status)
    if received.import_id is not None:
        return PlainTextResponse("Received. We are reading it; you may leave this page.")
    return PlainTextResponse(words_for(received.stored))
