"""The pages of the library: what there is, one session, and the builder. Fixed words come before `{session_id}`."""

from fastapi import APIRouter

from paceline.endurance.library.pages import building, folders, listing, session

router = APIRouter()
for part in (listing, folders, building, session):
    router.include_router(part.router)
