"""Words of the desk: what an intervention can be, what a coach can decide, and what other slices may show beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

Status = Literal["open", "snoozed", "closed"]
Outcome = Literal["accepted", "modified", "dismissed", "expired", "moved", "excused", "automatic"]
Decision = Literal["accepted", "modified", "moved", "excused", "deferred_24h", "deferred_72h", "dismissed"]
Together = Literal["deferred_24h", "deferred_72h", "dismissed"]
Recorded = Literal[
    "accepted",
    "modified",
    "moved",
    "excused",
    "deferred_24h",
    "deferred_72h",
    "dismissed",
    "expired",
    "reopened",
    "automatic",
    "undone",
]
Tab = Literal["open", "snoozed", "closed"]

DEFERRALS: Mapping[str, timedelta] = {"deferred_24h": timedelta(hours=24), "deferred_72h": timedelta(hours=72)}
# As many as the queue shows on one page.
MOST_TOGETHER = 25
# How long an athlete may be excused at once, in days; what is missed or unsaid until then is nobody's business.
EXCUSES = (3, 7, 14)
# What was done without asking can be undone for longer: the coach may see it only tomorrow.
UNDO_AUTOMATIC_WITHIN = timedelta(hours=72)
# A slip is taken back within minutes; afterwards the decision stands.
UNDO_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A person's last days as a small line, oldest first, and the present value in words."""

    values: Sequence[float | None]
    now: str
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something a source cannot say about an athlete, in a sentence with the reason; never taken for "all is well"."""

    source: str
    sentence: str
    scope: str


@runtime_checkable
class KnowledgeSource(Protocol):
    """Plug in to tell what is not known about an athlete; most sources of evidence do."""

    async def unknowns(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Unknown]: ...


@runtime_checkable
class Reversible(Protocol):
    """A remedy that can bring back what it changed; only such a one is ever used without asking.

    `pin` gives arguments for `apply` that name exactly what would be changed and what it takes to bring it back.
    """

    id: str

    async def pin(
        self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date
    ) -> Mapping[str, Any] | None: ...

    async def reverse(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str: ...


@runtime_checkable
class Trend(Protocol):
    """Plug in the small line beside each person in the queue; asked once for all of them, as the coach."""

    async def trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]: ...


@runtime_checkable
class LoadTrend(Protocol):
    """Plug in the line of training load beside each person of the caseload; asked once for all of them, as the coach."""

    async def load_trends(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, TrendLine]: ...
