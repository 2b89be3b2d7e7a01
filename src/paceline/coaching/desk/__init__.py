"""The desk: a coach's command centre, where athletes who need attention wait with the reasons, a clock and something to do.

Other slices plug in evidence, remedies and figures (see `coaching.recommendations`) and the small line beside a person
(`Trend`), and list `evaluates_on(...)` among their handlers.
"""

from paceline.coaching.desk.caseload import trends_of
from paceline.coaching.desk.cases import Case
from paceline.coaching.desk.events import InterventionDecided, InterventionOpened, InterventionResolved
from paceline.coaching.desk.handlers import evaluates_on
from paceline.coaching.desk.jobs import evaluate_athlete
from paceline.coaching.desk.queries import decisions_about, queue_page, waiting_count
from paceline.coaching.desk.standing import standing_of
from paceline.coaching.desk.types import Trend, TrendLine, Unknown

__all__ = [
    "Case",
    "InterventionDecided",
    "InterventionOpened",
    "InterventionResolved",
    "Trend",
    "TrendLine",
    "Unknown",
    "decisions_about",
    "evaluate_athlete",
    "evaluates_on",
    "queue_page",
    "standing_of",
    "trends_of",
    "waiting_count",
]
