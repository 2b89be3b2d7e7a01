"""What happens between a coach and an athlete; the ledger shows these to the athlete only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from paceline.core.relationships.types import BETWEEN_THEM
from paceline.infra.events import Event


@dataclass(frozen=True, slots=True)
class InvitationSent(Event):
    name: ClassVar[str] = "relationships.invitation_sent"
    scope: ClassVar[str] = BETWEEN_THEM
    invitation_id: UUID
    coach_id: UUID


@dataclass(frozen=True, slots=True)
class RelationshipStarted(Event):
    name: ClassVar[str] = "relationships.started"
    scope: ClassVar[str] = BETWEEN_THEM
    relationship_id: UUID
    coach_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class RelationshipPaused(Event):
    name: ClassVar[str] = "relationships.paused"
    scope: ClassVar[str] = BETWEEN_THEM
    relationship_id: UUID
    coach_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class RelationshipResumed(Event):
    name: ClassVar[str] = "relationships.resumed"
    scope: ClassVar[str] = BETWEEN_THEM
    relationship_id: UUID
    coach_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class RelationshipEnded(Event):
    name: ClassVar[str] = "relationships.ended"
    scope: ClassVar[str] = BETWEEN_THEM
    relationship_id: UUID
    coach_id: UUID
    athlete_id: UUID


@dataclass(frozen=True, slots=True)
class ConsentChanged(Event):
    name: ClassVar[str] = "relationships.consent_changed"
    scope: ClassVar[str] = BETWEEN_THEM
    athlete_id: UUID
    coach_id: UUID
    scopes: tuple[str, ...]
