"""The table of plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.endurance.plans.codec import draft_from_json, request_from_json
from paceline.endurance.plans.types import PlanDraft
from paceline.infra.database import Table


class Plan(Table):
    """One plan of an athlete: a preview until somebody publishes it, archived when another takes its place."""

    __tablename__ = "plans_plan"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    made_by: Mapped[UUID]
    status: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    race_on: Mapped[date | None]
    goal: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    def read(self) -> PlanDraft:
        """The plan as the rules see it."""
        return draft_from_json(request_from_json(self.request), self.draft, self.findings)
