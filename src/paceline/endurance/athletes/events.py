"""What happens to athletes."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class ThresholdsChanged(Event):
    """Heart rates, power or pace thresholds are others now; `changed` names them."""

    name: ClassVar[str] = "athletes.thresholds_changed"
    athlete_id: UUID
    changed: tuple[str, ...]
