"""Reads every message of a FIT file: all fields by name and scaled, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TypeAlias

import numpy as np

from ..recording import Floats, Unreadable
from .columns import compressed_stamps
from .derivation import Counted, count_on, derive
from .developer import Description, changes, descriptions, valid_at
from .layouts import Column, Spoken, layout_of
from .numbers import column_of, columns_of, numbers_of
from .reader import FieldShape, Frame, Group, Offsets, frames

Text: TypeAlias = str | tuple[str, ...] | None
Value: TypeAlias = float | tuple[float | None, ...] | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeveloperColumn:
    """A field that an app or a sensor brought: its values, and what the file says about it."""

    description: Description
    values: Floats | list[Text]


@dataclass(slots=True, eq=False)
class Block:
    """All messages of one kind that share a layout.

    Columns are float64, one value a message (or one row where the field is an array), NaN where nothing was
    measured, in the units of the profile; times are seconds since 1989-12-31T00:00:00Z.
    """

    name: str
    number: int
    offsets: Offsets
    columns: dict[str, Floats]
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
    known = _known(described, frame.groups)
    work = [
        (group, layout_of(group.definition, tuple(here)) if here else layout_of(group.definition))
        for group, here in zip(frame.groups, known, strict=True)
    ]
    numbers = numbers_of(frame, work)
    columns = [columns_of(layout, own) for (_, layout), own in zip(work, numbers, strict=True)]
    for index, stamps in compressed_stamps(frame).items():
        columns[index].setdefault("timestamp", stamps)
    waiting: list[Counted] = []
    for (group, layout), found in zip(work, columns, strict=True):
        if layout.packed or layout.ambiguous:
            waiting += derive(layout, group.offsets, found)
    if waiting:
        native = zip(work, columns, strict=True)
        count_on(waiting, [(layout.message, group.offsets, own) for (group, layout), own in native])
    return Messages(
        tuple(
            Block(
                layout.name,
                layout.message,
                group.offsets,
                columns[index],
                {name: _texts(frame, group, shape) for name, shape in layout.texts},
                {
                    said[:2]: DeveloperColumn(known[index][said], _developer(frame, group, found, numbers[index]))
                    for said, found in layout.developer
                },
            )
            for index, (group, layout) in enumerate(work)
        ),
        described,
        frame,
    )


def _known(described: tuple[Description, ...], groups: Sequence[Group]) -> list[dict[Spoken, Description]]:
    """The developer fields that mean something in the messages of each group."""
    found: list[dict[Spoken, Description]] = []
    same: dict[Spoken, Description] | None = None
    for group in groups:
        here: dict[Spoken, Description] = {}
        if group.definition.developer and described:
            here = _spoken(described, int(group.offsets[0])) if same is None else same
            same = None if changes(described) else here
        found.append(here)
    return found


def _spoken(described: tuple[Description, ...], place: int) -> dict[Spoken, Description]:
    return {
        Spoken(one.index, one.number, one.base_type, one.scale, one.offset): one
        for one in valid_at(described, place).values()
    }


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


def _developer(frame: Frame, group: Group, found: Column | FieldShape | None, numbers: Floats) -> Floats | list[Text]:
    if isinstance(found, Column):
        return column_of(found, numbers)
    return np.full(len(group.offsets), np.nan) if found is None else _texts(frame, group, found)


def _texts(frame: Frame, group: Group, shape: FieldShape) -> list[Text]:
    """One text a message, or several where the device wrote a list of them."""
    data, first, after = frame.data, 1 + shape.offset, 1 + shape.offset + shape.size
    return [_text(data[place + first : place + after]) for place in group.offsets.tolist()]


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
