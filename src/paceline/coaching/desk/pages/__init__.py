"""The desk's pages; those with words in their address come before those with an identifier in the same place."""

from fastapi import APIRouter

from paceline.coaching.desk.pages import caseload, log, queue, settings

router = APIRouter(include_in_schema=False)
for part in (caseload, log, settings, queue):
    router.include_router(part.router)
