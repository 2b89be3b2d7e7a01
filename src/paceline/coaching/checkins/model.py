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


class PreferenceRow(Table):
    """What somebody wants to be asked on top; without a row, nothing."""

    __tablename__ = "checkins_preference"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    asks_cycle: Mapped[bool]
    asks_diary: Mapped[bool]
    changed_at: Mapped[datetime]


class CycleRow(Table):
    """What somebody said of their cycle on one day."""

    __tablename__ = "checkins_cycle"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    bleeding: Mapped[str] = mapped_column(Text)
    symptoms: Mapped[int]
    said_at: Mapped[datetime]


class DiaryRow(Table):
    """How much a health problem weighed on one week, by the answers to four questions."""

    __tablename__ = "checkins_diary"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    participation: Mapped[int]
    volume: Mapped[int]
    performance: Mapped[int]
    symptoms: Mapped[int]
    place: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]


class RedFlagRow(Table):
    """Something said on a day that no programme answers with training, under the consent of the words it was found in."""

    __tablename__ = "checkins_red_flag"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    scope: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
