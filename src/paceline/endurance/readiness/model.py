"""The tables of readiness; what pain does to it lies apart, because it takes a consent of its own."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Score(Table):
    """Readiness of one day; `private_factors` says how many more lie in the table of pain."""

    __tablename__ = "readiness_score"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    score: Mapped[int | None]
    band: Mapped[str | None] = mapped_column(Text)
    confidence: Mapped[str] = mapped_column(Text)
    coverage: Mapped[float]
    factors: Mapped[list[Any]]
    missing: Mapped[list[Any]]
    unknown: Mapped[str | None] = mapped_column(Text)
    private_factors: Mapped[int]
    version: Mapped[int]
    computed_at: Mapped[datetime]


class PainCap(Table):
    """How pain limits the day."""

    __tablename__ = "readiness_pain"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    caps: Mapped[list[Any]]
