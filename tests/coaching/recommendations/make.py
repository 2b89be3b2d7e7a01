"""Evidence and proposals for tests."""

from datetime import timedelta
from typing import Any

from paceline.coaching.recommendations import Evidence, Kind, Proposal, ProposalLine, RemedyCall


def evidence(fingerprint: str = "a", points: int = 30, **more: Any) -> Evidence:
    """One fact."""
    known: dict[str, Any] = {
        "rule_id": "test.rule",
        "kind": Kind.OTHER,
        "label": "Missed",
        "value_text": "2 of 3",
        "reason": "Missed two of three key sessions",
        "points": points,
        "link": "/somewhere",
        "fingerprint": fingerprint,
        "scope": "training",
        "reply_within": timedelta(hours=24),
        "remedy": None,
    }
    return Evidence(**{**known, **more})


def rest(**more: Any) -> Proposal:
    """A day of rest instead of intervals."""
    known: dict[str, Any] = {"load": "less", **more}
    return Proposal("Rest to Sunday", (ProposalLine("Thu", "4 × 8 min threshold", "Rest"),), **known)


CALL = RemedyCall("test.rest", {"day": "2026-06-11"})
