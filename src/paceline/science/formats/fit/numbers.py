"""Turns the bytes of FIT messages into float64 numbers: many small layouts in one go, long ones column by column."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .columns import rows
from .layouts import ANY_BYTE, BIG, Column, Layout
from .profile import BASE_TYPES
from .reader import Frame, Group

# A layout with more messages or more elements than this is read column by column.
MANY_MESSAGES, MANY_ELEMENTS = 128, 20_000
# As many small arrays as this join faster than numpy repeats one.
FEW: Final = 8
# Elements that are gathered at once: bounds the memory a forged file can ask for.
MOST_AT_ONCE: Final = 250_000


@cache
def storage(kind: int) -> tuple[np.dtype[Any], int | None]:
    """How an element of this kind is stored, and the value that means 'nothing measured'."""
    if kind == ANY_BYTE:
        return np.dtype("u1"), None
    base = BASE_TYPES[kind & 0x1F]
    return np.dtype(base.code).newbyteorder(">" if kind & BIG else "<"), base.invalid


class Columns(MutableMapping[str, Floats]):
    """The numeric columns of one layout by name: all numbers are there, a column is the view of its elements."""

    __slots__ = ("_layout", "_numbers", "_own")

    def __init__(self, layout: Layout, numbers: Floats | None, own: dict[str, Floats]) -> None:
        self._layout, self._numbers, self._own = layout, numbers, own

    def __getitem__(self, name: str) -> Floats:
        found = self._own.get(name)
        if found is None:
            if self._numbers is None:
                raise KeyError(name)
            found = merged([(same, self._view(same)) for same in self._layout.by_name[name]])
            self._own[name] = found
        return found

    def __setitem__(self, name: str, values: Floats) -> None:
        self._own[name] = values

    def __delitem__(self, name: str) -> None:
        raise TypeError("A field of a message cannot be taken out.")

    def __iter__(self) -> Iterator[str]:
        yield from self._layout.by_name
        yield from [name for name in self._own if name not in self._layout.by_name]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._layout.by_name or name in self._own

    def _view(self, column: Column) -> Floats:
        assert self._numbers is not None
        first, width = column.first, column.width
        return self._numbers[:, first] if width == 1 else self._numbers[:, first : first + width]


def merged(found: Sequence[tuple[Column, Floats]]) -> Floats:
    """One column: of fields named twice the last that has a value; bytes are only missing all together."""
    result: Floats | None = None
    for column, values in found:
        if column.kind == ANY_BYTE:
            values = np.where((values == 0xFF).all(axis=1, keepdims=True), np.nan, values)
        if result is not None and result.shape == values.shape:
            values = np.where(np.isfinite(values), values, result)
        result = values
    assert result is not None
    return result


def columns_of(frame: Frame, work: Sequence[tuple[Group, Layout]]) -> list[Columns]:
    """The numeric columns of every layout, scaled, NaN where the device wrote nothing."""
    found: dict[int, Columns] = {}
    for batch in _batches(work):
        for index, numbers in zip(batch, _gathered(frame, [work[index] for index in batch]), strict=True):
            found[index] = Columns(work[index][1], numbers, {})
    long = [index for index, (group, layout) in enumerate(work) if _many(group, layout)]
    sizes = [len(work[index][0].offsets) * len(work[index][1].places) for index in long]
    # One block for all: the allocator keeps a large one for the next file and gives many small ones back.
    whole, at = np.empty(sum(sizes)), 0
    for index, size in zip(long, sizes, strict=True):
        group, layout = work[index]
        block = whole[at : at + size].reshape(len(layout.places), len(group.offsets))
        found[index] = Columns(layout, None, _long(frame, group, layout, block))
        at += size
    return [found[index] for index in range(len(work))]


def _many(group: Group, layout: Layout) -> bool:
    count = len(group.offsets)
    return count > MANY_MESSAGES or count * len(layout.places) > MANY_ELEMENTS


def _batches(work: Sequence[tuple[Group, Layout]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for index, (group, layout) in enumerate(work):
        if _many(group, layout):
            continue
        batch.append(index)
        size += len(group.offsets) * len(layout.places)
        if size > MOST_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _gathered(frame: Frame, work: Sequence[tuple[Group, Layout]]) -> Iterator[Floats]:
    """All elements of all messages of these layouts, gathered by how they are stored rather than by layout."""
    counts = [len(group.offsets) for group, _ in work]
    layouts = [layout for _, layout in work]
    messages = np.concatenate([group.offsets for group, _ in work])
    place = _each([layout.places for layout in layouts], counts)
    place += messages.repeat(
        [len(layout.places) for layout, count in zip(layouts, counts, strict=True) for _ in range(count)]
    )
    kinds = _each([layout.kinds for layout in layouts], counts)
    values = np.empty(len(place))
    for kind in set(kinds.tobytes()):
        mine = (kinds == kind).nonzero()[0]
        _read(values, mine, frame.data, place[mine], kind)
    values /= _each([layout.scales for layout in layouts], counts)
    values -= _each([layout.offsets for layout in layouts], counts)
    at = 0
    for group, layout in work:
        count, width = len(group.offsets), len(layout.places)
        yield values[at : at + count * width].reshape(count, width)
        at += count * width


def _each(parts: list[NDArray[Any]], counts: list[int]) -> NDArray[Any]:
    """Every part as many times as it counts, one after the other."""
    found: list[NDArray[Any]] = []
    for part, count in zip(parts, counts, strict=True):
        if count <= FEW:
            found += [part] * count
        else:
            found.append(part[None, :].repeat(count, axis=0).ravel())
    return np.concatenate(found)


def _read(values: Floats, mine: NDArray[np.int64], data: bytes, places: NDArray[np.int64], kind: int) -> None:
    """Numbers of one kind from anywhere in the file: a view in which one begins at every byte, gathered once."""
    stored, invalid = storage(kind)
    everywhere: NDArray[Any] = np.ndarray((len(data) - stored.itemsize + 1,), stored, buffer=data, strides=(1,))
    raw = everywhere[places]
    if stored.kind == "f":
        values[mine] = _known(raw, invalid)
        return
    values[mine] = raw
    if invalid is not None:
        values[mine[raw == invalid]] = np.nan


def _known(raw: NDArray[Any], invalid: int | None) -> Floats:
    values = np.empty(raw.shape)
    _fill(values, raw, invalid)
    return values


def _fill(values: Floats, raw: NDArray[Any], invalid: int | None) -> None:
    if raw.dtype.kind == "f":
        # Some of the bytes are no number at all, and numpy would warn of them.
        with np.errstate(all="ignore"):
            values[...] = raw
        values[~np.isfinite(values)] = np.nan
        return
    values[...] = raw
    if invalid is not None:
        missing = raw == invalid
        if missing.any():
            values[missing] = np.nan


def _long(frame: Frame, group: Group, layout: Layout, block: Floats) -> dict[str, Floats]:
    table = rows(frame, group)
    return {
        name: merged([(column, _column(table, column, block)) for column in same])
        for name, same in layout.by_name.items()
    }


def _column(table: NDArray[np.uint8], column: Column, block: Floats) -> Floats:
    stored, invalid = storage(column.kind)
    raw = table[:, column.at : column.at + column.width * stored.itemsize].view(stored)
    values = block[column.first : column.first + column.width].T
    if column.width == 1:
        raw, values = raw[:, 0], values[:, 0]
    _fill(values, raw, invalid)
    if column.scale != 1.0:
        values /= column.scale
    if column.offset:
        values -= column.offset
    return values
