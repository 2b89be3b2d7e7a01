"""Commands and read shapes of comments."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape


class WriteComment(Command):
    """What somebody says about an activity."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"body": "Third repetition felt long; the legs were fine after it."}]},
    )

    body: str = Field(min_length=1, max_length=4000)


class CommentOut(Shape):
    """A remark; `changed_at` is null until its author rewrites it."""

    id: UUID
    activity_id: UUID
    athlete_id: UUID
    author_id: UUID
    body: str
    created_at: datetime
    changed_at: datetime | None


class CommentsOut(Shape):
    """One page of comments, the latest first."""

    items: list[CommentOut]
    next_cursor: str | None
