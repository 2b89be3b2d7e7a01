"""How evidence and proposals are kept in an intervention's columns, and read back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from paceline.coaching.recommendations import Evidence, Kind, Proposal, RemedyCall


def factor_of(evidence: Evidence) -> dict[str, Any]:
    """Evidence as it is kept."""
    return {
        "rule_id": evidence.rule_id,
        "kind": str(evidence.kind),
        "label": evidence.label,
        "value_text": evidence.value_text,
        "reason": evidence.reason,
        "points": max(0, min(100, evidence.points)),
        "link": evidence.link,
        "fingerprint": evidence.fingerprint,
        "scope": evidence.scope,
    }


def evidence_of(factor: Mapping[str, Any]) -> Evidence:
    """Evidence as it was kept; its remedy and time to reply have gone into the intervention."""
    known: dict[str, Any] = {**factor, "kind": Kind(factor["kind"])}
    return Evidence(**known, reply_within=timedelta(0))


def suggestion_of(
    call: RemedyCall, proposal: Proposal, cause: Evidence, refused: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A suggestion as it is kept: what to do, what it would change, and which evidence led to it."""
    return {
        "remedy": call.id,
        "arguments": dict(call.arguments),
        "title": proposal.title,
        "lines": lines_of(proposal),
        "load": proposal.load,
        "note": proposal.note,
        "alternatives": [
            {
                "label": a.label,
                "arguments": dict(a.arguments),
                "verb": verb_of(RemedyCall(call.id, {**call.arguments, **a.arguments})),
            }
            for a in proposal.alternatives
        ],
        "rule_id": cause.rule_id,
        "cause": cause.label,
        "scope": cause.scope,
        "fingerprint": cause.fingerprint,
        "refused": list(refused),
    }


def other_of(call: RemedyCall, proposal: Proposal) -> dict[str, Any]:
    """Another remedy as a choice beside the suggestion."""
    arguments = dict(call.arguments)
    return {"label": proposal.title, "arguments": arguments, "remedy": call.id, "verb": verb_of(call)}


def verb_of(call: RemedyCall) -> str:
    """The decision that taking a choice is: moving something, or changing it."""
    return "moved" if call.id.startswith("move") or call.arguments.get("change") == "move" else "modified"


def lines_of(proposal: Proposal) -> list[dict[str, str]]:
    """The lines of a proposal as they are kept."""
    return [{"when": line.when, "before": line.before, "after": line.after} for line in proposal.lines]
