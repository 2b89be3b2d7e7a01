"""Words of the desk: what an intervention can be, what a coach can decide, and what other slices may show beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

Status = Literal["open", "snoozed", "closed"]
Outcome = Literal["accepted", "modified", "dismissed", "expired"]
Decision = Literal["accepted", "modified", "deferred_24h", "deferred_72h", "dismissed"]
Recorded = Literal["accepted", "modified", "deferred_24h", "deferred_72h", "dismissed", "expired", "reopened"]
Tab = Literal["open", "snoozed", "closed"]

DEFERRALS: Mapping[str, timedelta] = {"deferred_24h": timedelta(hours=24), "deferred_72h": timedelta(hours=72)}
# A slip is taken back within minutes; afterwards the decision stands.
UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A person's last days as a small line, oldest first, and the present value in words."""

    values: Sequence[float | None]
    now: str
    tone: str
    label: str


@runtime_checkable
class Trend(Protocol):
    """Plug in the small line beside each person in the queue; asked once for all of them, as the coach."""

    async def trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]: ...
