"""Turns an athlete's evidence into one recommendation that explains itself: what, how sure, why, and what is not known."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from paceline.coaching.recommendations.rules import Assessment, combine
from paceline.coaching.recommendations.types import Evidence, Kind

# Raised whenever the same evidence would lead to another recommendation; kept beside everything it led to.
VERSION = 2
Action = Literal["rest", "ease", "move", "contact", "watch", "none", "unknown"]

# The most careful thing first: no rule that comes later may put a bolder one in its place.
CAREFUL_FIRST: tuple[Action, ...] = ("rest", "ease", "move", "contact", "watch")
PLACE: Callable[[Action], int] = {action: place for place, action in enumerate(CAREFUL_FIRST)}.__getitem__
BY_KIND: dict[Kind, Action] = {
    Kind.PAIN: "ease",
    Kind.ILLNESS: "ease",
    Kind.LOW_READINESS: "ease",
    Kind.FALLING_READINESS: "watch",
    Kind.MISSED: "contact",
    Kind.SILENCE: "contact",
    Kind.LOAD: "ease",
    Kind.OTHER: "watch",
}
# What a coach must be allowed to see before seeing nothing means that there is nothing.
NEEDED = {
    "training": "Training is not shared, so load and missed sessions are unknown.",
    "wellness": "Check-ins are not shared, so silence and readiness are unknown.",
    "injuries": "Pain and illness are not shared, so both are unknown.",
}
# One kind of fact may be a slip; each further kind that says the same makes it surer [own choice].
CONFIDENCE_BY_KINDS = (0.0, 0.65, 0.8, 0.9)
LESS_PER_UNKNOWN = 0.1
LEAST_CONFIDENCE = 0.2


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do, with a risk and a confidence between 0 and 1; the risk is None when too little is known to say."""

    version: int
    action: Action
    risk: float | None
    confidence: float
    found: Assessment
    unknowns: Sequence[str]
    because: str


def recommend(evidence: Sequence[Evidence], scopes: Collection[str], unknowns: Sequence[str] = ()) -> Recommendation:
    """One recommendation from everything that was found; `unknowns` are what sources said they cannot say."""
    found = combine(evidence)
    blind = [*(words for scope, words in NEEDED.items() if scope not in scopes), *unknowns]
    if not found.factors:
        return _nothing(found, blind)
    asked: list[Action] = sorted((action_of(one) for one in found.factors), key=PLACE)
    action = asked[0]
    sure = confidence(found.factors, len(blind))
    return Recommendation(VERSION, action, found.risk / 100, sure, found, blind, found.headline)


def _nothing(found: Assessment, blind: Sequence[str]) -> Recommendation:
    if len(blind) >= len(NEEDED):
        words = "Too little is shared or recorded to say."
        return Recommendation(VERSION, "unknown", None, 0.0, found, blind, words)
    sure = round(max(LEAST_CONFIDENCE, 1 - 2 * LESS_PER_UNKNOWN * len(blind)), 2)
    return Recommendation(VERSION, "none", 0.0, sure, found, blind, "Nothing stands out.")


def action_of(fact: Evidence) -> Action:
    """What one fact by itself asks for: what its remedy would do, or else what its kind asks for."""
    call = fact.remedy
    if call is None:
        return BY_KIND[fact.kind]
    if call.arguments.get("change") == "rest":
        return "rest"
    return "move" if call.id.startswith("move") else "ease"


def confidence(factors: Sequence[Evidence], blind: int) -> float:
    """How sure: the number of independent kinds that agree, less what is not known."""
    kinds = len({one.kind for one in factors})
    sure = CONFIDENCE_BY_KINDS[min(kinds, len(CONFIDENCE_BY_KINDS) - 1)]
    return round(max(LEAST_CONFIDENCE, sure - LESS_PER_UNKNOWN * blind), 2)
