"""Turns runs of FIT messages into float64 columns: invalid values, endianness and compressed timestamps resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .profile import BASE_TYPES, STRING, TIMESTAMP
from .reader import Definition, FieldShape, Frame, Group, Offsets

Raw: TypeAlias = NDArray[Any]
NOWHERE: Final = np.empty(0, np.int64)


class Part:
    """The messages of one group; their bytes are laid out when the first field is read."""

    __slots__ = ("_rows", "definition", "frame", "group", "offsets", "stamps")

    def __init__(self, frame: Frame, group: Group, stamps: Floats | None) -> None:
        self.frame, self.group, self.stamps = frame, group, stamps
        self.definition, self.offsets = group.definition, group.offsets
        self._rows: Raw | None = None

    def __len__(self) -> int:
        return len(self.offsets)

    @property
    def rows(self) -> Raw:
        if self._rows is None:
            self._rows = rows(self.frame, self.group)
        return self._rows


class Table:
    """All messages of one kind in file order; a column that no definition names is all NaN."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.order: Offsets | None = None
        if len(parts) == 1:
            self.offsets: Offsets = parts[0].offsets
        else:
            offsets = np.concatenate([NOWHERE, *(part.offsets for part in parts)])
            self.order = np.argsort(offsets, kind="stable") if parts else None
            self.offsets = offsets if self.order is None else offsets[self.order]
        self._read: dict[int, Floats] = {}

    def __len__(self) -> int:
        return len(self.offsets)

    def has(self, number: int) -> bool:
        return any((number, None) in _shapes(part.definition) for part in self.parts)

    def column(self, number: int, scale: float = 1.0, offset: float = 0.0) -> Floats:
        """The first element of a field, scaled, NaN where the device wrote 'invalid'."""
        values = self._read.get(number)
        if values is None:
            values = self._read[number] = self.values(number)[:, 0] if self.has(number) else np.full(len(self), np.nan)
        return values if scale == 1.0 and offset == 0.0 else values / scale - offset

    def values(self, number: int, developer: int | None = None, base_type: int | None = None) -> Floats:
        """All elements of a field, one row a message, unscaled; at least one element wide."""
        blocks = [field_values(part, number, developer, base_type) for part in self.parts]
        if len(blocks) == 1:
            return blocks[0]
        table = np.full((len(self), max((block.shape[1] for block in blocks), default=1)), np.nan)
        at = 0
        for block in blocks:
            table[at : at + len(block), : block.shape[1]] = block
            at += len(block)
        return table if self.order is None else table[self.order]

    def bytes(self, number: int, size: int) -> NDArray[np.uint8]:
        """A packed field as raw bytes; 0xFF where it is missing."""
        table = np.full((len(self), size), 0xFF, np.uint8)
        at = 0
        for part in self.parts:
            shape = _shape(part.definition, number)
            if shape is not None:
                width = min(size, shape.size)
                table[at : at + len(part), :width] = raw_bytes(part, shape)[:, :width]
            at += len(part)
        return table if self.order is None else table[self.order]

    def texts(self, number: int) -> list[str | None]:
        found: list[str | None] = []
        for part in self.parts:
            shape = _shape(part.definition, number)
            if shape is None or shape.base_type & 0x1F != STRING or shape.size == 0:
                found.extend([None] * len(part))
            else:
                found.extend(plain_text(bytes(row)) for row in raw_bytes(part, shape))
        return found if self.order is None else [found[int(index)] for index in self.order]

    def stamps(self) -> Floats:
        """FIT timestamps (seconds since 1989-12-31), from the field or from compressed headers."""
        columns = [
            part.stamps if part.stamps is not None else field_values(part, TIMESTAMP, None, None)[:, 0]
            for part in self.parts
        ]
        stamps = np.concatenate(columns) if columns else np.empty(0)
        return stamps if self.order is None else stamps[self.order]


def tables(frame: Frame, wanted: Iterable[int]) -> Mapping[int, Table]:
    """One table for every wanted message kind, empty when the file has none."""
    packed = compressed_stamps(frame)
    parts: dict[int, list[Part]] = {message: [] for message in wanted}
    for index, group in enumerate(frame.groups):
        if group.definition.message in parts:
            parts[group.definition.message].append(Part(frame, group, packed.get(index)))
    return {message: Table(found) for message, found in parts.items()}


def rows(frame: Frame, group: Group) -> Raw:
    """Bytes of each message as one row, without copying when the messages are evenly spaced."""
    offsets, count = group.offsets, len(group.offsets)
    if count == 1:
        return np.ndarray((1, group.step), np.uint8, buffer=frame.data, offset=int(offsets[0]))
    apart = int(offsets[1] - offsets[0]) if count > 1 else group.step
    evenly = count < 3 or int(offsets[-1] - offsets[0]) == apart * (count - 1)
    if evenly and bool((np.diff(offsets) == apart).all()):
        shape = (count, group.step)
        return np.ndarray(shape, np.uint8, buffer=frame.data, offset=int(offsets[0]), strides=(apart, 1))
    everywhere: Raw = np.ndarray((len(frame.data) - group.step + 1,), f"V{group.step}", buffer=frame.data, strides=(1,))
    return everywhere[offsets].view(np.uint8).reshape(count, group.step)


def _shape(definition: Definition, number: int, developer: int | None = None) -> FieldShape | None:
    return _shapes(definition).get((number, developer))


@lru_cache(maxsize=1_024)
def _shapes(definition: Definition) -> dict[tuple[int, int | None], FieldShape]:
    """The last field of each number: some watches name one twice and fill in the second."""
    return {(field.number, field.developer): field for field in definition.fields if field.size}


def raw_bytes(part: Part, shape: FieldShape) -> NDArray[np.uint8]:
    return part.rows[:, 1 + shape.offset : 1 + shape.offset + shape.size]


def field_values(part: Part, number: int, developer: int | None, base_type: int | None) -> Floats:
    shape = _shape(part.definition, number, developer)
    base = None if shape is None else BASE_TYPES.get((shape.base_type if base_type is None else base_type) & 0x1F)
    # A size that is no multiple of the type is a field we cannot trust (seen in COROS files): it counts as missing.
    if shape is None or base is None or shape.size % base.size:
        return np.full((len(part), 1), np.nan)
    raw: Raw = raw_bytes(part, shape).view(_stored(base.code, part.definition.big_endian))
    if base.invalid is not None:
        values = raw.astype(np.float64)
        values[raw == base.invalid] = np.nan
        return values
    # Some of the bytes are no number at all, and numpy would warn of them.
    with np.errstate(all="ignore"):
        values = raw.astype(np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


@cache
def _stored(code: str, big_endian: bool) -> np.dtype[Any]:
    return np.dtype(code).newbyteorder(">" if big_endian else "<")


def plain_text(raw: bytes) -> str | None:
    """The words up to the first zero; None where there are none, or where they are no text."""
    text = raw.split(b"\0", 1)[0].decode("utf-8", "replace").strip()
    return text if text and text.isprintable() and "\ufffd" not in text else None


def compressed_stamps(frame: Frame) -> dict[int, Floats]:
    """Timestamps of groups with compressed headers: five bits that count on from the last timestamp in the file."""
    if not any(group.compressed for group in frame.groups):
        return {}
    buffer = np.frombuffer(frame.data, np.uint8)
    members: list[tuple[int, Offsets, Floats]] = []
    for index, group in enumerate(frame.groups):
        offsets = group.offsets
        if group.compressed:
            members.append((index, offsets, (buffer[offsets] & 0x1F).astype(np.float64)))
        elif _shape(group.definition, TIMESTAMP) is not None:
            full = field_values(Part(frame, group, None), TIMESTAMP, None, None)[:, 0]
            known = np.isfinite(full)
            members.append((-1, offsets[known], full[known]))
    return _count_on(members)


def _count_on(members: list[tuple[int, Offsets, Floats]]) -> dict[int, Floats]:
    owner = np.concatenate([np.full(len(offsets), index) for index, offsets, _ in members])
    order = np.argsort(np.concatenate([offsets for _, offsets, _ in members]), kind="stable")
    owner, value = (owner[order], np.concatenate([values for _, _, values in members])[order].astype(np.int64))
    full = owner < 0
    delta = np.where(full, 0, np.diff(value & 0x1F, prepend=0) & 0x1F)
    passed = np.cumsum(delta)
    last_full = np.maximum.accumulate(np.where(full, np.arange(len(value)), -1))
    stamps = (value[last_full] + passed - passed[last_full]).astype(np.float64)
    stamps[last_full < 0] = np.nan
    return {index: stamps[owner == index] for index, _, _ in members if index >= 0}
