"""Pages of today: the athlete's day, what may be added, an athlete as their coach sees them, ways back, and the weather."""

from fastapi import APIRouter

from paceline.endurance.today.pages import adding, day, person, weather
from paceline.endurance.today.returning import pages as returning

router = APIRouter()
for part in (adding, day, person, returning, weather):
    router.include_router(part.router)
