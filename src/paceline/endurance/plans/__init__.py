"""Training plans: from what the athlete does now to the race, checked by independent validators."""

from paceline.endurance.plans.actions import make_plan, publish_plan
from paceline.endurance.plans.events import PlanPublished
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.queries import active_plan, plan_week
from paceline.endurance.plans.rules import build
from paceline.endurance.plans.rules_validate import validate
from paceline.endurance.plans.schemas import MakePlan
from paceline.endurance.plans.shapes import goal_for
from paceline.endurance.plans.types import (
    Goal,
    PlanDraft,
    PlannedWorkout,
    PlanRequest,
    PlanWeek,
)

__all__ = [
    "Goal",
    "MakePlan",
    "Plan",
    "PlanDraft",
    "PlanPublished",
    "PlanRequest",
    "PlanWeek",
    "PlannedWorkout",
    "active_plan",
    "build",
    "goal_for",
    "make_plan",
    "plan_week",
    "publish_plan",
    "validate",
]
