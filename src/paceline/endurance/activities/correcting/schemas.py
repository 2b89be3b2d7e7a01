"""Commands and read shapes of corrections: what to change of a recording, and what that comes to."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from paceline.kit.shapes import Command, Shape

Kind = Literal["trim", "cut", "spikes", "dropouts", "elevation", "power", "distance", "pool", "clock"]
Channel = Literal["heart_rate", "power", "speed", "cadence", "altitude", "temperature", "position"]
Method = Literal["despike", "smooth", "offset", "vertical_speed"]
MOST = 4e5  # s; longer than the longest session


class AddCorrection(Command):
    """One change of a recording; which fields count depends on the kind. Moments are seconds after the start as shown."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {"kind": "trim", "end": 3300, "version": 1},
                {"kind": "spikes", "channel": "heart_rate"},
                {"kind": "power", "factor": 0.94},
            ]
        },
    )

    kind: Kind
    start: float | None = Field(None, ge=0, le=MOST, description="Of a trim, a cut or a stretch of a channel.")
    end: float | None = Field(None, ge=0, le=MOST)
    channel: Channel | None = Field(None, description="Whose values are left out.")
    ranges: list[tuple[float, float]] | None = Field(
        None, max_length=500, description="Stretches left out; without them and without a start those we propose."
    )
    method: Method | None = Field(None, description="How elevation is mended.")
    seconds: float | None = Field(None, ge=3, le=300, description="Over how long elevation is smoothed.")
    metres: float | None = Field(None, ge=-9000, le=9000, description="Higher by so much, or the length of the pool.")
    factor: float | None = Field(None, ge=0.2, le=5, description="What power is multiplied by.")
    offset: float | None = Field(None, ge=-300, le=300, description="Watts added where there was pedalling.")
    total: float | None = Field(None, gt=0, le=1e7, description="Metres it really was.")
    longest: float | None = Field(None, ge=1, le=300, description="Seconds a bridged gap of heart rate has at most.")
    started_at: AwareDatetime | None = Field(None, description="When it really began.")
    time_zone: str | None = Field(None, max_length=60, description="Where it was, such as Europe/Oslo.")
    version: int | None = Field(None, ge=1, description="The activity's version this was decided on; another is a 409.")


class SplitActivity(Command):
    """Where one session becomes two: seconds after the start as shown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"at": 1800, "version": 1}]})

    at: float = Field(gt=0, le=MOST)
    version: int | None = Field(None, ge=1)


class JoinActivity(Command):
    """Which session follows this one, or comes before it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"other_id": "01890000-0000-7000-8000-000000000000"}]}
    )

    other_id: UUID
    version: int | None = Field(None, ge=1)


class CorrectionOut(Shape):
    """One correction; moments in `values` are seconds after the start of the original recording."""

    number: int
    kind: str
    values: dict[str, Any]
    words: str
    made_by: UUID | None
    made_at: datetime
    removed_at: datetime | None


class CorrectionsOut(Shape):
    """The corrections of an activity, the latest first, those taken back among them.

    `lead` is how many seconds of the original recording lie before the start as it is shown.
    """

    items: list[CorrectionOut]
    next_cursor: str | None
    version: int
    lead: float
    stale_since: datetime | None
    stale_reason: str | None


class CorrectedOut(Shape):
    """One correction that was made, taken back or made again, and how the activity stands after it."""

    correction: CorrectionOut
    version: int
    stale_since: datetime | None
    stale_reason: str | None


class FigureOut(Shape):
    """A figure before and after, in SI units."""

    name: str
    before: float | None
    after: float | None


class PreviewOut(Shape):
    """What a correction would come to; nothing is stored."""

    changed: int
    channel: str | None
    figures: list[FigureOut]


class RecomputationOut(Shape):
    """Measuring everything again, and how far that is."""

    state: str
    total: int
    looked: int
    failed: int
    asked_at: datetime
    finished_at: datetime | None
