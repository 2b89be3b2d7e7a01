"""The pages of activities; fixed paths come before those with an id."""

from fastapi import APIRouter

from paceline.endurance.activities.pages import detail, listing, logging, uploading

router = APIRouter()
for part in (listing, logging, uploading, detail):
    router.include_router(part.router)
