"""The pages of activities; fixed paths come before those with an id."""

from fastapi import APIRouter

from paceline.endurance.activities.pages import (
    comments,
    correcting,
    detail,
    duplicates,
    editing,
    gear,
    imports,
    listing,
    logging,
    looking,
    recomputing,
    tables,
    terms,
    uploading,
)

router = APIRouter()
for part in (
    listing,
    gear,
    logging,
    uploading,
    imports,
    tables,
    duplicates,
    looking,
    comments,
    correcting,
    editing,
    recomputing,
    terms,
    detail,
):
    router.include_router(part.router)
