"""What makes the desk look again: whatever a source of evidence listens to, and changes of who looks after whom."""

from uuid import UUID

from paceline.coaching.desk.jobs import close_ended, evaluate_athlete, plan_morning
from paceline.core.identity import ProfileChanged
from paceline.core.relationships import RelationshipEnded, RelationshipStarted, active_coach_ids
from paceline.infra.events import Event, Handler, on
from paceline.infra.tx import Tx


def evaluates_on(*beginnings: str) -> Handler:
    """A reaction for the manifest of a slice that plugs in evidence: look again after events so named."""

    @on(Event)
    async def look_again(tx: Tx, event: Event) -> None:
        athlete_id: UUID | None = getattr(event, "athlete_id", None)
        if athlete_id is not None and event.name.startswith(beginnings) and await active_coach_ids(tx, athlete_id):
            await tx.defer(evaluate_athlete, athlete_id=athlete_id)

    return look_again


@on(ProfileChanged)
async def follow_the_time_zone(tx: Tx, event: ProfileChanged) -> None:
    """Five in the morning moves with the person."""
    if await active_coach_ids(tx, event.account_id):
        await tx.defer(plan_morning, account_id=event.account_id)


@on(RelationshipStarted)
async def look_from_now_on(tx: Tx, event: RelationshipStarted) -> None:
    """Each morning from now on; until somebody coaches an athlete there is nobody to tell."""
    await tx.defer(plan_morning, account_id=event.athlete_id)


@on(RelationshipEnded)
async def close_what_waits(tx: Tx, event: RelationshipEnded) -> None:
    """Row-level security has hidden it already; it shall not wait for a new beginning either."""
    await tx.defer(close_ended, coach_id=event.coach_id, athlete_id=event.athlete_id)


HANDLERS = (evaluates_on("checkins.", "relationships."), follow_the_time_zone, look_from_now_on, close_what_waits)
