"""Reading a selection from an address and writing it back: what people type, in their own units."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from paceline.endurance.activities.listing.selection import Has, Sort, Wanted
from paceline.endurance.athletes import SPORTS
from paceline.kit.errors import Invalid

METRES_PER_MILE = 1609.344  # international yard and pound agreement, 1959
SPANS = {"power": (5, 60, 300, 1200, 3600), "distance": (400, 1000, 1609.344, 5000, 10000, 21097.5, 42195)}
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_PLACE = re.compile(rf"\s*{_NUMBER}\s*[,;\s]\s*{_NUMBER}\s*")
# What is typed on the page, the field of the selection, and how many of its units one typed unit is.
_NUMBERS: Mapping[str, tuple[str, float | None]] = {
    "distance_min": ("distance_min", None),
    "distance_max": ("distance_max", None),
    "time_min": ("duration_min", 60.0),
    "time_max": ("duration_max", 60.0),
    "load_min": ("load_min", 1.0),
    "load_max": ("load_max", 1.0),
    "intensity_min": ("intensity_min", 0.01),
    "intensity_max": ("intensity_max", 0.01),
}
_ORDER = ("q", "sport", "from", "to", *_NUMBERS, "gear", "device", "near", "within", "has", "best", "sort")


Query = Mapping[str, Sequence[str]]  # the parameters of an address, each with what it was given


@dataclass(frozen=True, slots=True)
class Filters:
    """A selection as it is typed: the fields in the reader's units, what they mean, and what could not be read."""

    typed: Mapping[str, Any]
    unread: Mapping[str, str]
    wanted: Wanted
    problems: Mapping[str, str]
    imperial: bool = False

    def get(self, name: str) -> Any:
        """What stands in a field, which is what was typed even where it cannot be read."""
        return self.typed.get(name) or self.unread.get(name, "")

    def address(self, path: str, **changed: Any) -> str:
        """The address of this selection, changed where it is said; an empty value leaves a field out."""
        merged = {**self.typed, **changed}
        if not merged.get("near"):
            merged["within"] = ""
        pairs = [(name, merged[name]) for name in (*_ORDER, "before") if merged.get(name)]
        if self.imperial and any(name.startswith("distance") for name, _ in pairs):
            pairs.append(("units", "imperial"))
        return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path

    @property
    def folded(self) -> bool:
        """True when nothing beside the words and the sport is chosen."""
        return not any(self.typed.get(name) for name in _ORDER if name not in {"q", "sport", "within", "sort"})


def read_filters(query: Query, imperial: bool) -> Filters:
    """The selection in an address; a field that cannot be read is left out and said."""
    factor = METRES_PER_MILE if _last(query, "units") == "imperial" else 1000.0
    own = METRES_PER_MILE if imperial else 1000.0
    typed: dict[str, Any] = {}
    known: dict[str, Any] = {}
    problems: dict[str, str] = {}
    given = {name: text for name in (*_NUMBERS, *_KINDS) if (text := _last(query, name))}
    for name, text in given.items():
        try:
            if name in _NUMBERS:
                field, unit = _NUMBERS[name]
                known[field] = _number(text) * (unit or factor)
                typed[name] = f"{known[field] / (unit or own):.6g}"
            else:
                field, kind = _KINDS[name]
                known[field], typed[name] = kind(text), text
        except (ValueError, Invalid) as problem:
            words = _WRONG.get(name, "“%(typed)s” is not a number we can use. Write it like 12.5.")
            problems[name] = problem.message if isinstance(problem, Invalid) else words % {"typed": text[:40]}
    if has := [one for one in get_args(Has) if one in query.get("has", ())]:
        known["has"], typed["has"] = tuple(cast("list[Has]", has)), has
    known["sort"] = _sort(_last(query, "sort"), known.get("best"), typed)
    unread = {name: given[name] for name in problems}
    return Filters(typed, unread, Wanted(**known), problems, imperial)


def _last(query: Query, name: str) -> str:
    return next(reversed(query.get(name, ())), "").strip()


def _number(text: str) -> float:
    value = float(text.replace(",", "."))
    if not 0 <= value <= 1e6:
        raise ValueError
    return value


def _sort(text: str, best: tuple[str, float] | None, typed: dict[str, Any]) -> str:
    name = text.removeprefix("-")
    if name in get_args(Sort) and (name != "best" or best is not None):
        typed["sort"] = text
        return text
    return "-date" if best is None else "best" if best[0] == "distance" else "-best"


def best_of(text: str) -> tuple[str, float]:
    """`distance:5000` or `power:1200`: a kind of best effort and its span in metres or seconds."""
    kind, _, span = text.partition(":")
    try:
        value = float(span)
    except ValueError:
        value = math.nan
    if kind not in (*SPANS, "heart_rate") or not 0 < value < 1e6:
        raise Invalid("Write it like distance:5000 or power:1200.", fields={"best": "This best effort is not known."})
    return kind, value


def place_of(text: str) -> tuple[float, float]:
    """`59.913, 10.752`: latitude and longitude."""
    found = _PLACE.fullmatch(text)
    latitude, longitude = (float(found[1]), float(found[2])) if found else (math.nan, math.nan)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid(
            f"“{text[:40]}” is not a place. Write latitude and longitude like 59.913, 10.752.",
            fields={"near": "Write latitude and longitude like 59.913, 10.752."},
        )
    return latitude, longitude


def _sport(text: str) -> str:
    if text not in SPORTS:
        raise ValueError
    return text


def _metres(text: str) -> float:
    value = float(text) * 1000
    if not 0 < value <= 500_000:
        raise ValueError
    return value


def _words(text: str) -> str:
    return text[:100]


_KINDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "q": ("words", _words),
    "sport": ("sport", _sport),
    "from": ("first", date.fromisoformat),
    "to": ("last", date.fromisoformat),
    "gear": ("gear", UUID),
    "device": ("device", _words),
    "near": ("near", place_of),
    "within": ("within", _metres),
    "best": ("best", best_of),
}
_WRONG = {
    "sport": "“%(typed)s” is not one of the sports.",
    "from": "“%(typed)s” is not a date. Write it like 2026-06-11.",
    "to": "“%(typed)s” is not a date. Write it like 2026-06-11.",
    "gear": "This gear is not yours.",
    "within": "“%(typed)s” is not a distance around a place.",
}


def span_words(kind: str, span: float) -> str:
    """`5 km`, `20 min`."""
    if kind == "distance":
        named = {1609.344: "1 mile", 21097.5: "Half marathon", 42195.0: "Marathon"}
        return named.get(span) or (f"{span / 1000:g} km" if span >= 1000 else f"{span:g} m")
    return f"{span:g} s" if span < 60 else f"{span / 60:g} min" if span < 3600 else f"{span / 3600:g} h"


def effort_choices() -> Sequence[tuple[str, str]]:
    """The best efforts to choose from."""
    fast = [(f"distance:{span:g}", f"Fastest {span_words('distance', span)}") for span in SPANS["distance"]]
    strong = [(f"power:{span:g}", f"Best power over {span_words('power', span)}") for span in SPANS["power"]]
    return (*fast, *strong)
