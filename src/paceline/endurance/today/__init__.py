"""Today: what an athlete does today and why; each session's briefing, the athlete's answer, and the coach's look at it."""

from paceline.endurance.today.actions import answer_briefing, make_briefings
from paceline.endurance.today.events import BriefingAnswered
from paceline.endurance.today.queries import briefings_on, today_of
from paceline.endurance.today.types import BriefingView, Today

__all__ = [
    "BriefingAnswered",
    "BriefingView",
    "Today",
    "answer_briefing",
    "briefings_on",
    "make_briefings",
    "today_of",
]
