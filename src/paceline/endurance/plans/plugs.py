"""What plans add to the calendar: the phases of training a season runs through."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.plans.model import PhaseRow, Plan
from paceline.infra.tx import Tx


class PhasesOfPlans:
    """Phases of the plan that leads an athlete."""

    async def phases_between(
        self, tx: Tx, athlete_id: UUID, first: date, last: date
    ) -> Sequence[tuple[str, date, date]]:
        """Name, first and last day of each that touches these days, in order."""
        query = (
            select(PhaseRow.phase, PhaseRow.starts_on, PhaseRow.ends_on)
            .join(Plan, Plan.id == PhaseRow.plan_id)
            .where(PhaseRow.athlete_id == athlete_id, Plan.status == "published")
            .where(PhaseRow.starts_on <= last, PhaseRow.ends_on >= first)
            .order_by(PhaseRow.starts_on)
        )
        rows = (await tx.session.execute(query)).all()
        return [(phase.replace("-", " ").replace("_", " ").capitalize(), start, end) for phase, start, end in rows]
