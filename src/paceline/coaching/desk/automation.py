"""When a suggested change may be made without asking: the coach's limits, and guardrails that stand above them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from paceline.coaching.recommendations import Proposal, Recommendation

Mode = Literal["manual", "assisted", "automatic"]
# Whatever a coach allows: somebody who stands out this much is for a person to decide about.
RISK_CEILING = 0.85
QUIET = "It is night for the athlete."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a coach allows for an athlete; careful until somebody says otherwise."""

    mode: Mode = "assisted"
    max_risk: float = 0.5
    min_confidence: float = 0.6
    cooldown: timedelta = timedelta(hours=48)
    quiet_from: time | None = time(21)
    quiet_until: time | None = time(7)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is to be judged, at which wall time of the athlete, and when something was last done automatically."""

    recommendation: Recommendation
    proposal: Proposal | None
    reversible: bool
    wall: datetime
    now: datetime
    last_acted: datetime | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Rail:
    """One thing that keeps a change from being made without asking, and the sentence that says so."""

    id: str
    sentence: str
    holds: Callable[[Limits, Situation], bool]


def _mode(limits: Limits, now: Situation) -> bool:
    return limits.mode != "automatic"


def _unknown(limits: Limits, now: Situation) -> bool:
    return now.recommendation.risk is None or now.recommendation.action in ("unknown", "none")


def _nothing_to_do(limits: Limits, now: Situation) -> bool:
    return now.proposal is None


def _ceiling(limits: Limits, now: Situation) -> bool:
    return now.recommendation.risk is not None and now.recommendation.risk > RISK_CEILING


def _risk(limits: Limits, now: Situation) -> bool:
    return now.recommendation.risk is not None and now.recommendation.risk > limits.max_risk


def _unsure(limits: Limits, now: Situation) -> bool:
    return now.recommendation.confidence < limits.min_confidence


def _not_less(limits: Limits, now: Situation) -> bool:
    return now.proposal is not None and now.proposal.load == "more"


def _kept(limits: Limits, now: Situation) -> bool:
    return now.proposal is not None and (now.proposal.touches_race or now.proposal.touches_locked)


def _for_good(limits: Limits, now: Situation) -> bool:
    return not now.reversible


def _cooling(limits: Limits, now: Situation) -> bool:
    return now.last_acted is not None and now.now - now.last_acted < limits.cooldown


def _undone(limits: Limits, now: Situation) -> bool:
    return now.undone


def _quiet(limits: Limits, now: Situation) -> bool:
    return is_quiet(limits, now.wall.time())


RAILS = (
    Rail("mode", "Changes are made only when you say so.", _mode),
    Rail("unknown", "Too little is known to act.", _unknown),
    Rail("no_proposal", "There is no change to make from here.", _nothing_to_do),
    Rail("risk_ceiling", "The risk is above 0.85: this is for a person to decide.", _ceiling),
    Rail("risk_limit", "The risk is above your limit.", _risk),
    Rail("confidence", "The confidence is below your limit.", _unsure),
    Rail("more_load", "Nothing that adds load is done without asking.", _not_less),
    Rail("race_or_locked", "Races and locked workouts are never touched.", _kept),
    Rail("not_reversible", "This change could not be undone from here.", _for_good),
    Rail("cooldown", "Something was changed automatically a short while ago.", _cooling),
    Rail("undone", "You undid this once, so it is yours to decide.", _undone),
    Rail("quiet_hours", QUIET, _quiet),
)


def held_by(limits: Limits, situation: Situation) -> Sequence[Rail]:
    """Everything that speaks against acting; empty means that it may be done."""
    return [rail for rail in RAILS if rail.holds(limits, situation)]


def is_quiet(limits: Limits, wall: time) -> bool:
    """Whether a wall time lies in the quiet hours, which may go over midnight; the end is no longer quiet."""
    first, last = limits.quiet_from, limits.quiet_until
    if first is None or last is None or first == last:
        return False
    return first <= wall < last if first < last else wall >= first or wall < last
