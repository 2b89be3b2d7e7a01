"""Commands and read shapes of the desk, shared by pages and API."""

from datetime import datetime, time
from typing import Annotated, Any, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field, field_validator, model_validator

from paceline.coaching.desk.types import MOST_TOGETHER, Decision, Outcome, Status, Together
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
    days: int | None = Field(None, ge=1, le=14)


class Picked(Command):
    """One of several, and the version of it that was looked at."""

    id: UUID
    version: int = Field(ge=1)


def _once_each(items: list[Picked]) -> list[Picked]:
    if len({one.id for one in items}) != len(items):
        raise ValueError("Name each person once.")
    return items


class DecideMany(Command):
    """The same for several: put off or dismiss. What changes a plan is approved one by one."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {"decision": "deferred_24h", "items": [{"id": "0190163d-8694-739b-aea5-966c26f8ad91", "version": 3}]}
            ]
        },
    )

    decision: Together
    items: Annotated[list[Picked], Field(min_length=1, max_length=MOST_TOGETHER), AfterValidator(_once_each)]
    reason: str = Field("", max_length=500)


class DecideManyForm(Command):
    """The same from the page: each ticked row says its id and its version."""

    decision: Together
    picked: list[Annotated[str, Field(pattern=r"^[0-9a-f-]{36}:[1-9]\d{0,8}$")]] = Field(
        min_length=1,
        max_length=MOST_TOGETHER,
        json_schema_extra={"messages": {"missing": "Tick somebody first.", "too_short": "Tick somebody first."}},
    )
    reason: str = Field("", max_length=500)

    def command(self) -> DecideMany:
        """The same as the API takes; only dismissing has a reason."""
        pairs = [one.split(":") for one in dict.fromkeys(self.picked)]
        items = [Picked(id=UUID(identity), version=int(version)) for identity, version in pairs]
        return DecideMany(
            decision=self.decision, items=items, reason=self.reason if self.decision == "dismissed" else ""
        )


class AthleteAutomation(Command):
    """What may be done for one athlete without asking; `as_usual` follows your own rule."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"mode": "assisted", "max_risk": 0.5, "min_confidence": 0.6}]},
    )

    mode: Literal["as_usual", "manual", "assisted", "automatic"]
    max_risk: float = Field(0.5, ge=0, le=1)
    min_confidence: float = Field(0.6, ge=0, le=1)


class DeskSettings(Command):
    """Your working hours, in which the clocks of the queue run, and what may be done without asking you."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "clock": "hours",
                    "time_zone": "Europe/Oslo",
                    "work_days": [0, 1, 2, 3, 4],
                    "work_from": "08:00",
                    "work_until": "17:00",
                    "mode": "assisted",
                }
            ]
        },
    )

    clock: Literal["always", "hours"]
    time_zone: str = Field(max_length=60)
    work_days: list[Annotated[int, Field(ge=0, le=6)]] = Field(
        min_length=1,
        max_length=7,
        json_schema_extra={"messages": {"too_short": "Choose at least one working day."}},
    )
    work_from: time
    work_until: time
    mode: Literal["manual", "assisted", "automatic"]
    max_risk: float = Field(0.5, ge=0, le=1)
    min_confidence: float = Field(0.6, ge=0, le=1)
    cooldown_hours: int = Field(48, ge=0, le=720)
    quiet_from: time | None = None
    quiet_until: time | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("This time zone is not known. Write it like Europe/Oslo.")
        return value

    @field_validator("work_days")
    @classmethod
    def _each_once(cls, value: list[int]) -> list[int]:
        return sorted(set(value))

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.work_until <= self.work_from:
            raise ValueError("Your working hours have to end after they begin.")
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("Quiet hours need a beginning and an end, or neither.")
        return self


class CaseloadForm(Command):
    """The same for several of the caseload; each ticked row says who, what waits about them, and its version."""

    decision: Literal["deferred_24h", "deferred_72h", "dismissed", "as_usual", "manual", "assisted", "automatic"]
    picked: list[Annotated[str, Field(pattern=r"^[0-9a-f-]{36}:([0-9a-f-]{36}:[1-9]\d{0,8})?$")]] = Field(
        min_length=1,
        max_length=MOST_TOGETHER * 2,
        json_schema_extra={"messages": {"missing": "Tick somebody first.", "too_short": "Tick somebody first."}},
    )
    reason: str = Field("", max_length=500)

    def athletes(self) -> list[UUID]:
        """Everybody ticked."""
        return list(dict.fromkeys(UUID(one.split(":")[0]) for one in self.picked))

    def waiting(self) -> list[Picked]:
        """What waits about those ticked, as far as the queue takes at once."""
        parts = [one.split(":") for one in dict.fromkeys(self.picked)]
        return [Picked(id=UUID(p[1]), version=int(p[2])) for p in parts if len(p) == 3 and p[1]][:MOST_TOGETHER]


class SaveView(Command):
    """Keep the filters of the caseload under a name."""

    name: str = Field(min_length=1, max_length=60)
    query: str = Field("", max_length=500, pattern=r"^[A-Za-z0-9=&%+._\-]*$")


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
    action: str
    confidence: float
    unknowns: list[str]
    held: list[str]
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


class RefusedOut(Shape):
    """One that could not be decided, and why."""

    intervention_id: UUID
    message: str


class DecisionsOut(Shape):
    """What came of a decision for several."""

    decided: list[DecisionOut]
    refused: list[RefusedOut]
