"""The imports: how far each is, what became of every file, and the buttons that steer it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import own_import
from paceline.endurance.activities.importing.actions import steering
from paceline.endurance.activities.importing.jobs import import_files, redo_import_job, undo_import_job
from paceline.endurance.activities.importing.pipeline import settings
from paceline.endurance.activities.importing.queries import (
    ImportState,
    count_duplicates,
    import_state,
    imports_page,
)
from paceline.kit.paging import Page as PageOf
from paceline.ui.flash import Flash
from paceline.ui.page import Page, page, see

router = APIRouter()
SIZE = 30
STATES = ("asking", "imported", "days", "already_here", "duplicate", "failed", "waiting", "cancelled")


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """Every import, the latest first."""

    found: PageOf[ImportState]
    cursor: str | None
    duplicates: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import with its files."""

    one: ImportState
    only: str
    may_redo: bool
    days: int


@router.get("/activities/imports")
async def imports(tx: RequestTx, before: str | None = None) -> Page:
    found = await imports_page(tx, SIZE, before)
    return page("activities/imports.html", ImportsPage(found, before, await count_duplicates(tx)), block="imports")


@router.get("/activities/imports/{import_id}")
async def one_import(tx: RequestTx, import_id: UUID, only: str = "") -> Page:
    chosen = only if only in STATES else ""
    state = await import_state(tx, await own_import(tx, import_id), only=chosen or None)
    days = settings().deleted_days
    return page("activities/import.html", ImportPage(state, chosen, state.may_redo(tx.now, days), days), block="state")


def _back(import_id: UUID, flash: str | Flash) -> Response:
    return see(f"/activities/imports/{import_id}", flash=flash)


@router.post("/activities/imports/{import_id}/pause")
async def pause(tx: RequestTx, import_id: UUID) -> Response:
    await steering.pause_import(tx, import_id)
    return _back(import_id, "Paused. It goes on when you say so.")


@router.post("/activities/imports/{import_id}/resumption")
async def resume(tx: RequestTx, import_id: UUID) -> Response:
    await steering.resume_import(tx, import_id)
    await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return _back(import_id, "It goes on.")


@router.post("/activities/imports/{import_id}/cancellation")
async def cancel(tx: RequestTx, import_id: UUID) -> Response:
    await steering.cancel_import(tx, import_id)
    return _back(import_id, "Stopped. What was imported stays.")


@router.post("/activities/imports/{import_id}/files/{number}/attempts")
async def try_again(tx: RequestTx, import_id: UUID, number: Annotated[int, Path(ge=1)]) -> Response:
    found = await steering.try_again(tx, import_id, number)
    if found.state != "paused":
        await tx.defer(import_files, athlete_id=tx.person, import_id=import_id)
    return _back(import_id, "We try this file again.")


@router.post("/activities/imports/{import_id}/undoing")
async def undo(tx: RequestTx, import_id: UUID) -> Response:
    await steering.undo_import(tx, import_id)
    await tx.defer(undo_import_job, athlete_id=tx.person, import_id=import_id)
    return _back(
        import_id,
        Flash("Undone. Its activities leave your lists.", undo=f"/activities/imports/{import_id}/redoing"),
    )


@router.post("/activities/imports/{import_id}/redoing")
async def redo(tx: RequestTx, import_id: UUID) -> Response:
    await steering.redo_import(tx, import_id, settings().deleted_days)
    await tx.defer(redo_import_job, athlete_id=tx.person, import_id=import_id)
    return _back(import_id, "Its activities come back.")
