"""Phases of a published plan as rows: made from its weeks, kept in step with them, and read as the rules see them."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.plans.model import PhaseRow, Plan
from paceline.endurance.plans.rules_phases import Criteria, Stretch, stretches
from paceline.endurance.plans.types import PlanDraft
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx


async def phases_of(tx: Tx, plan_id: UUID) -> Sequence[PhaseRow]:
    """The phases of a plan in order."""
    query = select(PhaseRow).where(PhaseRow.plan_id == plan_id).order_by(PhaseRow.position)
    return (await tx.session.scalars(query)).all()


def stretch_of(row: PhaseRow) -> Stretch:
    """A row as the rules see it."""
    return Stretch(
        row.phase,  # type: ignore[arg-type]
        row.starts_on,
        row.ends_on,
        Criteria(**row.criteria),
        row.left_on,
        row.decided_by,  # type: ignore[arg-type]
        row.why,
    )


def row_of(plan_id: UUID, athlete_id: UUID, position: int, one: Stretch) -> PhaseRow:
    """A phase as its row."""
    return PhaseRow(
        id=new_id(),
        plan_id=plan_id,
        athlete_id=athlete_id,
        position=position,
        phase=one.phase,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        criteria=asdict(one.criteria),
        left_on=one.left_on,
        decided_by=one.decided_by,
        why=one.why,
    )


async def write_phases(tx: Tx, plan: Plan, wanted: Sequence[Stretch]) -> None:
    """These phases in place of those there."""
    for row in await phases_of(tx, plan.id):
        await tx.session.delete(row)
    await tx.session.flush()
    tx.session.add_all([row_of(plan.id, plan.athlete_id, at, one) for at, one in enumerate(wanted)])
    await tx.session.flush()


async def keep_phases(tx: Tx, plan: Plan, draft: PlanDraft) -> None:
    """Phases in step with the weeks of a published plan; what has ended keeps its end and its reason."""
    known = [stretch_of(row) for row in await phases_of(tx, plan.id)]
    wanted = followed(known, stretches(draft))
    if list(wanted) != known:
        await write_phases(tx, plan, wanted)


def followed(known: Sequence[Stretch], wanted: Sequence[Stretch]) -> list[Stretch]:
    """Ended phases as they were, then what the weeks say from there on; what was left early is over all the same."""
    ended = [one for one in known if one.left_on is not None]
    if not ended:
        return list(wanted)
    since = ended[-1].ends_on + timedelta(days=1)
    rest = [one for one in wanted if one.ends_on >= since]
    if len(rest) > 1 and rest[0].phase == ended[-1].phase and rest[0].starts_on < since:
        del rest[0]
    if rest:
        rest[0] = replace(rest[0], starts_on=since)
    return [*ended, *rest]


def phases_to_json(rows: Sequence[PhaseRow]) -> list[dict[str, Any]]:
    """Phases as a version keeps them."""
    return [
        {
            "phase": row.phase,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "criteria": row.criteria,
            "left_on": None if row.left_on is None else row.left_on.isoformat(),
            "decided_by": row.decided_by,
            "why": row.why,
        }
        for row in rows
    ]


def phases_from_json(plan_id: UUID, athlete_id: UUID, kept: Sequence[dict[str, Any]]) -> list[PhaseRow]:
    """The rows a version kept."""
    return [
        PhaseRow(
            id=new_id(),
            plan_id=plan_id,
            athlete_id=athlete_id,
            position=at,
            phase=one["phase"],
            starts_on=date.fromisoformat(one["starts_on"]),
            ends_on=date.fromisoformat(one["ends_on"]),
            criteria=one["criteria"],
            left_on=None if one["left_on"] is None else date.fromisoformat(one["left_on"]),
            decided_by=one["decided_by"],
            why=one["why"],
        )
        for at, one in enumerate(kept)
    ]
