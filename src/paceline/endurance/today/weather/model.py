"""The table of the weather: the place an athlete chose, rounded, and the last forecast for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class WeatherRow(Table):
    """Without a row nobody is asked anything."""

    __tablename__ = "today_weather"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    hour: Mapped[int]
    is_acclimatised: Mapped[bool]
    chosen_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)
    elevation: Mapped[float | None]
    hours: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
