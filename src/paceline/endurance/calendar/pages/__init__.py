"""The pages of the calendar."""

from fastapi import APIRouter

from paceline.endurance.calendar.feed import pages as feed
from paceline.endurance.calendar.notes import pages as notes
from paceline.endurance.calendar.pages import match, month, season, steps, workout
from paceline.endurance.calendar.rearranging import pages as rearranging
from paceline.endurance.calendar.squad import pages as squad

router = APIRouter()
# Fixed paths come before those with a month or an id in them.
for part in (
    rearranging.router,
    notes.router,
    squad.router,
    feed.router,
    season.router,
    match.router,
    month.router,
    steps.router,
    workout.router,
):
    router.include_router(part)
