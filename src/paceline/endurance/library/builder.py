"""The builder: steps as rows and as text, each following the other, with a drawing and totals of what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from paceline.endurance.library.drawing import profile_of
from paceline.endurance.library.rows import (
    EFFORTS,
    KINDS,
    NAMES,
    UNITS,
    Row,
    changed_rows,
    read_rows,
    rows_of,
    structure_of_rows,
)
from paceline.science.endurance.structure import (
    Sport,
    Structure,
    UnreadableText,
    describe,
    estimate,
    from_text,
    problems,
    to_text,
)
from paceline.science.endurance.structure.model import SPORTS
from paceline.ui import svg

MOST_ROWS = 60
Columns = Mapping[str, Sequence[str]]
Speeds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Builder:
    """What the builder shows. `synced` is the text that says what the rows say: another one was typed after them."""

    sport: str
    rows: Sequence[Row] = ()
    wrong: Mapping[int, str] = field(default_factory=dict[int, str])
    text: str = ""
    synced: str = ""
    problem: str = ""
    profile: Sequence[svg.Step] = ()
    words: str = ""
    duration: float | None = None
    distance: float | None = None
    load: float | None = None
    athlete: str = ""
    structure: Structure | None = None
    kinds: tuple[tuple[str, str], ...] = KINDS
    units: tuple[tuple[str, str], ...] = UNITS
    efforts: tuple[tuple[str, str], ...] = EFFORTS


def opened(structure: Structure | None, sport: str, speeds: Speeds | None = None, athlete: str = "") -> Builder:
    """The builder with a session in it, or empty."""
    if structure is None:
        return Builder(sport, athlete=athlete)
    text = to_text(structure, "\n")
    return _drawn(Builder(sport, rows_of(structure), text=text, synced=text, athlete=athlete), structure, speeds)


def built(columns: Columns, asked: str, speeds: Speeds | None = None) -> Builder:
    """What a sent form says: the rows, unless the text was typed after them; a button then changes the rows."""
    sport = _first(columns, "sport")
    sport = sport if sport in SPORTS else "running"
    athlete = _first(columns, "athlete")
    text = _first(columns, "text").replace("\r\n", "\n")
    synced = _first(columns, "synced").replace("\r\n", "\n")
    rows = read_rows({name: columns.get("row_" + name, ()) for name in NAMES})[:MOST_ROWS]
    if asked == "text" or (asked != "rows" and text.strip() != synced.strip()):
        found = _from_typed(text, sport, speeds, athlete, rows)
        if found.problem or asked in ("text", "save"):
            return found
        rows = list(found.rows)
    return _from_rows(changed_rows(rows, asked)[:MOST_ROWS], sport, speeds, athlete, text)


def _from_typed(text: str, sport: str, speeds: Speeds | None, athlete: str, rows: Sequence[Row]) -> Builder:
    if not text.strip():
        return Builder(sport, athlete=athlete)
    try:
        structure = from_text(text, cast("Sport", sport))
    except UnreadableText as problem:
        return Builder(sport, rows, text=text, problem=str(problem), athlete=athlete)
    return _drawn(Builder(sport, rows_of(structure), text=text, synced=text, athlete=athlete), structure, speeds)


def _from_rows(rows: Sequence[Row], sport: str, speeds: Speeds | None, athlete: str, text: str) -> Builder:
    structure, wrong = structure_of_rows(rows, cast("Sport", sport))
    if wrong or not rows or problems(structure):
        said = dict(wrong) or ({0: problems(structure)[0].sentence} if rows else {})
        return Builder(sport, rows, said, text if rows else "", text if rows else "", athlete=athlete)
    said_text = to_text(structure, "\n")
    return _drawn(Builder(sport, rows, text=said_text, synced=said_text, athlete=athlete), structure, speeds)


def _drawn(builder: Builder, structure: Structure, speeds: Speeds | None) -> Builder:
    total = estimate(structure, speeds)
    return replace(
        builder,
        structure=structure,
        profile=profile_of(structure, speeds),
        words=describe(structure).title,
        duration=total.duration,
        distance=total.distance,
        load=total.load,
    )


def _first(columns: Columns, name: str) -> str:
    return next(iter(columns.get(name, ())), "")
