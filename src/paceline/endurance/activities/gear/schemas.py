"""Commands and read shapes of gear, in SI units."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.activities.gear.rules import Due
from paceline.kit.shapes import Command, Shape

Kind = Literal["shoes", "bike", "component", "other"]
Family = Literal["running", "walking", "cycling", "swimming", "other"]
FAR, LONG = 1e9, 1e9


class NewGear(Command):
    """Something to keep an eye on."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "kind": "shoes",
                    "name": "Road shoes, blue",
                    "brand": "Saucony",
                    "default_for": ["running"],
                    "since": "2026-03-01",
                    "initial_distance": 120_000,
                    "replace_distance": 800_000,
                }
            ]
        },
    )

    kind: Kind
    name: str = Field(min_length=1, max_length=100)
    brand: str = Field("", max_length=100)
    notes: str = Field("", max_length=2000)
    default_for: list[Family] = Field(
        default_factory=list[Family], max_length=5, description="Sports whose new sessions take it by themselves."
    )
    since: date | None = None
    retired_on: date | None = None
    initial_distance: float = Field(0, ge=0, le=FAR, description="Metres it had before its first session here.")
    initial_seconds: float = Field(0, ge=0, le=LONG, description="Seconds it had before its first session here.")
    replace_distance: float | None = Field(None, gt=0, le=FAR, description="Metres after which to replace it.")
    service_distance: float | None = Field(None, gt=0, le=FAR, description="Metres between services.")
    service_seconds: float | None = Field(None, gt=0, le=LONG, description="Seconds between services.")


class ChangeGear(Command):
    """What to change; what is left out stays, null forgets."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, json_schema_extra={"examples": [{"retired_on": "2026-06-11"}]}
    )

    kind: Kind | None = None
    name: str | None = Field(None, min_length=1, max_length=100)
    brand: str | None = Field(None, max_length=100)
    notes: str | None = Field(None, max_length=2000)
    default_for: list[Family] | None = Field(None, max_length=5)
    since: date | None = None
    retired_on: date | None = None
    initial_distance: float | None = Field(None, ge=0, le=FAR)
    initial_seconds: float | None = Field(None, ge=0, le=LONG)
    replace_distance: float | None = Field(None, gt=0, le=FAR)
    service_distance: float | None = Field(None, gt=0, le=FAR)
    service_seconds: float | None = Field(None, gt=0, le=LONG)


class MountGear(Command):
    """A component on a bike, from a day on; `removed_on` is the first day it no longer counts."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"bike_id": "01890000-0000-7000-8000-000000000000", "mounted_on": "2026-03-01"}]
        },
    )

    bike_id: UUID
    mounted_on: date
    removed_on: date | None = None


class RemoveGear(Command):
    """The first day a component no longer counts."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"removed_on": "2026-06-11"}]})

    removed_on: date


class ServiceGear(Command):
    """A service done."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"day": "2026-06-10", "notes": "New chain, cleaned cassette"}]},
    )

    day: date
    notes: str = Field("", max_length=500)


class WearOut(Shape):
    """What it has been through, its start included."""

    distance: float
    seconds: float
    sessions: int
    since_service_distance: float
    since_service_seconds: float
    last_used: date | None


class ReminderOut(Shape):
    """Something due, or soon: metres or seconds done of the limit."""

    due: Due
    done: float
    limit: float
    overdue: bool


class GearOut(Shape):
    """Something somebody owns, with its wear."""

    id: UUID
    athlete_id: UUID
    kind: Kind
    name: str
    brand: str
    notes: str
    default_for: list[str]
    since: date | None
    retired_on: date | None
    initial_distance: float
    initial_seconds: float
    replace_distance: float | None
    service_distance: float | None
    service_seconds: float | None
    wear: WearOut
    reminders: list[ReminderOut]


class GearsOut(Shape):
    """All of somebody's gear."""

    items: list[GearOut]
    next_cursor: str | None


class MountOut(Shape):
    """A component on a bike."""

    id: UUID
    component_id: UUID
    bike_id: UUID
    mounted_on: date
    removed_on: date | None


class ServiceOut(Shape):
    """A service done."""

    id: UUID
    gear_id: UUID
    day: date
    notes: str


class GearDetail(GearOut):
    """Everything about one piece of gear; on a bike its components, on a component the bikes it was on."""

    mounts: list[MountOut]
    services: list[ServiceOut]


class GearForm(Command):
    """A piece of gear as it is typed: kilometres or miles, and hours."""

    kind: Kind
    name: str = Field(min_length=1, max_length=100)
    brand: str = Field("", max_length=100)
    notes: str = Field("", max_length=2000)
    default_for: list[Family] = Field(default_factory=list[Family], max_length=5)
    since: date | None = None
    retired_on: date | None = None
    initial_distance: float | None = Field(None, ge=0, le=1_000_000)
    initial_hours: float | None = Field(None, ge=0, le=100_000)
    replace_distance: float | None = Field(None, gt=0, le=1_000_000)
    service_distance: float | None = Field(None, gt=0, le=1_000_000)
    service_hours: float | None = Field(None, gt=0, le=100_000)
