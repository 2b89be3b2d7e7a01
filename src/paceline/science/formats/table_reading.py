"""Reads a table by a confirmed mapping: a recording, values by day, or a list of activities."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np

from .cleaning import EARLIEST, LATEST, both_feet, clean, plausible
from .markup import stamp
from .recording import Floats, Recording, Unreadable
from .table_words import DAILY, DIMENSIONS, LISTED, RECORDED, UNITS
from .tables import Column, CsvMapping, table_rows
from .words import counted, sport_named

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_MONTHS: Final = MappingProxyType(
    {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
)
# As Strava writes it in its archive: "Apr 5, 2024, 6:12:03 AM".
_WORDED: Final = re.compile(
    r"([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))?[\s\u202f]*([AaPp][Mm])?"
)


@dataclass(frozen=True, slots=True)
class DailyValue:
    """One value of one day, in SI units."""

    day: date
    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class ListedActivity:
    """One row of a list of activities; times are UTC unless the mapping says where the athlete was."""

    start: float
    title: str | None
    sport: str
    sub_sport: str | None
    values: MappingProxyType[str, float]


@dataclass(frozen=True, slots=True)
class CsvContent:
    """What the table held, and what could not be read."""

    recordings: tuple[Recording, ...] = ()
    daily: tuple[DailyValue, ...] = ()
    activities: tuple[ListedActivity, ...] = ()
    notes: tuple[str, ...] = ()


def read_csv(data: bytes, mapping: CsvMapping) -> CsvContent:
    """Refuses a mapping without units and a table without a usable row."""
    check_mapping(mapping)
    rows = table_rows(data, mapping)
    if mapping.kind == "recording":
        return _recording(rows, mapping)
    return _daily(rows, mapping) if mapping.kind == "daily" else _activities(rows, mapping)


def check_mapping(mapping: CsvMapping) -> None:
    """Refuses what leaves a question open, with the sentence that asks it."""
    needed = {"recording": "time", "daily": "day", "activities": "start"}[mapping.kind]
    allowed = {"recording": RECORDED, "daily": DAILY, "activities": LISTED}[mapping.kind]
    channels = [column.channel for column in mapping.columns if column.channel in allowed]
    if needed not in channels or len(set(channels)) != len(channels):
        raise Unreadable("The mapping needs one column with times or dates, and each value once.")
    for column in mapping.columns:
        if column.channel in allowed and column.unit not in UNITS[DIMENSIONS[column.channel]]:
            raise Unreadable(f"The unit of column {column.place + 1} is not known; choose one.")
        if column.unit == "elapsed s" and mapping.start is None:
            raise Unreadable("The times count from the start of the activity; say when it started.")


def _cell(row: Sequence[str], column: Column) -> str:
    return row[column.place].strip() if 0 <= column.place < len(row) else ""


def _value(text: str, column: Column, mapping: CsvMapping) -> float:
    """In SI; NaN when it is no number."""
    if column.unit == "h:min:s":
        return _clock(text)
    if column.unit == "date and time":
        there = moment(text)
        return there if _zoned(text) or not math.isfinite(there) else there - _ahead(mapping, there)
    plain = text.replace(",", ".") if mapping.decimal == "," else text
    if not _NUMBER.fullmatch(plain):
        return math.nan
    factor, offset = UNITS[DIMENSIONS[column.channel]][column.unit or ""]
    value = float(plain) * factor + offset
    value += (mapping.start or 0.0) if column.unit == "elapsed s" else 0.0
    return value if math.isfinite(value) else math.nan


def _ahead(mapping: CsvMapping, there: float) -> float:
    """Seconds the athlete's clock was ahead of UTC when it showed this."""
    place = bisect_right(mapping.offsets, there, key=lambda one: one[0])
    return mapping.offsets[place - 1][1] if place else mapping.utc_offset or 0.0


def _clock(text: str) -> float:
    parts = text.replace(",", ".").split(":")
    if not 2 <= len(parts) <= 3 or not all(re.fullmatch(r"\d{1,4}(\.\d{1,9})?", part) for part in parts):
        return math.nan
    seconds = 0.0
    for part in parts if len(parts) == 3 else ("0", *parts):
        seconds = seconds * 60 + float(part)
    return seconds


def _zoned(text: str) -> bool:
    return re.search(r"([Zz]|[+-]\d\d:?\d\d)$", text) is not None


def moment(text: str) -> float:
    """Epoch seconds of an ISO time, or of one with the month in English; NaN otherwise."""
    match = _WORDED.fullmatch(text)
    if match is None or match[1].lower() not in _MONTHS:
        return stamp(text)
    hour = int(match[4])
    if match[7]:
        hour = hour % 12 + 12 * (match[7].lower() == "pm")
    return stamp(
        f"{match[3]}-{_MONTHS[match[1].lower()]:02d}-{int(match[2]):02d}T{hour:02d}:{match[5]}:{match[6] or '00'}Z"
    )


def _channel(rows: Sequence[Sequence[str]], column: Column, mapping: CsvMapping) -> Floats:
    return np.array([_value(_cell(row, column), column, mapping) for row in rows], np.float64)


def _recording(rows: Sequence[Sequence[str]], mapping: CsvMapping) -> CsvContent:
    columns = {c.channel: _channel(rows, c, mapping) for c in mapping.columns if c.channel in RECORDED}
    time = columns.pop("time")
    if "cadence" in columns:
        columns["cadence"] = columns["cadence"] * both_feet(columns["cadence"], mapping.sport)
    cleaned = clean(time, columns, mapping.sport)
    if not len(cleaned.time):
        raise Unreadable("No row of this table has a time that can be read.")
    recording = Recording(
        format="csv",
        sport=mapping.sport,
        start=float(cleaned.time[0]),
        utc_offset=mapping.utc_offset,
        time=cleaned.time,
        channels=cleaned.channels,
        removed=cleaned.removed,
    )
    return CsvContent(recordings=(recording,), notes=tuple(cleaned.notes))


def _day(text: str, order: str | None) -> date | None:
    numbers = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ].*)?", text)
    if numbers is None:
        return None
    first, second, third = (int(number) for number in numbers.groups())
    year, month, day = {
        "year first": (first, second, third),
        "day first": (third, second, first),
        "month first": (third, first, second),
    }[order or "year first"]
    try:
        return date(year + (2000 if year < 100 else 0), month, day)
    except ValueError:
        return None


def _daily(rows: Sequence[Sequence[str]], mapping: CsvMapping) -> CsvContent:
    by_channel = {column.channel: column for column in mapping.columns if column.channel in DAILY}
    when = by_channel.pop("day")
    found: list[DailyValue] = []
    undated = unread = 0
    for row in rows:
        day = _day(_cell(row, when), when.unit)
        if day is None:
            undated += 1
            continue
        for channel, column in by_channel.items():
            if not (text := _cell(row, column)):
                continue
            value = plausible(channel, _value(text, column, mapping))
            if value is None:
                unread += 1
            else:
                found.append(DailyValue(day, channel, value))
    if not found:
        raise Unreadable("No row of this table holds a date and a value that can be read.")
    return CsvContent(daily=tuple(found), notes=tuple(_notes(undated, unread)))


def _activities(rows: Sequence[Sequence[str]], mapping: CsvMapping) -> CsvContent:
    by_channel = {column.channel: column for column in mapping.columns if column.channel in LISTED}
    found: list[ListedActivity] = []
    undated = unread = 0
    for row in rows:
        start = _value(_cell(row, by_channel["start"]), by_channel["start"], mapping)
        if not EARLIEST <= start < LATEST:
            undated += 1
            continue
        values: dict[str, float] = {}
        for channel, column in by_channel.items():
            if channel in ("start", "title", "sport") or not (text := _cell(row, column)):
                continue
            value = plausible(channel.removeprefix("avg_").removeprefix("max_"), _value(text, column, mapping))
            unread += value is None
            values |= {} if value is None else {channel: value}
        texts = {name: _cell(row, by_channel[name]) for name in ("title", "sport") if name in by_channel}
        sport, sub_sport = sport_named(texts.get("sport"))
        found.append(ListedActivity(start, texts.get("title") or None, sport, sub_sport, MappingProxyType(values)))
    if not found:
        raise Unreadable("No row of this table has a start that can be read.")
    return CsvContent(activities=tuple(found), notes=tuple(_notes(undated, unread)))


def _notes(undated: int, unread: int) -> list[str]:
    notes: list[str] = []
    if undated:
        notes.append(f"{counted(undated, 'row', 'rows')} left out because the date cannot be read.")
    if unread:
        notes.append(f"{counted(unread, 'value', 'values')} left out because it cannot be read or cannot be.")
    return notes
