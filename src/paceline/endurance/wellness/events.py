"""What happens to values of the day."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class WellnessChanged(Event):
    """Values of the days from first to last are others than before."""

    name: ClassVar[str] = "wellness.changed"
    scope: ClassVar[str] = "wellness"
    athlete_id: UUID
    first: date
    last: date
    count: int
