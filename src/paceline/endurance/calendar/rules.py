"""Decisions of the calendar that need no database: what fits what, how much of the plan was done, and in which order."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from paceline.endurance.calendar.types import Amount, Compliance, Match, Measure, Part, Session, Status
from paceline.science.endurance.sports import family

SURE = 0.60
ON_PLAN = (80.0, 120.0)
DAYS_APART = 1
MEASURES: tuple[Measure, ...] = ("load", "duration", "distance")
# Relative difference in length up to which it speaks for a match, and how much [own synthesis].
CLOSENESS = (
    (0.20, 30, "about as long as planned"),
    (0.40, 18, "near the planned length"),
    (0.60, 9, "roughly the planned length"),
)
FAR_OFF = 4.0
_COMMON_WORDS = frozenset(
    {"the", "and", "with", "run", "ride", "swim", "morning", "afternoon", "evening", "lunch", "night", "min", "session"}
)

T = TypeVar("T")


def fit(planned: Session, done: Session) -> Match | None:
    """How well an activity fits a workout; None when it cannot be it."""
    apart = abs((planned.day - done.day).days)
    sport = _sport(planned.sport, done.sport)
    if apart > DAYS_APART or sport is None:
        return None
    day = Part("day", 40, "the same day") if apart == 0 else Part("day", 20, "one day apart")
    parts = (day, sport, _length(planned.amount, done.amount), _title(planned.title, done.title))
    return Match(planned.id, done.id, tuple(part for part in parts if part is not None))


def _sport(planned: str, done: str) -> Part | None:
    one, other = family(planned), family(done)
    if one == other and (one != "other" or planned == done):
        return Part("sport", 20, "the same sport")
    # A planned cross-training session may be anything; so may a recording whose device did not know the sport.
    return Part("sport", 10, "a sport that may stand for it") if "other" in (planned, done) else None


def _length(planned: Amount, done: Amount) -> Part | None:
    pairs = [(planned.duration, done.duration), (planned.distance, done.distance)]
    ratios = [actual / wanted for wanted, actual in pairs if wanted and actual]
    if not ratios:
        return None
    nearest = min(ratios, key=lambda ratio: abs(ratio - 1))
    if not 1 / FAR_OFF <= nearest <= FAR_OFF:
        return Part("length", -10, "much shorter than planned" if nearest < 1 else "much longer than planned")
    found = next(((points, words) for within, points, words in CLOSENESS if abs(nearest - 1) <= within + 1e-9), None)
    return None if found is None else Part("length", *found)


def _title(planned: str, done: str) -> Part | None:
    shared = _words(planned) & _words(done)
    return Part("title", 10, f"“{min(shared)}” in both names") if shared else None


def _words(title: str) -> set[str]:
    return {word for word in title.lower().replace(",", " ").split() if len(word) > 2 and word not in _COMMON_WORDS}


def assign(planned: Sequence[Session], done: Sequence[Session]) -> list[Match]:
    """Each workout gets the activity that fits it best, the surest pair first; what is not sure stays open."""
    found = [
        match
        for one in planned
        for other in done
        if (match := fit(one, other)) is not None and match.confidence >= SURE
    ]
    order_planned = {one.id: index for index, one in enumerate(planned)}
    order_done = {one.id: index for index, one in enumerate(done)}
    found.sort(key=lambda match: (-match.confidence, order_planned[match.workout], order_done[match.activity]))
    taken: set[UUID] = set()
    chosen: list[Match] = []
    for match in found:
        if not taken & {match.workout, match.activity}:
            taken |= {match.workout, match.activity}
            chosen.append(match)
    return chosen


def compliance(planned: Amount, done: Amount) -> Compliance | None:
    """Done as percent of planned, by load when both are known, else by time, else by distance; None with none of them."""
    for measure in MEASURES:
        wanted, actual = getattr(planned, measure), getattr(done, measure)
        if wanted and wanted > 0 and actual is not None:
            return Compliance(actual / wanted * 100, measure)
    return None


# Confidence from which an automatic match is called so; the threshold of matching itself is the lowest.
SURENESS = ((0.9, "Very sure"), (0.75, "Sure"), (SURE, "Fairly sure"))


def sureness(confidence: float | None) -> str:
    """How sure a match is, in words; for hand-made ones this says how alike the two are."""
    if confidence is None:
        return "No likeness"
    return next((words for least, words in SURENESS if confidence >= least - 1e-9), "Not very alike")


def status_of(
    *,
    day: date,
    today: date,
    workout_type: str,
    is_done: bool,
    percent: float | None,
    is_skipped: bool,
    is_excused: bool = False,
) -> Status:
    """Where a workout stands; a day is over when the athlete's own next day has begun, and an excused one misses nothing."""
    if is_done:
        low, high = ON_PLAN
        return "done" if percent is None or low <= percent <= high else "part" if percent < low else "over"
    if workout_type == "rest":
        return "rest"
    if is_skipped:
        return "skipped"
    if day >= today:
        return "planned"
    return "excused" if is_excused else "missed"


def placed(order: Sequence[T], item: T, index: int | None) -> list[T]:
    """The order of a day with the item at an index, or last; an index beyond the end means last."""
    others = [one for one in order if one != item]
    at = len(others) if index is None else max(0, min(index, len(others)))
    return [*others[:at], item, *others[at:]]


def total(values: Collection[float | None]) -> float | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
