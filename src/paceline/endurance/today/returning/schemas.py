"""Commands and read shapes of coming back to training."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from paceline.kit.shapes import Command, Shape

KindWord = Literal["illness", "injury", "bone_stress", "time_off"]
OutcomeWord = Literal["finished", "stopped"]


class StartReturn(Command):
    """Come back from illness, injury, a bone stress injury or time off; `days_off` is needed for time off alone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "injury", "place": "left calf"}]}
    )

    kind: KindWord
    place: Annotated[str, Field(max_length=60)] = ""
    days_off: Annotated[int, Field(ge=0, le=3650)] | None = None
    cross_trained: bool = False

    @model_validator(mode="after")
    def _needs_days(self) -> "StartReturn":
        if self.kind == "time_off" and self.days_off is None:
            raise ValueError("Say how many days you were off.")
        return self


class ReportReturn(Command):
    """What became of today: the step with its pain, symptoms of an illness, or this morning's word on the last step."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"done": True, "pain": 1}]})

    done: bool = False
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    worse: bool | None = None
    symptoms: bool | None = None


class ReportForm(Command):
    """The same as the page sends it: a button of its own for each answer."""

    done: bool = False
    pain: Annotated[int, Field(ge=0, le=10)] | None = None
    morning: Literal["worse", "no_worse"] | None = None
    symptoms: Literal["some", "none"] | None = None

    def command(self) -> ReportReturn:
        """As the API takes it."""
        return ReportReturn(
            done=self.done,
            pain=self.pain,
            worse=None if self.morning is None else self.morning == "worse",
            symptoms=None if self.symptoms is None else self.symptoms == "some",
        )


class EndReturn(Command):
    """Finish, or stop before the end."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"outcome": "stopped"}]})

    outcome: OutcomeWord


class ReportOut(Shape):
    """What was said of one day."""

    day: date
    rung: int
    done: bool
    pain: int | None
    worse: bool | None
    symptoms: bool | None


class StandingOut(Shape):
    """Where today stands on the ladder; `rungs` is 0 where there is none to climb."""

    act: Literal["do", "rest", "easy_only", "scaled", "ask", "clinician", "finished"]
    rung: int
    rungs: int
    title: str
    sentence: str
    load_share: float | None
    fitness_share: float | None


class ReturnOut(Shape):
    """A protocol with where it stands and its history, the latest day first; `standing` is null once it has ended."""

    id: UUID
    athlete_id: UUID
    kind: KindWord
    place: str
    days_off: int | None
    cross_trained: bool
    started_on: date
    ended_on: date | None
    outcome: OutcomeWord | None
    standing: StandingOut | None
    reports: list[ReportOut]


class ReturnsOut(Shape):
    """One page of an athlete's protocols, the newest first."""

    items: list[ReturnOut]
    next_cursor: str | None
