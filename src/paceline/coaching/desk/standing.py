"""Where an athlete stands for their coach: at risk, to watch, stable or unknown, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from paceline.coaching.desk.cases import Case
from paceline.coaching.desk.model import Evaluation, Intervention
from paceline.coaching.desk.queries import cases
from paceline.coaching.recommendations import Assessment
from paceline.infra.tx import Tx

Bucket = Literal["at_risk", "watch", "stable", "unknown"]
# A look older than this says nothing of today; everybody is looked at each morning.
FRESH = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class StandingNow:
    """The bucket with its reason; the risk is None when it is not known."""

    bucket: Bucket
    reason: str
    risk: int | None
    looked_at: datetime | None
    case: Case | None = None


async def standing_of(tx: Tx, athlete_id: UUID) -> StandingNow:
    """How the acting coach's last look at an athlete came out."""
    looked = await tx.session.get(Evaluation, (tx.person, athlete_id), populate_existing=True)
    waiting = await open_case_of(tx, athlete_id)
    if looked is None:
        return StandingNow("unknown", "Nobody has looked at this athlete yet; that happens each morning.", None, None)
    if tx.now - looked.evaluated_at > FRESH:
        words = "The last look is more than two days old."
        return StandingNow("unknown", words, None, looked.evaluated_at, waiting)
    bucket = bucket_of(looked.risk)
    reason = waiting.headline if waiting else _reason(bucket, looked.kinds)
    return StandingNow(bucket, reason, looked.risk, looked.evaluated_at, waiting)


def bucket_of(risk: int) -> Bucket:
    """The bucket of a risk: the queue's own bands, so that the two can never disagree."""
    band = Assessment.band_at(risk)
    return "at_risk" if band == "critical" else "watch" if band == "caution" or risk > 0 else "stable"


def _reason(bucket: Bucket, kinds: Sequence[str]) -> str:
    if bucket == "stable":
        return "Nothing stands out."
    return f"Small signs, decided about or not worth a place in the queue: {', '.join(kinds).replace('_', ' ')}."


async def open_case_of(tx: Tx, athlete_id: UUID) -> Case | None:
    """What waits about an athlete, if anything does."""
    row = await tx.session.scalar(
        select(Intervention).where(
            Intervention.coach_id == tx.person,
            Intervention.athlete_id == athlete_id,
            Intervention.status.in_(("open", "snoozed")),
        )
    )
    found = await cases(tx, [row]) if row is not None else []
    return found[0] if found else None
