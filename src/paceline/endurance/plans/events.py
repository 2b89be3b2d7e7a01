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


@dataclass(frozen=True, slots=True)
class PlanChanged(Event):
    """A published plan has another version, and the calendar follows it."""

    name: ClassVar[str] = "plans.changed"
    plan_id: UUID
    athlete_id: UUID
    version: int
    kind: str


@dataclass(frozen=True, slots=True)
class PhaseTurned(Event):
    """A phase gave way to the next, goes on, or waits for somebody."""

    name: ClassVar[str] = "plans.phase_turned"
    plan_id: UUID
    athlete_id: UUID
    phase: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ChangeProposed(Event):
    """What was done differs from what was planned, and a change waits for somebody's yes."""

    name: ClassVar[str] = "plans.change_proposed"
    proposal_id: UUID
    plan_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class ProposalDecided(Event):
    """Somebody took a proposed change, took it otherwise, or turned it down."""

    name: ClassVar[str] = "plans.proposal_decided"
    proposal_id: UUID
    plan_id: UUID
    athlete_id: UUID
    status: str


@dataclass(frozen=True, slots=True)
class SeasonChanged(Event):
    """A season or one of its races was added, moved or removed."""

    name: ClassVar[str] = "plans.season_changed"
    season_id: UUID
    athlete_id: UUID
