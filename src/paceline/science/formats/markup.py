"""Reads XML safely from bytes: no entities, no outside files, and what was read before a fault is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from .recording import Floats, Unreadable

ENTITIES: Final = "This file declares XML entities, which we do not open for safety; export the activity again."
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_STAMP: Final = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)([.,]\d{1,12})?)?\s*(Z|z|[+-]\d\d:?\d\d)?\s*$", re.ASCII
)
# 0-based places of the digits and marks in "2021-09-08T00:00:10".
_DIGITS: Final = (0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
_MARKS: Final = ((4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"))


class Listener(Protocol):
    """What a format does with elements; names come without their namespace prefix."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        """True when the text of this element is wanted."""
        ...

    def finish(self, name: str, text: str) -> None: ...


def parse(data: bytes, listener: Listener) -> bool:
    """Feeds the listener; False when the XML breaks off or is malformed before its end."""
    content = data.lstrip(b" \t\r\n\0") if not data.startswith(_UTF16) else data
    parser = expat.ParserCreate()
    parser.buffer_text = True
    _attach(parser, listener)
    try:
        parser.Parse(_readable(content), True)
    except expat.ExpatError:
        return False
    except (ValueError, LookupError):
        # pyexpat raises these for encodings it does not know.
        return False
    return True


def _readable(content: bytes) -> bytes:
    """Bytes that claim UTF-8 but are not would end the reading at the first accent: mend them."""
    head = content[:200].lower()
    if content.startswith(_UTF16) or (b"encoding=" in head and b"utf-8" not in head):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("utf-8", "replace").encode("utf-8")
    return content


def _attach(parser: expat.XMLParserType, listener: Listener) -> None:
    local: dict[str, str] = {}
    text: list[str] = []

    def short(name: str) -> str:
        return local.setdefault(name, name.rpartition(":")[2])

    def start(name: str, attributes: dict[str, str]) -> None:
        text.clear()
        wanted = listener.begin(local.get(name) or short(name), attributes)
        parser.CharacterDataHandler = text.append if wanted else None

    def end(name: str) -> None:
        listener.finish(local[name], "".join(text))
        text.clear()
        parser.CharacterDataHandler = None

    def refuse(*_: object) -> None:
        raise Unreadable(ENTITIES)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = refuse


def numbers(texts: Sequence[str]) -> Floats:
    """Decimal numbers; what is no finite number becomes NaN."""
    try:
        values = np.array([float(text) for text in texts], np.float64)
    except ValueError:
        values = np.array([number(text) for text in texts], np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return np.nan


def stamps(texts: Sequence[str]) -> Floats:
    """Epoch seconds of ISO 8601 times; a time without a zone is UTC, as GPX and TCX demand."""
    if texts and len({len(text) for text in texts}) == 1 and len(texts[0]) in (20, 24) and "".join(texts).isascii():
        table = np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(-1, len(texts[0]))
        fast = digital_stamps(table)
        if fast is not None:
            return fast
    return np.array([stamp(text) for text in texts], np.float64)


def stamp(text: str) -> float:
    """One time, NaN when it cannot be read."""
    match = _STAMP.match(text)
    if match is None:
        return np.nan
    year, month, day, hour, minute, second, fraction, _zone = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31 and int(hour) <= 24 and int(minute) < 60):
        return np.nan
    months = np.datetime64(f"{year}-{month}", "M").astype("datetime64[D]").astype(np.int64)
    clock = int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    part = float(fraction.replace(",", ".")) if fraction else 0.0
    return float((int(months) + int(day) - 1) * 86_400 + clock) + part - (zone_offset(text) or 0.0)


def zone_offset(text: str) -> float | None:
    """Seconds east of UTC when the time states them; 'Z' states nothing about where the athlete was."""
    match = _STAMP.match(text)
    zone = match.group(8) if match else None
    if zone is None or zone in "Zz":
        return None
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return float(-seconds if zone[0] == "-" else seconds)


def digital_stamps(table: NDArray[np.uint8]) -> Floats | None:
    """All times at once when every row reads 2021-09-08T00:00:10Z or 2021-09-08T00:00:10.000Z; else None."""
    width = table.shape[1]
    places = (*_DIGITS, 20, 21, 22) if width == 24 else _DIGITS
    marks = (*_MARKS, (width - 1, "Z"), *(((19, "."),) if width == 24 else ()))
    digits = table[:, places].astype(np.int64) - 48
    if ((digits < 0) | (digits > 9)).any() or any((table[:, place] != ord(mark)).any() for place, mark in marks):
        return None
    d = digits.T
    months = (d[0] * 1000 + d[1] * 100 + d[2] * 10 + d[3] - 1970) * 12 + d[4] * 10 + d[5] - 1
    if ((d[4] * 10 + d[5] < 1) | (d[4] * 10 + d[5] > 12) | (d[6] * 10 + d[7] < 1) | (d[6] * 10 + d[7] > 31)).any():
        return None
    if ((d[8] * 10 + d[9] > 24) | (d[10] > 5)).any():
        return None
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + d[6] * 10 + d[7] - 1
    clock = (d[8] * 10 + d[9]) * 3600 + (d[10] * 10 + d[11]) * 60 + d[12] * 10 + d[13]
    whole = (days * 86_400 + clock).astype(np.float64)
    return whole + (d[14] * 100 + d[15] * 10 + d[16]) / 1000 if width == 24 else whole


class Points:
    """Columns of texts filled point by point, and blocks of points that were read at once; made dense at the end."""

    def __init__(self) -> None:
        self.count = 0
        self._texts: dict[str, tuple[list[int], list[str]]] = {}
        self._blocks: list[tuple[int, Block]] = []

    def put(self, name: str, text: str) -> None:
        """Belongs to the newest point."""
        column = self._texts.get(name)
        if column is None:
            column = self._texts[name] = ([], [])
        column[0].append(self.count - 1)
        column[1].append(text)

    def add(self, block: Block) -> None:
        self._blocks.append((self.count, block))
        self.count += block.count

    def drop_newest(self) -> None:
        """Takes back a point that was not read to its end."""
        self.count -= 1
        for rows, texts in self._texts.values():
            while rows and rows[-1] >= self.count:
                rows.pop()
                texts.pop()

    def column(self, name: str, read: Callable[[Sequence[str]], Floats] = numbers) -> Floats:
        values = np.full(self.count, np.nan)
        for at, block in self._blocks:
            if name in block.columns:
                values[at : at + block.count] = block.columns[name]
        rows, texts = self._texts.get(name, ([], []))
        if rows:
            values[rows] = read(texts)
        return values

    def first_time(self) -> str | None:
        """The text of the first time, which tells the zone; None when no point has one."""
        found = [(at, block.first_time) for at, block in self._blocks if block.first_time is not None]
        rows, texts = self._texts.get("time", ([], []))
        if rows:
            found.append((rows[0], texts[0]))
        return min(found)[1] if found else None


class Block(Protocol):
    """Points that followed each other, read at once."""

    @property
    def count(self) -> int: ...

    @property
    def columns(self) -> Mapping[str, Floats]: ...

    @property
    def first_time(self) -> str | None: ...
