"""Check-ins: what an athlete says of themselves each morning, once for each of their days, where it hurts, and red flags."""

from paceline.coaching.checkins.access import require_scope, scopes_shared
from paceline.coaching.checkins.actions import submit_checkin
from paceline.coaching.checkins.events import CheckinChanged, CheckinSubmitted
from paceline.coaching.checkins.health import red_flags_on
from paceline.coaching.checkins.morning import MorningValue
from paceline.coaching.checkins.queries import checkin_on, last_checkin_day, recent_checkins
from paceline.coaching.checkins.said import HealthSaid, health_said
from paceline.coaching.checkins.schemas import PainSaid, SubmitCheckin
from paceline.coaching.checkins.types import Checkin

__all__ = [
    "Checkin",
    "CheckinChanged",
    "CheckinSubmitted",
    "HealthSaid",
    "MorningValue",
    "PainSaid",
    "SubmitCheckin",
    "checkin_on",
    "health_said",
    "last_checkin_day",
    "recent_checkins",
    "red_flags_on",
    "require_scope",
    "scopes_shared",
    "submit_checkin",
]
