"""What happens to readiness."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class ReadinessAssessed(Event):
    """A day's readiness is another than before; without a score it is unknown."""

    name: ClassVar[str] = "readiness.assessed"
    scope: ClassVar[str] = "wellness"
    athlete_id: UUID
    day: date
    score: int | None
    band: str | None
