"""Commands and read shapes of today."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict

from paceline.kit.shapes import Command, Shape

ChoiceWord = Literal["accepted", "kept_original"]
KindWord = Literal["keep", "easier", "shorter", "swap_easy", "rest", "progress"]


class AnswerBriefing(Command):
    """Take the day's change, or keep the session as planned."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"choice": "accepted"}]})

    choice: ChoiceWord


class ReasonOut(Shape):
    """One sentence of why, and the rule that said it."""

    rule: str
    sentence: str


class BriefingOut(Shape):
    """What the day makes of a session. `adapted` is null for rest; `withheld` counts reasons not shared with you."""

    id: UUID
    day: date
    workout_id: UUID
    kind: KindWord
    title: str
    changes: list[str]
    adapted: dict[str, Any] | None
    original: dict[str, Any]
    reasons: list[ReasonOut]
    withheld: int
    choice: ChoiceWord | None
    chosen_at: datetime | None
    based_on: int | None


class ReadinessBrief(Shape):
    """Readiness in a line; `/readiness` has its factors."""

    score: int | None
    band: Literal["green", "amber", "red"] | None
    confidence: Literal["high", "medium", "low"]
    unknown: str | None


class SessionOut(Shape):
    """One planned session as it stands in the calendar, in SI units."""

    workout_id: UUID
    title: str
    sport: str
    workout_type: str
    is_race: bool
    duration: float | None
    distance: float | None
    load: float | None
    is_adapted: bool
    status: str
    waits: bool
    activity_id: UUID | None
    compliance: float | None
    briefing: BriefingOut | None


class DayOut(Shape):
    """One day of the week."""

    day: date
    planned_seconds: float
    done_seconds: float
    planned_load: float
    done_load: float


class RaceOut(Shape):
    """The next race."""

    workout_id: UUID
    title: str
    day: date
    days: int


class FlagOut(Shape):
    """A red flag of the day with its fixed text."""

    kind: str
    title: str
    text: str
    is_urgent: bool


class TodayOut(Shape):
    """An athlete's day. `readiness` and `checked_in` are null when wellness is not shared with you.

    On a day with `red_flags` no session has a briefing: no training advice is given.
    """

    athlete_id: UUID
    day: date
    checked_in: bool | None
    readiness: ReadinessBrief | None
    sessions: list[SessionOut]
    week: list[DayOut]
    race: RaceOut | None
    red_flags: list[FlagOut]
    way_back: str | None
    weather: str | None
