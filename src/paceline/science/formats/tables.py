"""Looks at a table in text form and proposes what its columns mean; units are read from headings, never guessed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .recording import Unreadable
from .table_words import DAILY, DIMENSIONS, HEADINGS, LISTED, RECORDED, SPELLINGS, UNITS

Kind: TypeAlias = Literal["recording", "daily", "activities"]
DELIMITERS: Final = ",;\t|"
SAMPLE: Final = 5
LOOKED_AT: Final = 200
MOST_ROWS: Final = 2_000_000
LARGEST_FIELD: Final = 100_000
EMPTY: Final = "This table is empty; export it again."
NO_TABLE: Final = "This is not a table: no comma, semicolon or tab parts its lines into columns."
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_CLOCK: Final = re.compile(r"\d+:\d\d(?::\d\d(?:[.,]\d+)?)?")
_DAY: Final = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:$|[T ])")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column means; without a unit it cannot be read yet."""

    place: int
    channel: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """How to read a table: the athlete confirms it, or corrects it. `start` is when elapsed times began.

    Times without a zone are of the clock where the athlete was: `offsets` holds from which reading of that clock on it
    was how many seconds ahead of UTC; without them `utc_offset` counts, and without that they are UTC.
    """

    kind: Kind
    delimiter: str
    header: bool
    columns: tuple[Column, ...]
    decimal: Literal[".", ","] = "."
    sport: str = "other"
    start: float | None = None
    utc_offset: float | None = None
    offsets: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CsvPreview:
    """The first look: headings, a few rows, the proposed mapping, and what is still to be decided."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: CsvMapping
    problems: tuple[str, ...]


def csv_preview(data: bytes) -> CsvPreview:
    """What the table seems to hold; refuses what is no table."""
    text = readable(data)
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, LOOKED_AT)
    header = not any(_NUMBER.fullmatch(cell.strip()) for cell in rows[0])
    width = max(len(row) for row in rows)
    headings = tuple(rows[0]) if header else tuple(f"Column {place + 1}" for place in range(width))
    body = rows[1:] if header else rows
    columns = _columns(headings, body) if header else ()
    decimal: Literal[".", ","] = "," if delimiter != "," and _commas(body) else "."
    kind = _kind({column.channel for column in columns})
    mapping = CsvMapping(kind, delimiter, header, columns, decimal)
    return CsvPreview(headings, tuple(map(tuple, body[:SAMPLE])), mapping, tuple(_problems(headings, mapping, body)))


def is_table(head: bytes) -> bool:
    """Whether the first line of a file names at least two columns that are known here."""
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        first = readable(head).lstrip().partition("\n")[0]
        cells = _rows(first, _delimiter(first), 1)[0]
    except Unreadable:
        return False
    return sum(_parted(cell)[0] in HEADINGS for cell in cells) >= 2


def readable(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 if it is, or the old western letters."""
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise Unreadable(EMPTY)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\0", "")


def _delimiter(text: str) -> str:
    """The one that parts most lines into the same number of columns."""
    lines = [line for line in text[:LARGEST_FIELD].splitlines()[:20] if line.strip()]
    best, most = "", 0
    for mark in DELIMITERS:
        counts = [line.count(mark) for line in lines]
        # The first line is the safest: titles further down may hold any mark.
        score = counts[0] * sum(count >= counts[0] for count in counts) if counts and counts[0] else 0
        best, most = (mark, score) if score > most else (best, most)
    if not best:
        raise Unreadable(NO_TABLE)
    return best


def _rows(text: str, delimiter: str, most: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error as fault:
        raise Unreadable("A line of this table cannot be read; export it again.") from fault
    if not rows:
        raise Unreadable(EMPTY)
    return rows


def table_rows(data: bytes, mapping: CsvMapping) -> list[list[str]]:
    """All rows below the headings."""
    rows = _rows(readable(data), mapping.delimiter, MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"This table has more than {MOST_ROWS:,} rows; split it into smaller ones.")
    return rows[1:] if mapping.header else rows


def _columns(headings: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for place, heading in enumerate(headings):
        words, unit = _parted(heading)
        channel = HEADINGS.get(words)
        cells = [row[place].strip() for row in body if place < len(row) and row[place].strip()]
        if channel is not None and channel not in found:
            found[channel] = Column(place, channel, _unit(channel, unit, cells))
    if "start" not in found and "day" in found and found.keys() & {"sport", "title", "duration"}:
        day = found.pop("day")
        found["start"] = Column(day.place, "start", "date and time")
    return tuple(found.values())


def _parted(heading: str) -> tuple[str, str | None]:
    """The words of a heading and the unit behind them, in brackets or as the last word."""
    plain = re.sub(r"[\s_]+", " ", heading.strip().lower())
    match = re.fullmatch(r"(.+?)\s*[(\[]([^)\]]+)[)\]]", plain)
    if match:
        return match[1], SPELLINGS.get(match[2].strip())
    words, _, last = plain.rpartition(" ")
    if words in HEADINGS and last in SPELLINGS:
        return words, SPELLINGS[last]
    return plain, None


def _unit(channel: str, written: str | None, cells: Sequence[str]) -> str | None:
    """The written unit, or the only one there is, or what the form of the values leaves no doubt about."""
    units = UNITS[DIMENSIONS[channel]]
    if written in units:
        return written
    if written is None and len(units) == 1:
        return next(iter(units))
    if (
        DIMENSIONS[channel] == "duration"
        and cells
        and all(_CLOCK.fullmatch(cell) and cell.count(":") == 2 for cell in cells)
    ):
        return "h:min:s"
    if DIMENSIONS[channel] == "moment" and cells and not any(_NUMBER.fullmatch(cell) for cell in cells):
        return "date and time"
    return _order(cells) if channel == "day" else None


def _order(cells: Sequence[str]) -> str | None:
    """Which number of a date is the year, month and day; None when 03/04 stays open."""
    dates = [match for cell in cells if (match := _DAY.match(cell))]
    if not dates:
        return None
    if all(len(date[1]) == 4 for date in dates):
        return "year first"
    first, second = max(int(date[1]) for date in dates), max(int(date[2]) for date in dates)
    if first > 12 >= second:
        return "day first"
    return "month first" if second > 12 >= first else None


def _commas(body: Sequence[Sequence[str]]) -> bool:
    cells = [cell.strip() for row in body for cell in row if _NUMBER.fullmatch(cell.strip())]
    return any("," in cell for cell in cells) and not any("." in cell for cell in cells)


def _kind(channels: set[str]) -> Kind:
    if "start" in channels:
        return "activities"
    if "time" in channels or not channels & DAILY:
        return "recording"
    return "daily" if "day" in channels else "recording"


def _problems(headings: Sequence[str], mapping: CsvMapping, body: Sequence[Sequence[str]]) -> list[str]:
    problems: list[str] = []
    allowed = {"recording": RECORDED, "daily": DAILY, "activities": LISTED}[mapping.kind]
    needed = {"recording": "time", "daily": "day", "activities": "start"}[mapping.kind]
    if not any(column.channel == needed for column in mapping.columns):
        problems.append("No column with times or dates was recognised; say which one it is.")
    if not body:
        problems.append("The table has headings and no rows.")
    for column in mapping.columns:
        if column.unit is None and column.channel in allowed:
            units = ", ".join(UNITS[DIMENSIONS[column.channel]])
            problems.append(f"Say the unit of “{headings[column.place].strip()}”: {units}.")
    if ragged := sum(len(row) != len(headings) for row in body):
        problems.append(f"{ragged:,} of the first rows have more or fewer columns than the headings.")
    return problems
