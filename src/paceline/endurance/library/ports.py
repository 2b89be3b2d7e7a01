"""What the library asks of whoever keeps the calendar: to plan a session, and how planned ones went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable
from uuid import UUID

from paceline.endurance.athletes import Athlete
from paceline.endurance.library.types import Outcome
from paceline.infra.tx import Tx
from paceline.science.endurance.structure import Structure


@dataclass(frozen=True, slots=True)
class Use:
    """One time a session was planned for somebody, and how it went; None while it lies ahead."""

    athlete_id: UUID
    day: date
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A session on its way into a calendar; `ref` is what its uses are found by."""

    ref: str
    title: str
    workout_type: str
    structure: Structure
    notes: str = ""


@runtime_checkable
class SessionCalendar(Protocol):
    """Plug in to let sessions be planned, and to tell how those that were planned went."""

    async def plan_session(self, tx: Tx, athlete_id: UUID, day: date, session: ToPlan) -> UUID:
        """Put it into the calendar; the planned workout."""
        ...

    async def uses_of(self, tx: Tx, ref: str) -> Sequence[Use]:
        """Every time it was planned for the actor or somebody who shares their training, the latest last."""
        ...

    def speeds_of(self, athlete: Athlete, sport: str) -> Mapping[str, float]:
        """The athlete's own speeds in m/s by pace."""
        ...
