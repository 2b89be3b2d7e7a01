"""Decisions about evidence: how it adds up, and what may never be suggested."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from paceline.coaching.recommendations.types import (
    Band,
    Evidence,
    Kind,
    Proposal,
    fingerprint_of,
)

MOST_RISK = 100
CRITICAL = 70
CAUTION = 45
# A single small fact is worth a look in passing, not a place in the queue.
WORTH_A_LOOK = 20
CAREFUL_KINDS = frozenset({Kind.PAIN, Kind.ILLNESS, Kind.LOW_READINESS})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an athlete's evidence adds up to; `factors` are strongest first."""

    risk: int
    band: Band
    factors: Sequence[Evidence]
    headline: str
    fingerprint: str
    reply_within: timedelta

    @property
    def calm(self) -> bool:
        """Whether nothing here is worth the coach's time."""
        return self.risk < WORTH_A_LOOK

    @staticmethod
    def band_at(risk: int) -> Band:
        """The band of a risk."""
        return band_of(risk)


CALM = Assessment(0, "neutral", (), "", fingerprint_of(), timedelta(0))


def combine(evidence: Sequence[Evidence]) -> Assessment:
    """Add up evidence: the strongest fact gives the headline, the most urgent one the time to reply."""
    factors = sorted((e for e in evidence if e.points > 0), key=lambda e: (-e.points, e.rule_id, e.fingerprint))
    if not factors:
        return CALM
    risk = clamped(sum(clamped(e.points) for e in factors))
    known = sorted(f"{e.rule_id}:{e.fingerprint}" for e in factors)
    return Assessment(
        risk, band_of(risk), factors, factors[0].reason, fingerprint_of(*known), min(e.reply_within for e in factors)
    )


def clamped(points: int) -> int:
    """Risk and its parts lie between 0 and 100 whatever a source says."""
    return max(0, min(MOST_RISK, points))


def band_of(risk: int) -> Band:
    """The band of a risk."""
    return "critical" if risk >= CRITICAL else "caution" if risk >= CAUTION else "neutral"


@dataclass(frozen=True, slots=True)
class Guardrail:
    """Something no suggestion may ever do, and the sentence that says so."""

    id: str
    sentence: str
    refuses: Callable[[Proposal, Evidence, Sequence[Evidence], Collection[str]], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a proposal may be suggested, and if not, which guardrail refused it."""

    allowed: bool
    guardrail: str = ""
    sentence: str = ""


def _more_when_hurt(
    proposal: Proposal, cause: Evidence, evidence: Sequence[Evidence], settled: Collection[str]
) -> bool:
    return proposal.load == "more" and any(e.kind in CAREFUL_KINDS and e.points > 0 for e in evidence)


def _race(proposal: Proposal, cause: Evidence, evidence: Sequence[Evidence], settled: Collection[str]) -> bool:
    return proposal.touches_race


def _locked(proposal: Proposal, cause: Evidence, evidence: Sequence[Evidence], settled: Collection[str]) -> bool:
    return proposal.touches_locked


def _decided(proposal: Proposal, cause: Evidence, evidence: Sequence[Evidence], settled: Collection[str]) -> bool:
    return cause.fingerprint in settled


GUARDRAILS = (
    Guardrail("no_more_load", "Never more load while there is pain or red readiness.", _more_when_hurt),
    Guardrail("race", "A race is never changed by a suggestion.", _race),
    Guardrail("locked", "A locked workout stays as it is.", _locked),
    Guardrail("decided", "You have decided about this already.", _decided),
)


def judge(proposal: Proposal, cause: Evidence, evidence: Sequence[Evidence], settled: Collection[str] = ()) -> Verdict:
    """Hold a proposal that `cause` led to against every guardrail; `settled` are fingerprints a decision stands on."""
    for guardrail in GUARDRAILS:
        if guardrail.refuses(proposal, cause, evidence, settled):
            return Verdict(False, guardrail.id, guardrail.sentence)
    return Verdict(True)
