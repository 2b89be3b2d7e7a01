"""Commands and read shapes of terms."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from paceline.kit.shapes import Command, Shape

LONGEST = 36_500


class SetTerms(Command):
    """The terms of one activity, of an import or of a source; without `keep_days` it is kept until somebody deletes it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"shareable": False, "ai_allowed": False, "keep_days": 90}]}
    )

    shareable: bool = Field(description="Whether coaches you share your training with see it.")
    ai_allowed: bool = Field(description="Whether AI may read it.")
    keep_days: int | None = Field(None, ge=1, le=LONGEST, description="Days from its arrival until it is deleted.")


class SetSourceTerms(SetTerms):
    """The terms of everything that comes from a source from now on, and of what is here already if said so."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"shareable": False, "ai_allowed": True, "here_too": True}]},
    )

    here_too: bool = Field(False, description="Apply to activities of this source that are here already.")


class TermsForm(Command):
    """The same as a form sends it."""

    shareable: bool = False
    ai_allowed: bool = False
    keep_days: int | None = Field(None, ge=1, le=LONGEST)
    here_too: bool = False


class TermsOut(Shape):
    """Terms as they are."""

    shareable: bool
    ai_allowed: bool
    retain_until: datetime | None


class SourceTermsOut(Shape):
    """The default of a source, and how many activities of it are here."""

    source: str
    words: str
    shareable: bool
    ai_allowed: bool
    keep_days: int | None
    activities: int


class SourcesOut(Shape):
    """Every source."""

    sources: list[SourceTermsOut]


class ChangedTerms(Shape):
    """How many activities were changed, and the change that can be taken back."""

    activities: int
    batch_id: UUID | None
