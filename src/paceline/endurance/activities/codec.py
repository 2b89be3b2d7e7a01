"""Packs a channel of samples into few bytes: differences of whole steps, their bytes sorted by weight, compressed.

20 KiB an hour for ten channels where raw values take 88, and a whole activity is read back within a millisecond.
"""

from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from paceline.science.endurance.streams import Array

VERSION = 2  # differences take as many bytes as the largest needs; in version 1, which is still read, always eight
_WIDE = 1
_HEAD = 6  # version, whether values are missing, count
_FIRST = 9  # version 2 besides: bytes a difference takes, and the first value
_LARGEST = 2.0**60
_WIDTHS = (1, 2, 4, 8)


def pack(values: Array, steps: int) -> bytes:
    """The samples, rounded to one part in `steps`; missing ones stay missing."""
    known = np.isfinite(values) & (np.abs(values) * steps < _LARGEST)
    whole = np.round(np.where(known, values, 0.0) * steps).astype(np.int64)
    if not known.all():
        whole = _carried(whole, known)
    first = int(whole[0]) if whole.size else 0
    moves = np.diff(whole, prepend=np.int64(first))
    width = _width(moves)
    shuffled = moves.astype(f"<i{width}").view(np.uint8).reshape(-1, width).T.tobytes()
    mask = b"" if known.all() else np.packbits(known).tobytes()
    head = bytes((VERSION, int(bool(mask)))) + len(values).to_bytes(4, "little")
    head += bytes((width,)) + first.to_bytes(8, "little", signed=True)
    return head + zstandard.ZstdCompressor(level=3).compress(mask + shuffled)


def unpack(packed: bytes, steps: int) -> Array:
    """The samples, NaN where they are missing."""
    if packed[0] not in (VERSION, _WIDE):
        raise ValueError(f"unknown packing {packed[0]}")
    count, width, first, start = int.from_bytes(packed[2:_HEAD], "little"), 8, 0, _HEAD
    if packed[0] == VERSION:
        width, start = packed[_HEAD], _HEAD + _FIRST
        first = int.from_bytes(packed[_HEAD + 1 : start], "little", signed=True)
    gaps = (count + 7) // 8 if packed[1] else 0
    plain = zstandard.ZstdDecompressor().decompress(memoryview(packed)[start:], max_output_size=gaps + count * width)
    moves = _together(np.frombuffer(plain, np.uint8, count * width, gaps).reshape(width, count))
    whole = np.cumsum(moves, dtype=np.int64)
    whole += first
    values = np.true_divide(whole, steps)
    if gaps:
        known = np.unpackbits(np.frombuffer(plain, np.uint8, gaps), count=count).view(bool)
        values[~known] = np.nan
    return values


def _together(planes: NDArray[np.uint8]) -> NDArray[Any]:
    """The numbers whose lowest bytes are the first row, the next the second: a shift a row is far less than a transpose."""
    width = len(planes)
    if width == 8:
        return planes.T.copy().view("<i8").ravel()
    whole = planes[0].astype(f"<u{width}")
    for place in range(1, width):
        whole |= planes[place].astype(whole.dtype) << (8 * place)
    return whole.view(f"<i{width}")


def _width(moves: NDArray[np.int64]) -> int:
    """The bytes the largest difference takes."""
    if not moves.size:
        return 1
    low, high = int(moves.min()), int(moves.max())
    return next(width for width in _WIDTHS if -(1 << (8 * width - 1)) <= low and high < 1 << (8 * width - 1))


def _carried(whole: NDArray[Any], known: NDArray[np.bool_]) -> NDArray[Any]:
    """Missing values repeat the one before, those at the beginning the first there is, so that they cost nothing."""
    if not known.any():
        return np.zeros_like(whole)
    last = np.maximum.accumulate(np.where(known, np.arange(len(whole)), int(known.argmax())))
    return whole[last]
