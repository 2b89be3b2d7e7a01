"""The tables of comments: one remark of one person about one activity, and up to where somebody has read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Comment(Table):
    """A remark by the athlete or one of their coaches; deleted, it is out of sight and can be brought back."""

    __tablename__ = "activities_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID]
    author_id: Mapped[UUID]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class CommentsRead(Table):
    """Up to which moment a person has read what is said about an activity; nobody else can see it."""

    __tablename__ = "activities_comment_read"

    reader_id: Mapped[UUID] = mapped_column(primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    read_at: Mapped[datetime]
