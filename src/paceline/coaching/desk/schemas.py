"""Commands and read shapes of the desk, shared by pages and API."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.coaching.desk.types import Decision, Outcome, Status
from paceline.kit.shapes import Command, Shape


class Decide(Command):
    """What to do about an intervention; `version` is that of what you looked at."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {"decision": "accepted", "version": 3},
                {"decision": "dismissed", "reason": "We talked about it", "version": 3},
                {"decision": "modified", "arguments": {"factor": 0.5}, "reason": "Half is enough", "version": 3},
            ]
        },
    )

    decision: Decision
    version: int = Field(ge=1)
    reason: str = Field("", max_length=500)
    arguments: dict[str, Any] = Field(default_factory=dict[str, Any], max_length=20)


class DecideForm(Command):
    """The same from a page, where the coach picks one of the other ways by its place in the list."""

    decision: Decision
    version: int = Field(ge=1)
    reason: str = Field("", max_length=500)
    choice: int | None = Field(None, ge=0, le=50)


class FactorOut(Shape):
    """One reason, with its share of the risk and where to see it."""

    rule_id: str
    kind: str
    label: str
    value_text: str
    reason: str
    points: int
    link: str
    scope: str


class LineOut(Shape):
    """One line of a proposed change."""

    when: str
    before: str
    after: str


class AlternativeOut(Shape):
    """Another way, with the arguments that choose it."""

    label: str
    arguments: dict[str, Any]


class RefusalOut(Shape):
    """What was not suggested, and the guardrail that refused it."""

    title: str
    guardrail: str
    sentence: str


class SuggestionOut(Shape):
    """What could be done, ready to approve."""

    remedy: str
    title: str
    lines: list[LineOut]
    note: str
    cause: str
    alternatives: list[AlternativeOut]


class InterventionOut(Shape):
    """Somebody who waits for their coach, and why."""

    id: UUID
    athlete_id: UUID
    name: str
    status: Status
    outcome: Outcome | None
    headline: str
    risk: int
    band: Literal["critical", "caution", "neutral"]
    factors: list[FactorOut]
    suggestion: SuggestionOut | None
    refused: list[RefusalOut]
    flagged_at: datetime
    reply_due_at: datetime
    snoozed_until: datetime | None
    closed_at: datetime | None
    evaluated_at: datetime
    version: int


class DecisionOut(Shape):
    """What was decided, and what came of it."""

    id: UUID
    intervention_id: UUID
    decision: str
    at: datetime
    reason: str
    arguments: dict[str, Any]
    result: str
