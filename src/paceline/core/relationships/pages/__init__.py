"""Pages of relationships: the coach's people, the athlete's sharing, and the invitation anybody with its link sees."""

from fastapi import APIRouter

from paceline.core.relationships.pages import invitation, people, sharing

router = APIRouter()
for part in (people, sharing, invitation):
    router.include_router(part.router)
