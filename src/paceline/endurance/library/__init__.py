"""The session library: reusable sessions with their purpose, and how each grows or shrinks."""

from paceline.endurance.library.rules import next_version
from paceline.endurance.library.sessions import SESSIONS, session_named
from paceline.endurance.library.types import (
    CATEGORIES,
    HARD_TYPES,
    Category,
    Evidence,
    Level,
    NextVersion,
    SessionTemplate,
    WorkoutType,
)

__all__ = [
    "CATEGORIES",
    "HARD_TYPES",
    "SESSIONS",
    "Category",
    "Evidence",
    "Level",
    "NextVersion",
    "SessionTemplate",
    "WorkoutType",
    "next_version",
    "session_named",
]
