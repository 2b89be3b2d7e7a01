"""The pages of the calendar."""

from fastapi import APIRouter

from paceline.endurance.calendar.pages import match, month, steps, workout

router = APIRouter()
for part in (match.router, month.router, steps.router, workout.router):
    router.include_router(part)
