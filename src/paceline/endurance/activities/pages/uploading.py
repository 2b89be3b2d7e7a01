"""Uploading files and what became of the last uploads."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.importing.actions.receiving import words_for
from paceline.endurance.activities.importing.pipeline import MEGABYTE, settings
from paceline.endurance.activities.importing.queries import ImportState, count_duplicates, latest_imports
from paceline.endurance.activities.importing.uploads import receive
from paceline.kit.errors import Problem
from paceline.ui.page import Page, page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class UploadPage:
    """The drop zone and what became of the last uploads."""

    imports: list[ImportState]
    largest: int
    largest_archive: int
    part: int
    duplicates: int


@router.get("/activities/upload")
async def upload_page(tx: RequestTx) -> Page:
    limits = settings()
    context = UploadPage(
        list(await latest_imports(tx)),
        limits.largest_mb,
        limits.largest_archive_mb,
        limits.part_mb * MEGABYTE,
        await count_duplicates(tx),
    )
    return page("activities/upload.html", context, block="imports")


@router.post("/activities/upload")
async def upload(request: Request, tx: RequestTx, gear: Gear, to: UUID | None = None) -> Response:
    # The upload behaviour shows this sentence beside the file, and adds what follows to the same import.
    try:
        received = await receive(request, tx, gear, to=to)
    except Problem as problem:
        return PlainTextResponse(problem.message, problem.status)
    if received.import_id is not None:
        told = {"detail": "Received. We are reading it; you may leave this page.", "import_id": str(received.import_id)}
        return JSONResponse(told)
    return PlainTextResponse(words_for(received.stored))
