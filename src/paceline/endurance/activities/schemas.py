"""Commands and read shapes of activities; columns and fields have the same names."""

from datetime import date, datetime
from typing import Any, Literal
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


class StrengthSet(Command):
    """Sets of one exercise; weight in kilograms, null for one's own."""

    exercise: str = Field(min_length=1, max_length=80)
    sets: int = Field(1, ge=1, le=50)
    repetitions: int = Field(ge=1, le=1000)
    weight: float | None = Field(None, ge=0, le=1000)


class ChangeActivity(Command):
    """What to change; what is left out stays, a null exertion forgets it. With `version`, a change made elsewhere is a 409.

    Duration, distance, climb, heart rate, energy and start only where no recording says them.
    """

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"name": "Long run, Nordmarka", "rpe": 5}]},
    )

    name: str | None = Field(None, min_length=1, max_length=200)
    sport: Sport | None = None
    rpe: float | None = Field(None, ge=1, le=10)
    notes: str | None = Field(None, max_length=10_000)
    gear_id: UUID | None = None
    sub_sport: str | None = Field(None, max_length=60)
    feel: int | None = Field(None, ge=1, le=5, description="How one felt, 1 bad to 5 great.")
    commute: bool | None = None
    indoor: bool | None = None
    race: bool | None = None
    sets: list[StrengthSet] | None = Field(None, max_length=200)
    started_at: AwareDatetime | None = None
    duration: float | None = Field(None, gt=0, le=1e7, description="Seconds.")
    distance: float | None = Field(None, gt=0, le=1e7, description="Metres.")
    ascent: float | None = Field(None, ge=0, le=1e5)
    average_heart_rate: float | None = Field(None, gt=0, le=1e4)
    calories: float | None = Field(None, ge=0, le=1e5)
    version: int | None = Field(None, ge=1)


class ChangeMany(Command):
    """One change of many activities; a null gear takes their gear away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "sport", "activity_ids": ["01890000-0000-7000-8000-000000000000"], "sport": "cycling"}
            ]
        },
    )

    kind: Literal["deletion", "gear", "sport"]
    activity_ids: list[UUID] = Field(min_length=1, max_length=200)
    gear_id: UUID | None = None
    sport: Sport | None = None


class ManyForm(ChangeMany):
    """The same as it comes from the list, with where to go back to."""

    back: str = Field("/activities", max_length=2000)


class BatchOut(Shape):
    """A change of many activities, which can be taken back."""

    id: UUID
    kind: str
    made_at: datetime
    reversed_at: datetime | None


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
    gear_id: UUID | None
    feel: int | None
    commute: bool
    indoor: bool
    race: bool
    version: int


class ActivitiesOut(Shape):
    """One page of activities."""

    items: list[ActivityOut]
    next_cursor: str | None


class TotalsOut(Shape):
    """What a selection comes to; null where nothing is known."""

    count: int
    seconds: float | None
    distance: float | None
    ascent: float | None
    load: float | None


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
    import_id: UUID | None
    shareable: bool
    ai_allowed: bool
    retain_until: datetime | None
    sets: list[Any]
    stale_since: datetime | None
    stale_reason: str | None


class ActivityDetail(ActivityFacts):
    """Everything about an activity but its samples."""

    laps: list[LapOut]
    best_efforts: list[BestOut]


class StreamsOut(Shape):
    """Samples by channel; `time` is seconds after the start, null a missing value."""

    time: list[float]
    channels: dict[str, list[float | None]]


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
    """What an athlete says of an activity, as it is typed; totals only where nothing recorded them."""

    name: str = Field(min_length=1, max_length=200)
    sport: Sport
    sub_sport: str = Field("", max_length=60)
    rpe: float | None = Field(None, ge=1, le=10)
    feel: int | None = Field(None, ge=1, le=5)
    gear_id: UUID | None = None
    commute: bool = False
    indoor: bool = False
    race: bool = False
    sets: str = Field("", max_length=5000)
    notes: str = Field("", max_length=10_000)
    started_at: datetime | None = None
    duration: str = Field("", max_length=20)
    distance: float | None = Field(None, gt=0, le=10_000)
    ascent: float | None = Field(None, ge=0, le=100_000)
    average_heart_rate: float | None = Field(None, gt=0, le=1e4)
    calories: float | None = Field(None, ge=0, le=1e5)
    version: int | None = Field(None, ge=1)
