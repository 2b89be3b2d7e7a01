"""Words of recommendations: what speaks for looking at an athlete, what could be done about it, and who may plug either in."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

Band = Literal["critical", "caution", "neutral"]
Change = Literal["less", "same", "more"]


class Kind(StrEnum):
    """What a fact is about."""

    PAIN = "pain"
    ILLNESS = "illness"
    LOW_READINESS = "low_readiness"
    FALLING_READINESS = "falling_readiness"
    MISSED = "missed"
    SILENCE = "silence"
    LOAD = "load"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RemedyCall:
    """A remedy by name, with what it is to be applied to."""

    id: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact that speaks for looking at an athlete now.

    `label` and `value_text` make the tag ("Missed", "2 of 3"), `reason` is the sentence, `points` its share of the risk.
    `fingerprint` changes exactly when the fact changes: it is made from rounded facts, never from the clock.
    `scope` is the consent the fact rests on.
    """

    rule_id: str
    kind: Kind
    label: str
    value_text: str
    reason: str
    points: int
    link: str
    fingerprint: str
    scope: str
    reply_within: timedelta
    remedy: RemedyCall | None = None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One line of a change: when, what stands there now, what would stand there."""

    when: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way of doing it that the coach can pick instead."""

    label: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A remedy worked out for one athlete: the verb on the button and what it would change."""

    title: str
    lines: Sequence[ProposalLine]
    load: Change = "same"
    note: str = ""
    touches_race: bool = False
    touches_locked: bool = False
    alternatives: Sequence[Alternative] = ()


@runtime_checkable
class AttentionSource(Protocol):
    """Plug in to tell what speaks for looking at an athlete; asked as the coach, so that consent decides what it can know.

    `listens` are the beginnings of event names after which it is worth asking again.
    """

    id: str
    listens: Sequence[str]

    async def evidence(self, tx: Tx, athlete_id: UUID, today: date) -> Sequence[Evidence]: ...


@runtime_checkable
class Remedy(Protocol):
    """Plug in a thing that can be done about evidence: worked out first, done once when a coach says so."""

    id: str

    async def propose(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any], today: date) -> Proposal | None: ...

    async def apply(self, tx: Tx, athlete_id: UUID, arguments: Mapping[str, Any]) -> str: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over the whole roster for the strip above the queue."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@runtime_checkable
class RosterFigure(Protocol):
    """Plug in a figure about everybody a coach looks after; None when it is not known."""

    async def figure(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Figure | None: ...


def fingerprint_of(*facts: str | int | date | None) -> str:
    """A short name for facts; equal facts have equal names."""
    plain = [fact.isoformat() if isinstance(fact, date) else fact for fact in facts]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()[:24]
