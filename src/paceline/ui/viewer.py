"""Who is looking at a page: the small description of a signed-in person that the shell and the formats need."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Workspace = Literal["athlete", "coach", "admin"]
UnitSystem = Literal["metric", "imperial"]
Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person as the user interface sees them; the edge puts it into `scope["state"]["viewer"]`."""

    account_id: UUID
    name: str
    initials: str
    roles: frozenset[str]
    workspace: Workspace
    units: UnitSystem = "metric"
    time_zone: str = "UTC"
    theme: Theme = "auto"
    language: str = "en"
    badges: Mapping[str, int] = field(default_factory=dict[str, int])
