"""What a FIT file says about the fields of apps and sensors that the profile does not know."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .columns import plain_text
from .profile import BASE_TYPES, DEVELOPER_DATA_ID, FIELD_DESCRIPTION, RECORD, STRING
from .reader import FieldShape, Frame

ID_SIZE: Final = 16

# Application ids of developer fields → who wrote the values, told by the fields that files carry with the id:
# form power and leg spring stiffness are Stryd's, core and skin temperature CORE's.
APPLICATIONS: Final = {
    "18fb2cf01a4b430dad66988c847421f4": "Stryd",
    "660a581e5301460c8f2f034c8b6dc90f": "Stryd",
    "6957fe6883fe4ed68613413f70624bb5": "CORE",
}


@dataclass(frozen=True, slots=True)
class Description:
    """One developer field: value = raw / scale - offset, in `units`, for messages from `since` up to `until`.

    In a multisport file the app of the second sport may take over the numbers of the first one's.
    """

    index: int
    number: int
    base_type: int
    name: str
    units: str | None
    scale: float
    offset: float
    native_message: int | None
    native_field: int | None
    application: str | None
    since: int = 0
    until: int = sys.maxsize

    @property
    def key(self) -> tuple[int, int]:
        return self.index, self.number

    @property
    def writer(self) -> str | None:
        """The app or sensor behind the field, when we know its id."""
        return APPLICATIONS.get(self.application or "")

    @property
    def native(self) -> int | None:
        """The record field this one stands for."""
        return self.native_field if self.native_message in (None, RECORD) else None

    def says_the_same(self, other: Description) -> bool:
        return replace(self, since=0, until=0) == replace(other, since=0, until=0)


def descriptions(frame: Frame) -> tuple[Description, ...]:
    """Every developer field of the file; one holds from the start until another takes its number."""
    history: dict[tuple[int, int], list[Description]] = {}
    for place, found in _stated(frame):
        earlier = history.setdefault(found.key, [])
        if not earlier:
            earlier.append(found)
        elif not earlier[-1].says_the_same(found):
            earlier[-1] = replace(earlier[-1], until=place)
            earlier.append(replace(found, since=place))
    return tuple(one for several in history.values() for one in several)


def changes(described: Sequence[Description]) -> list[int]:
    """The places in the file from where a number means something else."""
    return sorted({one.since for one in described if one.since})


def valid_at(described: Sequence[Description], place: int) -> dict[tuple[int, int], Description]:
    """The descriptions that hold for a message at this place."""
    return {one.key: one for one in described if one.since <= place < one.until}


def _stated(frame: Frame) -> Iterator[tuple[int, Description]]:
    """Each description with its place in the file."""
    applications = list(_applications(frame))
    for place, row in _rows(frame, FIELD_DESCRIPTION):
        index, number, base = row.number(0), row.number(1), row.number(2)
        if index is None or number is None or base is None:
            continue
        ids = [(at, one) for at, who, one in applications if who == index]
        earlier = [one for at, one in ids if at < place]
        yield (
            place,
            Description(
                index,
                number,
                base,
                row.text(3) or f"field {number}",
                row.text(8),
                float(row.number(6) or 1),
                float(row.number(7) or 0),
                row.number(14),
                row.number(15),
                earlier[-1] if earlier else ids[0][1] if ids else None,
            ),
        )


def _applications(frame: Frame) -> Iterator[tuple[int, int, str]]:
    """Place in the file, developer index, id."""
    for place, row in _rows(frame, DEVELOPER_DATA_ID):
        index, shape = row.number(3), row.shapes.get(1)
        if index is None or shape is None:
            continue
        raw = row.raw(shape)[:ID_SIZE].ljust(ID_SIZE, b"\xff")
        if raw != b"\xff" * ID_SIZE:
            yield place, index, raw.hex()


@dataclass(frozen=True, slots=True)
class _Row:
    """One message as bytes: there are few of these, each with a layout of its own."""

    data: bytes
    shapes: dict[int, FieldShape]
    big_endian: bool

    def raw(self, shape: FieldShape) -> bytes:
        return self.data[1 + shape.offset : 1 + shape.offset + shape.size]

    def number(self, field: int) -> int | None:
        shape = self.shapes.get(field)
        base = None if shape is None else BASE_TYPES.get(shape.base_type & 0x1F)
        if shape is None or base is None or base.invalid is None or shape.size % base.size:
            return None
        raw, order = self.raw(shape)[: base.size], "big" if self.big_endian else "little"
        value = int.from_bytes(raw, order, signed=base.code.startswith("i"))
        return None if value == base.invalid else value

    def text(self, field: int) -> str | None:
        shape = self.shapes.get(field)
        return None if shape is None or shape.base_type & 0x1F != STRING else plain_text(self.raw(shape))


def _rows(frame: Frame, message: int) -> list[tuple[int, _Row]]:
    """The messages of a kind in file order."""
    found: list[tuple[int, _Row]] = []
    for group in frame.groups:
        layout = group.definition
        if layout.message == message:
            shapes = {shape.number: shape for shape in layout.fields if shape.size and shape.developer is None}
            for place in group.offsets.tolist():
                found.append((place, _Row(frame.data[place : place + group.step], shapes, layout.big_endian)))
    return sorted(found, key=lambda pair: pair[0])
