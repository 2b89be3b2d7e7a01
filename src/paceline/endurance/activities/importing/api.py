"""REST of bringing activities in: uploads, whole or in parts, imports and their steering, duplicates."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from paceline.core.identity import Gear, RequestTx
from paceline.endurance.activities.access import own_import, own_upload
from paceline.endurance.activities.importing.actions import steering
from paceline.endurance.activities.importing.actions.deciding import decide
from paceline.endurance.activities.importing.jobs import import_files, redo_import_job, undo_import_job
from paceline.endurance.activities.importing.pipeline import MEGABYTE, settings
from paceline.endurance.activities.importing.queries import import_state, imports_page, open_duplicates
from paceline.endurance.activities.importing.resumable import begin_upload, take_part
from paceline.endurance.activities.importing.schemas import (
    PART_BODY,
    BeginUpload,
    DecidedOut,
    DecideDuplicate,
    DuplicateOut,
    DuplicatesOut,
    ImportBegun,
    ImportOut,
    ImportsOut,
    ImportSummary,
    UploadOut,
)
from paceline.endurance.activities.importing.uploads import receive
from paceline.endurance.activities.model import Import, Upload
from paceline.endurance.activities.schemas import ActivityOut
from paceline.infra.tx import Tx
from paceline.kit.paging import MOST

router = APIRouter(tags=["imports"])
Cursor = Annotated[str | None, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
FILES_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        },
    }
}


@router.post(
    "/activities",
    status_code=202,
    openapi_extra=FILES_BODY,
    responses={
        200: {"model": ActivityOut, "description": "The same session is here already."},
        201: {"model": ActivityOut, "description": "A small single file was read at once."},
        202: {"model": ImportBegun, "description": "The files are kept and will be read."},
    },
)
async def upload(request: Request, tx: RequestTx, gear: Gear) -> Response:
    """Upload FIT, GPX or TCX files, plain or as gzip or ZIP, in the field `files`; repeating an upload changes nothing.

    A personal token of the scope `activities:write` is enough.
    """
    received = await receive(request, tx, gear)
    if received.import_id is not None:
        place = f"/api/v1/imports/{received.import_id}"
        return _json(ImportBegun(import_id=received.import_id), 202, {"Location": place})
    fresh = [one for one in received.stored if not one.already_here]
    shown = (fresh or received.stored)[0].activity
    place = f"/api/v1/activities/{shown.id}"
    return _json(ActivityOut.model_validate(shown), 201 if fresh else 200, {"Location": place})


def _json(shape: ImportBegun | ActivityOut, status: int, headers: dict[str, str]) -> Response:
    return Response(shape.model_dump_json(), status, headers, media_type="application/json")


@router.post("/uploads", status_code=201)
async def announce(tx: RequestTx, gear: Gear, command: BeginUpload) -> UploadOut:
    """Announce a large file, such as an account's archive; then send its parts one after another."""
    return _upload(await begin_upload(tx, gear, command.name, command.size))


@router.get("/uploads/{upload_id}")
async def upload_progress(tx: RequestTx, upload_id: UUID) -> UploadOut:
    """How much of a file has arrived: where to go on after a lost connection."""
    return _upload(await own_upload(tx, upload_id))


@router.put("/uploads/{upload_id}", openapi_extra=PART_BODY)
async def send_part(
    request: Request,
    tx: RequestTx,
    gear: Gear,
    upload_id: UUID,
    offset: Annotated[int, Query(ge=0, description="Where in the file this part starts.")] = 0,
) -> UploadOut:
    """Send the part that starts at `offset`, as the body; after the last one the import begins by itself."""
    return _upload(await take_part(request, tx, gear, upload_id, offset))


def _upload(found: Upload) -> UploadOut:
    return UploadOut(
        id=found.id,
        name=found.name,
        size=found.size,
        received=found.received,
        part_size=settings().part_mb * MEGABYTE,
        import_id=found.import_id,
    )


@router.get("/imports")
async def imports(tx: RequestTx, cursor: Cursor = None, limit: Limit = 50) -> ImportsOut:
    """Your imports, the latest first."""
    found = await imports_page(tx, limit, cursor)
    return ImportsOut(items=[ImportSummary.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/imports/{import_id}")
async def import_progress(tx: RequestTx, import_id: UUID) -> ImportOut:
    """How far an upload is, file by file (the first 500)."""
    return ImportOut.model_validate(await import_state(tx, await own_import(tx, import_id)))


@router.post("/imports/{import_id}/pause")
async def pause(tx: RequestTx, import_id: UUID) -> ImportOut:
    """Stop after the files in hand."""
    return await _shown(tx, await steering.pause_import(tx, import_id))


@router.post("/imports/{import_id}/resumption")
async def resume(tx: RequestTx, import_id: UUID) -> ImportOut:
    """Go on with what is left."""
    found = await steering.resume_import(tx, import_id)
    await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return await _shown(tx, found)


@router.post("/imports/{import_id}/cancellation")
async def cancel(tx: RequestTx, import_id: UUID) -> ImportOut:
    """Leave out every file that has not been read; what was imported stays."""
    return await _shown(tx, await steering.cancel_import(tx, import_id))


@router.post("/imports/{import_id}/files/{number}/attempts", status_code=202)
async def try_file_again(tx: RequestTx, import_id: UUID, number: Annotated[int, Path(ge=1)]) -> ImportOut:
    """Read one file that failed once more."""
    found = await steering.try_again(tx, import_id, number)
    if found.state != "paused":
        await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return await _shown(tx, found)


@router.post("/imports/{import_id}/undoing", status_code=202)
async def undo(tx: RequestTx, import_id: UUID) -> ImportOut:
    """Take back exactly the activities this import brought; what others were merged into stays."""
    found = await steering.undo_import(tx, import_id)
    await tx.defer(undo_import_job, athlete_id=tx.person, import_id=import_id)
    return await _shown(tx, found)


@router.post("/imports/{import_id}/redoing", status_code=202)
async def redo(tx: RequestTx, import_id: UUID) -> ImportOut:
    """Bring back what undoing took away, as long as it is kept."""
    found = await steering.redo_import(tx, import_id, settings().deleted_days)
    await tx.defer(redo_import_job, athlete_id=tx.person, import_id=import_id)
    return await _shown(tx, found)


async def _shown(tx: Tx, found: Import) -> ImportOut:
    return ImportOut.model_validate(await import_state(tx, found))


@router.get("/duplicates")
async def duplicates(tx: RequestTx, cursor: Cursor = None, limit: Limit = 50) -> DuplicatesOut:
    """Recordings of sessions you have already; they count once you say so."""
    found = await open_duplicates(tx, limit, cursor)
    return DuplicatesOut(items=[DuplicateOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.post("/duplicates/{duplicate_id}/decision")
async def decide_duplicate(tx: RequestTx, duplicate_id: UUID, command: DecideDuplicate) -> DecidedOut:
    """Keep one of two recordings, make one of them, or keep both; the decision is remembered."""
    found = await decide(tx, duplicate_id, command.decision)
    kept = found.other_id if command.decision == "second" and found.other_id else found.activity_id
    return DecidedOut(id=found.id, decision=command.decision, activity_id=kept)
