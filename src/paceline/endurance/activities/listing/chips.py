"""The conditions of a selection in words, each with the address of the list without it."""

from collections.abc import Mapping
from dataclasses import dataclass

from paceline.endurance.activities.listing.filters import Filters, span_words
from paceline.ui.format import Formatter

_HAS = {"power": "With power", "heart_rate": "With heart rate", "gps": "With a route"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition and where it is not."""

    words: str
    href: str


def chips_of(filters: Filters, fmt: Formatter, path: str, gear: Mapping[str, str]) -> list[Chip]:
    """What the list is narrowed by, in the order of the fields."""
    wanted, found = filters.wanted, list[tuple[str, tuple[str, ...]]]()
    if wanted.words:
        found.append((f"“{wanted.words}”", ("q",)))
    if wanted.sport:
        found.append((wanted.sport.capitalize(), ("sport",)))
    if wanted.first or wanted.last:
        found.append((_days(filters, fmt), ("from", "to")))
    for name, label, unit in (
        ("distance", "", fmt.distance_unit),
        ("time", "", "min"),
        ("load", "Load", ""),
        ("intensity", "Intensity", "%"),
    ):
        if span := _span(filters.typed.get(f"{name}_min", ""), filters.typed.get(f"{name}_max", "")):
            found.append((" ".join(part for part in (label, span, unit) if part), (f"{name}_min", f"{name}_max")))
    found += _named(filters, gear)
    return [Chip(words, filters.address(path, **dict.fromkeys(names, ""))) for words, names in found]


def _named(filters: Filters, gear: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    wanted, found = filters.wanted, list[tuple[str, tuple[str, ...]]]()
    if wanted.gear:
        found.append((gear.get(str(wanted.gear), "Gear that is gone"), ("gear",)))
    if wanted.device:
        found.append((f"Device “{wanted.device}”", ("device",)))
    if wanted.near:
        found.append((f"Started within {wanted.within / 1000:g} km of {filters.get('near')}", ("near", "within")))
    if wanted.has:
        found.append((", ".join(_HAS[one] for one in wanted.has), ("has",)))
    if wanted.best:
        found.append((f"Best {span_words(*wanted.best)}", ("best", "sort")))
    return found


def _days(filters: Filters, fmt: Formatter) -> str:
    first, last = filters.wanted.first, filters.wanted.last
    if first and last:
        return f"{fmt.date_year(first)} – {fmt.date_year(last)}"
    return f"From {fmt.date_year(first)}" if first else f"To {fmt.date_year(last)}"


def _span(least: str, most: str) -> str:
    if least and most:
        return f"{least}–{most}"
    return f"at least {least}" if least else f"at most {most}" if most else ""
