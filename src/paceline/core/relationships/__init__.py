"""Relationships: who coaches whom, how that begins and ends, and exactly which data it lets a coach see.

The athlete's recorded scopes are put in force by rows of consent that row-level security reads: by the athlete's own
hand, or, when the coach accepts a request or resumes, by the system's hand in the same transaction.
"""

from paceline.core.relationships.access import client_for_coach
from paceline.core.relationships.actions.relationships import start_relationship
from paceline.core.relationships.events import (
    ConsentChanged,
    RelationshipEnded,
    RelationshipPaused,
    RelationshipResumed,
    RelationshipStarted,
)
from paceline.core.relationships.queries import active_coach_ids, athletes_of, coaches_of, has_consent
from paceline.core.relationships.types import SCOPES, Client, RosterCell, RosterColumn

__all__ = [
    "SCOPES",
    "Client",
    "ConsentChanged",
    "RelationshipEnded",
    "RelationshipPaused",
    "RelationshipResumed",
    "RelationshipStarted",
    "RosterCell",
    "RosterColumn",
    "active_coach_ids",
    "athletes_of",
    "client_for_coach",
    "coaches_of",
    "has_consent",
    "start_relationship",
]
