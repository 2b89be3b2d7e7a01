"""Pages of check-ins: the morning's questions, the weekly injury diary, and the choice of what is asked."""

from fastapi import APIRouter

from paceline.coaching.checkins.pages import choices, diary, morning

router = APIRouter()
for part in (choices, diary, morning):
    router.include_router(part.router)
