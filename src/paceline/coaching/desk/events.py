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


@dataclass(frozen=True, slots=True)
class HoursChanged(Event):
    """A coach changed their working hours."""

    name: ClassVar[str] = "desk.hours_changed"
    scope: ClassVar[str] = "desk"
    coach_id: UUID


@dataclass(frozen=True, slots=True)
class AutomationChanged(Event):
    """A coach changed what may be done without asking, for one athlete or as a rule."""

    name: ClassVar[str] = "desk.automation_changed"
    scope: ClassVar[str] = "desk"
    coach_id: UUID
    about_id: UUID | None
    mode: str


@dataclass(frozen=True, slots=True)
class ViewSaved(Event):
    """A coach kept filters of the caseload under a name."""

    name: ClassVar[str] = "desk.view_saved"
    scope: ClassVar[str] = "desk"
    view_id: UUID
    coach_id: UUID
