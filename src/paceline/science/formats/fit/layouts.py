"""What a definition message means in words: which column every byte of a message belongs to, and how it is scaled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .derived_fields import COMPONENTS, MEANINGS, Meaning, meanings, scaled
from .profile import BASE_TYPES, STRING
from .reader import Definition, FieldShape
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


class Spoken(NamedTuple):
    """How a developer field is stored, as the file that names it says."""

    developer: int
    number: int
    base_type: int
    scale: float
    offset: float


class Run(NamedTuple):
    """Neighbouring elements that are stored alike: read in one go."""

    first: int
    width: int
    at: int
    stored: np.dtype[Any]
    # The value that means 'nothing measured'; None where every value is a number.
    invalid: int | None
    # One a row, None where all are 1 or 0.
    scales: Floats | None
    offsets: Floats | None


# The column that tells what a field means → its codes → the meanings they tell.
Told = Mapping[str, Mapping[float, tuple[Meaning, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A definition message in words. Elements are the single numbers of a message, one after the other."""

    name: str
    message: int
    # Of every element: the name of its column.
    names: tuple[str, ...]
    # Columns of several elements, and those a watch names twice and fills in the second.
    wide: tuple[tuple[str, tuple[Column, ...]], ...]
    texts: tuple[tuple[str, FieldShape], ...]
    # Developer fields: which they are, and their elements behind all others, their text, or neither if unreadable.
    developer: tuple[tuple[Spoken, Column | FieldShape | None], ...]
    # Fields that hold others or mean different things; looked at only where there are any.
    packed: tuple[Column, ...]
    ambiguous: tuple[tuple[Column, Told], ...]
    # Of every element: its place in the message and how it is stored; what means 'nothing', its scale and its offset.
    width: int
    places: NDArray[np.int64]
    values: Floats
    stores: frozenset[int]
    runs: tuple[Run, ...]


@lru_cache(maxsize=1_024)
def layout_of(definition: Definition, spoken: tuple[Spoken, ...] = ()) -> Layout:
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
    developer = _developer(definition, spoken, first)
    elements = [*columns, *(found for _, found in developer if isinstance(found, Column))]
    return Layout(
        message_name(message),
        message,
        tuple(column.name for column in columns for _ in range(column.width)),
        tuple((name, tuple(same)) for name, same in by_name.items() if len(same) > 1 or same[0].width > 1),
        tuple(texts),
        developer,
        tuple(column for column in columns if (message, column.number) in COMPONENTS),
        tuple((column, _told(message, column, by_name)) for column in columns if (message, column.number) in MEANINGS),
        *_elements(elements),
        _runs(elements),
    )


def _developer(
    definition: Definition, spoken: tuple[Spoken, ...], first: int
) -> tuple[tuple[Spoken, Column | FieldShape | None], ...]:
    shapes = {(f.developer, f.number): f for f in definition.fields if f.developer is not None and f.size}
    found: list[tuple[Spoken, Column | FieldShape | None]] = []
    for said in spoken:
        shape, base = shapes.get((said.developer, said.number)), said.base_type & 0x1F
        if shape is None:
            continue
        if base == STRING:
            found.append((said, shape))
        elif base not in BASE_TYPES or shape.size % BASE_TYPES[base].size:
            found.append((said, None))
        else:
            size = BASE_TYPES[base].size
            kind = base | BIG if definition.big_endian and size > 1 else base
            place = (said.number, first, shape.size // size, kind, 1 + shape.offset, said.scale, said.offset)
            found.append((said, Column("", *place)))
            first += shape.size // size
    return tuple(found)


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


@cache
def storage(kind: int) -> tuple[np.dtype[Any], int | None]:
    """How an element of this kind is stored, and the value that means 'nothing measured'."""
    if kind == ANY_BYTE:
        return np.dtype("u1"), None
    base = BASE_TYPES[kind & 0x1F]
    return np.dtype(base.code).newbyteorder(">" if kind & BIG else "<"), base.invalid


def _store(kind: int) -> tuple[np.dtype[Any], int | None]:
    stored, invalid = storage(kind)
    return stored, invalid if stored.kind != "f" and stored.itemsize == 8 else None


# Ways to store a number: fields that differ only in the value for 'nothing measured' are read together, except those
# too large to find that value among float64 numbers.
STORES: Final = list(dict.fromkeys(_store(base | big) for base in BASE_TYPES for big in (0, BIG)))


def _elements(columns: list[Column]) -> tuple[int, NDArray[np.int64], Floats, frozenset[int]]:
    places: list[tuple[int, int]] = []
    values: list[tuple[float, float, float]] = []
    for column in columns:
        store, invalid = _store(column.kind), storage(column.kind)[1]
        missing = np.nan if invalid is None or store[1] is not None else float(invalid)
        for place in range(column.width):
            places.append((column.at + element_size(column.kind) * place, STORES.index(store)))
            values.append((missing, column.scale, column.offset))
    return (
        len(places),
        np.array(places, np.int64).reshape(-1, 2).T.copy(),
        np.array(values, np.float64).reshape(-1, 3).T.copy(),
        frozenset(store for _, store in places),
    )


def _runs(columns: list[Column]) -> tuple[Run, ...]:
    together: list[list[Column]] = []
    for column in columns:
        last = together[-1][-1] if together else None
        same = last is not None and storage(last.kind) == storage(column.kind)
        if same and last is not None and column.at == last.at + element_size(last.kind) * last.width:
            together[-1].append(column)
        else:
            together.append([column])
    return tuple(_run(same) for same in together)


def _run(same: list[Column]) -> Run:
    widths = [column.width for column in same]
    stored, invalid = storage(same[0].kind)
    scales = np.repeat([column.scale for column in same], widths)[:, None]
    offsets = np.repeat([column.offset for column in same], widths)[:, None]
    return Run(
        same[0].first,
        sum(widths),
        same[0].at,
        stored,
        invalid,
        scales if (scales != 1.0).any() else None,
        offsets if offsets.any() else None,
    )
