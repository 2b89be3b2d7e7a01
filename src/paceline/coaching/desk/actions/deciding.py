"""Carries out what a coach decides about an intervention: once, and so that no later evaluation undoes it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from paceline.coaching.desk.access import intervention_for_coach, intervention_to_decide
from paceline.coaching.desk.actions.acting import keep, last_decision, other_waits, recorded
from paceline.coaching.desk.actions.suggesting import propose
from paceline.coaching.desk.kept import evidence_of, lines_of
from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import hours_of
from paceline.coaching.desk.rules import after, can_take_back
from paceline.coaching.desk.schemas import Decide
from paceline.coaching.desk.types import EXCUSES
from paceline.coaching.desk.working_hours import ticks_at
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
    elif command.decision in ("modified", "moved"):
        arguments, result = await _modify(tx, plugged, row, command)
    elif command.decision == "excused":
        arguments, result = await _excuse(tx, row, command)
    decision = recorded(
        tx,
        row,
        command.decision,
        reason=command.reason,
        arguments=arguments,
        result=result,
        reply_seconds=max(0.0, ticks_at(await hours_of(tx), tx.now) - row.clock_from),
    )
    state = after(command.decision, tx.now)
    row.status, row.outcome, row.snoozed_until = state.status, state.outcome, state.snoozed_until
    row.closed_at = tx.now if state.status == "closed" else None
    row.version += 1
    await keep(tx, row, decision)
    if state.snoozed_until is not None:
        ids = {"coach_id": row.coach_id, "athlete_id": row.athlete_id}
        await enqueue(tx.session, wake, ids, at=state.snoozed_until)
    return decision


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
    chosen = dict(command.arguments)
    # Another remedy brings its own arguments; the suggested one's are changed only where the choice says so.
    remedy = str(chosen.pop("remedy", suggestion["remedy"]))
    base: dict[str, Any] = suggestion["arguments"] if remedy == suggestion["remedy"] else {}
    call = RemedyCall(remedy, {**base, **chosen})
    if remedy != suggestion["remedy"] and not any(
        other.get("remedy") == remedy and other["arguments"] == chosen for other in suggestion["alternatives"]
    ):
        raise Invalid("That is not one of the choices here.", code="unknown_choice")
    await _allowed(tx, plugged, row, call)
    return await _apply(tx, plugged, row, call)


async def _excuse(tx: Tx, row: Intervention, command: Decide) -> tuple[dict[str, Any], str]:
    """Missed sessions and silence are not asked about until a day; pain, illness and load still are."""
    days = command.arguments.get("days", EXCUSES[0])
    if days not in EXCUSES:
        raise Invalid("An athlete is excused for 3, 7 or 14 days.", code="unknown_excuse")
    until = tx.today(await client_for_coach(tx, row.athlete_id)) + timedelta(days=days - 1)
    return {"until": until.isoformat(), "days": days}, f"Excused until {until:%A} {until.day} {until:%B}."


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
    last = await last_decision(tx, row.id)
    if last is None or row.status == "open" or not can_take_back(last.decision, last.at, tx.now):
        raise Conflict("This can no longer be undone.", code="too_late")
    if row.status == "closed" and await other_waits(tx, row):
        raise Conflict("Something newer about this person waits already.", code="newer_waits")
    row.status, row.outcome, row.snoozed_until, row.closed_at = "open", None, None, None
    row.version += 1
    await keep(tx, row, recorded(tx, row, "reopened"))
    return row
