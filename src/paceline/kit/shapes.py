"""The two kinds of data that cross the edge: commands that come in and shapes that go out."""

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """What somebody asks for; unknown fields are refused, so that a misspelt one cannot be lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Shape(BaseModel):
    """What somebody is shown."""

    model_config = ConfigDict(from_attributes=True)
