"""What activities do when something changes below them."""

from paceline.endurance.activities.jobs import weigh_again
from paceline.endurance.athletes import ThresholdsChanged
from paceline.infra.events import on
from paceline.infra.tx import Tx


@on(ThresholdsChanged)
async def measure_anew(tx: Tx, event: ThresholdsChanged) -> None:
    """Loads follow the thresholds they are measured against, back to the first session."""
    await tx.defer(weigh_again, athlete_id=event.athlete_id)
