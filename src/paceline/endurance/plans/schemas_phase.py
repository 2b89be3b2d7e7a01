"""Commands and read shapes of phases, proposals, seasons and templates."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.endurance.plans.schemas import MakePlan, PlanSummary
from paceline.endurance.plans.schemas_change import LineOut
from paceline.endurance.plans.types import Goal, Phase, Priority
from paceline.kit.shapes import Command, Shape


class TurnPhase(Command):
    """Ending the present phase today, holding it a week, or extending it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"version": 3, "verdict": "extend", "weeks": 2, "why": "She was ill."}]},
    )

    version: int = Field(ge=1)
    verdict: Literal["advance", "hold", "extend"]
    weeks: int = Field(1, ge=1, le=4, description="For extend.")
    why: str = Field(min_length=3, max_length=500)


class PhaseOut(Shape):
    """One phase of a plan, with what was asked and done in it."""

    phase: Phase
    starts_on: date
    ends_on: date
    weeks: int
    planned_load: float
    done_load: float | None = Field(description="None where nothing was recorded.")
    planned_seconds: float
    sessions: int
    key_sessions: int
    is_current: bool
    left_on: date | None
    decided_by: Literal["rule", "person"] | None
    why: str
    load_share: float | None = Field(description="Share of the planned load that has to be done before it ends.")
    pain_free_days: int | None = Field(description="Days without pain that are asked for before it ends.")


class TurnOut(Shape):
    """What was decided about a phase."""

    id: UUID
    phase: Phase
    verdict: Literal["advanced", "held", "extended", "waiting"]
    sentence: str
    why: str
    by_id: UUID | None
    happened_on: date
    at: datetime


class PhasesOut(Shape):
    """The phases of a plan and their history."""

    phases: list[PhaseOut]
    turns: list[TurnOut]


class ProposalOut(Shape):
    """A proposed change of a plan."""

    id: UUID
    athlete_id: UUID
    plan_id: UUID
    kind: Literal["adaptation", "finding", "season"]
    cause: str
    title: str
    reasons: list[str]
    lines: list[LineOut]
    status: Literal["open", "accepted", "edited", "rejected", "overtaken"]
    onto: int
    made_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    why: str
    version: int | None


class ProposalsOut(Shape):
    """The proposals of a plan."""

    proposals: list[ProposalOut]


class TakeProposal(Command):
    """Taking a proposal, whole or on some days only."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"days": ["2026-08-04"], "why": ""}]})

    days: list[date] | None = Field(None, max_length=200, description="Only these days; all of it when left out.")
    why: str = Field("", max_length=500)


class TurnDown(Command):
    """Turning a proposal down, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"why": "She is fine again."}]})

    why: str = Field(min_length=3, max_length=500)


class RaceIn(Command):
    """A race of a season."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Lakes 50", "on": "2026-09-26", "goal": "50K", "priority": "A"}]},
    )

    name: str = Field("", max_length=120)
    on: date
    goal: Goal
    distance: float | None = Field(None, ge=1000, le=500_000, description="Metres, when it is not the goal's own.")
    priority: Priority = "A"


class ChangeRace(Command):
    """Another day, length, name or priority; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"on": "2026-10-03"}]})

    name: str | None = Field(None, max_length=120)
    on: date | None = None
    goal: Goal | None = None
    distance: float | None = Field(None, ge=1000, le=500_000)
    priority: Priority | None = None


class MakeSeason(Command):
    """A season: what all its plans share, and its races."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "2026",
                    "usual": {"goal": "fitness", "weeks": 8, "days_per_week": 5},
                    "races": [{"on": "2026-09-26", "goal": "50K"}],
                }
            ]
        },
    )

    name: str = Field(min_length=1, max_length=80)
    usual: MakePlan
    races: list[RaceIn] = Field(default_factory=list[RaceIn], max_length=20)


class RaceOut(Shape):
    """A race of a season."""

    id: UUID
    name: str
    on: date
    goal: Goal
    distance: float | None
    priority: Priority
    days_left: int = Field(description="Below nought when it is over.")


class LegOut(Shape):
    """One stretch of a season and the plan that covers it."""

    number: int
    part: str
    starts_on: date
    ends_on: date
    why: str
    may_plan: bool = Field(description="False where there is only rest, or no day left.")
    plan: PlanSummary | None


class SeasonSummary(Shape):
    """A season as lists show it."""

    id: UUID
    athlete_id: UUID
    made_by: UUID
    name: str
    starts_on: date
    version: int
    archived_at: datetime | None


class SeasonOut(SeasonSummary):
    """A season with its races and stretches."""

    races: list[RaceOut]
    legs: list[LegOut]
    notes: list[str]
    proposals: list[ProposalOut] = Field(description="Changes of its plans that wait for somebody.")


class SeasonsOut(Shape):
    """One page of seasons."""

    items: list[SeasonSummary]
    next_cursor: str | None


class SaveTemplate(Command):
    """Keeping a plan for reuse."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "50K, 16 weeks, five days"}]})

    name: str = Field(min_length=1, max_length=80)
    notes: str = Field("", max_length=1000)


class ApplyTemplate(Command):
    """A template laid out for athletes: to a race day, or from a first day on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"athlete_ids": ["0190c6ba-0000-7000-8000-000000000000"], "race_date": "2026-09-26"}]
        },
    )

    athlete_ids: list[UUID] = Field(min_length=1, max_length=60)
    race_date: date | None = None
    start: date | None = Field(None, description="For a template without a race; the next Monday when left out.")


class TemplateOut(Shape):
    """A plan kept for reuse."""

    id: UUID
    name: str
    notes: str
    goal: str
    weeks: int
    sessions: int
    peak_seconds: float
    created_at: datetime


class TemplatesOut(Shape):
    """One page of templates."""

    items: list[TemplateOut]
    next_cursor: str | None


class AppliedOut(Shape):
    """The previews made of a template."""

    plans: list[PlanSummary]
