"""The tables of coming back: one open protocol an athlete, and one report a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class ReturnRow(Table):
    """Coming back from something; open until it is finished or stopped."""

    __tablename__ = "today_return"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    days_off: Mapped[int | None]
    cross_trained: Mapped[bool]
    started_on: Mapped[date]
    started_by: Mapped[UUID]
    created_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)


class ReturnDayRow(Table):
    """What the athlete said of one day; `worse` is the next morning's word."""

    __tablename__ = "today_return_day"

    return_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    rung: Mapped[int]
    done: Mapped[bool]
    pain: Mapped[int | None]
    worse: Mapped[bool | None]
    symptoms: Mapped[bool | None]
    said_at: Mapped[datetime]
