"""Reads the points of a track all at once where they repeat a shape, and leaves the rest to the true parser."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from .markup import Listener, parse
from .recording import Floats
from .texts import Spans, Text, numbers_at, stamps_at

Places: TypeAlias = NDArray[np.int64]

# The element that stands where points were taken out; a file that uses this name itself is read the slow way.
MARK: Final = "paceline-points"
# Files with more shapes of points than this are no recordings of one device: what is left is parsed one by one.
MOST_SHAPES: Final = 64
# Below this many points of one shape, finding them all at once costs more than parsing them.
FEWEST: Final = 4
_UTF8: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii|iso-8859-1[\"'])", re.I)
_OPENING: Final = re.compile(rb"<([\w.-]+)((?:\s+[\w.:-]+=\"[^\"<&]*\")*\s*/?>)")
_ATTRIBUTE: Final = re.compile(rb"([\w.:-]+)=\"([^\"]*)\"")


class Unusual(Exception):
    """The document is not what the taking out supposed: parse it whole."""


@dataclass(frozen=True, slots=True)
class Block:
    """Points that followed each other: values by channel, and the text of the first time."""

    count: int
    columns: Mapping[str, Floats]
    first_time: str | None


@dataclass(frozen=True, slots=True)
class Hollow:
    """A document whose regular points were taken out; block n stood where `MARK` says n."""

    rest: bytes
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format names its points and what is in them; a leaf's name comes without its prefix."""

    points: frozenset[bytes]
    attributes: Mapping[str, str]
    leaf: Callable[[str], str | None]


class Rebuilding(Listener, Protocol):
    """Hears a document whose regular points were taken out, and has them to put back where they stood."""

    blocks: tuple[Block, ...]


Heard = TypeVar("Heard", bound=Rebuilding)


def heard(listener: Callable[[], Heard], dialect: Dialect, data: bytes, at_once: bool) -> tuple[Heard, bool]:
    """A listener that heard the document, and whether that was whole; `at_once` takes the points out first."""
    found = listener()
    taken_out = hollow(data, dialect) if at_once else None
    if taken_out is None:
        return found, parse(data, found)
    found.blocks = taken_out.blocks
    try:
        return found, parse(taken_out.rest, found)
    except Unusual:
        return heard(listener, dialect, data, at_once=False)


def hollow(data: bytes, dialect: Dialect) -> Hollow | None:
    """None when the file has nothing regular enough to gain by."""
    if MARK.encode() in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or _UTF8.search(data[:200]):
        return None
    opening = next((m for m in _OPENING.finditer(data) if m[1].rpartition(b":")[2] in dialect.points), None)
    if opening is None:
        return None
    text = Text(data)
    points = _Points(text, opening[1], opening.start())
    if len(points.first) < FEWEST or not _plain(data, text, points.tags):
        return None
    points.sort_into_shapes(dialect)
    return _taken_out(data, points)


def _plain(data: bytes, text: Text, tags: Places) -> bool:
    """No comment, reference or forbidden character between the first point and the last."""
    begin, end = int(tags[0]), int(tags[-1]) + 1
    if any(data.find(mark, begin, end) >= 0 for mark in (b"&", b"-->", b"]]>", b"?>")):
        return False
    second = text.bytes[tags + 1]
    inside = text.bytes[begin:end]
    blanks = sum(data.count(blank, begin, end) for blank in (b"\n", b"\t", b"\r"))
    return not ((second == 0x21) | (second == 0x3F)).any() and int((inside < 0x20).sum()) == blanks


class _Points:
    """Where each point's tags are, and what its shape says about their texts."""

    def __init__(self, text: Text, name: bytes, begin: int) -> None:
        self.text = text
        self.name = name
        tags = np.flatnonzero(text.bytes[begin:] == 0x3C) + begin
        after = text.bytes[tags + 1 + len(name)]
        blank = (after == 0x20) | (after == 0x3E) | (after == 0x0A) | (after == 0x0D) | (after == 0x09)
        starts = np.flatnonzero(text.equal(tags, b"<" + name) & (blank | (after == 0x2F)))
        ends = np.flatnonzero(text.equal(tags, b"</" + name + b">"))
        following = np.append(starts[1:], len(tags))
        place = np.searchsorted(ends, starts)
        last = np.append(ends, len(tags))[place]
        # Without an end before the next point it can only be an empty element.
        last = np.where(last < following, last, starts)
        self.tags = tags[: int(last[-1]) + 1] if len(starts) else tags[:0]
        self.first, self.last = starts, last
        self.done = np.zeros(len(starts), np.bool_)
        self.end = np.zeros(len(starts), np.int64)
        self.spans: dict[str, Spans] = {}

    def sort_into_shapes(self, dialect: Dialect) -> None:
        """Takes the first point not yet read as the pattern of all that equal it tag by tag."""
        waiting = np.arange(len(self.first))
        for _ in range(MOST_SHAPES):
            if len(waiting) < FEWEST:
                return
            shape = _shape(self, int(waiting[0]), dialect)
            if shape is None:
                waiting = waiting[1:]
                continue
            same = shape.fitting(self, waiting)
            if len(same):
                shape.note(self, same)
                self.done[same] = True
            waiting = waiting[~self.done[waiting]]
            waiting = waiting[1:] if not len(same) else waiting


@dataclass(frozen=True, slots=True)
class _Shape:
    """One sequence of tags: the pieces around the attributes of the first, and the texts of the others."""

    pieces: tuple[bytes, ...]
    attributes: tuple[str | None, ...]
    tags: tuple[bytes, ...]
    leaves: Mapping[int, str]

    def fitting(self, points: _Points, rows: Places) -> Places:
        rows = rows[points.last[rows] - points.first[rows] == len(self.tags)]
        for place, tag in enumerate(self.tags, 1):
            rows = rows[points.text.equal(points.tags[points.first[rows] + place], tag)]
        _, kept, ends = self._opened(points, rows)
        rows, ends = rows[kept], ends[kept]
        if self.tags:
            ends = points.tags[points.last[rows]] + len(self.tags[-1])
        points.end[rows] = ends
        return rows

    def _opened(self, points: _Points, rows: Places) -> tuple[list[Spans], NDArray[np.bool_], Places]:
        """The values of the first tag's attributes, and where that tag ends."""
        at = points.tags[points.first[rows]]
        kept = points.text.equal(at, self.pieces[0])
        at = at + len(self.pieces[0])
        spans: list[Spans] = []
        for piece in self.pieces[1:]:
            ends = points.text.quote_after(at)
            kept &= points.text.equal(ends, piece)
            spans.append(Spans(at, ends))
            at = ends + len(piece)
        return spans, kept, at

    def note(self, points: _Points, rows: Places) -> None:
        spans, _, _ = self._opened(points, rows)
        for channel, span in zip(self.attributes, spans, strict=True):
            if channel is not None:
                _keep(points, channel, rows, span)
        for place, channel in self.leaves.items():
            begin = points.tags[points.first[rows] + place] + len(self.tags[place - 1])
            _keep(points, channel, rows, Spans(begin, points.tags[points.first[rows] + place + 1]))


def _keep(points: _Points, channel: str, rows: Places, found: Spans) -> None:
    """A later element of the same channel wins where it holds any text."""
    if channel not in points.spans:
        nothing = np.zeros(len(points.first), np.int64)
        points.spans[channel] = Spans(nothing, nothing.copy())
    known = points.spans[channel]
    filled = found.ends > found.starts
    known.starts[rows[filled]] = found.starts[filled]
    known.ends[rows[filled]] = found.ends[filled]


def _shape(points: _Points, row: int, dialect: Dialect) -> _Shape | None:
    first, last = int(points.first[row]), int(points.last[row])
    places = [int(place) for place in points.tags[first : last + 1]]
    data = points.text.data
    opening = _OPENING.match(data, places[0])
    tags = [_tag(data, place) for place in places[1:]]
    if opening is None or None in tags or opening[1] != points.name:
        return None
    whole = data[places[0] : places[-1] + len(tags[-1] or b"")] if tags else opening[0]
    if not _well_formed(whole):
        return None
    known = [tag for tag in tags if tag is not None]
    names, pieces = _attributes(opening[0])
    channels = tuple(dialect.attributes.get(name) for name in names)
    return _Shape(pieces, channels, tuple(known), _leaves(known, dialect))


def _tag(data: bytes, place: int) -> bytes | None:
    end = data.find(b">", place, place + 512)
    tag = data[place : end + 1]
    # A '>' inside an attribute's value would end the tag too early.
    return tag if end > 0 and tag.count(b'"') % 2 == 0 and b"'" not in tag else None


def _attributes(tag: bytes) -> tuple[list[str], tuple[bytes, ...]]:
    names: list[str] = []
    pieces: list[bytes] = []
    at = 0
    for found in _ATTRIBUTE.finditer(tag):
        names.append(found[1].decode("latin-1"))
        pieces.append(tag[at : found.start(2)])
        at = found.end(2)
    return names, (*pieces, tag[at:])


def _leaves(tags: list[bytes], dialect: Dialect) -> dict[int, str]:
    """Elements that hold text only: their closing tag follows at once."""
    leaves: dict[int, str] = {}
    for place, (tag, following) in enumerate(itertools.pairwise(tags), 1):
        if tag.startswith(b"</") or tag.endswith(b"/>") or not following.startswith(b"</"):
            continue
        name = re.split(rb"[\s>]", tag[1:], maxsplit=1)[0].decode("utf-8", "replace")
        channel = dialect.leaf(name.rpartition(":")[2])
        if channel is not None:
            leaves[place] = channel
    return leaves


def _well_formed(element: bytes) -> bool:
    try:
        expat.ParserCreate("utf-8").Parse(element, True)
    except expat.ExpatError:
        return False
    return True


def _taken_out(data: bytes, points: _Points) -> Hollow | None:
    if int(points.done.sum()) < FEWEST:
        return None
    columns = {name: _column(points.text, name, spans) for name, spans in points.spans.items()}
    pieces: list[bytes] = []
    blocks: list[Block] = []
    at = 0
    for begin, end in _runs(points):
        pieces += (data[at : int(points.tags[points.first[begin]])], f'<{MARK} n="{len(blocks)}"/>'.encode())
        at = int(points.end[end - 1])
        blocks.append(_block(points, columns, begin, end))
    return Hollow(b"".join((*pieces, data[at:])), tuple(blocks))


def _column(text: Text, name: str, spans: Spans) -> Floats:
    return stamps_at(text, spans) if name == "time" else numbers_at(text, spans)


def _runs(points: _Points) -> Iterator[tuple[int, int]]:
    """Stretches of points that were read and have no tag between them."""
    after = np.append(points.first[1:], -1)
    joined = points.done & np.append(points.done[1:], False) & (points.last + 1 == after)
    rows = np.flatnonzero(points.done)
    if not len(rows):
        return
    ends = rows[~joined[rows]] + 1
    begins = np.append(rows[0], rows[1:][~joined[rows[:-1]]])
    yield from zip(begins.tolist(), ends.tolist(), strict=True)


def _block(points: _Points, columns: Mapping[str, Floats], begin: int, end: int) -> Block:
    kept: dict[str, Floats] = {}
    first_time: str | None = None
    for name, values in columns.items():
        spans = points.spans[name]
        filled = np.flatnonzero(spans.ends[begin:end] > spans.starts[begin:end])
        if not len(filled):
            continue
        kept[name] = values[begin:end]
        if name == "time":
            row = begin + int(filled[0])
            first_time = points.text.data[int(spans.starts[row]) : int(spans.ends[row])].decode("utf-8", "replace")
    return Block(end - begin, kept, first_time)
