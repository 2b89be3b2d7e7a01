"""REST of terms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from paceline.core.identity import RequestTx
from paceline.endurance.activities.access import own_activity
from paceline.endurance.activities.model import Batch
from paceline.endurance.activities.terms.actions import set_import_terms, set_source_terms, set_terms
from paceline.endurance.activities.terms.queries import source_defaults
from paceline.endurance.activities.terms.schemas import (
    ChangedTerms,
    SetSourceTerms,
    SetTerms,
    SourcesOut,
    SourceTermsOut,
    TermsOut,
)

router = APIRouter(tags=["terms"])


@router.get("/activities/{activity_id}/terms")
async def terms(tx: RequestTx, activity_id: UUID) -> TermsOut:
    """Whether your activity may be shown to a coach and read by AI, and until when it is kept."""
    return TermsOut.model_validate(await own_activity(tx, activity_id))


@router.put("/activities/{activity_id}/terms")
async def change(tx: RequestTx, activity_id: UUID, command: SetTerms) -> TermsOut:
    """Change the terms of your activity; who may not see it any more sees nothing of it from now on."""
    await set_terms(tx, activity_id, command)
    return TermsOut.model_validate(await own_activity(tx, activity_id))


@router.put("/imports/{import_id}/terms")
async def change_import(tx: RequestTx, import_id: UUID, command: SetTerms) -> ChangedTerms:
    """Change the terms of everything an import brought, and of what it still brings."""
    return _changed(await set_import_terms(tx, import_id, command))


@router.get("/sources")
async def sources(tx: RequestTx) -> SourcesOut:
    """Where your activities come from, and on which terms new ones arrive."""
    return SourcesOut(sources=[SourceTermsOut.model_validate(one) for one in await source_defaults(tx)])


@router.put("/sources/{source}/terms")
async def change_source(
    tx: RequestTx, source: Annotated[str, Path(max_length=60)], command: SetSourceTerms
) -> ChangedTerms:
    """Say on which terms new activities of a source arrive."""
    return _changed(await set_source_terms(tx, source, command))


def _changed(batch: Batch | None) -> ChangedTerms:
    if batch is None:
        return ChangedTerms(activities=0, batch_id=None)
    return ChangedTerms(activities=len(batch.before), batch_id=batch.id)
