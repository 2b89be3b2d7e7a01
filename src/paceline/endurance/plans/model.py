"""The tables of plans: a plan, its versions, locks and phases, what is proposed for it, and the templates made of plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from paceline.endurance.plans.codec import draft_from_json, request_from_json
from paceline.endurance.plans.types import PlanDraft
from paceline.infra.database import Table


class Plan(Table):
    """One plan of an athlete: a preview until somebody publishes it, archived when another takes its place.

    A preview with `revises` is a draft of changes to a published plan.
    """

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
    version: Mapped[int] = mapped_column(default=1)
    revises: Mapped[UUID | None] = mapped_column(default=None)
    season_id: Mapped[UUID | None] = mapped_column(default=None)

    def read(self) -> PlanDraft:
        """The plan as the rules see it."""
        return draft_from_json(request_from_json(self.request), self.draft, self.findings)


class Version(Table):
    """A plan as it was after one change, phases included; going back makes another version."""

    __tablename__ = "plans_version"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID | None]
    at: Mapped[datetime]
    request: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    phases: Mapped[list[Any]]

    def read(self) -> PlanDraft:
        """The plan as it was then."""
        return draft_from_json(request_from_json(self.request), self.draft, self.findings)


class Lock(Table):
    """Days of a plan nobody's change may touch until they are unlocked: a session's day or a whole week."""

    __tablename__ = "plans_lock"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    locked_by: Mapped[UUID]
    locked_at: Mapped[datetime]


class PhaseRow(Table):
    """One phase of a published plan; `left_on` says when it really ended, and `decided_by` whether a rule did that."""

    __tablename__ = "plans_phase"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    criteria: Mapped[dict[str, Any]]
    left_on: Mapped[date | None]
    decided_by: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class PhaseTurn(Table):
    """What was decided about a phase on a day: by the rule, or by a person with a reason."""

    __tablename__ = "plans_turn"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    phase: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    by_id: Mapped[UUID | None]
    happened_on: Mapped[date]
    at: Mapped[datetime]


class SeasonRow(Table):
    """A season of an athlete: what all its plans share; its races are rows of their own."""

    __tablename__ = "plans_season"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    made_by: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    usual: Mapped[dict[str, Any]]
    version: Mapped[int]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class RaceRow(Table):
    """A race of a season; a removed one can be brought back."""

    __tablename__ = "plans_race"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    season_id: Mapped[UUID]
    athlete_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date]
    goal: Mapped[str] = mapped_column(Text)
    distance: Mapped[float | None]
    priority: Mapped[str] = mapped_column(Text)
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Proposal(Table):
    """A changed plan somebody has to decide on; one that was rejected is not made again for the same reasons."""

    __tablename__ = "plans_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    athlete_id: Mapped[UUID]
    plan_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    reasons: Mapped[list[Any]]
    scope: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(Text)
    onto: Mapped[int]
    request: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    lines: Mapped[list[Any]]
    status: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text)
    version: Mapped[int | None]

    def read(self) -> PlanDraft:
        """The plan as proposed."""
        return draft_from_json(request_from_json(self.request), self.draft, [])


class PlanTemplate(Table):
    """A plan kept for reuse: its sessions, laid to another start or race day when it is applied."""

    __tablename__ = "plans_kept"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    def read(self) -> PlanDraft:
        """The plan that was kept."""
        return draft_from_json(request_from_json(self.request), self.draft, [])
