"""Makes findings: what is broken and what is doubtful, each with its place and the numbers behind the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from paceline.endurance.plans.types import Finding

# Where a finding stands: rule, week and day. Accepting one accepts that one only.
Place = tuple[str, int | None, date | None]


def broken(id: str, sentence: str, week: int | None = None, day: date | None = None, **figures: float) -> Finding:
    """A hard finding: nothing overrides it."""
    return Finding(id, "hard", week, sentence, day, figures)


def doubtful(id: str, sentence: str, week: int | None = None, day: date | None = None, **figures: float) -> Finding:
    """A soft finding: somebody may keep it and say why."""
    return Finding(id, "soft", week, sentence, day, figures)


def place_of(finding: Finding) -> Place:
    return finding.id, finding.week, finding.day


def accepted(findings: Iterable[Finding], reasons: Mapping[Place, str]) -> tuple[Finding, ...]:
    """The findings with the reasons people gave; a hard one takes none, whatever was said."""
    return tuple(
        replace(one, accepted=reasons[place_of(one)].strip())
        if one.severity == "soft" and reasons.get(place_of(one), "").strip()
        else one
        for one in findings
    )


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What must not go into a calendar."""
    return tuple(one for one in findings if one.severity == "hard")


def open_doubts(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Soft findings nobody has given a reason for yet."""
    return tuple(one for one in findings if one.severity == "soft" and one.accepted is None)
