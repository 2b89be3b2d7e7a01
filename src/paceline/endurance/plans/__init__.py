"""Training plans: from what the athlete does now to the race, checked by independent validators."""

from paceline.endurance.plans.rules import build
from paceline.endurance.plans.rules_validate import validate
from paceline.endurance.plans.shapes import goal_for
from paceline.endurance.plans.types import (
    Finding,
    Goal,
    PlanDraft,
    PlannedWorkout,
    PlanRequest,
    PlanWeek,
)

__all__ = [
    "Finding",
    "Goal",
    "PlanDraft",
    "PlanRequest",
    "PlanWeek",
    "PlannedWorkout",
    "build",
    "goal_for",
    "validate",
]
