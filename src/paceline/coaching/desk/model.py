"""The tables of the desk: interventions, and the decisions about them, which are only ever added to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
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


class Evaluation(Table):
    """When a coach's athlete was last looked at, also when there was nothing to say."""

    __tablename__ = "desk_evaluation"

    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID] = mapped_column(primary_key=True)
    evaluated_at: Mapped[datetime]
    risk: Mapped[int]
