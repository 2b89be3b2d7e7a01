"""Loads plans and authorises in one step."""

from uuid import UUID

from sqlalchemy import select

from paceline.endurance.athletes import athlete_for
from paceline.endurance.plans.model import Plan
from paceline.infra.tx import Tx
from paceline.kit.errors import Forbidden, NotFound


async def plan_for(tx: Tx, plan_id: UUID, *, lock: bool = False) -> Plan:
    """A plan the actor may see; a coach's preview is nobody's business but the coaches'."""
    query = select(Plan).where(Plan.id == plan_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    plan = await tx.session.scalar(query)
    hidden = plan is not None and plan.status == "preview" and tx.actor.account_id == plan.athlete_id != plan.made_by
    if plan is None or hidden:
        raise NotFound()
    await athlete_for(tx, plan.athlete_id)
    return plan


def may_plan(tx: Tx, athlete_id: UUID, active: Plan | None) -> bool:
    """Coaches plan for their athletes; athletes for themselves while no coach's plan leads them."""
    if tx.actor.is_system or athlete_id != tx.person:
        return True
    return active is None or active.made_by == tx.person


def require_planner(tx: Tx, athlete_id: UUID, active: Plan | None) -> None:
    """Refuse an athlete who would plan past their coach."""
    if not may_plan(tx, athlete_id, active):
        raise Forbidden("Your coach has made your plan. Tell them what you would like to change.", code="coached")
