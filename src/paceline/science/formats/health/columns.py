"""Reads the records of an Apple Health export many at once where they stand in Apple's own order of attributes."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from ..texts import Flags, Places, Spans, Text, numbers_at
from .elements import Elements
from .gathering import Gathering, Meaning
from .vocabulary import QUANTITY

# `... creationDate="2024-01-01 08:00:00 +0000" startDate="…" endDate="…" value="72"/>`: all dates are this long.
DATE: Final = 25
CREATED, STARTED, ENDED, VALUED = b' creationDate="', b'" startDate="', b'" endDate="', b'" value="'
LONGEST_VALUE: Final = 32
# Instead of the number of a kind: to be read by itself, or not at all.
ALONE, OF_NO_USE = -2, -1
# A device is described with an address that can differ each time: beyond this many descriptions, start again.
MOST_HEADS: Final = 50_000
# Everything from ` creationDate` to the value, as it stands before each value.
_SHAPE: Final = CREATED + bytes(DATE) + STARTED + bytes(DATE) + ENDED + bytes(DATE) + VALUED
_WIDTH: Final = 128
_PATTERN: Final = np.frombuffer(_SHAPE.rjust(_WIDTH, b"\0"), "<u8")
_MASK: Final = np.frombuffer(bytes(255 * (byte > 0) for byte in _SHAPE).rjust(_WIDTH, b"\0"), "<u8")
_ENDED_AT: Final = _WIDTH - len(VALUED) - DATE
_STARTED_AT: Final = _ENDED_AT - len(ENDED) - DATE
_ALL: Final = 0x0101_0101_0101_0101
_DIGITS: Final = np.array((0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 21, 22, 23, 24))
_MARKS: Final = np.frombuffer(b"--  ::", np.uint8)[:, None]
_MARK_PLACES: Final = np.array((4, 7, 10, 19, 13, 16))
# Weights of the digits in year, month, day, seconds of the day and seconds east of UTC; all sums are exact.
_WEIGHTS: Final = np.zeros((5, 18), np.float32)
_WEIGHTS[0, 0:4] = (1000, 100, 10, 1)
_WEIGHTS[1, 4:6] = (10, 1)
_WEIGHTS[2, 6:8] = (10, 1)
_WEIGHTS[3, 8:14] = (36_000, 3_600, 600, 60, 10, 1)
_WEIGHTS[4, 14:18] = (36_000, 3_600, 600, 60)
# Seconds from 1970 to the first of each month; what lies outside these years is read by itself.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MONTHS: Final = np.arange("1900-01", "2200-01", dtype="datetime64[M]").astype("datetime64[s]").astype(np.float64)


class Columns:
    """Reads stretches of whole elements, each one indented by a single blank as Apple does."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._heads: dict[bytes, int] = {}
        self._kinds: dict[str, int] = {}
        # Number of the kind, source, factor and offset by meaning.
        self._rows: list[tuple[float, float, float, float]] = []
        self._table: Floats = np.empty((0, 4))

    def read(self, span: bytes) -> bool:
        """False when the XML is broken."""
        text = Text(span)
        tags = np.flatnonzero(text.bytes[: len(span)] == 0x3C)
        if (text.bytes[tags + 1] == 0x21).any():
            return Elements(self._gathering).feed(span, last=True)
        outer = tags[text.equal(tags - 2, b"\n ") & (text.bytes[tags + 1] != 0x2F)]
        record = text.equal(outer, b"<Record ")
        following = np.append(tags, len(span))[np.searchsorted(tags, outer) + 1]
        regular = self._regular(text, outer[record], following[record])
        single = text.equal(outer, b"<Workout ")
        single[record] = ~regular
        return self._one_by_one(span, outer, single)

    def _one_by_one(self, span: bytes, outer: Places, single: Flags) -> bool:
        rows = np.flatnonzero(single)
        if not len(rows):
            return True
        ends = np.append(outer[1:], len(span))
        pieces = [span[outer[row] : ends[row]] for row in rows.tolist()]
        return Elements(self._gathering).feed(b"".join(pieces), last=True)

    def _regular(self, text: Text, begins: Places, following: Places) -> Flags:
        """Takes over the records written as Apple writes them, and says which those are."""
        ends, shaped = _value_ends(text, following)
        values = _after_last_quote(text, ends)
        created = values - len(_SHAPE)
        table = text.before(values, _WIDTH)
        shaped &= _as_apple(table) & (created > begins)
        rows = np.flatnonzero(shaped)
        meanings = self._meanings(text.data, begins[rows], created[rows])
        kinds = self._table[meanings, 0]
        shaped[rows[kinds == ALONE]] = False
        wanted = kinds >= 0
        kept = rows[wanted]
        if len(kept):
            spans = Spans(values[kept], ends[kept])
            shaped[kept] = self._take(text, table[kept], spans, self._table[meanings[wanted]])
        return shaped

    def _meanings(self, data: bytes, begins: Places, ends: Places) -> Places:
        """What stands before the dates says type, source and unit: rows of the table of meanings."""
        heads = list(map(data.__getitem__, map(slice, begins.tolist(), ends.tolist())))
        known = self._heads
        if len(known) > MOST_HEADS:
            known.clear()
            self._rows.clear()
            self._table = np.empty((0, 4))
        places = list(map(known.get, heads))
        if None in places:
            for head in dict.fromkeys(head for head, place in zip(heads, places, strict=True) if place is None):
                known[head] = len(self._rows)
                self._rows.append(self._row(self._meaning(head)))
            self._table = np.array(self._rows, np.float64).reshape(-1, 4)
            places = list(map(known.__getitem__, heads))
        return np.array(places, np.int64)

    def _row(self, meaning: Meaning | None) -> tuple[float, float, float, float]:
        if meaning is None:
            return (ALONE, 0, 1.0, 0.0)
        if meaning.kind is None:
            return (OF_NO_USE, 0, 1.0, 0.0)
        number = self._kinds.setdefault(meaning.kind, len(self._kinds))
        return (number, meaning.source, meaning.factor, meaning.offset)

    def _meaning(self, head: bytes) -> Meaning | None:
        found: list[dict[str, str]] = []
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = lambda _, attributes: found.append(attributes)
        try:
            parser.Parse(head + b"/>", True)
        except expat.ExpatError:
            return None
        if {"startDate", "endDate", "value"} & found[0].keys():
            return None
        if not found[0].get("type", "").startswith(QUANTITY):
            # A night, or something of no use here.
            return None if "Sleep" in found[0].get("type", "") else Meaning(None, 0)
        return self._gathering.meaning(found[0])

    def _take(self, text: Text, table: NDArray[np.uint8], spans: Spans, meanings: Floats) -> Flags:
        start, zone, fine = _dates(table[:, _STARTED_AT : _STARTED_AT + DATE])
        end = start.copy()
        # Most samples are of a moment, which is written twice.
        apart = np.flatnonzero(_differ(table))
        if len(apart):
            end[apart], _, also = _dates(table[apart, _ENDED_AT : _ENDED_AT + DATE])
            fine[apart] &= also
        kinds, source, factor, offset = meanings.T
        value = numbers_at(text, spans) * factor + offset
        fine &= np.isfinite(value)
        for kind, number in self._kinds.items():
            rows = np.flatnonzero((kinds == number) & fine)
            if len(rows):
                columns = (start[rows], end[rows], zone[rows], value[rows], source[rows].astype(np.int32))
                self._gathering.add_columns(kind, columns)
        return fine


def _value_ends(text: Text, following: Places) -> tuple[Places, Flags]:
    """Where the last attribute's text ends: the next tag stands on its own line, indented."""
    alone = text.equal(following - 5, b'"/>\n ') | text.equal(following - 5, b'">\n  ')
    empty = text.equal(following - 4, b'">\n ')
    return following - np.where(empty & ~alone, 4, 5), alone | empty


def _after_last_quote(text: Text, ends: Places) -> Places:
    quotes = text.before(ends, LONGEST_VALUE) == 0x22
    back = np.argmax(quotes[:, ::-1], axis=1)
    # Without a quote the place is wrong, and what is compared there does not fit.
    return np.where(quotes.any(axis=1), ends - back, ends)


def _as_apple(table: NDArray[np.uint8]) -> Flags:
    """Whose attributes stand in Apple's order and places."""
    same = (table.view("<u8") & _MASK) == _PATTERN
    halves = same.view("<u8")
    return (halves[:, 0] == _ALL) & (halves[:, 1] == _ALL)


def _differ(table: NDArray[np.uint8]) -> Flags:
    """Whose two dates are not the same; all but the last byte as words."""
    count = len(table)
    first, second = (np.ndarray((count, 3), "<u8", table, offset, (_WIDTH, 8)) for offset in (_STARTED_AT, _ENDED_AT))
    differ = table[:, _STARTED_AT + DATE - 1] != table[:, _ENDED_AT + DATE - 1]
    for word in range(3):
        differ |= first[:, word] != second[:, word]
    return differ


def _dates(table: NDArray[np.uint8]) -> tuple[Floats, Floats, Flags]:
    """Epoch seconds, seconds east of UTC, and which rows are dates at all."""
    columns = table.T
    digits = columns[_DIGITS] - np.uint8(48)
    sign = columns[20]
    fine = (digits.max(axis=0, initial=0) <= 9) & (columns[_MARK_PLACES] == _MARKS).all(axis=0)
    fine &= (sign == 0x2B) | (sign == 0x2D)
    parts: Floats = (_WEIGHTS @ digits.astype(np.float32)).astype(np.float64)
    year, month, day, clock, east = (parts[place] for place in range(5))
    fine &= (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (clock <= 86_400)
    fine &= (year >= _FIRST_YEAR) & (year <= _LAST_YEAR)
    months = np.where(fine, (year - _FIRST_YEAR) * 12 + month - 1, 0).astype(np.int64)
    zone: Floats = np.where(sign == 0x2D, -1.0, 1.0) * east
    return _MONTHS[months] + (day - 1) * 86_400 + clock - zone, zone, fine
