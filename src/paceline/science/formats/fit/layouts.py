"""What a definition message means in words: which column every byte of a message belongs to, and how it is scaled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .derived_fields import COMPONENTS, MEANINGS, Meaning, meanings, scaled
from .profile import BASE_TYPES, STRING
from .reader import Definition, FieldShape, Offsets
from .vocabulary import COMMON_FIELDS, MESSAGES

ENUM, BYTE, UNSIGNED_8, BIG = 0, 13, 2, 32
# Bytes of which 0xFF is a number like any other: an array of the type `byte` is only missing as a whole.
ANY_BYTE = 31


class Known(NamedTuple):
    """A field by its name, with the scale of the profile."""

    name: str
    scale: float
    offset: float


UNSCALED: Final = (1.0, 0.0)


@lru_cache(maxsize=512)
def message_name(message: int) -> str:
    """The profile's word, or the number for messages it does not name."""
    return MESSAGES.get(message, f"unknown_{message}:").partition(":")[0]


@lru_cache(maxsize=512)
def known_fields(message: int) -> dict[int, Known]:
    """The fields of a message by number."""
    found = {number: Known(name, *UNSCALED) for number, name in COMMON_FIELDS.items()}
    for entry in MESSAGES.get(message, "").partition(":")[2].split():
        name, _, rest = entry.partition("=")
        number, scale, offset = scaled(rest)
        found[int(number)] = Known(name, scale, offset)
    return found


def field_name(message: int, number: int) -> str:
    field = known_fields(message).get(number)
    return f"unknown_{number}" if field is None else field.name


class Column(NamedTuple):
    """One numeric field: its elements among all elements of the layout, and where it lies in the message."""

    name: str
    number: int
    first: int
    width: int
    kind: int
    at: int
    scale: float
    offset: float


# The column that tells what a field means → its codes → the meanings they tell.
Told = Mapping[str, Mapping[float, tuple[Meaning, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A definition message in words. Elements are the single numbers of a message, one after the other."""

    name: str
    message: int
    columns: tuple[Column, ...]
    # A watch may name a field twice and fill in the second.
    by_name: dict[str, tuple[Column, ...]]
    texts: tuple[tuple[str, FieldShape], ...]
    developer: tuple[FieldShape, ...]
    # Fields that hold others or mean different things; looked at only where there are any.
    packed: tuple[Column, ...]
    ambiguous: tuple[tuple[Column, Told], ...]
    # Of every element: its place in the message, how it is stored, and how it is scaled.
    places: Offsets
    kinds: NDArray[np.uint8]
    scales: Floats
    offsets: Floats


@lru_cache(maxsize=1_024)
def layout_of(definition: Definition) -> Layout:
    """The layout of a definition; kept, because a file has few and the next file has the same."""
    message, known = definition.message, known_fields(definition.message)
    columns: list[Column] = []
    texts: list[tuple[str, FieldShape]] = []
    first = 0
    for shape in definition.fields:
        base = shape.base_type & 0x1F
        if shape.developer is not None or not shape.size:
            continue
        field = known.get(shape.number) or Known(f"unknown_{shape.number}", *UNSCALED)
        if base == STRING:
            texts.append((field.name, shape))
        elif base in BASE_TYPES:
            kind, width = _stored(base, shape.size, definition.big_endian)
            columns.append(Column(field.name, shape.number, first, width, kind, 1 + shape.offset, *field[1:]))
            first += width
    by_name: dict[str, list[Column]] = {}
    for column in columns:
        by_name.setdefault(column.name, []).append(column)
    return Layout(
        message_name(message),
        message,
        tuple(columns),
        {name: tuple(same) for name, same in by_name.items()},
        tuple(texts),
        tuple(shape for shape in definition.fields if shape.developer is not None and shape.size),
        tuple(column for column in columns if (message, column.number) in COMPONENTS),
        tuple((column, _told(message, column, by_name)) for column in columns if (message, column.number) in MEANINGS),
        *_elements(columns),
    )


def _told(message: int, column: Column, by_name: Mapping[str, object]) -> Told:
    """The meanings that can occur in this layout: a field without its reference has none."""
    found: dict[str, dict[float, tuple[Meaning, ...]]] = {}
    for meaning in meanings(message, column.number):
        for number, code in meaning.when:
            name = field_name(message, number)
            if name in by_name:
                codes = found.setdefault(name, {})
                codes[code] = (*codes.get(code, ()), meaning)
    return found


def _stored(base: int, size: int, big_endian: bool) -> tuple[int, int]:
    """Kind and number of elements; a size that does not fit the type is read as single bytes."""
    element = BASE_TYPES[base].size
    if size % element:
        return (UNSIGNED_8, size)
    if base == BYTE and size > 1:
        return (ANY_BYTE, size)
    if base in (ENUM, BYTE):
        return (UNSIGNED_8, size)
    return (base | BIG if big_endian and element > 1 else base, size // element)


def element_size(kind: int) -> int:
    return 1 if kind == ANY_BYTE else BASE_TYPES[kind & 0x1F].size


def _elements(columns: list[Column]) -> tuple[Offsets, NDArray[np.uint8], Floats, Floats]:
    places = [column.at + element_size(column.kind) * place for column in columns for place in range(column.width)]
    widths = [column.width for column in columns]
    return (
        np.array(places, np.int64),
        np.repeat(np.array([column.kind for column in columns], np.uint8), widths),
        np.repeat(np.array([column.scale for column in columns], np.float64), widths),
        np.repeat(np.array([column.offset for column in columns], np.float64), widths),
    )
