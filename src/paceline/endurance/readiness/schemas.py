"""Read shapes of readiness."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from paceline.kit.shapes import Shape

BandWord = Literal["green", "amber", "red"]


class FactorOut(Shape):
    """One part of the score; `points` is what it adds to or takes from a neutral 70."""

    id: str
    label: str
    weight: float
    score: float
    points: float
    direction: Literal["up", "down", "neutral"]
    value_text: str
    reason: str


class MissingOut(Shape):
    """A part that could not be read, and why."""

    id: str
    label: str
    reason: str


class CapOut(Shape):
    """An override: whatever the rest says, the band is no better than this."""

    id: str
    band: BandWord
    limit: int
    reason: str


class ReadinessOut(Shape):
    """Readiness of a day. Without a score `unknown` says why; `withheld` counts the factors not shared with you."""

    athlete_id: UUID
    day: date
    score: int | None
    band: BandWord | None
    confidence: Literal["high", "medium", "low"]
    coverage: float = Field(description="The share of all weight that was known, 0 to 1.")
    factors: list[FactorOut]
    missing: list[MissingOut]
    unknown: str | None
    caps: list[CapOut]
    withheld: int
    version: int
    computed_at: datetime | None


class ScoreOut(Shape):
    """One assessed day."""

    day: date
    score: int | None
    band: BandWord | None


class HistoryOut(Shape):
    """One page of assessed days, oldest first; days without an assessment are left out."""

    items: list[ScoreOut]
    next_cursor: str | None
