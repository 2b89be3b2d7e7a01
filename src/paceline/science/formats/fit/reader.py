"""Splits FIT bytes into messages of one layout each, without decoding a single value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from fastcrc import crc16
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Offsets: TypeAlias = NDArray[np.int64]

COMPRESSED, DEFINITION, DEVELOPER = 0x80, 0x40, 0x20
# Walked one by one before looking for a pattern; grows while there is none, so that looking stays cheap.
FIRST_STRETCH, LONGEST_STRETCH = 16, 1 << 12
# The step of a header without a layout: so far that the next look behind it fails.
UNKNOWN: Final = 1 << 60
# A leap over fewer bytes than this costs as much as walking.
WORTHWHILE = 4_000
# A pattern is the shortest sequence of at most this many messages that the last ones repeat.
LONGEST_PATTERN = 16
FIRST_REPEATS, MOST_REPEATS = 64, 1 << 16
# Fewer messages than this are sorted into their layouts without numpy.
FEW = 24
# A compressed header carries five bits of time; without them it is one of four.
PLAIN: Final = bytes(header & 0xE0 if header & COMPRESSED else header for header in range(256))
# Real files need a few dozen layouts and seldom two frames; bounds keep forged ones cheap.
MOST_LAYOUTS, MOST_FRAMES, MOST_GAPS = 2_000, 100, 16
# Behind damage, a message counts as found again when its time fits and this many known messages follow it.
LATEST_AFTER, ENOUGH_MESSAGES, LAST_TIMES = 7 * 86_400, 4, 5
NOWHERE: Final = np.empty(0, np.int64)
TIMESTAMP_FIELD, TIMESTAMP_SIZE = 253, 4


class FieldShape(NamedTuple):
    """One field of a definition message: where it lies in the payload and how it is stored."""

    number: int
    size: int
    base_type: int
    offset: int
    developer: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """The layout of the data messages that follow it; equal bytes give the same object."""

    message: int
    big_endian: bool
    fields: tuple[FieldShape, ...]
    size: int
    developer: bool = False


@dataclass(slots=True)
class Group:
    """All messages of one layout: where their headers lie, in file order once the scan is over."""

    definition: Definition
    compressed: bool
    single: list[int] = field(default_factory=list[int])
    stretches: list[Offsets] = field(default_factory=list[Offsets])
    offsets: Offsets = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def step(self) -> int:
        return self.definition.size + 1

    def settle(self) -> bool:
        """Brings the offsets into file order; False when the file has no such message."""
        parts = [*self.stretches, np.asarray(self.single, np.int64)] if self.single else self.stretches
        if not parts:
            return False
        self.offsets = parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts), kind="stable")
        return True


@dataclass(frozen=True, slots=True)
class Frame:
    """One FIT file inside the bytes: a device may chain several.

    `stopped` is where the last message that could be read ends, `stated_end` where the header says they all end;
    `gaps` are stretches in between that could not be read.
    """

    data: bytes
    groups: tuple[Group, ...]
    end: int
    cut_off: bool
    damaged: bool
    checksum_ok: bool
    stopped: int
    stated_end: int
    gaps: tuple[tuple[int, int], ...] = ()


def frames(data: bytes) -> Iterator[Frame]:
    """Every chained FIT file; stops quietly at the first bytes that are not one."""
    position = 0
    for _ in range(MOST_FRAMES):
        bounds = _bounds(data, position)
        if bounds is None:
            return
        start, end, stated_end = bounds
        frame = _scan(data, position, start, end, stated_end)
        yield frame
        position = frame.end


def _bounds(data: bytes, position: int) -> tuple[int, int, int] | None:
    """Payload start, payload end, and the end the header claims."""
    if len(data) - position < 12 or data[position + 8 : position + 12] != b".FIT":
        return None
    start = position + data[position]
    size = int.from_bytes(data[position + 4 : position + 8], "little")
    if data[position] < 12 or start > len(data):
        return None
    if size == 0 and len(data) > start + 2:
        # A device that lost power never wrote the size: everything that follows is payload.
        return start, len(data), len(data) + 2
    return start, min(start + size, len(data)), start + size


def _scan(data: bytes, position: int, start: int, end: int, stated_end: int) -> Frame:
    scanner = _Scanner(data, end)
    stopped, gaps = scanner.walk(start), list[tuple[int, int]]()
    while stopped < end and len(gaps) < MOST_GAPS:
        resumed = scanner.resume(stopped)
        if resumed is None:
            break
        gaps.append((stopped, resumed))
        stopped = scanner.walk(resumed)
    cut_off = stated_end + 2 > len(data)
    after = min(stated_end + 2, len(data))
    checksum = data[stated_end:after]
    checksum_ok = len(checksum) == 2 and crc16.arc(data[position:stated_end]) == int.from_bytes(checksum, "little")
    groups = tuple(group for group in scanner.groups.values() if group.settle())
    damaged = stopped < end and not cut_off
    return Frame(data, groups, after, cut_off, damaged, checksum_ok, stopped, stated_end, tuple(gaps))


class _Scanner:
    """Walks message headers; boundaries follow from headers only, so repeating patterns are compared in one go."""

    def __init__(self, data: bytes, end: int) -> None:
        self.data = data
        self.bytes: Bytes = np.frombuffer(data, np.uint8)
        self.end = end
        self.groups: dict[tuple[bytes, bool, bool], Group] = {}
        # By header byte: the size of the message with its header, and its layout.
        self.steps = [UNKNOWN] * 256
        self.largest = 1
        self.active: dict[int, tuple[bytes, bool]] = {}
        self.packed = False
        self.layouts: list[Group | None] = [None] * 256
        self.sizes: Offsets = np.zeros(256, np.int64)

    def walk(self, position: int) -> int:
        """Reads up to the end, or up to the first byte that cannot be understood; returns where it stopped."""
        data, end, steps = self.data, self.end, self.steps
        stretch = FIRST_STRETCH
        while position < end:
            header = data[position]
            if steps[header] == UNKNOWN:
                if header & COMPRESSED and self._pack(header >> 5 & 3):
                    continue
                after = self._define(position) if header & (COMPRESSED | DEFINITION) == DEFINITION else None
                if after is None:
                    return position
                position = after
                continue
            began, heads = position, bytearray()
            keep = heads.append
            # So many messages cannot reach the end, whatever they are: the loop need not look for it.
            safe = min(stretch, (end - position) // self.largest)
            try:
                for _ in repeat(None, safe or 1):
                    header = data[position]
                    position += steps[header]
                    keep(header)
            except IndexError:
                pass
            if position > end:
                last = steps[heads.pop()]
                position -= last
                self._file(heads, began)
                if last == UNKNOWN:
                    continue
                return position
            self._file(heads, began)
            if len(heads) < stretch or position == end:
                continue
            period = self._period(heads)
            leapt = self._repeats(heads[-period:], position) if period else position
            # A pattern that breaks at once is not worth looking for so often.
            stretch = FIRST_STRETCH if leapt - position > WORTHWHILE else min(stretch * 2, LONGEST_STRETCH)
            position = leapt
        return position

    def _period(self, heads: bytearray) -> int:
        """The length of the shortest pattern the last messages repeat three times; 0 when there is none."""
        last = heads[-3 * LONGEST_PATTERN :].translate(PLAIN)
        return next((k for k in range(1, len(last) // 3 + 1) if last[k:] == last[:-k]), 0)

    def _repeats(self, pattern: bytearray, position: int) -> int:
        """Files every further repetition of the pattern; returns where the last one ends."""
        heads: list[tuple[int, int, int]] = []
        length = 0
        for header in pattern:
            heads.append((length, header & 0xE0, header))
            length += self.steps[header]
        whole, count, stretch = (self.end - position) // length, 0, FIRST_REPEATS
        while count < whole:
            upto = min(count + stretch, whole)
            same = upto - count
            for at, packed, header in heads:
                begin = position + at + count * length
                found = self.bytes[begin : begin + (same - 1) * length + 1 : length]
                equal = (found & 0xE0) == packed if header & COMPRESSED else found == header
                same = same if equal.all() else int(equal.argmin())
                if not same:
                    break
            count += same
            if count < upto:
                break
            stretch = min(stretch * 4, MOST_REPEATS)
        if count:
            run = np.arange(count, dtype=np.int64) * length + position
            for at, _, header in heads:
                self._layout(header).stretches.append(run + at)
        return position + count * length

    def _file(self, heads: bytearray, place: int) -> None:
        """Sorts neighbouring messages into their layouts."""
        if len(heads) <= FEW:
            for header in heads:
                self._layout(header).single.append(place)
                place += self.steps[header]
            return
        kinds = np.frombuffer(heads.translate(PLAIN), np.uint8)
        sizes = self.sizes[kinds]
        places = np.cumsum(sizes)
        places += place - sizes
        present = set(heads.translate(PLAIN))
        for kind in present:
            self._layout(kind).stretches.append(places if len(present) == 1 else places[kinds == kind])

    def _layout(self, header: int) -> Group:
        group = self.layouts[header]
        assert group is not None
        return group

    def resume(self, position: int) -> int | None:
        """Where messages begin again behind bytes that make no sense: a known header with a time that goes on."""
        found = [self._reappears(header, position) for header in range(16) if self.steps[header] != UNKNOWN]
        return min((place for place in found if place is not None), default=None)

    def _reappears(self, header: int, position: int) -> int | None:
        group = self._layout(header)
        shape = next((field for field in group.definition.fields if field.number == TIMESTAMP_FIELD), None)
        last = sorted([*group.single[-LAST_TIMES:], *np.concatenate([NOWHERE, *group.stretches[-1:]])[-LAST_TIMES:]])
        if not last or shape is None or shape.size != TIMESTAMP_SIZE:
            return None
        at = 1 + shape.offset
        stored = ">u4" if group.definition.big_endian else "<u4"
        everywhere: NDArray[np.uint32] = np.ndarray((len(self.data) - 3,), stored, buffer=self.data, strides=(1,))
        places = np.flatnonzero(self.bytes[position + 1 : self.end - group.step] == header) + position + 1
        # The very last message may be damaged itself: the middle one of the last few tells the time.
        now = int(np.median(everywhere[np.array(last[-LAST_TIMES:]) + at]))
        later = everywhere[places + at].astype(np.int64) - now
        likely = places[(later >= 0) & (later <= LATEST_AFTER)]
        return next((int(place) for place in likely[:MOST_LAYOUTS] if self._goes_on(int(place))), None)

    def _goes_on(self, position: int) -> bool:
        for _ in range(ENOUGH_MESSAGES):
            if position == self.end:
                return True
            if position > self.end or self.steps[self.data[position]] == UNKNOWN:
                return False
            position += self.steps[self.data[position]]
        return position <= self.end

    def _define(self, position: int) -> int | None:
        data, end = self.data, self.end
        header = data[position]
        fields_end = position + 6 + 3 * data[position + 5] if position + 6 <= end else end + 1
        if fields_end > end or len(self.groups) >= 2 * MOST_LAYOUTS:
            return None
        after = fields_end
        if header & DEVELOPER:
            after = fields_end + 1 + 3 * data[fields_end] if fields_end < end else end + 1
            if after > end:
                return None
        self._activate(header & 15, data[position + 2 : after], bool(header & DEVELOPER))
        return after

    def _activate(self, local: int, layout: bytes, developer: bool) -> None:
        """Devices repeat definitions; equal ones share a group so that runs stay together."""
        group = self._group(layout, developer, compressed=False)
        if self.layouts[local] is group and not self.packed:
            return
        self.largest = max(self.largest, group.step)
        # The two bits between the kind of header and the local number are reserved.
        for header in (local, local | 0x10, local | 0x20, local | 0x30):
            self.layouts[header], self.steps[header] = group, group.step
        self.sizes[local : local + 64 : 16] = group.step
        self.active[local] = (layout, developer)
        if self.packed and local < 4:
            for header in range(COMPRESSED | local << 5, (COMPRESSED | local << 5) + 32):
                self.steps[header] = UNKNOWN

    def _pack(self, local: int) -> bool:
        """Opens the headers with a compressed time for a layout; few devices write them."""
        if local not in self.active:
            return False
        group = self._group(*self.active[local], compressed=True)
        for header in range(COMPRESSED | local << 5, (COMPRESSED | local << 5) + 32):
            self.layouts[header], self.steps[header] = group, group.step
        # Messages are sorted by their plain header, which stands for all times.
        self.sizes[COMPRESSED | local << 5] = group.step
        self.packed = True
        return True

    def _group(self, layout: bytes, developer: bool, *, compressed: bool) -> Group:
        key = (layout, developer, compressed)
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = Group(definition(layout, developer), compressed)
        return group


@lru_cache(maxsize=1_024)
def definition(layout: bytes, developer: bool) -> Definition:
    """A definition message from its byte order on; the same watch writes the same few in every file."""
    big_endian = layout[0] == 1
    message = int.from_bytes(layout[1:3], "big" if big_endian else "little")
    fields: list[FieldShape] = []
    offset, own = 0, 4 + 3 * layout[3]
    for at in range(4, own, 3):
        fields.append(FieldShape(layout[at], layout[at + 1], layout[at + 2], offset))
        offset += layout[at + 1]
    for at in range(own + 1, len(layout), 3) if developer else ():
        fields.append(FieldShape(layout[at], layout[at + 1], 0, offset, layout[at + 2]))
        offset += layout[at + 1]
    return Definition(message, big_endian, tuple(fields), offset, developer)
