"""The tables of check-ins; pain and illness lie apart, because they take a consent of their own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class CheckinRow(Table):
    """One morning's answers."""

    __tablename__ = "checkins_checkin"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    day: Mapped[date]
    sleep: Mapped[int]
    energy: Mapped[int]
    recovery: Mapped[int]
    stress: Mapped[int]
    mood: Mapped[int | None]
    soreness: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PainRow(Table):
    """How much one place hurt on one day."""

    __tablename__ = "checkins_pain"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(Text, primary_key=True)
    checkin_id: Mapped[UUID]
    level: Mapped[int]


class IllnessRow(Table):
    """Whether somebody said they are ill on one day, and how; no row means that it was not answered."""

    __tablename__ = "checkins_illness"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    checkin_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
