"""Commands and read shapes of activities; columns and fields have the same names."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from paceline.endurance.athletes import Sport
from paceline.kit.shapes import Command, Shape


class LogActivity(Command):
    """A session without a recording."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "sport": "running",
                    "started_at": "2026-06-11T06:30:00+02:00",
                    "duration": 2700,
                    "distance": 8000,
                    "rpe": 4,
                }
            ]
        },
    )

    sport: Sport
    started_at: AwareDatetime
    duration: float = Field(gt=0, le=1e7, description="Seconds.")
    distance: float | None = Field(None, gt=0, le=1e7, description="Metres.")
    rpe: float | None = Field(None, ge=1, le=10, description="How hard it felt, 1 to 10.")
    average_heart_rate: float | None = Field(None, gt=0, le=1e4)
    name: str = Field("", max_length=200)
    notes: str = Field("", max_length=10_000)


class ChangeActivity(Command):
    """What to change; what is left out stays, a null exertion forgets it."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"name": "Long run, Nordmarka", "rpe": 5}]},
    )

    name: str | None = Field(None, min_length=1, max_length=200)
    sport: Sport | None = None
    rpe: float | None = Field(None, ge=1, le=10)
    notes: str | None = Field(None, max_length=10_000)


class ActivityOut(Shape):
    """An activity in a list, in SI units; null where it is not known."""

    id: UUID
    athlete_id: UUID
    source: str
    sport: str
    sub_sport: str | None
    name: str
    started_at: datetime
    utc_offset: float | None
    time_zone: str
    day: date
    elapsed: float | None
    timer: float | None
    moving: float | None
    distance: float | None
    ascent: float | None
    descent: float | None
    average_speed: float | None
    max_speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    max_power: float | None
    normalized_power: float | None
    graded_speed: float | None
    average_cadence: float | None
    average_temperature: float | None
    calories: float | None
    load: float | None
    load_method: str | None
    load_reason: str
    rpe: float | None
    notes: str
    device: str | None


class ActivitiesOut(Shape):
    """One page of activities."""

    items: list[ActivityOut]
    next_cursor: str | None


class LapOut(Shape):
    """One lap as the device stated it."""

    number: int
    start_offset: float
    elapsed: float
    timer: float | None
    distance: float | None
    trigger: str | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_speed: float | None
    average_power: float | None
    average_cadence: float | None
    ascent: float | None


class BestOut(Shape):
    """A best effort: a mean over `span` seconds, or for `distance` the seconds over `span` metres."""

    kind: str
    span: float
    value: float
    season: float | None


class ActivityFacts(ActivityOut):
    """Everything an activity says about itself."""

    decoupling: float | None
    efficiency_factor: float | None
    variability_index: float | None
    intensity: float | None
    reasons: dict[str, Any]
    cautions: dict[str, Any]
    quality: list[str]
    file_name: str | None


class ActivityDetail(ActivityFacts):
    """Everything about an activity but its samples."""

    laps: list[LapOut]
    best_efforts: list[BestOut]


class StreamsOut(Shape):
    """Samples by channel; `time` is seconds after the start, null a missing value."""

    time: list[float]
    channels: dict[str, list[float | None]]


class ImportFileOut(Shape):
    """What became of one file."""

    number: int
    name: str
    size: int
    state: str
    sentence: str
    activity_ids: list[str]


class ImportOut(Shape):
    """How far an upload is."""

    id: UUID
    state: str
    created_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    files: list[ImportFileOut]


class ImportBegun(Shape):
    """The files are kept and will be read."""

    import_id: UUID


class LogForm(Command):
    """A session as it is typed, in the person's own units and clock."""

    sport: Sport
    started_at: datetime
    duration: str = Field(max_length=20)
    distance: float | None = Field(None, gt=0, le=10_000)
    rpe: float | None = Field(None, ge=1, le=10)
    average_heart_rate: float | None = Field(None, gt=0, le=1e4)
    name: str = Field("", max_length=200)
    notes: str = Field("", max_length=10_000)


class EditForm(Command):
    """An activity's words as they are typed."""

    name: str = Field(min_length=1, max_length=200)
    sport: Sport
    rpe: float | None = Field(None, ge=1, le=10)
    notes: str = Field("", max_length=10_000)
