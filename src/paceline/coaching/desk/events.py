"""What happens at the desk.

The athlete is named `about_id`, not `athlete_id`: an intervention is the coach's working paper, and an event with `athlete_id`
would be written into the athlete's own ledger and told to their open pages and to their other coaches.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class InterventionOpened(Event):
    """Somebody needs their coach; also when an intervention comes back from being put off."""

    name: ClassVar[str] = "desk.opened"
    scope: ClassVar[str] = "desk"
    intervention_id: UUID
    coach_id: UUID
    about_id: UUID


@dataclass(frozen=True, slots=True)
class InterventionDecided(Event):
    """The coach decided."""

    name: ClassVar[str] = "desk.decided"
    scope: ClassVar[str] = "desk"
    intervention_id: UUID
    coach_id: UUID
    about_id: UUID
    decision: str


@dataclass(frozen=True, slots=True)
class InterventionResolved(Event):
    """The reasons are gone by themselves."""

    name: ClassVar[str] = "desk.resolved"
    scope: ClassVar[str] = "desk"
    intervention_id: UUID
    coach_id: UUID
    about_id: UUID
