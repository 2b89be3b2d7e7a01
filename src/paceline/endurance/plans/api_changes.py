"""REST of changes to plans: changes, versions, drafts of changes, locks, phases and proposals."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from paceline.core.identity import RequestTx
from paceline.endurance.plans.access import plan_for
from paceline.endurance.plans.changing import (
    Changed,
    change_made,
    change_plan,
    lock_days,
    locks_of,
    restore_version,
    revise_plan,
    unlock_days,
)
from paceline.endurance.plans.model import PhaseTurn, Proposal
from paceline.endurance.plans.phase_lines import phase_lines
from paceline.endurance.plans.phasing import turn_phase, turns_of
from paceline.endurance.plans.proposing import (
    accept_proposal,
    proposal_for,
    proposals_of,
    reject_proposal,
    reopen_proposal,
)
from paceline.endurance.plans.schemas import FindingOut, PlanSummary
from paceline.endurance.plans.schemas_change import (
    ChangeOut,
    ChangePlan,
    LockDays,
    LockOut,
    LocksOut,
    RestoreVersion,
    VersionDiffOut,
    VersionOut,
    VersionsOut,
    plain,
)
from paceline.endurance.plans.schemas_phase import (
    PhaseOut,
    PhasesOut,
    ProposalOut,
    ProposalsOut,
    TakeProposal,
    TurnDown,
    TurnOut,
    TurnPhase,
)
from paceline.endurance.plans.versions import versions_page
from paceline.kit.paging import MOST

router = APIRouter(tags=["plans"])


def _out(done: Changed) -> ChangeOut:
    return ChangeOut(
        version=done.plan.version,
        words=done.words,
        lines=plain(done.lines),
        findings=[FindingOut.model_validate(one) for one in done.findings],
        rows=done.rows,
    )


@router.post("/plans/{plan_id}/changes", status_code=201)
async def change(tx: RequestTx, plan_id: UUID, command: ChangePlan, dry_run: bool = False) -> ChangeOut:
    """One change to a plan; a published one is carried into the calendar at once.

    With `dry_run` nothing changes and the answer says what would. 409 when the plan moved on since `version`, when a rule
    that holds for everybody would be broken, or when the rules doubt it and no reason came with `keep_doubts`.
    """
    return _out(await change_plan(tx, plan_id, command, dry_run=dry_run))


@router.get("/plans/{plan_id}/versions")
async def versions(
    tx: RequestTx,
    plan_id: UUID,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> VersionsOut:
    """The history of a plan, the latest first; empty while nobody changed it."""
    found = await versions_page(tx, (await plan_for(tx, plan_id)).id, limit, cursor)
    return VersionsOut(items=[VersionOut.model_validate(one) for one in found.items], next_cursor=found.next_cursor)


@router.get("/plans/{plan_id}/versions/{number}")
async def version(tx: RequestTx, plan_id: UUID, number: int) -> VersionDiffOut:
    """One version and what it changed."""
    found, lines = await change_made(tx, await plan_for(tx, plan_id), number)
    return VersionDiffOut(**VersionOut.model_validate(found).model_dump(), lines=plain(lines))


@router.post("/plans/{plan_id}/versions/{number}/restoration", status_code=201)
async def restore(tx: RequestTx, plan_id: UUID, number: int, command: RestoreVersion) -> ChangeOut:
    """Go back to a version. What is over, done, pinned or locked stays; going back is a new version."""
    return _out(await restore_version(tx, plan_id, number, command.version))


@router.post("/plans/{plan_id}/revision", status_code=201)
async def revise(tx: RequestTx, plan_id: UUID) -> PlanSummary:
    """A draft of changes to a published plan, hidden from the athlete; publish it like any preview."""
    return PlanSummary.model_validate(await revise_plan(tx, plan_id))


@router.get("/plans/{plan_id}/locks")
async def locks(tx: RequestTx, plan_id: UUID) -> LocksOut:
    """Days no change may touch."""
    found = await locks_of(tx, (await plan_for(tx, plan_id)).id)
    return LocksOut(locks=[LockOut.model_validate(one) for one in found])


@router.post("/plans/{plan_id}/locks", status_code=201)
async def lock(tx: RequestTx, plan_id: UUID, command: LockDays) -> LockOut:
    """Lock a day or a week."""
    return LockOut.model_validate(await lock_days(tx, plan_id, command))


@router.delete("/plans/{plan_id}/locks/{lock_id}", status_code=204)
async def unlock(tx: RequestTx, plan_id: UUID, lock_id: UUID) -> Response:
    """Unlock the days."""
    await unlock_days(tx, plan_id, lock_id)
    return Response(status_code=204)


@router.get("/plans/{plan_id}/phases")
async def phases(tx: RequestTx, plan_id: UUID) -> PhasesOut:
    """The phases of a plan with what was asked and done in each, and what was decided about them."""
    plan = await plan_for(tx, plan_id)
    lines = await phase_lines(tx, plan)
    return PhasesOut(
        phases=[PhaseOut.model_validate(line) for line in lines],
        turns=[turn_out(one) for one in await turns_of(tx, plan.id)],
    )


def turn_out(row: PhaseTurn) -> TurnOut:
    """A decision about a phase as it is sent."""
    return TurnOut.model_validate(row)


@router.post("/plans/{plan_id}/phases/turns", status_code=201)
async def turn(tx: RequestTx, plan_id: UUID, command: TurnPhase) -> ChangeOut:
    """End the present phase today, hold it a week or extend it, with a reason."""
    return _out(await turn_phase(tx, plan_id, command))


def proposal_out(row: Proposal) -> ProposalOut:
    """A proposal as it is sent."""
    return ProposalOut.model_validate(row)


@router.get("/plans/{plan_id}/proposals")
async def proposals(tx: RequestTx, plan_id: UUID) -> ProposalsOut:
    """Changes proposed for a plan, the latest first."""
    found = await proposals_of(tx, (await plan_for(tx, plan_id)).id)
    return ProposalsOut(proposals=[proposal_out(one) for one in found])


@router.get("/plan-proposals/{proposal_id}")
async def proposal(tx: RequestTx, proposal_id: UUID) -> ProposalOut:
    """One proposal."""
    return proposal_out(await proposal_for(tx, proposal_id))


@router.post("/plan-proposals/{proposal_id}/acceptance", status_code=201)
async def accept(tx: RequestTx, proposal_id: UUID, command: TakeProposal) -> ChangeOut:
    """Take it, whole or on some days only."""
    return _out(await accept_proposal(tx, proposal_id, days=command.days, why=command.why))


@router.post("/plan-proposals/{proposal_id}/rejection", status_code=201)
async def reject(tx: RequestTx, proposal_id: UUID, command: TurnDown) -> ProposalOut:
    """Turn it down; the same evidence does not bring it back."""
    return proposal_out(await reject_proposal(tx, proposal_id, command.why))


@router.delete("/plan-proposals/{proposal_id}/rejection")
async def reopen(tx: RequestTx, proposal_id: UUID) -> ProposalOut:
    """Undo turning it down."""
    return proposal_out(await reopen_proposal(tx, proposal_id))
