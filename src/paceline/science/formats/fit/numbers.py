"""Turns the bytes of FIT messages into float64 numbers: many small layouts in one go, long ones run by run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .columns import rows
from .layouts import ANY_BYTE, STORES, Column, Layout, Run
from .reader import Frame, Group

Columns: TypeAlias = dict[str, Floats]
# A layout with more messages or more elements than this is read run by run.
MANY_MESSAGES, MANY_ELEMENTS = 48, 20_000
# Elements that are gathered at once: bounds the memory a forged file can ask for.
MOST_AT_ONCE: Final = 250_000


def numbers_of(frame: Frame, work: Sequence[tuple[Group, Layout]]) -> list[Floats]:
    """The elements of every layout, one row each, scaled, NaN where the device wrote nothing."""
    found: dict[int, Floats] = {}
    for batch in _batches(work):
        found.update(zip(batch, _gathered(frame, [work[index] for index in batch]), strict=True))
    long = [index for index in range(len(work)) if index not in found]
    sizes = [len(work[index][0].offsets) * work[index][1].width for index in long]
    # One block for all: the allocator keeps a large one for the next file and gives many small ones back.
    whole, at = np.empty(sum(sizes)), 0
    for index, size in zip(long, sizes, strict=True):
        group, layout = work[index]
        found[index] = whole[at : at + size].reshape(layout.width, len(group.offsets))
        _read_runs(frame, group, layout, found[index])
        at += size
    return [found[index] for index in range(len(work))]


def columns_of(layout: Layout, numbers: Floats) -> Columns:
    """The columns by name, without those of developers."""
    # The last element of a name wins here; columns of several elements are put right below.
    columns: Columns = dict(zip(layout.names, numbers, strict=False))
    for name, same in layout.wide:
        columns[name] = merged([(column, column_of(column, numbers)) for column in same])
    return columns


def column_of(column: Column, numbers: Floats) -> Floats:
    """One value a message, or one row where the field is an array."""
    first, width = column.first, column.width
    return numbers[first] if width == 1 else numbers[first : first + width].T


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


def _batches(work: Sequence[tuple[Group, Layout]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for index, (group, layout) in enumerate(work):
        count = len(group.offsets)
        if count > MANY_MESSAGES or count * layout.width > MANY_ELEMENTS:
            continue
        batch.append(index)
        size += count * layout.width
        if size > MOST_AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _gathered(frame: Frame, work: Sequence[tuple[Group, Layout]]) -> Iterator[Floats]:
    """All elements of all messages of these layouts, gathered by how they are stored rather than by layout."""
    layouts = [layout for _, layout in work]
    counts, widths = [len(group.offsets) for group, _ in work], [layout.width for layout in layouts]
    messages = np.concatenate([group.offsets for group, _ in work])
    width = np.repeat(widths, counts)
    begins = width.cumsum()
    total = int(begins[-1])
    begins -= width
    # Which of all elements of these layouts stands there.
    which = np.repeat(np.repeat(np.cumsum([0, *widths[:-1]]), counts) - begins, width)
    which += np.arange(total)
    place, stores = np.concatenate([layout.places for layout in layouts], axis=1).take(which, axis=1)
    place += np.repeat(messages, width)
    values = np.empty(total)
    for store in frozenset[int]().union(*(layout.stores for layout in layouts)):
        mine = (stores == store).nonzero()[0]
        values[mine] = _anywhere(frame.data, place[mine], *STORES[store])
    missing, scales, offsets = np.concatenate([layout.values for layout in layouts], axis=1).take(which, axis=1)
    np.putmask(values, values == missing, np.nan)
    values /= scales
    values -= offsets
    at = 0
    for count, size in zip(counts, widths, strict=True):
        yield values[at : at + count * size].reshape(count, size).T
        at += count * size


def _anywhere(data: bytes, places: NDArray[np.int64], stored: np.dtype[Any], invalid: int | None) -> NDArray[Any]:
    """Numbers of one kind from anywhere in the file: a view in which one begins at every byte, gathered once."""
    everywhere: NDArray[Any] = np.ndarray((len(data) - stored.itemsize + 1,), stored, buffer=data, strides=(1,))
    raw = everywhere[places]
    return raw if stored.kind != "f" and invalid is None else _known(raw, invalid)


def _known(raw: NDArray[Any], invalid: int | None) -> Floats:
    if raw.dtype.kind != "f":
        return np.where(raw == invalid, np.nan, raw)
    # Some of the bytes are no number at all, and numpy would warn of them.
    with np.errstate(all="ignore"):
        values = raw.astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


def _read_runs(frame: Frame, group: Group, layout: Layout, block: Floats) -> None:
    table = rows(frame, group)
    for run in layout.runs:
        _read_run(table, run, block[run.first : run.first + run.width])


def _read_run(table: NDArray[np.uint8], run: Run, values: Floats) -> None:
    raw: NDArray[Any] = table[:, run.at : run.at + run.width * run.stored.itemsize].view(run.stored).T
    if run.stored.kind == "f" or run.stored.itemsize == 8:
        values[...] = _known(raw, run.invalid)
    else:
        values[...] = raw
        if run.invalid is not None:
            np.putmask(values, values == run.invalid, np.nan)
    if run.scales is not None:
        values /= run.scales
    if run.offsets is not None:
        values -= run.offsets
