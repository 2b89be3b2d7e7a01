"""Pages of today: the athlete's day, what may be added, and an athlete as their coach sees them."""

from fastapi import APIRouter

from paceline.endurance.today.pages import adding, day, person

router = APIRouter()
for part in (adding, day, person):
    router.include_router(part.router)
