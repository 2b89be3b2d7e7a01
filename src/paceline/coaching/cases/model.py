"""The tables of cases: a coach's notes and tasks about an athlete."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Note(Table):
    """A remark of a coach about an athlete: private until it is shared, and then the athlete's to read as well."""

    __tablename__ = "cases_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    coach_id: Mapped[UUID]
    body: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    pinned: Mapped[bool]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Task(Table):
    """Something a coach means to do for an athlete, perhaps by a day."""

    __tablename__ = "cases_task"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    coach_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    reminded_on: Mapped[date | None]
