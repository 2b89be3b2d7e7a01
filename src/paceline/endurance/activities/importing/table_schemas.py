"""Commands and read shapes of tables whose columns the athlete describes."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

Kind = Literal["recording", "daily", "activities"]
Decimal = Literal[".", ","]
Clock = Literal["local", "utc"]


class MappedColumn(Command):
    """What one column means, counted from 0; units are those a look at the table names."""

    place: int = Field(ge=0, le=999)
    channel: str = Field(max_length=40)
    unit: str = Field(max_length=40)


class DescribeTable(Command):
    """What a table's rows and columns are; `clock` says what times without a zone mean."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "kind": "activities",
                    "columns": [
                        {"place": 0, "channel": "start", "unit": "date and time"},
                        {"place": 3, "channel": "distance", "unit": "km"},
                    ],
                }
            ]
        },
    )

    kind: Kind
    columns: list[MappedColumn] = Field(min_length=1, max_length=200)
    decimal: Decimal = "."
    clock: Clock = "local"
    sport: str = Field("other", max_length=60, description="Of a recording; a list of activities has its own column.")
    started_at: datetime | None = Field(None, description="When a recording began whose times count from its start.")


class DescribeTableForm(Command):
    """The same as a form sends it: a choice for each column, in their order."""

    kind: Kind
    column: list[str] = Field(max_length=200)
    decimal: Decimal = "."
    clock: Clock = "local"
    sport: str = Field("other", max_length=60)
    started_at: datetime | None = None


class TableColumnOut(Shape):
    """One column: its heading, first values, and what it seems to mean; a null unit has to be said."""

    place: int
    heading: str
    samples: list[str]
    channel: str | None
    unit: str | None
    units: list[str]


class TableOut(Shape):
    """The first look at a table, and what is still open."""

    name: str
    kind: Kind
    decimal: Decimal
    columns: list[TableColumnOut]
    problems: list[str]
