"""The folders of one's own sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from paceline.core.identity import RequestTx
from paceline.endurance.library import actions
from paceline.endurance.library.model import Folder
from paceline.endurance.library.queries import folders_of
from paceline.endurance.library.schemas import SaveFolder
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid
from paceline.ui.forms import Form, reads
from paceline.ui.page import Page, page, see

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FoldersPage:
    """One's own folders, those of coaches, and a form for another."""

    own: Sequence[Folder]
    others: Sequence[Folder]
    form: Form[Any]
    coaches: bool


@router.get("/library/folders")
async def folders(tx: RequestTx) -> Page:
    """Every folder one may look into."""
    return await _page(tx, Form({}))


@router.post("/library/folders")
async def add(tx: RequestTx, form: Annotated[Form[SaveFolder], reads(SaveFolder)]) -> Response:
    """Make one."""
    return await _save(tx, form, None)


@router.post("/library/folders/{folder_id}")
async def change(tx: RequestTx, folder_id: UUID, form: Annotated[Form[SaveFolder], reads(SaveFolder)]) -> Response:
    """Another name or audience."""
    return await _save(tx, form, folder_id)


@router.post("/library/folders/{folder_id}/removal")
async def remove(tx: RequestTx, folder_id: UUID) -> Response:
    """Take it away; the sessions in it stay."""
    await actions.remove_folder(tx, folder_id)
    return see("/library/folders", flash="Folder removed. Its sessions are still in your library.")


async def _save(tx: Tx, form: Form[SaveFolder], folder_id: UUID | None) -> Response:
    if form.value is None:
        return await _page(tx, form, status=422)
    try:
        folder = await actions.save_folder(tx, form.value, folder_id)
    except (Conflict, Invalid) as problem:
        return await _page(tx, form.with_errors(**{"": problem.message, **problem.fields}), status=problem.status)
    who = ", open to everybody you coach" if folder.shared else ""
    return see("/library/folders", flash=f"{folder.name} saved{who}.")


async def _page(tx: Tx, form: Form[Any], status: int = 200) -> Page:
    found = await folders_of(tx)
    own = [one for one in found if one.account_id == tx.person]
    others = [one for one in found if one.account_id != tx.person]
    return page("library/folders.html", FoldersPage(own, others, form, "coach" in tx.actor.roles), status=status)
