"""What today is to those who look at it: sessions with their briefings, the week around them, the race ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from paceline.coaching.checkins import Checkin
from paceline.endurance.athletes import Athlete
from paceline.endurance.plans import PlanWeek
from paceline.endurance.readiness import DayReadiness
from paceline.endurance.today.returning.queries import Return
from paceline.endurance.today.weather.keeping import Chosen
from paceline.science.endurance.adaptation import Kind
from paceline.science.endurance.structure import Structure

Choice = Literal["accepted", "kept_original"]
# The consent each rule's sentence takes; what is not named here is about training.
SCOPE_OF_RULE = {
    "illness": "injuries",
    "cold": "injuries",
    "severe-pain": "injuries",
    "pain": "injuries",
    "red": "wellness",
    "amber": "wellness",
    "unknown": "wellness",
    "progress": "wellness",
    "return": "injuries",
    "altitude": "location",
    "wind": "location",
    "weather-unknown": "location",
}


@dataclass(frozen=True, slots=True)
class ReasonSaid:
    """One sentence of why."""

    rule: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A briefing as far as the reader may see; `withheld` counts the reasons not shared with them."""

    id: UUID
    day: date
    workout_id: UUID
    kind: Kind
    title: str
    changes: tuple[str, ...]
    adapted: dict[str, Any] | None
    original: dict[str, Any]
    reasons: tuple[ReasonSaid, ...]
    withheld: int
    choice: Choice | None
    chosen_at: datetime | None
    based_on: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """The activity a session became, beside what was planned; SI units, None where it is not known."""

    activity_id: UUID
    name: str
    compliance: float | None
    pairs: tuple[tuple[str, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class SessionOfDay:
    """One planned session: as it stands in the calendar, and what the briefing makes of it."""

    workout_id: UUID
    title: str
    planned_title: str
    sport: str
    workout_type: str
    is_race: bool
    notes: str
    duration: float | None
    distance: float | None
    load: float | None
    current: Structure | None
    is_adapted: bool
    status: str
    briefing: BriefingView | None
    done: Done | None

    @property
    def waits(self) -> bool:
        """Whether the athlete still has to take the change or leave it."""
        open_question = self.briefing is not None and self.briefing.choice is None and self.done is None
        return open_question and self.status == "planned" and (self.briefing.kind != "keep" or self.is_adapted)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """One day of the week strip; seconds and load, planned and done."""

    day: date
    planned_seconds: float
    done_seconds: float
    planned_load: float
    done_load: float
    workout_type: str


@dataclass(frozen=True, slots=True)
class RaceAhead:
    """The next race."""

    workout_id: UUID
    title: str
    day: date
    days: int


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity in a short list."""

    id: UUID
    day: date
    name: str
    sport: str
    seconds: float | None
    distance: float | None
    load: float | None


@dataclass(frozen=True, slots=True)
class FlagSaid:
    """A red flag of the day with its fixed text; on such a day no training advice is given."""

    kind: str
    title: str
    text: str
    coach: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Today:
    """An athlete's day. `checkin` and `readiness` are None when the reader does not have that consent; `scopes` says which they have."""

    athlete: Athlete
    day: date
    scopes: frozenset[str]
    checked_in: bool | None
    checkin: Checkin | None
    readiness: DayReadiness | None
    usual: float | None
    sessions: Sequence[SessionOfDay]
    week: Sequence[DayOfWeek]
    race: RaceAhead | None
    plan_week: PlanWeek | None
    recent: Sequence[ActivityLine]
    flags: Sequence[FlagSaid] = ()
    way_back: Return | None = None
    weather: Chosen | None = None
