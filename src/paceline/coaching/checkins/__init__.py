"""Check-ins: what an athlete says of themselves each morning, once for each of their days, and where it hurts."""

from paceline.coaching.checkins.access import require_scope, scopes_shared
from paceline.coaching.checkins.actions import submit_checkin
from paceline.coaching.checkins.events import CheckinChanged, CheckinSubmitted, PainReported
from paceline.coaching.checkins.queries import checkin_on, last_checkin_day, recent_checkins, recent_pains
from paceline.coaching.checkins.schemas import PainSaid, SubmitCheckin
from paceline.coaching.checkins.types import Checkin, DayPain, Pain

__all__ = [
    "Checkin",
    "CheckinChanged",
    "CheckinSubmitted",
    "DayPain",
    "Pain",
    "PainReported",
    "PainSaid",
    "SubmitCheckin",
    "checkin_on",
    "last_checkin_day",
    "recent_checkins",
    "recent_pains",
    "require_scope",
    "scopes_shared",
    "submit_checkin",
]
