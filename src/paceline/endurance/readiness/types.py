"""What readiness of a day is to those who read it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from paceline.science.endurance.readiness import Band, Cap, Confidence, Factor, Missing

BANDS = {"green": ("Green", "positive"), "amber": ("Amber", "caution"), "red": ("Red", "critical")}


@dataclass(frozen=True, slots=True)
class DayReadiness:
    """Score and band with everything behind them, as far as the reader may see; `unknown` says why there is no score.

    `withheld` counts the factors the athlete does not share with the reader; `computed_at` is None for a day nothing
    was said about.
    """

    athlete_id: UUID
    day: date
    score: int | None
    band: Band | None
    confidence: Confidence
    coverage: float
    factors: tuple[Factor, ...]
    missing: tuple[Missing, ...]
    unknown: str | None
    caps: tuple[Cap, ...]
    withheld: int
    version: int
    computed_at: datetime | None

    @property
    def word(self) -> str:
        """The band in a word."""
        return BANDS[self.band][0] if self.band else "Unknown"

    @property
    def tone(self) -> str:
        """The band as a tone of the design system."""
        return BANDS[self.band][1] if self.band else "neutral"


@dataclass(frozen=True, slots=True)
class ScoreOfDay:
    """One day of a history."""

    day: date
    score: int | None
    band: Band | None
