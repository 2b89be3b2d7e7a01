"""The tables of metrics: days, sports of a day, what each activity adds, and how far all of it is true."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Double, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class State(Table):
    """From which day on the kept days are to be computed anew, and what activities were measured against."""

    __tablename__ = "metrics_state"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    stale_from: Mapped[date | None]
    measured_against: Mapped[str | None] = mapped_column(Text)


class Version(Table):
    """Which version of a metric an athlete's kept values come from; `replaced` is the one before."""

    __tablename__ = "metrics_version"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    computed_at: Mapped[datetime]
    replaced: Mapped[int | None]
    replaced_at: Mapped[datetime | None]


class Day(Table):
    """One day of fitness; there is a row for every day from the first with a load to the last with a session."""

    __tablename__ = "metrics_day"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    load: Mapped[float]
    ctl: Mapped[float]
    atl: Mapped[float]
    tsb: Mapped[float]
    ramp: Mapped[float | None]


class SportDay(Table):
    """What was done of one family of sports on one day."""

    __tablename__ = "metrics_sport"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(Text, primary_key=True)
    sessions: Mapped[int]
    load: Mapped[float]
    seconds: Mapped[float]
    distance: Mapped[float]
    ascent: Mapped[float]


class Measured(Table):
    """What one activity adds to zones and curves; curves are float32 on the standard durations, NaN where too short.

    `graded_curve` is that of level speed, where heights were recorded; `late_efforts` are in the order of science.
    """

    __tablename__ = "metrics_measured"

    athlete_id: Mapped[UUID]
    activity_id: Mapped[UUID] = mapped_column(primary_key=True)
    measured_against: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    heart_zones: Mapped[list[float] | None] = mapped_column(ARRAY(Double))
    power_zones: Mapped[list[float] | None] = mapped_column(ARRAY(Double))
    pace_zones: Mapped[list[float] | None] = mapped_column(ARRAY(Double))
    power_curve: Mapped[bytes | None] = mapped_column(LargeBinary)
    speed_curve: Mapped[bytes | None] = mapped_column(LargeBinary)
    graded_curve: Mapped[bytes | None] = mapped_column(LargeBinary)
    late_efforts: Mapped[list[float | None] | None] = mapped_column(ARRAY(Double))


class Dismissal(Table):
    """A proposed threshold the athlete or coach does not want; another effort proposes anew."""

    __tablename__ = "metrics_dismissal"

    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    threshold: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
