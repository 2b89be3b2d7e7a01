"""Splits FIT bytes into runs of messages of one shape, without decoding a single value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from fastcrc import crc16
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Offsets: TypeAlias = NDArray[np.int64]

COMPRESSED, DEFINITION, DEVELOPER = 0x80, 0x40, 0x20
# Grows so that one short run costs little and one long run costs few numpy calls.
FIRST_STRETCH, LONGEST_STRETCH = 32, 1 << 17
# Real files need a few dozen layouts and seldom two frames; bounds keep forged ones cheap.
MOST_LAYOUTS, MOST_FRAMES = 2_000, 100


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a definition message: where it lies in the payload and how it is stored."""

    number: int
    size: int
    base_type: int
    offset: int
    developer: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """The layout of the data messages that follow it."""

    message: int
    big_endian: bool
    fields: tuple[FieldShape, ...]
    size: int


@dataclass(slots=True)
class Group:
    """All messages of one layout, as runs of neighbours (start offset, count)."""

    definition: Definition
    compressed: bool
    starts: list[int] = field(default_factory=list[int])
    counts: list[int] = field(default_factory=list[int])

    @property
    def step(self) -> int:
        return self.definition.size + 1

    def offsets(self) -> Offsets:
        starts, counts = (np.asarray(self.starts, np.int64), np.asarray(self.counts, np.int64))
        before = np.cumsum(counts) - counts
        within = np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(before, counts)
        return np.repeat(starts, counts) + within * self.step


@dataclass(frozen=True, slots=True)
class Frame:
    """One FIT file inside the bytes: a device may chain several."""

    data: bytes
    groups: tuple[Group, ...]
    end: int
    cut_off: bool
    damaged: bool
    checksum_ok: bool


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
    stopped = scanner.walk(start)
    cut_off = stated_end + 2 > len(data)
    after = min(stated_end + 2, len(data))
    checksum = data[stated_end:after]
    checksum_ok = len(checksum) == 2 and crc16.arc(data[position:stated_end]) == int.from_bytes(checksum, "little")
    groups = tuple(group for group in scanner.groups.values() if group.starts)
    return Frame(data, groups, after, cut_off, stopped < end and not cut_off, checksum_ok)


class _Scanner:
    """Walks message headers; boundaries follow from headers only, so runs can be compared in one go."""

    def __init__(self, data: bytes, end: int) -> None:
        self.data = data
        self.bytes: Bytes = np.frombuffer(data, np.uint8)
        self.end = end
        self.groups: dict[tuple[Definition, bool], Group] = {}
        self.plain: list[Group | None] = [None] * 16
        self.packed: list[Group | None] = [None] * 4

    def walk(self, position: int) -> int:
        """Reads up to the end, or up to the first byte that cannot be understood; returns where it stopped."""
        data, end, plain, packed = self.data, self.end, self.plain, self.packed
        while position < end:
            header = data[position]
            if header & COMPRESSED:
                group = packed[(header >> 5) & 3]
            elif header & DEFINITION:
                after = self._define(position)
                if after is None:
                    return position
                position = after
                continue
            else:
                group = plain[header & 15]
            if group is None:
                return position
            step = group.definition.size + 1
            following = position + step
            if following > end:
                return position
            count = 1
            if following < end and data[following] == header:
                count = self._run(position, step, header)
            group.starts.append(position)
            group.counts.append(count)
            position += step * count
        return position

    def _run(self, position: int, step: int, header: int) -> int:
        """How many messages with this very header follow one another."""
        whole, mask = ((self.end - position) // step, 0xE0 if header & COMPRESSED else 0xFF)
        count, stretch = 1, FIRST_STRETCH
        while count < whole:
            upto = min(count + stretch, whole)
            headers = self.bytes[position + count * step : position + (upto - 1) * step + 1 : step]
            same = (headers & mask) == (header & mask)
            if not same.all():
                return count + int(same.argmin())
            count, stretch = upto, min(stretch * 4, LONGEST_STRETCH)
        return max(count, 1)

    def _define(self, position: int) -> int | None:
        data, end = self.data, self.end
        header = data[position]
        fields_end = position + 6 + 3 * data[position + 5] if position + 6 <= end else end + 1
        if fields_end > end or len(self.groups) >= MOST_LAYOUTS:
            return None
        developer = b""
        after = fields_end
        if header & DEVELOPER:
            after = fields_end + 1 + 3 * data[fields_end] if fields_end < end else end + 1
            if after > end:
                return None
            developer = data[fields_end + 1 : after]
        self._activate(header & 15, _definition(data[position + 2 : fields_end], developer))
        return after

    def _activate(self, local: int, definition: Definition) -> None:
        self.plain[local] = self._group(definition, compressed=False)
        if local < 4:
            self.packed[local] = self._group(definition, compressed=True)

    def _group(self, definition: Definition, *, compressed: bool) -> Group:
        """Devices repeat definitions; equal ones share a group so that runs stay together."""
        return self.groups.setdefault((definition, compressed), Group(definition, compressed))


def _definition(fixed: bytes, developer: bytes) -> Definition:
    big_endian = fixed[0] == 1
    message = int.from_bytes(fixed[1:3], "big" if big_endian else "little")
    fields: list[FieldShape] = []
    offset = 0
    for at in range(4, len(fixed), 3):
        fields.append(FieldShape(fixed[at], fixed[at + 1], fixed[at + 2], offset))
        offset += fixed[at + 1]
    for at in range(0, len(developer), 3):
        fields.append(FieldShape(developer[at], developer[at + 1], 0, offset, developer[at + 2]))
        offset += developer[at + 1]
    return Definition(message, big_endian, tuple(fields), offset)
