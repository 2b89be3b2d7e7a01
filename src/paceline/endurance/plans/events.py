"""What happens to plans."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class PlanPublished(Event):
    """A plan's workouts are in the calendar now."""

    name: ClassVar[str] = "plans.published"
    plan_id: UUID
    athlete_id: UUID
    starts_on: date
    workouts: int


@dataclass(frozen=True, slots=True)
class PlanArchived(Event):
    """A plan leads no more; what was done of it stays."""

    name: ClassVar[str] = "plans.archived"
    plan_id: UUID
    athlete_id: UUID
