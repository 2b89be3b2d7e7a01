"""The session library: reusable sessions with their purpose, and how each grows or shrinks; and people's own."""

from paceline.endurance.library.actions import save_template
from paceline.endurance.library.builder import Builder, built, opened
from paceline.endurance.library.ports import ToPlan, Use
from paceline.endurance.library.schemas import SaveTemplate
from paceline.endurance.library.sessions import SESSIONS, session_named
from paceline.endurance.library.types import (
    HARD_TYPES,
    TYPES,
    Level,
    Outcome,
    SessionTemplate,
    WorkoutType,
)

__all__ = [
    "HARD_TYPES",
    "SESSIONS",
    "TYPES",
    "Builder",
    "Level",
    "Outcome",
    "SaveTemplate",
    "SessionTemplate",
    "ToPlan",
    "Use",
    "WorkoutType",
    "built",
    "opened",
    "save_template",
    "session_named",
]
