"""Commands and read shapes of check-ins, shared by pages and API."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, field_validator

from paceline.coaching.checkins.types import PLACES, Illness
from paceline.kit.shapes import Command, Shape

_CHOOSE: dict[str, Any] = {
    "messages": {"missing": "Choose one, from 1 to 5.", "int_parsing": "Choose one, from 1 to 5."}
}


def _known_place(place: str) -> str:
    if place not in PLACES:
        raise ValueError(f"“{place}” is not a place we know. Try “left calf” or “lower back”.")
    return place


Answer = Annotated[int, Field(ge=1, le=5, json_schema_extra=_CHOOSE)]
Tenth = Annotated[int, Field(ge=0, le=10)]
Note = Annotated[str, Field(max_length=2000)]


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

    @field_validator("hurts")
    @classmethod
    def _known(cls, hurts: list[str]) -> list[str]:
        return [_known_place(place) for place in dict.fromkeys(hurts)]

    def command(self) -> SubmitCheckin:
        """The same as the API takes."""
        level = levels_by_place(self.levels)
        pain = [PainSaid(place=place, level=level.get(place, DEFAULT_LEVEL)) for place in self.hurts]
        return SubmitCheckin(**self.model_dump(exclude={"hurts", "levels"}), pain=pain)


DEFAULT_LEVEL = 3


def levels_by_place(levels: list[str]) -> dict[str, int]:
    """What the level fields say, “left calf:3”; anything else is passed over."""
    pairs = (one.rpartition(":") for one in levels)
    return {
        place: int(level) for place, _, level in pairs if level.isdecimal() and int(level) <= 10 and place in PLACES
    }


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
