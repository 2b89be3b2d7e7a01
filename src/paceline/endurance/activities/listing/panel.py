"""What a list is searched and narrowed by; the empty form is the same for every page of a person, so it is remembered."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from paceline.endurance.activities.listing.filters import Filters, effort_choices
from paceline.endurance.athletes import SPORTS
from paceline.ui import jinja

RADII = (("1", "1 km"), ("5", "5 km"), ("25", "25 km"), ("100", "100 km"))
HAS = (("power", "Power"), ("heart_rate", "Heart rate"), ("gps", "Route"))
SORTS = (
    ("-date", "Latest first"),
    ("date", "Oldest first"),
    ("-distance", "Farthest first"),
    ("-duration", "Longest first"),
    ("-load", "Highest load first"),
    ("-pace", "Fastest first"),
)
MOST = 256
_remembered: dict[Hashable, str] = {}


@dataclass(frozen=True, slots=True)
class Panel:
    """The form above the list."""

    filters: Filters
    path: str
    places: bool
    language: str
    gear: Sequence[tuple[str, str]]
    sports: Sequence[tuple[str, str]] = tuple((sport, sport.capitalize()) for sport in SPORTS)
    efforts: Sequence[tuple[str, str]] = tuple(effort_choices())
    radii: Sequence[tuple[str, str]] = RADII
    has: Sequence[tuple[str, str]] = HAS
    sorts: Sequence[tuple[str, str]] = SORTS

    def __html__(self) -> str:
        """The form as markup, in the language of the page it stands on."""
        if self.filters.typed or self.filters.problems or jinja.engine().development:
            return self._drawn()
        key = (self.language, self.filters.imperial, self.path, self.places, tuple(self.gear))
        found = _remembered.get(key)
        if found is None:
            if len(_remembered) >= MOST:
                _remembered.clear()
            found = _remembered[key] = self._drawn()
        return found

    def _drawn(self) -> str:
        module = jinja.engine().environment.get_template("activities/_filters.html").module
        return str(module.filters(self))  # type: ignore[attr-defined]
