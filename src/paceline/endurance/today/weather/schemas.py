"""Commands and read shapes of the weather."""

from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape


class ChoosePlace(Command):
    """Where you usually train, kept and asked for to a tenth of a degree, and the hour you usually train at."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"latitude": 59.9, "longitude": 10.8, "hour": 17}]}
    )

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    hour: Annotated[int, Field(ge=0, le=23)] = 17
    is_acclimatised: bool = False


class WeatherOut(Shape):
    """The weather of your day; without a place everything is null and nobody is asked."""

    latitude: float | None = None
    longitude: float | None = None
    hour: int | None = None
    is_acclimatised: bool | None = None
    fetched_at: datetime | None = None
    sentence: str | None = None
    unknown: str | None = None
    heat_loss: float | None = None
    altitude_loss: float | None = None
