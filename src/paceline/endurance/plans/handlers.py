"""What plans do when one of them is published: from then on they are looked at each morning."""

from paceline.endurance.plans.events import PlanPublished
from paceline.endurance.plans.jobs import schedule_looks
from paceline.infra.events import on
from paceline.infra.tx import Tx


@on(PlanPublished)
async def look_each_morning(tx: Tx, event: PlanPublished) -> None:
    """Have the daily look written down in the athlete's own name."""
    await tx.defer(schedule_looks, account_id=event.athlete_id)


HANDLERS = (look_each_morning,)
