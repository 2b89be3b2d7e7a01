"""Breaks FIT files the way transfers, low batteries and forgers do: a seeded source of damaged bytes."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

# How many damaged files a run reads; a nightly run asks for ten thousand.
ROUNDS: Final = int(os.environ.get("PACELINE_FUZZ_ROUNDS", "500"))
LONGEST: Final = 200_000

Change = Callable[[bytearray, Random], None]


def _cut(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _flip(data: bytearray, chance: Random) -> None:
    for _ in range(chance.randint(1, 8)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, chance: Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.choice((0, 1, 0x40, 0x7F, 0x80, 0xFF, chance.randrange(256)))


def _lose(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 2, 3, 64, 512))]


def _insert(data: bytearray, chance: Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.choice((1, 2, 17, 200)))


def _repeat(data: bytearray, chance: Random) -> None:
    at, size = chance.randrange(len(data) + 1), chance.choice((1, 9, 40, 4_000))
    if len(data) + size < LONGEST:
        data[at:at] = data[at : at + size]


def _size(data: bytearray, chance: Random) -> None:
    """The header lies about how long the file is."""
    if len(data) >= 12:
        data[4:8] = struct.pack("<I", chance.choice((0, 1, len(data), len(data) * 2, 2**31, 2**32 - 1)))


def _layout(data: bytearray, chance: Random) -> None:
    """A definition of up to 255 fields of up to 255 bytes, somewhere."""
    count = chance.choice((0, 1, 255))
    fields = bytes(chance.choice((0, 1, 4, 255, chance.randrange(256))) for _ in range(3 * count))
    message = chance.choice((0, 18, 19, 20, 21, 23, 78, 101, 132, 206, 207, 0xFFFF))
    forged = bytes((0x40 | chance.randrange(64), 0, chance.choice((0, 1, 7)))) + struct.pack("<HB", message, count)
    at = min(len(data), chance.choice((12, 14, chance.randrange(len(data) + 1))))
    data[at:at] = forged + fields


def _chain(data: bytearray, chance: Random) -> None:
    if 2 * len(data) < LONGEST:
        data += data[: chance.randrange(len(data) + 1)]


CHANGES: Final[tuple[Change, ...]] = (
    *(_cut, _flip, _flip, _set, _set, _lose, _insert, _repeat, _size, _layout, _chain),
)


def damaged(seeds: Sequence[bytes], rounds: int = ROUNDS, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """The same numbers give the same bytes, so that a nightly find can be repeated."""
    for number in range(start, start + rounds):
        chance = Random(number)
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 3, 6))):
            chance.choice(CHANGES)(data, chance)
        yield number, bytes(data)
