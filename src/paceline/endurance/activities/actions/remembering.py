"""Writing down what was changed of an activity, in the order it was changed."""

from typing import Any

from sqlalchemy import func, select

from paceline.endurance.activities.model import Activity, Correction
from paceline.infra.tx import Tx


async def remember(tx: Tx, activity: Activity, kind: str, values: dict[str, Any]) -> Correction:
    """The next line of the list; the activity is held by the caller, so that no two get the same number."""
    last = await tx.session.scalar(
        select(func.max(Correction.number)).where(
            Correction.activity_id == activity.id, Correction.athlete_id == activity.athlete_id
        )
    )
    made = Correction(
        athlete_id=activity.athlete_id,
        activity_id=activity.id,
        number=(last or 0) + 1,
        kind=kind,
        values=values,
        made_by=tx.actor.account_id,
        made_at=tx.now,
    )
    tx.session.add(made)
    activity.version += 1
    activity.changed_at = tx.now
    await tx.session.flush()
    return made
