"""What metrics adds to the calendar: the form a week ends with, as it was or as the plan would have it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from paceline.endurance.athletes import athlete_for
from paceline.endurance.metrics.season import form_on
from paceline.infra.tx import Tx


class FormOfWeeks:
    """Form of an athlete on days past and to come."""

    async def projected_form(self, tx: Tx, athlete_id: UUID, days: Sequence[date]) -> Mapping[date, float]:
        """Days before the first session, and days ahead without a plan, are left out."""
        return await form_on(tx, await athlete_for(tx, athlete_id), days) if days else {}
