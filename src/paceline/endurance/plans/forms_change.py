"""Between the small forms of a plan's page and the command behind each change."""

from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from paceline.endurance.plans.schemas_change import ChangePlan
from paceline.kit.shapes import Command

# What each kind of change takes from the form.
FIELDS: dict[str, tuple[str, ...]] = {
    "move": ("on", "number", "to"),
    "swap": ("on", "number", "with_on", "with_number"),
    "shorten": ("on", "number", "minutes"),
    "exchange": ("on", "number", "template"),
    "drop": ("on", "number"),
    "add": ("on", "template", "minutes"),
    "swap_weeks": ("week", "other"),
    "shift": ("start", "days"),
    "regenerate": ("week", "from_done", "days_per_week", "long_weekday"),
    "days_off": ("first", "last"),
}


class ChangeForm(Command):
    """One change as it is typed; `week` is the week the form stands on."""

    version: int = Field(ge=1)
    kind: str = Field(max_length=20)
    week: int = Field(0, ge=0, le=80)
    on: date | None = None
    number: int = Field(0, ge=0, le=9)
    to: date | None = None
    with_on: date | None = None
    with_number: int = Field(0, ge=0, le=9)
    minutes: float | None = None
    template: str = Field("", max_length=60)
    other: int | None = Field(None, ge=0, le=80)
    start: date | None = None
    days: int | None = None
    from_done: bool = False
    days_per_week: int | None = Field(None, ge=3, le=7)
    long_weekday: int | None = Field(None, ge=0, le=6)
    first: date | None = None
    last: date | None = None
    why: str = Field("", max_length=500)
    keep_doubts: bool = False


class LockForm(Command):
    """Days to lock."""

    first: date
    last: date
    week: int = Field(0, ge=0, le=80)


class AcceptForm(Command):
    """A doubt that is kept."""

    id: str = Field(max_length=40)
    week: int | None = Field(None, ge=0, le=80)
    day: date | None = None
    reason: str = Field(min_length=3, max_length=500)


class TakeForm(Command):
    """A proposal taken, whole or on the chosen days."""

    days: list[date] = Field(default_factory=list[date])
    some: bool = False
    why: str = Field("", max_length=500)


class WhyForm(Command):
    """A reason."""

    why: str = Field(min_length=3, max_length=500)


def command_of(form: ChangeForm) -> tuple[ChangePlan | None, str]:
    """The command, or the sentence that says what is missing."""
    names = FIELDS.get(form.kind, ())
    given = {name: getattr(form, name) for name in names if getattr(form, name) not in (None, "")}
    body: dict[str, Any] = {
        "version": form.version,
        "change": {"kind": form.kind, **given},
        "why": form.why,
        "keep_doubts": form.keep_doubts,
    }
    try:
        return ChangePlan.model_validate(body), ""
    except ValidationError:
        return None, "Something is missing or looks wrong. Check what you chose."


def again(form: ChangeForm) -> list[tuple[str, str]]:
    """The fields of the same change once more, for the form that keeps it with a reason."""
    names = ("version", "kind", "week", *(name for name in FIELDS.get(form.kind, ()) if name != "week"))
    values = [(name, getattr(form, name)) for name in names]
    return [(name, _plain(value)) for name, value in values if value not in (None, "", False)]


def _plain(value: Any) -> str:
    return "true" if value is True else str(value)
