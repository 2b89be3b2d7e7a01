"""The tables of wellness: what each source says of a day, what was changed by hand, and whose word counts first."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Value(Table):
    """One kind of one day as one source states it; struck out it stays, so that the same file does not bring it back.

    Struck out by the athlete it was changed then; gone with an import that was undone, it is as that import left it.

    `measured` says on how many measurements it rests: a day that comes in several files is told best by the fullest.
    """

    __tablename__ = "wellness_value"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[float]
    measured: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Change(Table):
    """One thing somebody did by hand, so that it can be taken back; None stands for no value."""

    __tablename__ = "wellness_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    before: Mapped[float | None]
    after: Mapped[float | None]
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Preference(Table):
    """In which order an athlete believes their sources."""

    __tablename__ = "wellness_preference"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    sources: Mapped[list[str]] = mapped_column(ARRAY(Text))
    changed_at: Mapped[datetime]
