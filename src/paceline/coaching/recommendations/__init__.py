"""Recommendations: what speaks for looking at an athlete, how it adds up to a risk, and which remedies may be suggested.

Pure rules and the Protocols by which other slices plug in evidence (`AttentionSource`),
things to do about it (`Remedy`) and figures over a coach's roster (`RosterFigure`).
"""

from paceline.coaching.recommendations.engine import Recommendation, recommend
from paceline.coaching.recommendations.rules import Assessment, judge
from paceline.coaching.recommendations.types import (
    Alternative,
    AttentionSource,
    Evidence,
    Figure,
    Kind,
    Proposal,
    ProposalLine,
    Remedy,
    RemedyCall,
    RosterFigure,
    fingerprint_of,
)

__all__ = [
    "Alternative",
    "Assessment",
    "AttentionSource",
    "Evidence",
    "Figure",
    "Kind",
    "Proposal",
    "ProposalLine",
    "Recommendation",
    "Remedy",
    "RemedyCall",
    "RosterFigure",
    "fingerprint_of",
    "judge",
    "recommend",
]
