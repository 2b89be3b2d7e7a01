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

Offsets: TypeAlias = NDArray[np.int64]

COMPRESSED, DEFINITION, DEVELOPER = 0x80, 0x40, 0x20
# Walked one by one before looking for a pattern; grows while there is none, so that looking stays cheap.
FIRST_STRETCH, LONGEST_STRETCH = 16, 1 << 12
# The step of a header without a layout: so far that the next look behind it fails.
UNKNOWN: Final = 1 << 60
# A leap over fewer messages than this costs as much as walking.
WORTHWHILE = 64
# A leap over more messages than this is kept as a range instead of message by message.
LONG_LEAP = 1_000
# A pattern is the shortest sequence of at most this many messages that the last ones repeat.
LONGEST_PATTERN = 16
FIRST_REPEATS, MOST_REPEATS = 32, 1 << 16
# Messages are told apart by a byte: two for every layout, one of them for its definitions.
MOST_CODES = 256
# A compressed header carries five bits of time; without them it is one of four.
PLAIN: Final = bytes(header & 0xE0 if header & COMPRESSED else header for header in range(256))
# Real files need a few dozen layouts and seldom two frames; bounds keep forged ones cheap.
MOST_LAYOUTS, MOST_FRAMES, MOST_GAPS = 2_000, 100, 16
# Behind damage, a message counts as found again when its time fits and this many known messages follow it.
LATEST_AFTER, ENOUGH_MESSAGES, LAST_TIMES = 7 * 86_400, 4, 5
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


@dataclass(slots=True, eq=False)
class Group:
    """All messages of one layout: where their headers lie, in file order."""

    definition: Definition
    compressed: bool
    offsets: Offsets

    @property
    def step(self) -> int:
        return self.definition.size + 1


@dataclass(slots=True, eq=False)
class _Kind:
    """A layout while its messages are being found: its code, the header included in its size, and where they lie."""

    definition: Definition
    compressed: bool
    step: int
    defined: int
    code: int = 0
    stretches: list[Offsets] = field(default_factory=list[Offsets])

    def group(self) -> Group:
        parts = self.stretches
        offsets = parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts), kind="stable")
        return Group(self.definition, self.compressed, offsets)


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
    scanner = _Scanner(data, start, end)
    stopped, gaps = scanner.walk(start), list[tuple[int, int]]()
    while stopped < end and len(gaps) < MOST_GAPS:
        resumed = scanner.resume(stopped)
        if resumed is None:
            break
        gaps.append((stopped, resumed))
        scanner.skip(resumed - stopped)
        stopped = scanner.walk(resumed)
    scanner.settle()
    cut_off = stated_end + 2 > len(data)
    after = min(stated_end + 2, len(data))
    checksum = data[stated_end:after]
    checksum_ok = len(checksum) == 2 and crc16.arc(data[position:stated_end]) == int.from_bytes(checksum, "little")
    groups = tuple(kind.group() for kind in scanner.found if kind.stretches)
    damaged = stopped < end and not cut_off
    return Frame(data, groups, after, cut_off, damaged, checksum_ok, stopped, stated_end, tuple(gaps))


class _Scanner:
    """Walks message headers; boundaries follow from headers only, so repeating patterns are compared in one go."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.data = data
        self.end = end
        # By the bytes of their definition, by local number, those whose headers hold a time, and all in order.
        self.kinds: dict[tuple[bytes, int], _Kind] = {}
        self.active: dict[int, _Kind] = {}
        self.timed: dict[_Kind, _Kind] = {}
        self.found: list[_Kind] = []
        # Whether headers with a time, or with reserved bits, stand for a layout.
        self.packed = self.reserved = False
        # By header byte: the size of the message with its header, and the code of its layout.
        self.steps = [UNKNOWN] * 256
        self.codes = bytearray(256)
        # Headers since the last change of a layout, and before it the codes of all messages, definitions included.
        self.heads = bytearray()
        self.coded = bytearray()
        self.by_code: list[_Kind] = []
        # Bytes that lie between two messages, by how many messages lie before them.
        self.begin = start
        self.skipped: list[tuple[int, int]] = []

    def walk(self, position: int) -> int:
        """Reads up to the end, or up to the first byte that cannot be understood; returns where it stopped."""
        data, end, steps, heads = self.data, self.end, self.steps, self.heads
        keep = heads.append
        stretch = FIRST_STRETCH
        while position < end:
            if steps[data[position]] == UNKNOWN:
                after = self._learn(position)
                if after is None:
                    return position
                position = after
                continue
            try:
                for _ in repeat(None, stretch):
                    header = data[position]
                    position += steps[header]
                    keep(header)
            except IndexError:
                pass
            # Looking for the end once in a while is cheaper than at every message.
            if position > end:
                last = 0
                while position > end:
                    last = steps[heads.pop()]
                    position -= last
                if position < end and last != UNKNOWN:
                    return position
                continue
            leapt, crossed = self._leap(position)
            # A pattern that breaks at once is not worth looking for so often.
            stretch = FIRST_STRETCH if crossed > WORTHWHILE else min(stretch * 2, LONGEST_STRETCH)
            position = leapt
        return position

    def _leap(self, position: int) -> tuple[int, int]:
        """Goes on while the last messages repeat themselves; returns where that ends and after how many messages."""
        pattern = _repeated(self.heads)
        parts, length = list[tuple[int, int]](), 0
        for header in pattern:
            parts.append((length, header))
            length += self.steps[header]
        if not 0 < length < UNKNOWN:
            return position, 0
        whole, count, look = (self.end - position) // length, 0, FIRST_REPEATS
        while count < whole:
            ahead = min(look, whole - count)
            same = self._same(parts, position + count * length, length, ahead)
            count += same
            if same < ahead:
                break
            look = min(look * 4, MOST_REPEATS)
        if count * len(pattern) <= LONG_LEAP:
            self.heads += pattern * count
        else:
            self._code()
            run = np.arange(count, dtype=np.int64) * length + position
            for at, header in parts:
                self.by_code[self.codes[header] // 2 - 1].stretches.append(run + at)
            self.skip(count * length)
        return position + count * length, count * len(pattern)

    def _same(self, parts: list[tuple[int, int]], position: int, length: int, ahead: int) -> int:
        """How often the pattern repeats itself within so many repetitions."""
        for at, header in parts:
            begin = position + at
            found = self.data[begin : begin + (ahead - 1) * length + 1 : length]
            if header & COMPRESSED:
                found = found.translate(PLAIN)
            wanted = PLAIN[header : header + 1]
            rest = found.lstrip(wanted)
            if rest:
                ahead -= len(rest)
                if not ahead:
                    break
        return ahead

    def skip(self, size: int) -> None:
        """Bytes follow that belong to no message, or to messages that are filed already."""
        self._code()
        self.skipped.append((len(self.coded), size))

    def _code(self) -> None:
        """Headers change their meaning, codes do not."""
        self.coded += self.heads.translate(self.codes)
        self.heads.clear()

    def settle(self) -> None:
        """Files all messages found so far under their layouts."""
        self._code()
        if self.coded:
            coded = np.frombuffer(bytes(self.coded), np.uint8)
            steps = [size for kind in self.by_code for size in (kind.step, kind.defined)]
            sizes = np.array([0, 0, *steps], np.int64)[coded]
            places = sizes.cumsum()
            places -= sizes
            places += self.begin
            if self.skipped:
                apart = np.zeros(len(places) + 1, np.int64)
                np.add.at(apart, [index for index, _ in self.skipped], [size for _, size in self.skipped])
                places += apart[:-1].cumsum()
            places = places[coded.argsort(kind="stable")]
            at = 0
            for code, count in enumerate(np.bincount(coded).tolist()):
                if count and not code & 1:
                    self.by_code[code // 2 - 1].stretches.append(places[at : at + count])
                at += count
            self.begin += int(sizes.sum())
        self.begin += sum(size for _, size in self.skipped)
        self.coded, self.skipped = bytearray(), []

    def _learn(self, position: int) -> int | None:
        """A header that stands for no layout yet: a definition, or another header of a layout that is known."""
        header = self.data[position]
        if header & COMPRESSED:
            return position if self._pack(header >> 5 & 3) else None
        if header & DEFINITION:
            return self._define(position, header)
        known = self.active.get(header & 15)
        if known is None:
            return None
        # The two bits between the kind of header and the local number are reserved.
        self.reserved = self.reserved or bool(header & 0x30)
        self._open(header, known)
        return position

    def resume(self, position: int) -> int | None:
        """Where messages begin again behind bytes that make no sense: a known header with a time that goes on."""
        self.settle()
        found = [self._reappears(header, position) for header in range(16) if self.steps[header] != UNKNOWN]
        return min((place for place in found if place is not None), default=None)

    def _reappears(self, header: int, position: int) -> int | None:
        kind = self.active[header]
        shape = next((field for field in kind.definition.fields if field.number == TIMESTAMP_FIELD), None)
        if not kind.stretches or shape is None or shape.size != TIMESTAMP_SIZE:
            return None
        last = kind.group().offsets[-LAST_TIMES:]
        at = 1 + shape.offset
        stored = ">u4" if kind.definition.big_endian else "<u4"
        everywhere: NDArray[np.uint32] = np.ndarray((len(self.data) - 3,), stored, buffer=self.data, strides=(1,))
        following = np.frombuffer(self.data, np.uint8)[position + 1 : max(self.end - kind.step, 0)]
        places = np.flatnonzero(following == header) + position + 1
        # The very last message may be damaged itself: the middle one of the last few tells the time.
        now = int(np.median(everywhere[last + at]))
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

    def _define(self, position: int, header: int) -> int | None:
        data, end = self.data, self.end
        after = position + 6 + 3 * data[position + 5] if position + 6 <= end else end + 1
        if header & DEVELOPER and after <= end:
            after = after + 1 + 3 * data[after] if after < end else end + 1
        if after > end or len(self.kinds) >= MOST_LAYOUTS:
            return None
        local, key = header & 15, (data[position + 2 : after], header & DEVELOPER)
        kind = self.kinds.get(key) or self._kind(key)
        # Devices repeat definitions; equal ones share a kind so that runs stay together.
        if self.active.get(local) is not kind or self.codes[header] != kind.code + 1:
            self.active[local] = kind
            self._open(local, kind)
            self.codes[header] = kind.code + 1
            if self.packed or self.reserved:
                self._close(local)
        self.heads.append(header)
        return after

    def _open(self, header: int, kind: _Kind) -> None:
        """From here on the header stands for this kind."""
        if self.heads:
            self._code()
        if not kind.code:
            self._use(kind)
        self.codes[header], self.steps[header] = kind.code, kind.step

    def _close(self, local: int) -> None:
        """Other headers of this local number have to be learned again."""
        for header in (local | 0x10, local | 0x20, local | 0x30):
            self.steps[header] = UNKNOWN
        if local < 4:
            self.steps[COMPRESSED | local << 5 : (COMPRESSED | local << 5) + 32] = [UNKNOWN] * 32

    def _pack(self, local: int) -> bool:
        """Opens the headers with a compressed time for a layout; few devices write them."""
        if local not in self.active:
            return False
        plain = self.active[local]
        kind = self.timed.get(plain)
        if kind is None:
            kind = self.timed[plain] = _Kind(plain.definition, True, plain.step, plain.defined)
            self.found.append(kind)
        self._open(first := COMPRESSED | local << 5, kind)
        self.codes[first : first + 32], self.steps[first : first + 32] = bytes([kind.code] * 32), [kind.step] * 32
        self.packed = True
        return True

    def _use(self, kind: _Kind) -> None:
        """Gives the kind a code; when they run out, what was found is filed and all of them are given anew."""
        if 2 * len(self.by_code) + 4 > MOST_CODES:
            self.settle()
            self._forget()
        self.by_code.append(kind)
        kind.code = 2 * len(self.by_code)

    def _forget(self) -> None:
        """Every header has to be learned again; layouts and what is filed under them stay."""
        for kind in self.by_code:
            kind.code = 0
        self.by_code.clear()
        for header in range(256):
            self.codes[header], self.steps[header] = 0, UNKNOWN

    def _kind(self, key: tuple[bytes, int]) -> _Kind:
        found = definition(key[0], bool(key[1]))
        kind = self.kinds[key] = _Kind(found, False, found.size + 1, len(key[0]) + 2)
        self.found.append(kind)
        return kind


def _repeated(heads: bytearray) -> bytes:
    """The shortest pattern the last messages repeat, three times or more; empty when there is none."""
    if heads.endswith(alike := heads[-1:] * 4):
        return bytes(alike[:1])
    last = bytes(heads[-3 * LONGEST_PATTERN :])
    plain = last.translate(PLAIN)
    period = next((k for k in range(1, len(last) // 3 + 1) if plain[k:] == plain[:-k]), 0)
    return last[-period:] if period else b""


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
