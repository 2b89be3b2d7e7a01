"""Carries out what a coach decides about an intervention: once, and so that no later evaluation undoes it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.desk.access import intervention_for_coach, intervention_to_decide
from paceline.coaching.desk.actions.evaluating import OWN, PLACE, recorded
from paceline.coaching.desk.actions.suggesting import propose
from paceline.coaching.desk.events import InterventionDecided
from paceline.coaching.desk.kept import evidence_of, lines_of
from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.rules import after, can_take_back
from paceline.coaching.desk.schemas import Decide
from paceline.coaching.recommendations import Proposal, RemedyCall, judge
from paceline.core.relationships import client_for_coach
from paceline.infra.jobs import JobDefinition, enqueue
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Invalid


async def decide(tx: Tx, plugged: Plugged, intervention_id: UUID, command: Decide, wake: JobDefinition) -> DecisionRow:
    """Decide; `wake` is asked for at the end of a deferral."""
    row = await intervention_to_decide(tx, intervention_id, command.version)
    arguments: dict[str, Any] = {}
    result = ""
    if command.decision == "accepted":
        arguments, result = await _accept(tx, plugged, row)
    elif command.decision == "modified":
        arguments, result = await _modify(tx, plugged, row, command)
    decision = recorded(tx, row, command.decision, reason=command.reason, arguments=arguments, result=result)
    state = after(command.decision, tx.now)
    row.status, row.outcome, row.snoozed_until = state.status, state.outcome, state.snoozed_until
    row.closed_at = tx.now if state.status == "closed" else None
    row.version += 1
    await _keep(tx, row, decision)
    if state.snoozed_until is not None:
        ids = {"coach_id": row.coach_id, "athlete_id": row.athlete_id}
        await enqueue(tx.session, wake, ids, at=state.snoozed_until)
    return decision


async def _keep(tx: Tx, row: Intervention, decision: DecisionRow) -> None:
    tx.session.add(decision)
    await tx.session.flush()
    await tx.emit(InterventionDecided(row.id, row.coach_id, row.athlete_id, decision.decision))
    await tx.tell(row.coach_id, PLACE, scope=OWN)


async def _accept(tx: Tx, plugged: Plugged, row: Intervention) -> tuple[dict[str, Any], str]:
    suggestion = await _suggestion(tx, row)
    call = RemedyCall(suggestion["remedy"], suggestion["arguments"])
    proposal = await _allowed(tx, plugged, row, call)
    if (proposal.title, lines_of(proposal)) != (suggestion["title"], suggestion["lines"]):
        raise Conflict("The plan has changed since this was worked out. Read it again.", code="proposal_changed")
    return await _apply(tx, plugged, row, call)


async def _modify(tx: Tx, plugged: Plugged, row: Intervention, command: Decide) -> tuple[dict[str, Any], str]:
    if not command.arguments:
        if not command.reason:
            raise Invalid(
                "Say in a few words what you did instead.", code="reason_missing", fields={"reason": "What did you do?"}
            )
        return {}, ""
    suggestion = await _suggestion(tx, row)
    call = RemedyCall(suggestion["remedy"], {**suggestion["arguments"], **command.arguments})
    await _allowed(tx, plugged, row, call)
    return await _apply(tx, plugged, row, call)


async def _suggestion(tx: Tx, row: Intervention) -> dict[str, Any]:
    """The suggestion, unless there is none or the consent it rests on was withdrawn."""
    scopes = (await client_for_coach(tx, row.athlete_id)).scopes
    kept = row.suggestion
    if kept is None or kept["remedy"] is None or kept["scope"] not in scopes:
        raise Invalid(
            "There is no suggested change here. Say what you did instead, put it off or dismiss it.",
            code="no_suggestion",
        )
    return kept


async def _allowed(tx: Tx, plugged: Plugged, row: Intervention, call: RemedyCall) -> Proposal:
    """The remedy worked out again as things stand, held against the guardrails again."""
    athlete = await client_for_coach(tx, row.athlete_id)
    proposal = await propose(tx, plugged, row.athlete_id, call, tx.today(athlete))
    if proposal is None:
        raise Conflict("This change no longer fits: what it was about is gone or done.", code="proposal_changed")
    evidence = [evidence_of(factor) for factor in row.factors]
    verdict = judge(proposal, evidence[0], evidence)
    if not verdict.allowed:
        raise Invalid(verdict.sentence, code=verdict.guardrail)
    return proposal


async def _apply(tx: Tx, plugged: Plugged, row: Intervention, call: RemedyCall) -> tuple[dict[str, Any], str]:
    done = await plugged.remedies[call.id].apply(tx, row.athlete_id, call.arguments)
    return {"remedy": call.id, "arguments": dict(call.arguments)}, done


async def take_back(tx: Tx, intervention_id: UUID) -> Intervention:
    """Undo putting off or dismissing, within minutes."""
    row = await intervention_for_coach(tx, intervention_id, lock=True)
    last = await tx.session.scalar(
        select(DecisionRow)
        .where(DecisionRow.intervention_id == row.id)
        .order_by(DecisionRow.at.desc(), DecisionRow.id.desc())
        .limit(1)
    )
    if last is None or row.status == "open" or not can_take_back(last.decision, last.at, tx.now):
        raise Conflict("This can no longer be undone.", code="too_late")
    if row.status == "closed" and await _other_waits(tx, row):
        raise Conflict("Something newer about this person waits already.", code="newer_waits")
    row.status, row.outcome, row.snoozed_until, row.closed_at = "open", None, None, None
    row.version += 1
    await _keep(tx, row, recorded(tx, row, "reopened"))
    return row


async def _other_waits(tx: Tx, row: Intervention) -> bool:
    found = await tx.session.scalar(
        select(Intervention.id).where(
            Intervention.coach_id == row.coach_id,
            Intervention.athlete_id == row.athlete_id,
            Intervention.status.in_(("open", "snoozed")),
        )
    )
    return found is not None
