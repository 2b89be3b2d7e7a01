"""Commands and shapes of notes for days."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from paceline.kit.shapes import Command, Shape

NoteKind = Literal["note", "travel", "ill", "blackout", "holiday"]
SeenKind = Literal["note", "travel", "ill", "blackout", "holiday", "away"]
LONGEST_DAYS = 366
KINDS: tuple[tuple[NoteKind, str], ...] = (
    ("note", "Note"),
    ("travel", "Travel"),
    ("ill", "Ill"),
    ("holiday", "Holiday"),
    ("blackout", "No training"),
)


class AddNote(Command):
    """A note from a first to a last day; without `excused`, everything but a plain note excuses its days."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [{"kind": "travel", "first": "2026-06-18", "last": "2026-06-21", "words": "Work in Berlin"}]
        },
    )

    athlete_id: UUID | None = Field(default=None, description="Oneself when left out.")
    kind: NoteKind = "note"
    first: date = Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))
    last: date | None = Field(default=None, le=date(2100, 12, 31), description="The first day when left out.")
    words: str = Field("", max_length=500)
    excused: bool | None = Field(default=None, description="Nothing planned on these days counts as missed.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        last = self.last or self.first
        if last < self.first:
            raise ValueError("The last day lies before the first.")
        if (last - self.first).days >= LONGEST_DAYS:
            raise ValueError("A note covers a year at most.")
        if self.kind == "note" and not self.words:
            raise ValueError("Write what the note says.")
        return self

    @property
    def excuses(self) -> bool:
        return self.kind != "note" if self.excused is None else self.excused


class ChangeNote(AddNote):
    """The note as it should be; it keeps its athlete."""

    athlete_id: None = None  # type: ignore[assignment]


class NoteOut(Shape):
    """A note; that an absence is an illness is told only with the consent to injuries and illness, else it is “away”."""

    id: UUID
    athlete_id: UUID
    kind: SeenKind
    first: date
    last: date
    words: str
    excused: bool


class NotesOut(Shape):
    """A page of notes."""

    items: list[NoteOut]
    next_cursor: str | None
