"""Makes a suggested change without asking, where the coach allows it and no guardrail holds it; and undoes it again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from paceline.coaching.desk.access import intervention_for_coach
from paceline.coaching.desk.actions.suggesting import propose
from paceline.coaching.desk.automation import QUIET, Limits, Situation, held_by
from paceline.coaching.desk.events import InterventionDecided
from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import limits_for
from paceline.coaching.desk.rules import after, can_undo
from paceline.coaching.desk.types import Reversible
from paceline.coaching.recommendations import Proposal, Recommendation, RemedyCall
from paceline.core.relationships import client_for_coach
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.days import instant_of
from paceline.kit.errors import Conflict, Problem

PLACE = "desk.queue"
# A scope nobody can grant: the hint reaches the coach alone.
OWN = "desk"
_LAST_ACTED = text(
    "SELECT max(at) FROM desk_decision WHERE coach_id = :coach AND athlete_id = :athlete AND decision = 'automatic'"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at an athlete gave, on which of their days."""

    recommendation: Recommendation
    today: date
    time_zone: str


async def act(tx: Tx, plugged: Plugged, row: Intervention, looked: Looked, limits: Limits) -> Intervention:
    """Make the suggested change if nothing holds it; what held it is kept, in words, beside the suggestion."""
    if limits.mode != "automatic":
        return row
    suggestion = row.suggestion or {}
    call = RemedyCall(suggestion["remedy"], suggestion["arguments"]) if suggestion.get("remedy") else None
    proposal = await propose(tx, plugged, row.athlete_id, call, looked.today)
    situation = await _situation(tx, plugged, row, looked, call, proposal)
    held = held_by(limits, situation)
    words = [rail.sentence for rail in held]
    if not held and call is not None:
        words = await _carried_out(tx, plugged, row, looked, call)
    if row.held != words:
        row.held = words
        await tx.session.flush()
    return row


async def _situation(
    tx: Tx, plugged: Plugged, row: Intervention, looked: Looked, call: RemedyCall | None, proposal: Proposal | None
) -> Situation:
    last = await tx.session.scalar(_LAST_ACTED, {"coach": tx.person, "athlete": row.athlete_id})
    before = await last_decision(tx, row.id)
    return Situation(
        recommendation=looked.recommendation,
        proposal=proposal,
        reversible=call is not None and isinstance(plugged.remedies.get(call.id), Reversible),
        wall=tx.now.astimezone(ZoneInfo(looked.time_zone)),
        now=tx.now,
        last_acted=last,
        undone=before is not None and before.decision == "undone",
    )


async def _carried_out(tx: Tx, plugged: Plugged, row: Intervention, looked: Looked, call: RemedyCall) -> list[str]:
    """Empty when it was done; else why it was not."""
    remedy = plugged.remedies[call.id]
    if not isinstance(remedy, Reversible):
        return ["This change could not be undone from here."]
    try:
        # What a remedy had begun before it was refused goes back with the savepoint.
        async with tx.session.begin_nested():
            pinned = await remedy.pin(tx, row.athlete_id, call.arguments, looked.today)
            if pinned is None:
                return ["There is no change to make from here."]
            result = await remedy.apply(tx, row.athlete_id, pinned)
    except Problem as refusal:
        return [refusal.message]
    arguments = {"remedy": call.id, "arguments": dict(pinned), "pinned": True}
    decision = recorded(tx, row, "automatic", arguments=arguments, result=result, by_itself=True)
    state = after("automatic", tx.now)
    row.status, row.outcome, row.snoozed_until, row.closed_at = state.status, state.outcome, None, tx.now
    row.version += 1
    await keep(tx, row, decision)
    return []


async def undo(tx: Tx, plugged: Plugged, intervention_id: UUID) -> str:
    """Bring back what was changed without asking; the intervention waits for the coach again."""
    row = await intervention_for_coach(tx, intervention_id, lock=True)
    last = await last_decision(tx, row.id)
    if last is None or row.status != "closed" or not can_undo(last.decision, last.arguments, last.at, tx.now):
        raise Conflict("This can no longer be undone.", code="too_late")
    remedy = plugged.remedies.get(last.arguments["remedy"])
    if not isinstance(remedy, Reversible):
        raise Conflict("This can no longer be undone from here.", code="not_reversible")
    if await other_waits(tx, row):
        raise Conflict("Something newer about this person waits already.", code="newer_waits")
    result = await remedy.reverse(tx, row.athlete_id, last.arguments["arguments"])
    row.status, row.outcome, row.snoozed_until, row.closed_at = "open", None, None, None
    row.version += 1
    await keep(tx, row, recorded(tx, row, "undone", arguments=last.arguments, result=result))
    return result


async def keep(tx: Tx, row: Intervention, decision: DecisionRow) -> None:
    """Add a decision to the history, and let the ledger and the coach's open pages know."""
    tx.session.add(decision)
    await tx.session.flush()
    await tx.emit(InterventionDecided(row.id, row.coach_id, row.athlete_id, decision.decision))
    await tx.tell(row.coach_id, PLACE, scope=OWN)


async def last_decision(tx: Tx, intervention_id: UUID) -> DecisionRow | None:
    """The latest decision about an intervention."""
    return await tx.session.scalar(
        select(DecisionRow)
        .where(DecisionRow.intervention_id == intervention_id)
        .order_by(DecisionRow.at.desc(), DecisionRow.id.desc())
        .limit(1)
    )


async def other_waits(tx: Tx, row: Intervention) -> bool:
    """Whether something newer about the same athlete waits."""
    found = await tx.session.scalar(
        select(Intervention.id).where(
            Intervention.coach_id == row.coach_id,
            Intervention.athlete_id == row.athlete_id,
            Intervention.status.in_(("open", "snoozed")),
        )
    )
    return found is not None


async def end_of_quiet(tx: Tx, row: Intervention | None) -> datetime | None:
    """When to look again at somebody whom only the night keeps from being helped; None for everybody else."""
    if row is None or row.status != "open" or row.held != [QUIET]:
        return None
    athlete_id = row.athlete_id
    limits = await limits_for(tx, athlete_id)
    if limits.quiet_until is None:
        return None
    client = await client_for_coach(tx, athlete_id)
    today = tx.today(client)
    days = (today, today + timedelta(days=1))
    return next(at for day in days if (at := instant_of(day, limits.quiet_until, client.time_zone)) > tx.now)


def recorded(
    tx: Tx,
    row: Intervention,
    decision: str,
    *,
    reason: str = "",
    arguments: dict[str, Any] | None = None,
    result: str = "",
    by_itself: bool = False,
    reply_seconds: float | None = None,
) -> DecisionRow:
    """The line that is added to the history of decisions."""
    return DecisionRow(
        id=new_id(),
        intervention_id=row.id,
        coach_id=row.coach_id,
        athlete_id=row.athlete_id,
        decision=decision,
        by_id=None if by_itself else tx.person,
        at=tx.now,
        flagged_at=row.flagged_at,
        reason=reason,
        fingerprint=row.fingerprint,
        arguments=arguments or {},
        result=result,
        reply_seconds=reply_seconds,
    )
