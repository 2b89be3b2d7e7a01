"""Turns stretches of a file's bytes into numbers and times, many at once and exactly as one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .markup import digital_stamps, numbers, stamps
from .recording import Floats

Places: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

# No number of a recording is written longer; longer texts are read one by one.
LONGEST_NUMBER: Final = 40
# Up to this many digits a number and its power of ten are exact in a double, so one division rounds correctly
# (Clinger, "How to read floating point numbers accurately", PLDI 1990).
EXACT_DIGITS: Final = 15
_PADDING: Final = 64
_TENS: Final = 10 ** np.arange(EXACT_DIGITS + 3, dtype=np.int64)
_POWERS: Final = 10.0 ** np.arange(EXACT_DIGITS + 3)
# A dot and a minus, counted from the digit nought.
_DOT, _MINUS = 0xFE, 0xFD


@dataclass(frozen=True, slots=True)
class Spans:
    """From start up to, not including, end; an empty span is a missing value."""

    starts: Places
    ends: Places


class Text:
    """The bytes of a file, to be compared and copied at many places at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._padded = b"".join((bytes(_PADDING), data, bytes(_PADDING)))
        self.bytes = np.frombuffer(self._padded, np.uint8)[_PADDING:]
        # Eight bytes from every place on, as one number.
        self._words = np.ndarray((len(data) + _PADDING - 7,), "<u8", self._padded, _PADDING, (1,))

    def equal(self, places: Places, literal: bytes) -> Flags:
        """Where exactly these bytes stand."""
        same = np.ones(len(places), np.bool_)
        for offset in range(0, len(literal), 8):
            piece = literal[offset : offset + 8]
            at = np.minimum(places + offset, len(self._words) - 1)
            words = self._words[at]
            if len(piece) < 8:
                words = words & np.uint64((1 << (8 * len(piece))) - 1)
            same &= words == np.uint64(int.from_bytes(piece, "little"))
        return same

    def quote_after(self, places: Places) -> Places:
        """The next double quote within a number's length; the place itself when there is none."""
        window = self.before(places + LONGEST_NUMBER, LONGEST_NUMBER) == 0x22
        return places + np.argmax(window, axis=1)

    def before(self, ends: Places, width: int) -> NDArray[np.uint8]:
        """The last bytes before each end, as a table."""
        begin = np.clip(ends - width + _PADDING, 0, len(self._padded) - width)
        rows = np.ndarray((len(self._padded) - width + 1,), f"V{width}", self._padded, 0, (1,))
        return rows[begin].view(np.uint8).reshape(-1, width)

    def texts(self, spans: Spans) -> list[str]:
        return [
            self.data[start:end].decode("utf-8", "replace")
            for start, end in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
        ]


def numbers_at(text: Text, spans: Spans) -> Floats:
    """Decimal numbers; NaN where nothing or no number stands."""
    values = np.full(len(spans.starts), np.nan)
    rows = np.flatnonzero(spans.ends > spans.starts)
    widths = spans.ends[rows] - spans.starts[rows]
    short = widths <= EXACT_DIGITS + 2
    plain, read = _decimals(text, spans.ends[rows[short]], widths[short])
    values[rows[short][read]] = plain[read]
    left = np.concatenate([rows[~short], rows[short][~read]])
    if len(left):
        values[left] = numbers(text.texts(Spans(spans.starts[left], spans.ends[left])))
    return values


def _decimals(text: Text, ends: Places, widths: Places) -> tuple[Floats, Flags]:
    """Values of texts like -12.345 and which of them are such texts."""
    if not len(ends):
        return np.empty(0), np.empty(0, np.bool_)
    width = int(widths.max())
    # Column by column, so that each step goes over neighbouring bytes.
    columns = np.ascontiguousarray(text.before(ends, width).T)
    begins = (width - widths).astype(np.uint8)
    columns -= np.uint8(48)
    for column in range(width - int(widths.min())):
        columns[column][begins > column] = 0
    places = np.arange(len(ends))
    minus = columns[begins, places] == _MINUS
    columns[begins[minus], places[minus]] = 0
    dots = columns == _DOT
    count = dots.sum(axis=0, dtype=np.uint8)
    dotted = count > 0
    decimals = np.where(dotted, width - 1 - np.argmax(dots, axis=0), 0)
    columns[dots] = 0
    figures = widths - minus - dotted
    fine = (columns.max(axis=0) <= 9) & (figures >= 1) & (figures <= EXACT_DIGITS)
    # A dot at the very end or a second one is left to the slow way.
    fine &= (count <= 1) & ~(dotted & (decimals == 0))
    values = _whole(columns, decimals, dotted) / _POWERS[decimals]
    return np.where(minus, -values, values), fine


def _whole(columns: NDArray[np.uint8], decimals: Places, dotted: Flags) -> Floats:
    """The digits of each text as one number, the dot left out."""
    total = np.zeros(columns.shape[1], np.int64)
    for column in columns:
        total *= 10
        total += column
    rows = np.flatnonzero(dotted)
    # What stands before the dot came out ten times too large.
    scale = _TENS[decimals[rows]]
    before = total[rows] // (scale * 10)
    total[rows] -= before * scale * 9
    return total.astype(np.float64)


def stamps_at(text: Text, spans: Spans) -> Floats:
    """Epoch seconds; NaN where no time stands."""
    values = np.full(len(spans.starts), np.nan)
    widths = spans.ends - spans.starts
    waiting = widths > 0
    for width in (20, 24):
        rows = np.flatnonzero(widths == width)
        if len(rows):
            found = digital_stamps(text.before(spans.ends[rows], width))
            if found is not None:
                values[rows], waiting[rows] = found, False
    rows = np.flatnonzero(waiting)
    if len(rows):
        values[rows] = stamps(text.texts(Spans(spans.starts[rows], spans.ends[rows])))
    return values
