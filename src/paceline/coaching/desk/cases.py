"""An intervention as its coach may see it now: without what is no longer shared, with the clock read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.rules import risk_of, seen_with, time_used
from paceline.coaching.desk.working_hours import WorkingHours, runs_at, ticks_at


@dataclass(frozen=True, slots=True)
class Since:
    """The decision that came before: overtaken by new facts when `changed`, else simply over."""

    decision: str
    at: datetime
    changed: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One person in the queue."""

    id: UUID
    athlete_id: UUID
    name: str
    initials: str
    status: str
    outcome: str | None
    headline: str
    risk: int
    band: str
    factors: Sequence[Mapping[str, Any]]
    suggestion: Mapping[str, Any] | None
    refused: Sequence[Mapping[str, Any]]
    changed_since: Since | None
    flagged_at: datetime
    reply_due_at: datetime
    used: float
    snoozed_until: datetime | None
    closed_at: datetime | None
    evaluated_at: datetime
    version: int
    decided: DecisionRow | None
    action: str
    confidence: float
    unknowns: Sequence[str]
    held: Sequence[str]
    paused: bool

    @property
    def due_tone(self) -> str:
        """Grey, amber in the last fifth of the time to reply, red when it is over."""
        return "critical" if self.used >= 1 else "caution" if self.used >= 0.8 else "neutral"


def case_of(
    row: Intervention,
    name: str,
    scopes: Collection[str],
    now: datetime,
    decided: DecisionRow | None = None,
    hours: WorkingHours | None = None,
) -> Case:
    """What was kept, held against the consents of this moment."""
    factors = seen_with(row.factors, scopes)
    whole = len(factors) == len(row.factors)
    risk, band = (row.risk, row.band) if whole else risk_of(factors)
    headline = row.headline if whole else factors[0]["reason"] if factors else "What this was about is no longer shared"
    suggestion = row.suggestion or {}
    shown = suggestion if suggestion.get("remedy") and suggestion["scope"] in scopes else None
    return Case(
        id=row.id,
        athlete_id=row.athlete_id,
        name=name,
        initials=initials_of(name),
        status=row.status,
        outcome=row.outcome,
        headline=headline,
        risk=risk,
        band=band,
        factors=factors,
        suggestion=shown,
        refused=[one for one in suggestion.get("refused", ()) if one["scope"] in scopes],
        changed_since=_since(row.changed_since),
        flagged_at=row.flagged_at,
        reply_due_at=row.reply_due_at,
        used=time_used(row.clock_from, row.clock_due, ticks_at(hours, now)),
        snoozed_until=row.snoozed_until,
        closed_at=row.closed_at,
        evaluated_at=row.evaluated_at,
        version=row.version,
        decided=decided,
        action=row.action,
        confidence=row.confidence,
        unknowns=row.unknowns,
        held=row.held,
        paused=not runs_at(hours, now),
    )


def _since(kept: Mapping[str, Any] | None) -> Since | None:
    return Since(kept["decision"], datetime.fromisoformat(kept["at"]), kept["changed"]) if kept else None


def initials_of(name: str) -> str:
    """The letters in a person's disc."""
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()
