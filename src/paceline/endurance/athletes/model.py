"""The table of what is known about an athlete's body and thresholds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Profile(Table):
    """One athlete's thresholds and measures, in SI units; what is not known is null."""

    __tablename__ = "athletes_profile"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    birth_year: Mapped[int | None]
    sex: Mapped[str | None] = mapped_column(Text)
    weight_kg: Mapped[float | None]
    primary_sport: Mapped[str | None] = mapped_column(Text)
    max_hr: Mapped[float | None]
    resting_hr: Mapped[float | None]
    lthr: Mapped[float | None]
    ftp: Mapped[float | None]
    threshold_speed: Mapped[float | None]
    swim_speed: Mapped[float | None]
    race_distance: Mapped[float | None]
    race_seconds: Mapped[float | None]
    updated_at: Mapped[datetime]
