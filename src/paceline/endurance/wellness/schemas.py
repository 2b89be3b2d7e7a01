"""Commands and read shapes of wellness."""

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator

from paceline.endurance.wellness.types import KINDS
from paceline.kit.shapes import Command, Shape

SOURCE = r"^[a-z][a-z0-9_]{0,39}$"


class ValueSaid(Command):
    """One value of one day, in the unit of its kind (see `/wellness/kinds`)."""

    day: date
    kind: str = Field(max_length=60)
    value: float = Field(allow_inf_nan=False)

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError("No such kind of value; see /wellness/kinds.")
        return kind


class PutValues(Command):
    """Values of days as one source states them; the same again changes nothing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "source": "program",
                    "values": [
                        {"day": "2026-06-10", "kind": "resting_heart_rate", "value": 47},
                        {"day": "2026-06-10", "kind": "hrv_rmssd", "value": 0.068},
                        {"day": "2026-06-10", "kind": "sleep", "value": 27900},
                    ],
                }
            ]
        },
    )

    values: list[ValueSaid] = Field(min_length=1, max_length=500)
    source: str = Field("program", pattern=SOURCE, description="Who states them; `hand` for what a person typed.")


class PutOrder(Command):
    """Whose word counts first."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"sources": ["hand", "fit", "apple_health"]}]}
    )

    sources: list[str] = Field(min_length=1, max_length=40)

    @field_validator("sources")
    @classmethod
    def _names(cls, sources: list[str]) -> list[str]:
        if any(not 1 <= len(one) <= 40 for one in sources):
            raise ValueError("A source has a name of 1 to 40 letters.")
        return sources


class ValueForm(Command):
    """A value as somebody types it."""

    day: date = Field(json_schema_extra={"messages": {"missing": "Which day?"}})
    kind: str = Field(max_length=60)
    typed: str = Field(max_length=20)

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError("Choose a kind of value from the list.")
        return kind


class KindOut(Shape):
    """A kind of value: kept in `unit`, shown to people as multiples of `per` with `shown` behind it."""

    id: str
    label: str
    unit: str
    low: float
    high: float
    shown: str
    per: float


class KindsOut(Shape):
    """Every kind."""

    kinds: list[KindOut]


class ValueOut(Shape):
    """What one source states of a day; `shown` marks the one that counts."""

    day: date
    kind: str
    value: float
    unit: str
    source: str
    shown: bool


class ValuesOut(Shape):
    """One page of values, the latest day first."""

    items: list[ValueOut]
    next_cursor: str | None


class KeptOut(Shape):
    """What became of values that were sent."""

    changed: int
    implausible: int


class ChangeOut(Shape):
    """A change that can be taken back."""

    change_id: UUID
    day: date


class OrderOut(Shape):
    """Whose word counts first, with every source there is."""

    sources: list[str]
