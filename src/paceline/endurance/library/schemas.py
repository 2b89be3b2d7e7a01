"""Commands and read shapes of the library, shared by pages and API."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from paceline.endurance.library.items import Item
from paceline.endurance.library.types import Category, WorkoutType
from paceline.kit.shapes import Command, Shape
from paceline.science.endurance.structure import Sport, to_json, to_text

Tag = Annotated[str, StringConstraints(min_length=1, max_length=30, to_lower=True)]
TEXT = "15' E, 5x6' T / 1' jog, 10' E"


class SaveTemplate(Command):
    """A session of one's own, with its steps typed (`text`) or as a structure."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [{"name": "Club threshold", "category": "cruise", "workout_type": "threshold", "text": TEXT}]
        },
    )

    name: str = Field(min_length=1, max_length=120)
    category: Category = "easy"
    sport: Sport = Field("running", description="Of the typed steps; a structure names its own.")
    workout_type: WorkoutType = "endurance"
    text: str | None = Field(None, max_length=8000)
    structure: dict[str, Any] | None = None
    intent: str = Field("", max_length=1000)
    fuelling: str = Field("", max_length=1000)
    success_criteria: str = Field("", max_length=1000)
    tags: list[Tag] = Field(default_factory=list[str], max_length=20)
    folder_id: UUID | None = None
    shared: bool = Field(False, description="Open to everybody one coaches.")


class ChangeTemplate(Command):
    """What to change; what is left out stays. With `version`, a change made elsewhere first is a 409."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={"examples": [{"text": "15' E, 6x6' T / 1' jog, 10' E", "version": 1}]},
    )

    version: int | None = Field(None, ge=1)
    name: str | None = Field(None, min_length=1, max_length=120)
    category: Category | None = None
    sport: Sport | None = None
    workout_type: WorkoutType | None = None
    text: str | None = Field(None, max_length=8000)
    structure: dict[str, Any] | None = None
    intent: str | None = Field(None, max_length=1000)
    fuelling: str | None = Field(None, max_length=1000)
    success_criteria: str | None = Field(None, max_length=1000)
    tags: list[Tag] | None = Field(None, max_length=20)
    folder_id: UUID | None = Field(None, description="null takes it out of its folder.")
    shared: bool | None = None


class SaveFolder(Command):
    """A folder; a shared one is open to everybody one coaches, with all that is in it."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, json_schema_extra={"examples": [{"name": "Hills", "shared": True}]}
    )

    name: str = Field(min_length=1, max_length=60)
    shared: bool = False


class PlanTemplate(Command):
    """Whose calendar, and which day."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"day": "2026-06-16"}]})

    athlete_id: UUID | None = Field(None, description="Oneself when left out.")
    day: date = Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))


class ReadSteps(Command):
    """Typed steps to read, or a structure to write as text; give one of the two."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": TEXT}]})

    text: str | None = Field(None, max_length=8000)
    sport: Sport = "running"
    structure: dict[str, Any] | None = None


class StepsOut(Shape):
    """The same session as text and as a structure, with what it amounts to."""

    text: str
    structure: dict[str, Any]
    words: str
    duration_s: float
    distance_m: float | None
    load: float


class SessionOut(Shape):
    """One session of the library; times and loads are at its own intensities, for whoever does it."""

    id: str
    name: str
    category: str
    sport: str
    workout_type: str
    intent: str
    energy_system: str
    levels: list[str]
    words: str
    duration_s: float
    load: float
    fuelling: str
    success_criteria: str
    tags: list[str]
    source: str
    text: str
    structure: dict[str, Any]
    favourite: bool


class SessionsOut(Shape):
    """One page of the library."""

    items: list[SessionOut]
    next_cursor: str | None


class TemplateOut(Shape):
    """A session somebody wrote."""

    id: UUID
    account_id: UUID
    folder_id: UUID | None
    shared: bool
    name: str
    category: str
    sport: str
    workout_type: str
    intent: str
    fuelling: str
    success_criteria: str
    tags: list[str]
    structure: dict[str, Any]
    duration_s: float
    load: float
    origin: str | None = Field(description="The session it was copied from.")
    version: int
    changed_at: datetime


class VersionOut(Shape):
    """A session as it was."""

    number: int
    facts: dict[str, Any]
    made_at: datetime


class VersionsOut(Shape):
    """One page of the versions that are kept, the latest first."""

    items: list[VersionOut]
    next_cursor: str | None


class FolderOut(Shape):
    """A folder of somebody's own sessions."""

    id: UUID
    account_id: UUID
    name: str
    shared: bool


class FoldersOut(Shape):
    """One page of the folders one may look into."""

    items: list[FolderOut]
    next_cursor: str | None


class OutcomesOut(Shape):
    """How a session went whenever it was planned for oneself or those one coaches; null is unknown."""

    planned: int
    done: int
    athletes: int
    mean_compliance: float | None = Field(description="Percent of what was planned.")
    mean_rpe: float | None


class PlannedOut(Shape):
    """The workout a session became."""

    workout_id: UUID


def session_out(item: Item, *, favourite: bool = False) -> SessionOut:
    """A session as the API shows it."""
    return SessionOut(
        id=item.ref,
        name=item.name,
        category=item.category,
        sport=item.sport,
        workout_type=item.workout_type,
        intent=item.intent,
        energy_system=item.energy_system,
        levels=list(item.levels),
        words=item.words,
        duration_s=item.duration,
        load=item.load,
        fuelling=item.fuelling,
        success_criteria=item.success_criteria,
        tags=list(item.tags),
        source=item.by,
        text=to_text(item.structure),
        structure=to_json(item.structure),
        favourite=favourite,
    )
