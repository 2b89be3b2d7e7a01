"""Readiness: how ready an athlete is to train on a day, with every factor behind the score and what is missing."""

from paceline.endurance.readiness.actions import assess_day
from paceline.endurance.readiness.events import ReadinessAssessed
from paceline.endurance.readiness.queries import readiness_history, readiness_on, usual_score
from paceline.endurance.readiness.types import DayReadiness, ScoreOfDay

__all__ = [
    "DayReadiness",
    "ReadinessAssessed",
    "ScoreOfDay",
    "assess_day",
    "readiness_history",
    "readiness_on",
    "usual_score",
]
