"""The tables of today: one briefing for each session of a day, and its reasons by the consent they take."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Briefing(Table):
    """What the day makes of a planned session; `adapted` is null only for rest, `reasons` counts all, seen or not."""

    __tablename__ = "today_briefing"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    day: Mapped[date]
    workout_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[str]]
    adapted: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    original: Mapped[dict[str, Any]]
    reasons: Mapped[int]
    choice: Mapped[str | None] = mapped_column(Text)
    chosen_at: Mapped[datetime | None]
    based_on: Mapped[int | None]
    made_at: Mapped[datetime]


class ReasonRow(Table):
    """One sentence of why; its scope is the consent it takes to read it."""

    __tablename__ = "today_reason"

    briefing_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    scope: Mapped[str] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
