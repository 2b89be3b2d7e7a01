"""Pages of identity: the door and one's own settings."""

from fastapi import APIRouter

from paceline.core.identity.pages import door, passwords, profile, programs, security

router = APIRouter()
for part in (door, passwords, profile, security, programs):
    router.include_router(part.router)
