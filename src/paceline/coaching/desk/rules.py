"""The life of an intervention, decided purely: what an evaluation does to it, and what a coach may still decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from paceline.coaching.desk.types import DEFERRALS, UNDO_WITHIN, Outcome, Status
from paceline.coaching.recommendations import Assessment, Evidence, band_of

Step = Literal["nothing", "open", "refresh", "resolve", "wake"]


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


def due_after_news(flagged_at: datetime, due_at: datetime, fresh: Sequence[Evidence], now: datetime) -> datetime:
    """New facts can bring a reply forward, never put it off."""
    earliest = min((now + e.reply_within for e in fresh), default=due_at)
    return max(min(due_at, earliest), flagged_at + timedelta(seconds=1))


def time_used(flagged_at: datetime, due_at: datetime, now: datetime) -> float:
    """The share of the time to reply that has gone: 1 when due, more when overdue, 0 before it began."""
    whole = max(1.0, (due_at - flagged_at).total_seconds())
    return max(0.0, (now - flagged_at).total_seconds()) / whole


def priority(risk: int, flagged_at: datetime, due_at: datetime, now: datetime) -> float:
    """Who comes first: risk times the share of the time to reply that has gone."""
    return risk * time_used(flagged_at, due_at, now)


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
    outcomes: Mapping[str, Outcome] = {"accepted": "accepted", "modified": "modified", "dismissed": "dismissed"}
    return After("closed", outcomes[decision], None)


def can_take_back(decision: str, at: datetime, now: datetime) -> bool:
    """Putting off and dismissing change nothing else, so a slip can be taken back; a changed plan cannot, here."""
    return (decision == "dismissed" or decision in DEFERRALS) and now - at <= UNDO_WITHIN


def seen_with(factors: Sequence[Mapping[str, Any]], scopes: Collection[str]) -> list[Mapping[str, Any]]:
    """The factors whose consent is still given."""
    return [factor for factor in factors if factor["scope"] in scopes]


def risk_of(factors: Sequence[Mapping[str, Any]]) -> tuple[int, str]:
    """Risk and band of factors as they were kept."""
    risk = min(100, sum(int(factor["points"]) for factor in factors))
    return risk, band_of(risk)
