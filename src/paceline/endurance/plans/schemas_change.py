"""Commands and read shapes of changes to a plan: single sessions, weeks, the rest of it, locks, versions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.library import Level
from paceline.endurance.plans.schemas import FindingOut, Weekday
from paceline.kit.shapes import Command, Shape

Number = Annotated[int, Field(ge=0, le=9, description="Its place among the day's sessions.")]
Week = Annotated[int, Field(ge=0, le=80, description="The first week is 0.")]


class MoveSession(Command):
    """One session to another day."""

    kind: Literal["move"]
    on: date
    number: Number = 0
    to: date


class SwapSessions(Command):
    """Two sessions change days."""

    kind: Literal["swap"]
    on: date
    number: Number = 0
    with_on: date
    with_number: Number = 0


class ShortenSession(Command):
    """Fewer repetitions or less of the same."""

    kind: Literal["shorten"]
    on: date
    number: Number = 0
    minutes: float = Field(ge=10, le=1440)


class ExchangeSession(Command):
    """Another session of the library in its place."""

    kind: Literal["exchange"]
    on: date
    number: Number = 0
    template: str = Field(max_length=60)


class DropSession(Command):
    """The session leaves the plan."""

    kind: Literal["drop"]
    on: date
    number: Number = 0


class AddSession(Command):
    """One more session of the library."""

    kind: Literal["add"]
    on: date
    template: str = Field(max_length=60)
    minutes: float | None = Field(None, ge=20, le=1440)


class SwapWeeks(Command):
    """Two weeks change places."""

    kind: Literal["swap_weeks"]
    week: Week
    other: Week


class ShiftRest(Command):
    """Everything from a day on, some days later or earlier; races and the taper stay."""

    kind: Literal["shift"]
    start: date
    days: int = Field(ge=-56, le=56)


class Regenerate(Command):
    """The builder plans anew from a week on; what is left out stays as it was asked for."""

    kind: Literal["regenerate"]
    week: Week
    from_done: bool = Field(False, description="Start from what was done in the last four weeks.")
    days_per_week: int | None = Field(None, ge=3, le=7)
    weekdays: list[Weekday] | None = None
    long_weekday: Weekday | None = None
    level: Level | None = None
    peak_seconds: float | None = Field(None, ge=3600, le=60 * 3600.0)


class DaysOff(Command):
    """No sessions on these days."""

    kind: Literal["days_off"]
    first: date
    last: date


OneChange = Annotated[
    MoveSession
    | SwapSessions
    | ShortenSession
    | ExchangeSession
    | DropSession
    | AddSession
    | SwapWeeks
    | ShiftRest
    | Regenerate
    | DaysOff,
    Field(discriminator="kind"),
]


class ChangePlan(Command):
    """One change to a plan, on top of the version that was looked at."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"version": 3, "change": {"kind": "move", "on": "2026-08-04", "to": "2026-08-05"}}]
        },
    )

    version: int = Field(ge=1, description="The plan's version that was looked at; another one is a conflict.")
    change: OneChange
    why: str = Field("", max_length=500, description="Kept with the change; doubts are overridden with it.")
    keep_doubts: bool = Field(False, description="Keep what the rules doubt, for the reason in `why`.")


class LockDays(Command):
    """Days no change may touch: one session's day, or a whole week."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"first": "2026-08-03", "last": "2026-08-09"}]}
    )

    first: date
    last: date


class RestoreVersion(Command):
    """Going back to a version, on top of the one that was looked at."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 4}]})

    version: int = Field(ge=1, description="The plan's version now.")


class LineOut(Shape):
    """What is different on one day."""

    on: date
    before: str
    after: str
    moved_from: date | None = None


class VersionOut(Shape):
    """One version in the history of a plan."""

    number: int
    kind: str
    words: str
    why: str
    by_id: UUID | None
    at: datetime


class VersionsOut(Shape):
    """One page of versions, the latest first."""

    items: list[VersionOut]
    next_cursor: str | None


class VersionDiffOut(VersionOut):
    """A version with what it changed."""

    lines: list[LineOut]


class ChangeOut(Shape):
    """What a change did; with `dry_run` what it would do."""

    version: int
    words: str
    lines: list[LineOut]
    findings: list[FindingOut] = Field(description="What the change breaks or makes doubtful.")
    rows: int = Field(description="Sessions changed in the calendar.")


class LockOut(Shape):
    """Locked days."""

    id: UUID
    starts_on: date
    ends_on: date
    locked_by: UUID
    locked_at: datetime


class LocksOut(Shape):
    """All locks of a plan."""

    locks: list[LockOut]


def plain(lines: Any) -> list[LineOut]:
    """Lines of a difference as they are sent."""
    return [LineOut.model_validate(line) for line in lines]
