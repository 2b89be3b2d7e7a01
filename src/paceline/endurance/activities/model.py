"""The tables of activities: what happened, how it was recorded, and the imports it came by."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Boolean, Column, LargeBinary, Text
from sqlalchemy import Table as CoreTable
from sqlalchemy.orm import Mapped, mapped_column

from paceline.endurance.activities.types import CHANNELS
from paceline.infra.database import Table


class Activity(Table):
    """One session of one sport, in SI units; a null total has its sentence in `reasons`."""

    __tablename__ = "activities_activity"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    source: Mapped[str] = mapped_column(Text)
    sport: Mapped[str] = mapped_column(Text)
    sub_sport: Mapped[str | None] = mapped_column(Text)
    family: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    utc_offset: Mapped[float | None]
    time_zone: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    elapsed: Mapped[float | None]
    timer: Mapped[float | None]
    moving: Mapped[float | None]
    distance: Mapped[float | None]
    ascent: Mapped[float | None]
    descent: Mapped[float | None]
    average_speed: Mapped[float | None]
    max_speed: Mapped[float | None]
    average_heart_rate: Mapped[float | None]
    max_heart_rate: Mapped[float | None]
    average_power: Mapped[float | None]
    max_power: Mapped[float | None]
    normalized_power: Mapped[float | None]
    graded_speed: Mapped[float | None]
    average_cadence: Mapped[float | None]
    average_temperature: Mapped[float | None]
    decoupling: Mapped[float | None]
    efficiency_factor: Mapped[float | None]
    variability_index: Mapped[float | None]
    intensity: Mapped[float | None]
    calories: Mapped[float | None]
    load: Mapped[float | None]
    load_method: Mapped[str | None] = mapped_column(Text)
    load_reason: Mapped[str] = mapped_column(Text)
    rpe: Mapped[float | None]
    notes: Mapped[str] = mapped_column(Text)
    device: Mapped[str | None] = mapped_column(Text)
    gear_id: Mapped[UUID | None]
    reasons: Mapped[dict[str, Any]]
    cautions: Mapped[dict[str, Any]]
    quality: Mapped[list[str]]
    pauses: Mapped[list[Any]]
    lengths: Mapped[list[Any]]
    file_key: Mapped[str | None] = mapped_column(Text)
    file_name: Mapped[str | None] = mapped_column(Text)
    file_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_part: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    import_id: Mapped[UUID | None]
    shareable: Mapped[bool] = mapped_column(default=True)
    ai_allowed: Mapped[bool] = mapped_column(default=True)
    retain_until: Mapped[datetime | None]
    expiry_told_at: Mapped[datetime | None]
    duplicate_of: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
    feel: Mapped[int | None]
    commute: Mapped[bool] = mapped_column(default=False)
    indoor: Mapped[bool] = mapped_column(default=False)
    race: Mapped[bool] = mapped_column(default=False)
    sets: Mapped[list[Any]] = mapped_column(default=list)
    merged_into: Mapped[UUID | None]
    recorded_as: Mapped[UUID | None]
    stale_since: Mapped[datetime | None]
    stale_reason: Mapped[str | None] = mapped_column(Text)


class Stream(Table):
    """The samples of an activity: one packed column a channel, all of the same length."""

    __table__: ClassVar[Any] = CoreTable(
        "activities_stream",
        Table.metadata,
        Column("athlete_id", Table.type_annotation_map[UUID], nullable=False),
        Column("activity_id", Table.type_annotation_map[UUID], primary_key=True),
        Column("samples", Table.type_annotation_map[int], nullable=False),
        Column("shareable", Boolean, nullable=False, default=True),
        *(Column(name, LargeBinary) for name in CHANNELS),
    )


class Track(Table):
    """Where an activity went; apart from the rest, because it takes the consent to see places."""

    __tablename__ = "activities_track"

    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    latitude: Mapped[bytes] = mapped_column(LargeBinary)
    longitude: Mapped[bytes] = mapped_column(LargeBinary)
    shareable: Mapped[bool] = mapped_column(default=True)
    start_latitude: Mapped[float | None]
    start_longitude: Mapped[float | None]


class Lap(Table):
    """One lap as the device stated it; `start_offset` is seconds after the start."""

    __tablename__ = "activities_lap"

    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    start_offset: Mapped[float]
    elapsed: Mapped[float]
    timer: Mapped[float | None]
    distance: Mapped[float | None]
    trigger: Mapped[str | None] = mapped_column(Text)
    average_heart_rate: Mapped[float | None]
    max_heart_rate: Mapped[float | None]
    average_speed: Mapped[float | None]
    average_power: Mapped[float | None]
    average_cadence: Mapped[float | None]
    ascent: Mapped[float | None]
    shareable: Mapped[bool] = mapped_column(default=True)


class Best(Table):
    """A best effort: the highest mean over `span` seconds, or for a distance the least seconds over `span` metres."""

    __tablename__ = "activities_best"

    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    span: Mapped[float] = mapped_column(primary_key=True)
    value: Mapped[float]
    start_offset: Mapped[float]
    shareable: Mapped[bool] = mapped_column(default=True)


class Batch(Table):
    """One change of many activities, with what they were before, so that it can be taken back."""

    __tablename__ = "activities_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    before: Mapped[list[Any]]
    made_at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]


class Import(Table):
    """One upload of one or many files, and how it stands."""

    __tablename__ = "activities_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    way: Mapped[str] = mapped_column(Text, default="upload")
    state: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    shareable: Mapped[bool | None]
    ai_allowed: Mapped[bool | None]
    keep_days: Mapped[int | None]


class SourceTerms(Table):
    """On which terms an athlete's activities arrive from one source."""

    __tablename__ = "activities_terms"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    shareable: Mapped[bool]
    ai_allowed: Mapped[bool]
    keep_days: Mapped[int | None]
    changed_at: Mapped[datetime]


class ImportFile(Table):
    """One file of an import and what became of it; files from an archive are numbered after it.

    `parts` counts the pieces it still lies in; `details` holds what an archive says about it beside its bytes.
    """

    __tablename__ = "activities_import_file"

    athlete_id: Mapped[UUID]
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    file_key: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
    activity_ids: Mapped[list[str]]
    tries: Mapped[int]
    parts: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Upload(Table):
    """A large file that arrives in parts, one after another, over a connection that may be lost in between."""

    __tablename__ = "activities_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    received: Mapped[int]
    parts: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    import_id: Mapped[UUID | None]


class Duplicate(Table):
    """Two recordings of what looks like one session; the second waits, out of sight, for a decision that is kept."""

    __tablename__ = "activities_duplicate"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID]
    other_id: Mapped[UUID | None]
    other_sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    other_part: Mapped[int]
    decision: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Watched(Table):
    """A file a watched folder held, known again by its bytes."""

    __tablename__ = "activities_watched"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]


class Correction(Table):
    """One change of an activity, in order; taken back it stays, so that it can be made again.

    Moments in `values` are seconds after the start of the original recording. The kind "details" holds what the athlete
    said before and after; every other kind changes what the original file is read as.
    """

    __tablename__ = "activities_correction"

    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    values: Mapped[dict[str, Any]]
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Recomputation(Table):
    """Measuring every activity of an athlete again from its original, and how far that is."""

    __tablename__ = "activities_recomputation"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    total: Mapped[int]
    looked: Mapped[int]
    failed: Mapped[int]
    after: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


# What is measured of a recording, and goes with it when two are made one.
MEASURED_PARTS: tuple[Any, ...] = (Stream.__table__, Track.__table__, Lap.__table__, Best.__table__)
