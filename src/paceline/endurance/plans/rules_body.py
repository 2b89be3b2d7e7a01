"""What health, a gap in training and races on the way leave open: which days may hold training, and which may be hard."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from paceline.endurance.plans.types import MASTERS_AGE, Goal, Health, PlanRequest, TuneUp

# Pain from here on takes the impact out of a week (the usual traffic light of tendon rehabilitation, Thomeé 1997:
# up to 2 fine, 3–5 watch, more is too much); a fever takes out everything, and intensity for longer still.
PAIN_LIMIT = 4
PAIN_DAYS, PAIN_QUIET_DAYS = 7, 14
FEVER_DAYS, FEVER_QUIET_DAYS = 4, 11
COLD_QUIET_DAYS = 3
# Two easy weeks before quality after an injury, whatever the gap was.
INJURY_QUIET_DAYS = 14
# Daniels' Running Formula, 3rd ed. 2014, time off: no change up to five days, then shares of the usual week.
SHORTEST_GAP = 5
LONG_GAP, LONGEST_GAP = 28, 56
MOST_RETURN_WEEKS = 10
# Easy days after a race; our own synthesis near Daniels' one day for every three kilometres.
EASY_DAYS_AFTER: dict[Goal, int] = {
    "5K": 3, "10K": 4, "half": 7, "marathon": 14, "50K": 10, "50M": 14, "100K": 21, "100M": 28,
    "century": 3, "gravel": 7, "stages": 7, "fitness": 3,
}  # fmt: skip
# Nothing hard this many days before a race on the way.
REST_BEFORE = 3
MASTERS_GAP = 3
USUAL_GAP = 2
WELL = Health()


def return_shares(health: Health) -> tuple[float, ...]:
    """Weeks of coming back as shares of the usual week; none after a short break."""
    days = health.days_off
    if health.returning is None or (health.returning == "break" and days <= SHORTEST_GAP):
        return ()
    weeks = max(2 if health.returning == "injury" else 1, ceil(days / 7))
    if days <= LONG_GAP:
        return _stepped((0.50, 0.75), weeks)
    if days <= LONGEST_GAP:
        return _stepped((0.33, 0.50, 0.75), weeks)
    return _stepped((0.33, 0.50, 0.70, 0.85, 1.0), MOST_RETURN_WEEKS)


def _stepped(shares: tuple[float, ...], weeks: int) -> tuple[float, ...]:
    return tuple(shares[index * len(shares) // weeks] for index in range(weeks))


def returning_from_injury(request: PlanRequest) -> bool:
    return request.health.returning == "injury"


def gap(request: PlanRequest) -> int:
    """Days from one hard session to the next: two, and three from the age of 50 or after an injury."""
    older = request.age is not None and request.age >= MASTERS_AGE
    return MASTERS_GAP if older or returning_from_injury(request) else USUAL_GAP


def quiet_until(request: PlanRequest, monday: date) -> date:
    """The first day that may be hard again; `monday` starts the plan's first week."""
    health, start = request.health, request.start
    if health == WELL:
        return start
    days = [0]
    if health.pain >= PAIN_LIMIT:
        days.append(PAIN_QUIET_DAYS)
    if health.illness != "none":
        days.append(FEVER_QUIET_DAYS if health.illness == "fever" else COLD_QUIET_DAYS)
    if returning_from_injury(request):
        days.append(INJURY_QUIET_DAYS)
    back = monday + timedelta(weeks=len(return_shares(health)))
    return max(start + timedelta(days=max(days)), back)


def is_barred(request: PlanRequest, day: date) -> bool:
    """Days without the plan's own sport because of fever or, for runners, pain."""
    since = (day - request.start).days
    if request.health.illness == "fever" and since < FEVER_DAYS:
        return True
    return request.sport == "running" and request.health.pain >= PAIN_LIMIT and since < PAIN_DAYS


def is_sick(request: PlanRequest, day: date) -> bool:
    """Days without any training at all."""
    return request.health.illness == "fever" and (day - request.start).days < FEVER_DAYS


def raced(request: PlanRequest, day: date) -> TuneUp | None:
    """The race on the way on this day."""
    return next((one for one in request.tune_ups if one.on == day), None)


def is_kept_free(request: PlanRequest, day: date) -> bool:
    """The day of a race on the way and the one before it."""
    return any(0 <= (one.on - day).days <= 1 for one in request.tune_ups)


def near_tune_up(request: PlanRequest, day: date) -> bool:
    """Close before a race on the way, or not yet recovered from it."""
    return any(-EASY_DAYS_AFTER[one.goal] <= (one.on - day).days <= REST_BEFORE for one in request.tune_ups)
