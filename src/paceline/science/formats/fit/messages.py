"""Reads every message of a FIT file: all fields by name and scaled, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from math import isnan
from typing import TypeAlias

import numpy as np

from ..recording import Floats, Unreadable
from .columns import Part, compressed_stamps, field_values, raw_bytes, rows
from .derivation import Counted, count_on, derive
from .developer import Description, changes, descriptions, valid_at
from .layouts import Layout, layout_of
from .numbers import columns_of
from .profile import STRING
from .reader import FieldShape, Frame, Group, Offsets, frames

Text: TypeAlias = str | tuple[str, ...] | None
Value: TypeAlias = float | tuple[float | None, ...] | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeveloperColumn:
    """A field that an app or a sensor brought: its values, and what the file says about it."""

    description: Description
    values: Floats | list[Text]


@dataclass(frozen=True, slots=True)
class Block:
    """All messages of one kind that share a layout.

    Columns are float64, one value a message (or one row where the field is an array), NaN where nothing was
    measured, in the units of the profile; times are seconds since 1989-12-31T00:00:00Z.
    """

    name: str
    number: int
    offsets: Offsets
    columns: MutableMapping[str, Floats]
    texts: dict[str, list[Text]]
    developer: dict[tuple[int, int], DeveloperColumn]

    def __len__(self) -> int:
        return len(self.offsets)

    def rows(self) -> Iterator[tuple[int, dict[str, Value]]]:
        """Each message with its place in the file and the fields that have a value."""
        plain = [(name, values.tolist()) for name, values in self.columns.items()]
        for index, place in enumerate(self.offsets.tolist()):
            row: dict[str, Value] = {}
            for name, values in (*plain, *self.texts.items()):
                value = _stated(values[index])
                if value is not None:
                    row[name] = value
            yield place, row


@dataclass(frozen=True, slots=True)
class Messages:
    """One FIT file: its messages by layout, and whether its bytes were whole."""

    blocks: tuple[Block, ...]
    descriptions: tuple[Description, ...]
    frame: Frame

    def rows(self, name: str) -> list[dict[str, Value]]:
        """The messages of one kind in file order."""
        found = [pair for block in self.blocks if block.name == name for pair in block.rows()]
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def read_messages(data: bytes) -> tuple[Messages, ...]:
    """Every message of every FIT file in the bytes; raises `Unreadable` when there is none."""
    found = tuple(_read(frame) for frame in frames(data))
    if not found:
        raise Unreadable("This is not a FIT file, or its beginning is damaged; export it again.")
    return found


def _read(frame: Frame) -> Messages:
    described: tuple[Description, ...] = ()
    if any(group.definition.developer for group in frame.groups):
        described = descriptions(frame)
        frame = _apart(frame, changes(described))
    work = [(group, layout_of(group.definition)) for group in frame.groups]
    columns = columns_of(frame, work)
    for index, stamps in compressed_stamps(frame).items():
        columns[index].setdefault("timestamp", stamps)
    waiting: list[Counted] = []
    for (group, layout), found in zip(work, columns, strict=True):
        if layout.packed or layout.ambiguous:
            waiting += derive(layout, group.offsets, found)
    if waiting:
        native = zip(work, columns, strict=True)
        count_on(waiting, [(layout.message, group.offsets, own) for (group, layout), own in native])
    blocks: list[Block] = []
    for (group, layout), found in zip(work, columns, strict=True):
        known = valid_at(described, int(group.offsets[0])) if layout.developer else {}
        blocks.append(_block(frame, group, layout, found, known))
    return Messages(tuple(blocks), described, frame)


def _apart(frame: Frame, places: list[int]) -> Frame:
    """Messages before and after a developer field changed its meaning do not share a block."""
    if not places:
        return frame
    groups: list[Group] = []
    for group in frame.groups:
        epoch = np.searchsorted(places, group.offsets, side="right") if group.definition.developer else None
        if epoch is None or epoch[0] == epoch[-1]:
            groups.append(group)
            continue
        for one in range(int(epoch[0]), int(epoch[-1]) + 1):
            if (epoch == one).any():
                groups.append(Group(group.definition, group.compressed, offsets=group.offsets[epoch == one]))
    return replace(frame, groups=tuple(groups))


def _block(
    frame: Frame,
    group: Group,
    layout: Layout,
    columns: MutableMapping[str, Floats],
    described: Mapping[tuple[int, int], Description],
) -> Block:
    texts: dict[str, list[Text]] = {}
    developer: dict[tuple[int, int], DeveloperColumn] = {}
    if layout.texts or layout.developer:
        part = Part(group.definition, rows(frame, group), group.offsets, None)
        texts = {name: _texts(part, shape) for name, shape in layout.texts}
        for shape in layout.developer:
            known = described.get((shape.developer or 0, shape.number))
            if known is not None:
                developer[known.key] = DeveloperColumn(known, _developer(part, shape, known))
    return Block(layout.name, layout.message, group.offsets, columns, texts, developer)


def _developer(part: Part, shape: FieldShape, known: Description) -> Floats | list[Text]:
    if known.base_type & 0x1F == STRING:
        return _texts(part, shape)
    values = field_values(part, shape.number, shape.developer, known.base_type)
    values = values[:, 0] if values.shape[1] == 1 else values
    return values if known.scale == 1.0 and not known.offset else values / known.scale - known.offset


def _texts(part: Part, shape: FieldShape) -> list[Text]:
    """One text a message, or several where the device wrote a list of them."""
    return [_text(bytes(row)) for row in raw_bytes(part, shape)]


def _text(raw: bytes) -> Text:
    words = raw.decode("utf-8", "ignore").rstrip("\0").split("\0")
    return (words[0] or None) if len(words) == 1 else tuple(words)


def _stated(value: float | list[float] | Text) -> Value | None:
    """The value without its gaps: None when nothing was measured at all."""
    if isinstance(value, float):
        return None if isnan(value) else value
    if isinstance(value, list):
        found = tuple(None if isnan(one) else one for one in value)
        return found if any(one is not None for one in found) else None
    return value
