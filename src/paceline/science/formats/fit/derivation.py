"""Adds to the columns of FIT messages what they hold in packed or ambiguous form: components, meanings, counters."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .derived_fields import NEVER_ZERO, Component, Meaning, components
from .layouts import Column, Layout, Told, element_size, known_fields
from .reader import Offsets

Fields: TypeAlias = MutableMapping[str, Floats]
Integers: TypeAlias = NDArray[np.int64]
NOWHERE: Final = np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Counted:
    """Values of a counter with few bits, one row a message (-1 where there is none), waiting to be counted on."""

    message: int
    component: Component
    offsets: Offsets
    columns: Fields
    values: Integers


def derive(layout: Layout, offsets: Offsets, columns: Fields) -> list[Counted]:
    """Adds the derived columns; what rolls over is returned, because it counts on through all layouts of the file."""
    waiting: list[Counted] = []
    packed: list[tuple[str, int, tuple[Component, ...]]] = []
    codes: dict[str, set[float]] = {}
    for column, told in layout.ambiguous:
        packed += _meanings(column, told, columns, codes)
    for column in layout.packed:
        parts = components(layout.message, column.number)
        packed.append((column.name, 8 * element_size(column.kind), parts))
    # Fields with several parts first: a part may be packed itself.
    for name, bits, parts in sorted(packed, key=lambda entry: -len(entry[2])):
        waiting += _unpack(layout.message, offsets, columns, name, bits, parts)
    return waiting


def _meanings(
    column: Column, told: Told, columns: Fields, codes: dict[str, set[float]]
) -> list[tuple[str, int, tuple[Component, ...]]]:
    """Adds the field under the name of what it means; returns what has components then."""
    packed: list[tuple[str, int, tuple[Component, ...]]] = []
    for meaning, said in _meant(told, columns, codes).items():
        values = columns[column.name]
        if column.scale != 1.0 or column.offset:
            values = (values + column.offset) * column.scale
        if said is not None:
            values = np.where(said if values.ndim == 1 else said[:, None], values, np.nan)
        if meaning.scale != 1.0 or meaning.offset:
            values = values / meaning.scale - meaning.offset
        columns[meaning.name] = values
        if meaning.components:
            packed.append((meaning.name, 8 * element_size(column.kind), meaning.components))
    return packed


def _meant(told: Told, columns: Fields, codes: dict[str, set[float]]) -> dict[Meaning, NDArray[np.bool_] | None]:
    """What the field means in some messages, and in which; None stands for all of them."""
    found: dict[Meaning, NDArray[np.bool_] | None] = {}
    for name, by_code in told.items():
        reference = columns[name]
        if name not in codes:
            codes[name] = set(reference.ravel().tolist())
        for code in codes[name] if reference.ndim == 1 else ():
            for meaning in by_code.get(code, ()):
                earlier = found.get(meaning, NOWHERE)
                if len(codes[name]) == 1 or earlier is None:
                    found[meaning] = None
                else:
                    same = reference == code
                    found[meaning] = same if earlier is NOWHERE else earlier | same
    return found


def _unpack(
    message: int, offsets: Offsets, columns: Fields, name: str, bits: int, parts: tuple[Component, ...]
) -> list[Counted]:
    source = columns[name]
    known = known_fields(message)
    if len(parts) == 1 and not parts[0].rolls_over and parts[0].bits >= bits and source.ndim == 1:
        _fill(columns, known[parts[0].target].name, source)
        return []
    raw = source[:, None] if source.ndim == 1 else source
    found = np.isfinite(raw).all(axis=1)
    whole = np.where(np.isfinite(raw), raw, 0).astype(np.int64)
    pieces: dict[int, list[tuple[Component, Integers]]] = {}
    at = 0
    for part in parts:
        if at + part.bits > bits * raw.shape[1]:
            break
        pieces.setdefault(part.target, []).append((part, np.where(found, _bits(whole, bits, at, part.bits), -1)))
        at += part.bits
    waiting: list[Counted] = []
    for target, values in pieces.items():
        part, first = values[0]
        table = first[:, None] if len(values) == 1 else np.stack([piece for _, piece in values], axis=1)
        if part.rolls_over:
            waiting.append(Counted(message, part, offsets, columns, table))
            continue
        _fill(columns, known[target].name, _part_values(message, part, table))
        inner = components(message, target)
        if len(inner) == 1:
            _fill(columns, known[inner[0].target].name, columns[known[target].name])
    return waiting


def _bits(whole: Integers, size: int, at: int, count: int) -> Integers:
    """Some bits of a row of numbers of `size` bits, counted from the lowest bit of the first."""
    value = np.zeros(len(whole), np.int64)
    got = 0
    while got < count:
        element, inside = divmod(at + got, size)
        take = min(size - inside, count - got)
        value |= ((whole[:, element] >> inside) & ((1 << take) - 1)) << got
        got += take
    return value


def _part_values(message: int, part: Component, table: Integers) -> Floats:
    missing = table < 0
    if part.bits in (8, 16, 32):
        missing |= table == (0 if (message, part.target) in NEVER_ZERO else (1 << part.bits) - 1)
    values = np.where(missing, np.nan, table / part.scale - part.offset)
    return values[:, 0] if values.shape[1] == 1 else values


def _fill(columns: Fields, name: str, values: Floats) -> None:
    """What the device wrote itself is finer than what a packed field says; the packed one fills the gaps."""
    own = columns.get(name)
    if own is None or own.shape != values.shape:
        columns[name] = values
        return
    known = np.isfinite(own)
    if not known.all():
        columns[name] = np.where(known, own, values)


def count_on(waiting: Iterable[Counted], native: Iterable[tuple[int, Offsets, Fields]]) -> None:
    """Lets counters roll on through the file: from the last full value, or from the first packed one."""
    blocks = list(native)
    groups: dict[tuple[int, int], list[Counted]] = {}
    for entry in waiting:
        groups.setdefault((entry.message, entry.component.target), []).append(entry)
    for (message, target), entries in groups.items():
        _count(entries, target, [block for block in blocks if block[0] == message])


def _count(entries: list[Counted], target: int, blocks: list[tuple[int, Offsets, Fields]]) -> None:
    component, field = entries[0].component, known_fields(entries[0].message)[target]
    places: list[Offsets] = []
    values: list[Integers] = []
    owners: list[Integers] = []
    for _, offsets, columns in blocks:
        own = columns.get(field.name)
        if own is not None:
            last = own if own.ndim == 1 else _last_known(own)
            known = np.isfinite(last)
            places.append(offsets[known])
            values.append(np.rint((last[known] + component.offset) * component.scale).astype(np.int64))
            owners.append(np.full(int(known.sum()), -1))
    for index, entry in enumerate(entries):
        known = entry.values >= 0
        places.append(np.repeat(entry.offsets, known.sum(axis=1)))
        values.append(entry.values[known])
        owners.append(np.full(int(known.sum()), index))
    place, value, owner = (np.concatenate(parts) for parts in (places, values, owners))
    order = np.argsort(place, kind="stable")
    counted = np.empty(len(value), np.float64)
    counted[order] = rolled_on(value[order], owner[order] < 0, component.bits)
    for index, entry in enumerate(entries):
        table: Floats = np.full(entry.values.shape, np.nan)
        table[entry.values >= 0] = counted[owner == index] / component.scale - component.offset
        _fill(entry.columns, field.name, table[:, 0] if entry.values.shape[1] == 1 else table)


def _last_known(values: Floats) -> Floats:
    last = np.full(len(values), np.nan)
    for place in range(values.shape[1]):
        last = np.where(np.isfinite(values[:, place]), values[:, place], last)
    return last


def rolled_on(value: Integers, full: NDArray[np.bool_], bits: int) -> Integers:
    """Values of a counter: full ones as they are, those of a few bits counted on from the one before."""
    if not len(value):
        return value
    full = full.copy()
    full[0] = True
    step = np.zeros_like(value)
    np.subtract(value[1:], value[:-1], out=step[1:])
    step &= (1 << bits) - 1
    step[full] = 0
    passed = np.cumsum(step)
    last_full = np.maximum.accumulate(np.where(full, np.arange(len(value)), 0))
    return value[last_full] + passed - passed[last_full]
