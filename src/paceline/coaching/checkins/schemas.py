"""Commands and read shapes of check-ins, shared by pages and API."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, field_validator

from paceline.coaching.checkins.rules import SCORES
from paceline.coaching.checkins.types import PLACES, Bleeding, Illness
from paceline.kit.shapes import Command, Shape

_CHOOSE: dict[str, Any] = {
    "messages": {"missing": "Choose one, from 1 to 5.", "int_parsing": "Choose one, from 1 to 5."}
}


def _known_place(place: str) -> str:
    if place not in PLACES:
        raise ValueError(f"“{place}” is not a place we know. Try “left calf” or “lower back”.")
    return place


def _known_place_or_none(place: str) -> str:
    return _known_place(place) if place else place


def _one_of_four(score: int) -> int:
    if score not in SCORES:
        raise ValueError("Choose one of the four answers: 0, 8, 17 or 25.")
    return score


Answer = Annotated[int, Field(ge=1, le=5, json_schema_extra=_CHOOSE)]
Tenth = Annotated[int, Field(ge=0, le=10)]
Note = Annotated[str, Field(max_length=2000)]
Quarter = Annotated[int, Field(ge=0, le=25), AfterValidator(_one_of_four)]


class PainSaid(Command):
    """A place and how much it hurts, 0 (not at all) to 10 (the worst you can imagine)."""

    place: Annotated[str, Field(max_length=40), AfterValidator(_known_place)]
    level: Tenth


def _once_each(pain: list[PainSaid]) -> list[PainSaid]:
    if len({one.place for one in pain}) != len(pain):
        raise ValueError("Name each place once.")
    return pain


Pains = Annotated[list[PainSaid], Field(max_length=len(PLACES)), AfterValidator(_once_each)]


class SubmitCheckin(Command):
    """Today's answers, 1 to 5; stress 1 is calm. Sent again the same day, they replace the earlier ones."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "sleep": 2,
                    "energy": 3,
                    "recovery": 3,
                    "stress": 2,
                    "mood": 4,
                    "soreness": 4,
                    "pain": [{"place": "left calf", "level": 3}],
                    "illness": "none",
                    "note": "Calf tight since Tuesday's hills.",
                }
            ]
        },
    )

    sleep: Answer
    energy: Answer
    recovery: Answer
    stress: Answer
    mood: Answer | None = None
    soreness: Tenth | None = None
    pain: Pains = Field(default_factory=list[PainSaid])
    illness: Illness | None = None
    note: Note = ""


class ChangeCheckin(Command):
    """What to correct the same day; what is left out stays; `pain` replaces all that was said of pain."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"energy": 4, "pain": []}]})

    sleep: Answer = 1
    energy: Answer = 1
    recovery: Answer = 1
    stress: Answer = 1
    mood: Answer | None = None
    soreness: Tenth | None = None
    pain: Pains = Field(default_factory=list[PainSaid])
    illness: Illness | None = None
    note: Note = ""


class CheckinForm(Command):
    """The check-in as the page sends it: every place has a level, and counts when it is ticked."""

    sleep: Answer
    energy: Answer
    recovery: Answer
    stress: Answer
    mood: Answer | None = None
    soreness: Tenth | None = None
    hurts: list[str] = Field(default_factory=list, max_length=len(PLACES))
    levels: list[str] = Field(default_factory=list, max_length=len(PLACES))
    illness: Illness | None = None
    note: Note = ""
    bleeding: Bleeding | None = None
    cycle_symptoms: Annotated[int, Field(ge=0, le=3)] | None = None

    @field_validator("hurts")
    @classmethod
    def _known(cls, hurts: list[str]) -> list[str]:
        return [_known_place(place) for place in dict.fromkeys(hurts)]

    def command(self) -> SubmitCheckin:
        """The same as the API takes."""
        level = levels_by_place(self.levels)
        pain = [PainSaid(place=place, level=level.get(place, DEFAULT_LEVEL)) for place in self.hurts]
        left_out = {"hurts", "levels", "bleeding", "cycle_symptoms"}
        return SubmitCheckin(**self.model_dump(exclude=left_out), pain=pain)

    def cycle(self) -> "LogCycle | None":
        """What was said of the cycle, when it was asked and answered."""
        return None if self.bleeding is None else LogCycle(bleeding=self.bleeding, symptoms=self.cycle_symptoms or 0)


DEFAULT_LEVEL = 3


def levels_by_place(levels: list[str]) -> dict[str, int]:
    """What the level fields say, “left calf:3”; anything else is passed over."""
    pairs = (one.rpartition(":") for one in levels)
    return {
        place: int(level) for place, _, level in pairs if level.isdecimal() and int(level) <= 10 and place in PLACES
    }


class ChooseQuestions(Command):
    """What the check-in asks on top; both are off until you turn them on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"asks_cycle": True, "asks_diary": True}]}
    )

    asks_cycle: bool = False
    asks_diary: bool = False


class LogCycle(Command):
    """Bleeding and symptoms of a day, by default today; symptoms run from 0, none, to 3, severe."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"bleeding": "light", "symptoms": 1}]})

    bleeding: Bleeding
    symptoms: Annotated[int, Field(ge=0, le=3)] = 0
    day: date | None = None


class WriteDiary(Command):
    """The four questions of the OSTRC-H2 questionnaire, each answered 0, 8, 17 or 25, by default for this week."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"participation": 8, "volume": 8, "performance": 0, "symptoms": 8, "place": "left calf", "note": ""}
            ]
        },
    )

    participation: Quarter
    volume: Quarter = 0
    performance: Quarter = 0
    symptoms: Quarter = 0
    place: Annotated[str, Field(max_length=40), AfterValidator(_known_place_or_none)] = ""
    note: Note = ""
    week: date | None = None


class ChoicesOut(Shape):
    """What the check-in asks on top."""

    asks_cycle: bool
    asks_diary: bool


class CycleOut(Shape):
    """Where in a cycle a day lies, counted by the calendar; `usual_length` is null until two periods are known."""

    day_of_cycle: int | None
    phase: Literal["menstrual", "follicular", "luteal", "unknown"]
    usual_length: int | None
    words: str


class DiaryWeekOut(Shape):
    """One week of the diary; `severity` runs from 0 to 100."""

    week: date
    participation: int
    volume: int
    performance: int
    symptoms: int
    place: str
    note: str
    severity: int
    is_substantial: bool


class DiaryOut(Shape):
    """One page of the diary, the newest week first."""

    items: list[DiaryWeekOut]
    next_cursor: str | None


class RedFlagOut(Shape):
    """One red flag of a day with its fixed text; on such a day no training advice is given."""

    kind: str
    day: date
    title: str
    text: str
    is_urgent: bool


class RedFlagsOut(Shape):
    """One page of red flags, the newest day first."""

    items: list[RedFlagOut]
    next_cursor: str | None


class PainOut(Shape):
    """A place and how much it hurts."""

    place: str
    level: int


class CheckinOut(Shape):
    """One day's answers; `pain` and `illness` are null when they are not shared with you."""

    id: UUID
    athlete_id: UUID
    day: date
    sleep: int
    energy: int
    recovery: int
    stress: int
    mood: int | None
    soreness: int | None
    note: str
    created_at: datetime
    updated_at: datetime
    pain: list[PainOut] | None = Field(validation_alias="pains")
    illness: Illness | None


class CheckinsOut(Shape):
    """One page of check-ins, the newest first."""

    items: list[CheckinOut]
    next_cursor: str | None
