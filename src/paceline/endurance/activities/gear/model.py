"""The tables of gear: what somebody owns, which sport takes it by itself, what is mounted where, and services done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Gear(Table):
    """One pair of shoes, bike, component or other thing; distances in metres, times in seconds."""

    __tablename__ = "activities_gear"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    brand: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    since: Mapped[date | None]
    retired_on: Mapped[date | None]
    initial_distance: Mapped[float]
    initial_seconds: Mapped[float]
    replace_distance: Mapped[float | None]
    service_distance: Mapped[float | None]
    service_seconds: Mapped[float | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class GearDefault(Table):
    """The gear that sessions of a family of sports take by themselves; one a family."""

    __tablename__ = "activities_gear_default"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(Text, primary_key=True)
    gear_id: Mapped[UUID]


class Mount(Table):
    """A component on a bike: from the first day on, up to the day it was taken off, which no longer counts."""

    __tablename__ = "activities_gear_mount"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    component_id: Mapped[UUID]
    bike_id: Mapped[UUID]
    mounted_on: Mapped[date]
    removed_on: Mapped[date | None]


class Service(Table):
    """A service done; what is ridden or run after that day counts towards the next."""

    __tablename__ = "activities_gear_service"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    gear_id: Mapped[UUID]
    day: Mapped[date]
    notes: Mapped[str] = mapped_column(Text)
