"""Words the pages of the library share, and small readings of what is typed into addresses."""

from datetime import date
from uuid import UUID

from paceline.endurance.library.types import CATEGORIES, TYPES
from paceline.science.endurance.structure.model import SPORTS

NAMES = {
    "vo2max": "VO₂max",
    "race": "Race pace",
    "repetition": "Repetitions",
    "cruise": "Cruise intervals",
    "progression": "Steady and progression",
    "strength": "Strength and mobility",
}
# A day of rest is planned in the calendar; there is nothing of it to keep.
KEPT_TYPES = tuple(one for one in TYPES if one[0] != "rest")
NAMED_SPORTS = tuple((sport, sport.capitalize()) for sport in SPORTS)
ORIGINS = (
    ("", "Everything"),
    ("mine", "Mine"),
    ("shared", "Shared with me"),
    ("favourites", "Favourites"),
    ("paceline", "Paceline’s"),
)


def name_of(category: str) -> str:
    """A category as it is called."""
    return NAMES.get(category, category.capitalize())


CATEGORY_CHOICES = tuple((category, name_of(category)) for category in CATEGORIES)


def uuid_in(text: str) -> UUID | None:
    """An identifier, if that is what it is."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """A day, if that is what it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number_in(text: str) -> float | None:
    """A number from nought, if that is what it is."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0 <= value < 1e6 else None
