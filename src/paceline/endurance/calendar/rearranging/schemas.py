"""What a change of many sessions asks for, and what it answers."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from paceline.kit.shapes import Command, Shape

Kind = Literal["move", "copy", "deletion", "pin", "unpin"]
MOST = 400
FARTHEST_DAYS = 3660
_PICK = r"[0-9a-f-]{36}(:\d{1,9})?"


class Picked(Command):
    """One session, as it was shown: with `version`, a change somebody else made first is a 409."""

    workout_id: UUID
    version: int | None = Field(default=None, ge=1)


class Rearrange(Command):
    """Sessions by name, or all that are still to do from `first` to `last`; where to, in days or as the earliest's day."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "move", "first": "2026-06-15", "last": "2026-06-21", "days": 7},
                {"kind": "deletion", "first": "2026-06-15", "last": "2026-06-21"},
            ]
        },
    )

    kind: Kind
    workouts: list[Picked] = Field(default_factory=list[Picked], max_length=MOST)
    athlete_id: UUID | None = Field(
        default=None, description="Whose days `first` and `last` are; oneself when left out."
    )
    first: date | None = Field(default=None, ge=date(2000, 1, 1), le=date(2100, 12, 31))
    last: date | None = Field(
        default=None, ge=date(2000, 1, 1), le=date(2100, 12, 31), description="Open when left out."
    )
    days: int | None = Field(default=None, ge=-FARTHEST_DAYS, le=FARTHEST_DAYS)
    day: date | None = Field(default=None, ge=date(2000, 1, 1), le=date(2100, 12, 31))
    to_athlete_id: UUID | None = Field(default=None, description="Copies may go to somebody else one coaches.")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.workouts) == (self.first is not None):
            raise ValueError("Name the sessions, or give the first day of those you mean.")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("The last day lies before the first.")
        if self.kind in ("move", "copy") and (self.days is None) == (self.day is None):
            raise ValueError("Say by how many days, or to which day.")
        if self.to_athlete_id is not None and self.kind != "copy":
            raise ValueError("Only copies can go to somebody else.")
        return self


class RearrangeForm(Command):
    """The same from the board; each item is `id` or `id:version`."""

    kind: Kind
    item: list[Annotated[str, Field(pattern=f"^{_PICK}$")]] = Field(default_factory=list[str], max_length=MOST)
    athlete_id: UUID | None = None
    first: date | None = None
    last: date | None = None
    days: int | None = Field(default=None, ge=-FARTHEST_DAYS, le=FARTHEST_DAYS)
    day: date | None = None
    to_athlete_id: UUID | None = None

    def command(self) -> Rearrange:
        """Raises pydantic's ValidationError where the parts do not make a whole."""
        pairs = [one.partition(":") for one in self.item]
        picked = [{"workout_id": name, "version": version or None} for name, _, version in pairs]
        return Rearrange.model_validate({**self.model_dump(exclude={"item"}), "workouts": picked})


class RearrangedOut(Shape):
    """What was done; `id` takes it back."""

    id: UUID
    kind: Kind
    changed: list[UUID] = Field(description="The sessions that were changed or made.")
    stayed: int = Field(description="How many of the days' sessions stayed: done, or pinned by the coach.")


class TakenBackOut(Shape):
    """What was taken back; what somebody changed since stays as it is."""

    id: UUID
    back: int
    stayed: int
