"""Words of relationships: their statuses, the two sides, and the consent scopes as the athlete reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, runtime_checkable
from uuid import UUID

from paceline.infra.tx import Tx

Status = Literal["requested", "invited", "active", "paused", "ended", "declined", "expired", "revoked"]
Side = Literal["coach", "athlete"]
Scope = Literal["training", "wellness", "injuries", "cycle", "location", "messages", "ai"]

OPEN: tuple[Status, ...] = ("requested", "invited", "active", "paused")
LIFE = timedelta(days=14)
MOST_RESENDS = 3
# Facts about who works with whom belong to the two alone: no consent shows them to the athlete's other coaches.
BETWEEN_THEM = "relationship"


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """One kind of data in plain words."""

    scope: Scope
    label: str
    sees: str


SCOPES: tuple[ScopeWords, ...] = (
    ScopeWords("training", "Training", "Your plan, what you did, and how it went. Coaching needs at least this."),
    ScopeWords("wellness", "Wellness", "Your sleep, heart rate, weight, mood and daily check-ins."),
    ScopeWords("injuries", "Injuries and illness", "Where something hurts, how much, and when you were ill."),
    ScopeWords("cycle", "Menstrual cycle", "Your cycle days and symptoms, as far as you log them."),
    ScopeWords("location", "Location", "Maps of your activities, which can show where you live."),
    ScopeWords("messages", "Messages", "What you two write to each other here."),
    ScopeWords("ai", "AI assistance", "Your coach may let a language model read what you share, to draft proposals."),
)
SCOPE_NAMES: tuple[str, ...] = tuple(words.scope for words in SCOPES)


@dataclass(frozen=True, slots=True)
class Client:
    """An athlete as the coach who may see them knows them."""

    id: UUID
    name: str
    time_zone: str
    relationship_id: UUID
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Coach:
    """A coach as their athlete knows them."""

    id: UUID
    name: str
    relationship_id: UUID


@dataclass(frozen=True, slots=True)
class RosterCell:
    """What one column says of one athlete: words, a dot in a tone before them, a smaller note after them."""

    text: str
    tone: str = ""
    note: str = ""
    href: str = ""


@runtime_checkable
class RosterColumn(Protocol):
    """Plug in a column of the coach's roster; asked once for all athletes of the page, as the coach.

    An athlete who does not share what it takes has no cell. Columns stand in the order of `place`.
    """

    label: str
    place: int

    async def roster_cells(self, tx: Tx, athlete_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, RosterCell]: ...
