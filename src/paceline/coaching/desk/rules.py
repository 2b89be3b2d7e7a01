"""The life of an intervention, decided purely: what an evaluation does to it, and what a coach may still decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from paceline.coaching.desk.types import DEFERRALS, UNDO_AUTOMATIC_WITHIN, UNDO_WITHIN, Outcome, Status
from paceline.coaching.recommendations import Assessment, Evidence, Kind

Step = Literal["nothing", "open", "refresh", "resolve", "wake"]
# What an excused athlete is not asked about: that sessions were missed and that nothing was said.
EXCUSED_KINDS = frozenset({Kind.MISSED, Kind.SILENCE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What waits already: its status, the facts it rests on, and until when it is put off."""

    status: Status
    known: frozenset[str]
    snoozed_until: datetime | None = None


def next_step(standing: Standing | None, found: Assessment, settled: Collection[str], now: datetime) -> Step:
    """What an evaluation does.

    `settled` are the fingerprints of facts a person has decided about. Facts that go away do not undo a decision; new ones do.
    """
    if standing is None:
        return "open" if not found.calm and news(found, settled) else "nothing"
    if standing.status == "snoozed":
        return _snoozed(standing, found, now)
    return "resolve" if found.calm else "refresh"


def _snoozed(standing: Standing, found: Assessment, now: datetime) -> Step:
    over = standing.snoozed_until is None or now >= standing.snoozed_until
    if over:
        return "resolve" if found.calm else "wake"
    return "wake" if not found.calm and news(found, standing.known) else "nothing"


def news(found: Assessment, known: Collection[str]) -> list[Evidence]:
    """The facts that are not among those known."""
    return [e for e in found.factors if e.fingerprint not in known]


def due_after_news(clock_from: float, clock_due: float, fresh: Sequence[Evidence], clock_now: float) -> float:
    """New facts can bring a reply forward, never put it off; all on the coach's working clock."""
    earliest = min((clock_now + e.reply_within.total_seconds() for e in fresh), default=clock_due)
    return max(min(clock_due, earliest), clock_from + 1)


def time_used(clock_from: float, clock_due: float, clock_now: float) -> float:
    """The share of the time to reply that has gone: 1 when due, more when overdue, 0 before it began."""
    return max(0.0, clock_now - clock_from) / max(1.0, clock_due - clock_from)


def priority(risk: int, clock_from: float, clock_due: float, clock_now: float) -> float:
    """Who comes first: risk times the share of the time to reply that has gone."""
    return risk * time_used(clock_from, clock_due, clock_now)


def not_excused(evidence: Sequence[Evidence], excused: bool) -> list[Evidence]:
    """What remains to be said of somebody who is excused: pain and load are never excused."""
    return [e for e in evidence if not (excused and e.kind in EXCUSED_KINDS)]


@dataclass(frozen=True, slots=True)
class After:
    """What a decision makes of an intervention."""

    status: Status
    outcome: Outcome | None
    snoozed_until: datetime | None


def after(decision: str, now: datetime) -> After:
    """The state an intervention is in once this is decided."""
    if decision in DEFERRALS:
        return After("snoozed", None, now + DEFERRALS[decision])
    return After("closed", _OUTCOMES[decision], None)


_OUTCOMES: Mapping[str, Outcome] = {
    "accepted": "accepted",
    "modified": "modified",
    "moved": "moved",
    "excused": "excused",
    "dismissed": "dismissed",
    "automatic": "automatic",
}


def can_take_back(decision: str, at: datetime, now: datetime) -> bool:
    """Putting off, excusing and dismissing change nothing else, so a slip can be taken back; a changed plan cannot, here."""
    return (decision in ("dismissed", "excused") or decision in DEFERRALS) and now - at <= UNDO_WITHIN


def can_undo(decision: str, arguments: Mapping[str, Any], at: datetime, now: datetime) -> bool:
    """What was done without asking, pinned so that it can be brought back, may be for three days."""
    return decision == "automatic" and bool(arguments.get("pinned")) and now - at <= UNDO_AUTOMATIC_WITHIN


def seen_with(factors: Sequence[Mapping[str, Any]], scopes: Collection[str]) -> list[Mapping[str, Any]]:
    """The factors whose consent is still given."""
    return [factor for factor in factors if factor["scope"] in scopes]


def risk_of(factors: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Risk and band of factors as they were kept."""
    risk = min(100, sum(int(factor["points"]) for factor in factors))
    return risk, Assessment.band_at(risk)
