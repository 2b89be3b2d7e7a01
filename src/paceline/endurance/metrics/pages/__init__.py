"""Pages of metrics: fitness, its curves and thresholds, and records; one's own or an athlete's."""

from fastapi import APIRouter

from paceline.endurance.metrics.pages import curves, fitness, models, records, thresholds

router = APIRouter()
for part in (fitness, curves, models, thresholds, records):
    router.include_router(part.router)
