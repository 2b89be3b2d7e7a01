"""Works out the suggestion of an intervention: the strongest evidence's remedy that no guardrail refuses."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from paceline.coaching.desk.kept import other_of, suggestion_of
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.recommendations import Assessment, Evidence, Proposal, RemedyCall, judge
from paceline.infra.tx import Tx
from paceline.kit.errors import Problem


async def suggest(
    tx: Tx, plugged: Plugged, athlete_id: UUID, found: Assessment, settled: Collection[str], today: date
) -> dict[str, Any] | None:
    """What to suggest, with what was refused and why; None when nothing can be done from here."""
    refused: list[dict[str, Any]] = []
    suggestion: dict[str, Any] | None = None
    tried: set[str] = set()
    for cause in found.factors:
        if cause.remedy is None or (suggestion is not None and cause.remedy.id in tried):
            continue
        proposal = await propose(tx, plugged, athlete_id, cause.remedy, today)
        if proposal is None:
            continue
        verdict = judge(proposal, cause, found.factors, settled)
        if not verdict.allowed:
            refused.append(_refusal(proposal, cause, verdict.guardrail, verdict.sentence))
        elif suggestion is None:
            suggestion = suggestion_of(cause.remedy, proposal, cause, refused)
            tried.add(cause.remedy.id)
        else:
            # What other evidence asks for is a choice beside the suggestion.
            suggestion["alternatives"].append(other_of(cause.remedy, proposal))
            tried.add(cause.remedy.id)
    if suggestion is not None:
        return {**suggestion, "refused": refused}
    return {"remedy": None, "refused": refused} if refused else None


def _refusal(proposal: Proposal, cause: Evidence, guardrail: str, sentence: str) -> dict[str, Any]:
    return {"title": proposal.title, "guardrail": guardrail, "sentence": sentence, "scope": cause.scope}


async def propose(tx: Tx, plugged: Plugged, athlete_id: UUID, call: RemedyCall | None, today: date) -> Proposal | None:
    """A remedy worked out now; None when there is none or it no longer fits."""
    remedy = plugged.remedies.get(call.id) if call else None
    if remedy is None or call is None:
        return None
    try:
        return await remedy.propose(tx, athlete_id, call.arguments, today)
    except Problem:
        # The workout it was about is gone, done or somebody else's: nothing to suggest, and nothing wrong.
        return None
