"""Turns runs of FIT messages into float64 columns: invalid values, endianness and compressed timestamps resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .profile import BASE_TYPES, STRING, TIMESTAMP
from .reader import Definition, FieldShape, Frame, Group, Offsets

Raw: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """The messages of one group, as a structured view of the bytes."""

    definition: Definition
    rows: Raw
    offsets: Offsets
    stamps: Floats | None


class Table:
    """All messages of one kind in file order; a column that no definition names is all NaN."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        offsets = np.concatenate([part.offsets for part in parts]) if parts else np.empty(0, np.int64)
        self.order: Offsets | None = None if len(parts) < 2 else np.argsort(offsets, kind="stable")
        self.offsets: Offsets = offsets if self.order is None else offsets[self.order]

    def __len__(self) -> int:
        return len(self.offsets)

    def has(self, number: int) -> bool:
        return any(_shape(part.definition, number) is not None for part in self.parts)

    def column(self, number: int, scale: float = 1.0, offset: float = 0.0) -> Floats:
        """The first element of a field, scaled, NaN where the device wrote 'invalid'."""
        values = self.values(number)[:, 0]
        return values if scale == 1.0 and offset == 0.0 else values / scale - offset

    def values(self, number: int, developer: int | None = None, base_type: int | None = None) -> Floats:
        """All elements of a field, one row a message, unscaled; at least one element wide."""
        blocks = [field_values(part, number, developer, base_type) for part in self.parts]
        width = max((block.shape[1] for block in blocks), default=1)
        if len(blocks) == 1:
            return blocks[0]
        table = np.full((len(self), width), np.nan)
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
                table[at : at + len(part.rows), :width] = raw_bytes(part, shape)[:, :width]
            at += len(part.rows)
        return table if self.order is None else table[self.order]

    def texts(self, number: int) -> list[str | None]:
        found: list[str | None] = []
        for part in self.parts:
            shape = _shape(part.definition, number)
            if shape is None or shape.base_type & 0x1F != STRING or shape.size == 0:
                found.extend([None] * len(part.rows))
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
            parts[group.definition.message].append(part_of(frame, group, packed.get(index)))
    return {message: Table(found) for message, found in parts.items()}


def part_of(frame: Frame, group: Group, stamps: Floats | None) -> Part:
    return Part(group.definition, rows(frame, group), group.offsets, stamps)


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
    window = np.lib.stride_tricks.sliding_window_view(np.frombuffer(frame.data, np.uint8), group.step)
    return window[offsets]


def _shape(definition: Definition, number: int, developer: int | None = None) -> FieldShape | None:
    """The last field of this number: some watches name one twice and fill in the second."""
    found = (f for f in reversed(definition.fields) if f.number == number and f.developer == developer and f.size)
    return next(found, None)


def raw_bytes(part: Part, shape: FieldShape) -> NDArray[np.uint8]:
    return part.rows[:, 1 + shape.offset : 1 + shape.offset + shape.size]


def field_values(part: Part, number: int, developer: int | None, base_type: int | None) -> Floats:
    shape = _shape(part.definition, number, developer)
    base = None if shape is None else BASE_TYPES.get((shape.base_type if base_type is None else base_type) & 0x1F)
    # A size that is no multiple of the type is a field we cannot trust (seen in COROS files): it counts as missing.
    if shape is None or base is None or shape.size % base.size:
        return np.full((len(part.rows), 1), np.nan)
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
            full = field_values(part_of(frame, group, None), TIMESTAMP, None, None)[:, 0]
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
