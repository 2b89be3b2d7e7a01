"""Which of several values counts, which are plausible, and what somebody means by what they typed."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

from paceline.endurance.wellness.types import KINDS, PRESSURES, SOURCES, Kind, Stated

EARLIEST = date(1970, 1, 1)
_CLOCK = re.compile(r"(\d{1,2})\s*(?::|h)\s*([0-5]?\d)?\s*(?:min|m)?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?")
NOT_A_NUMBER = "“{typed}” is not a number. Write it like {example}."


def full_order(preferred: Sequence[str]) -> list[str]:
    """The athlete's order of sources, with those they never placed after them."""
    return [*dict.fromkeys((*preferred, *SOURCES))]


def with_shown(stated: Iterable[Stated], preferred: Sequence[str]) -> list[Stated]:
    """The same values in their order, with the one that counts marked for every day and kind.

    The first source in the athlete's order counts; a source nobody placed comes last, by its name.
    """
    everything = list(stated)
    order = full_order(preferred)
    best: dict[tuple[date, str], tuple[int, str]] = {}
    for one in everything:
        key, rank = (one.day, one.kind.id), _rank(one.source, order)
        best[key] = min(best.get(key, rank), rank)
    return [
        Stated(one.day, one.kind, one.source, one.value, best[one.day, one.kind.id] == _rank(one.source, order))
        for one in everything
    ]


def _rank(source: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(source) if source in order else len(order), source)


def moved_up(preferred: Sequence[str], source: str) -> list[str]:
    """The order with one source a place earlier."""
    order = full_order(preferred)
    place = order.index(source) if source in order else 0
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    return order


def problem_of(kind: Kind, value: float) -> str | None:
    """The sentence for a value nobody can have, in the unit people know."""
    if math.isfinite(value) and kind.low <= value <= kind.high:
        return None
    unit = f" {kind.shown}" if kind.shown else ""
    said, low, high = (f"{number / kind.per:.{kind.decimals}f}" for number in (value, kind.low, kind.high))
    return f"{said}{unit} looks wrong for {kind.label[0].lower()}{kind.label[1:]}: it lies between {low} and {high}."


def read_typed(kind: Kind, typed: str, *, imperial: bool = False) -> dict[str, float]:
    """What somebody typed, by kind and in its unit; ValueError with a sentence when that is nothing.

    Blood pressure may come as 120/80, a duration as 7:45, 7 h 45 or 7.75.
    """
    words = typed.strip()
    if kind.id in PRESSURES and "/" in words:
        upper, _, lower = words.partition("/")
        pair = zip(PRESSURES, (upper, lower), strict=True)
        return {name: _one(KINDS[name], part.strip(), imperial) for name, part in pair}
    return {kind.id: _one(kind, words, imperial)}


def _one(kind: Kind, words: str, imperial: bool) -> float:
    value = _in_unit(kind, words, imperial)
    problem = problem_of(kind, value)
    if problem:
        raise ValueError(problem)
    return value


def _in_unit(kind: Kind, words: str, imperial: bool) -> float:
    clock = _CLOCK.fullmatch(words) if kind.style == "duration" else None
    if clock:
        return int(clock[1]) * 3600.0 + int(clock[2] or 0) * 60.0
    if not _NUMBER.fullmatch(words):
        example = "7:45" if kind.style == "duration" else "58.4" if kind.decimals else "52"
        raise ValueError(NOT_A_NUMBER.format(typed=words, example=example))
    number = float(words.replace(",", ".").replace("−", "-"))
    if imperial and kind.style == "mass":
        return number * 0.45359237  # exact by definition (international pound)
    if imperial and kind.style == "temperature":
        return (number - 32.0) * 5.0 / 9.0
    return number * kind.per
