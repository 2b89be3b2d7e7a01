"""The tables of the desk: interventions, and the decisions about them, which are only ever added to."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from paceline.infra.database import Table


class Intervention(Table):
    """One athlete who waits for one coach, and why."""

    __tablename__ = "desk_intervention"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    headline: Mapped[str] = mapped_column(Text)
    risk: Mapped[int]
    band: Mapped[str] = mapped_column(Text)
    factors: Mapped[list[Any]]
    fingerprint: Mapped[str] = mapped_column(Text)
    suggestion: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    changed_since: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    flagged_at: Mapped[datetime]
    reply_due_at: Mapped[datetime]
    snoozed_until: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    evaluated_at: Mapped[datetime]
    version: Mapped[int]
    confidence: Mapped[float]
    engine: Mapped[int]
    action: Mapped[str] = mapped_column(Text)
    unknowns: Mapped[list[Any]]
    held: Mapped[list[Any]]
    # The coach's working seconds at the flag and when the reply is due: what the share of the time gone is made from.
    clock_from: Mapped[float]
    clock_due: Mapped[float]


class DecisionRow(Table):
    """What somebody decided about an intervention, and on which evidence."""

    __tablename__ = "desk_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    intervention_id: Mapped[UUID]
    coach_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    decision: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID | None]
    at: Mapped[datetime]
    flagged_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(Text)
    arguments: Mapped[dict[str, Any]]
    result: Mapped[str] = mapped_column(Text)
    reply_seconds: Mapped[float | None]


class Evaluation(Table):
    """When a coach's athlete was last looked at, also when there was nothing to say."""

    __tablename__ = "desk_evaluation"

    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    evaluated_at: Mapped[datetime]
    risk: Mapped[int]
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))


class SettingsRow(Table):
    """A coach's working hours, and what may be done without asking."""

    __tablename__ = "desk_settings"

    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    clock: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text)
    work_days: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    work_from: Mapped[time]
    work_until: Mapped[time]
    mode: Mapped[str] = mapped_column(Text)
    max_risk: Mapped[float]
    min_confidence: Mapped[float]
    cooldown_hours: Mapped[int] = mapped_column(Integer)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    changed_at: Mapped[datetime]


class Policy(Table):
    """What may be done without asking for one athlete, where it differs from the coach's rule."""

    __tablename__ = "desk_policy"

    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    mode: Mapped[str] = mapped_column(Text)
    max_risk: Mapped[float]
    min_confidence: Mapped[float]
    changed_at: Mapped[datetime]


class View(Table):
    """A caseload's filters under a name."""

    __tablename__ = "desk_view"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    coach_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
