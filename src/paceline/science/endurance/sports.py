"""Which family a sport belongs to, and so which measurements mean anything for it."""

from typing import Literal, TypeAlias

Family: TypeAlias = Literal["running", "walking", "cycling", "swimming", "other"]

STEMS: tuple[tuple[str, Family], ...] = (
    ("run", "running"),
    ("treadmill", "running"),
    ("walk", "walking"),
    ("hik", "walking"),
    ("cycl", "cycling"),
    ("bik", "cycling"),
    ("rid", "cycling"),
    ("swim", "swimming"),
)


def family(sport: str) -> Family:
    """The family by the stem of the name, so that `trail_running`, `Run` and `e_bike_ride` all find their place."""
    name = sport.lower()
    for stem, found in STEMS:
        if stem in name:
            return found
    return "other"
