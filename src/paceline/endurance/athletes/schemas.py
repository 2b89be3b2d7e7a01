"""Commands and read shapes of athletes."""

from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

Sport = Literal[
    "running", "cycling", "swimming", "walking", "hiking", "rowing", "skiing", "strength", "multisport", "other"
]
MOST = 10_000_000  # plausibility, with a sentence, is decided in rules


class ChangeAthlete(Command):
    """What to change about an athlete, in SI units; what is left out stays, null forgets."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"weight_kg": 58.4, "max_hr": 188, "resting_hr": 47, "lthr": 171, "ftp": 245, "threshold_speed": 3.97}
            ]
        },
    )

    birth_year: int | None = Field(None, ge=0, le=9999)
    sex: Literal["female", "male"] | None = None
    weight_kg: float | None = Field(None, gt=0, le=MOST, description="Kilograms, 25 to 250.")
    primary_sport: Sport | None = None
    max_hr: float | None = Field(None, gt=0, le=MOST, description="Beats per minute, 120 to 230.")
    resting_hr: float | None = Field(None, gt=0, le=MOST, description="Beats per minute, 25 to 110.")
    lthr: float | None = Field(None, gt=0, le=MOST, description="Heart rate at threshold, 90 to 220.")
    ftp: float | None = Field(None, gt=0, le=MOST, description="Threshold power in watts, 40 to 600.")
    threshold_speed: float | None = Field(None, gt=0, le=MOST, description="Running threshold in m/s, 1.2 to 7.")
    swim_speed: float | None = Field(None, gt=0, le=MOST, description="Swimming threshold in m/s, 0.4 to 2.2.")
    race_distance: float | None = Field(None, gt=0, le=MOST, description="A recent race in metres, 800 to 200 000.")
    race_seconds: float | None = Field(None, gt=0, le=MOST, description="Its time in seconds.")


class ProfileOut(Shape):
    """What is known about an athlete, in SI units."""

    birth_year: int | None
    sex: Literal["female", "male"] | None
    weight_kg: float | None
    primary_sport: str | None
    max_hr: float | None
    resting_hr: float | None
    lthr: float | None
    ftp: float | None
    threshold_speed: float | None
    swim_speed: float | None
    race_distance: float | None
    race_seconds: float | None


class AthleteOut(Shape):
    """An athlete as lists show them."""

    id: UUID
    name: str
    time_zone: str
    primary_sport: str | None


class AthletesOut(Shape):
    """One page of the roster."""

    items: list[AthleteOut]
    next_cursor: str | None


class ProfileForm(Command):
    """The profile as it is typed, in the person's own units."""

    birth_year: str = Field("", max_length=20)
    sex: str = Field("", max_length=10)
    primary_sport: str = Field("", max_length=20)
    weight: str = Field("", max_length=20)
    max_hr: str = Field("", max_length=20)
    resting_hr: str = Field("", max_length=20)
    lthr: str = Field("", max_length=20)
    ftp: str = Field("", max_length=20)
    threshold_pace: str = Field("", max_length=20)
    swim_pace: str = Field("", max_length=20)
    race_distance: str = Field("", max_length=20)
    race_time: str = Field("", max_length=20)
