"""Commands and read shapes of imports, uploads in parts and duplicates."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.activities.schemas import ActivityOut
from paceline.kit.shapes import Command, Shape


class ImportFileOut(Shape):
    """What became of one file."""

    number: int
    name: str
    size: int
    state: str
    sentence: str
    activity_ids: list[str]


class ImportSummary(Shape):
    """How far an upload is: files by state, and how many of them have been looked at."""

    id: UUID
    way: str
    state: str
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    total: int
    looked: int
    counts: dict[str, int]
    values: int = Field(description="Values of days that are new or other than before, such as sleep or weight.")


class ImportOut(ImportSummary):
    """The same with its files."""

    files: list[ImportFileOut]


class ImportsOut(Shape):
    """One page of imports."""

    items: list[ImportSummary]
    next_cursor: str | None


class ImportBegun(Shape):
    """The files are kept and will be read."""

    import_id: UUID


class BeginUpload(Command):
    """A large file that will be sent in parts."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"name": "export_1234.zip", "size": 734003200}]},
    )

    name: str = Field(min_length=1, max_length=200)
    size: int = Field(gt=0, le=10**12, description="Bytes of the whole file.")


class UploadOut(Shape):
    """Where to go on: the next part starts at `received` and has `part_size` bytes at most."""

    id: UUID
    name: str
    size: int
    received: int
    part_size: int
    import_id: UUID | None


class DuplicateOut(Shape):
    """Two recordings of what looks like one session."""

    id: UUID
    created_at: datetime
    first: ActivityOut
    second: ActivityOut


class DuplicatesOut(Shape):
    """One page of recordings that wait for a decision."""

    items: list[DuplicateOut]
    next_cursor: str | None


class DecideDuplicate(Command):
    """Keep the first, keep the second, make one of the two, or keep both."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"decision": "merged"}]})

    decision: Literal["first", "second", "merged", "both"]


class DecidedOut(Shape):
    """What was decided."""

    id: UUID
    decision: str
    activity_id: UUID


PART_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
