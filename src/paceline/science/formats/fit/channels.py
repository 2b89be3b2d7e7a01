"""Builds the channels of all FIT records: preferred fields, packed components, heart rate straps, developer fields."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..recording import Floats
from .columns import Table
from .derivation import rolled_on
from .developer import Description, descriptions
from .profile import (
    CADENCE,
    CADENCE_256,
    COMPRESSED_SPEED_DISTANCE,
    FIT_EPOCH,
    FRACTIONAL_CADENCE,
    RECORD,
    RECORD_CHANNELS,
    Field,
)
from .reader import Frame

# A developer field may stand in for these when the device has no value of its own.
STAND_INS: Final = ("heart_rate", "power", "speed", "distance", "altitude", "temperature")
# How long a strap's value, sent late after a swim, still describes the moment.
STRAP_MEMORY: Final = 10.0


def preferred(table: Table, fields: tuple[Field, ...]) -> Floats:
    """The first field that has a value, message by message, in SI units."""
    column: Floats | None = None
    for choice in fields:
        if table.has(choice.number):
            found = table.column(choice.number, choice.scale, choice.offset)
            found = found if choice.unit == 1.0 else found * choice.unit
            column = found if column is None else np.where(np.isfinite(column), column, found)
    return np.full(len(table), np.nan) if column is None else column


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Native channels, developer fields by name, and developer fields that may stand in for a missing channel."""

    channels: dict[str, Floats]
    developer: dict[str, Floats]
    stand_ins: dict[str, Floats]
    writers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Beats:
    """Heart rate that a strap kept by itself, in order of time."""

    time: Floats
    rate: Floats


def record_columns(frame: Frame, tables: Mapping[int, Table], beats: Beats) -> RecordColumns:
    """One value a record; a column without a finite value is left out."""
    records = tables[RECORD]
    channels = {name: preferred(records, fields) for name, fields in RECORD_CHANNELS.items()}
    channels["cadence"] = _cadence(records)
    _unpack_speed_distance(records, channels)
    if len(beats.time):
        _fill_from_strap(beats, records.stamps() + FIT_EPOCH, channels)
    developer, stand_ins, writers = _developer_channels(records, descriptions(frame))
    return RecordColumns(_known(channels), _known(developer), _known(stand_ins), writers)


def _known(columns: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: values for name, values in columns.items() if np.isfinite(values).any()}


def _cadence(records: Table) -> Floats:
    fraction = records.column(FRACTIONAL_CADENCE, 128)
    whole = records.column(CADENCE) + np.where(np.isfinite(fraction), fraction, 0.0)
    fine = records.column(CADENCE_256, 256)
    return np.where(np.isfinite(whole), whole, fine)


def _unpack_speed_distance(records: Table, channels: dict[str, Floats]) -> None:
    """Three bytes: 12 bits speed in 1/100 m/s, 12 bits distance in 1/16 m that roll over and accumulate."""
    if not records.has(COMPRESSED_SPEED_DISTANCE):
        return
    packed = records.bytes(COMPRESSED_SPEED_DISTANCE, 3).astype(np.int64)
    known = ~(packed == 0xFF).all(axis=1)
    raw_speed, raw_distance = (packed[:, 0] | (packed[:, 1] & 0x0F) << 8, packed[:, 1] >> 4 | packed[:, 2] << 4)
    distance = np.full(len(records), np.nan)
    distance[known] = np.cumsum(np.diff(raw_distance[known], prepend=0) & 0xFFF) / 16
    for name, values in (("speed", np.where(known, raw_speed / 100, np.nan)), ("distance", distance)):
        channels[name] = np.where(np.isfinite(channels[name]), channels[name], values)


def strap_beats(found: Iterable[Table]) -> Beats:
    """A strap that stores heart rate under water sends it later, often in FIT files chained behind the activity."""
    straps = [_strap(table) for table in found if len(table)]
    if not straps:
        return Beats(np.empty(0), np.empty(0))
    when, rate = (np.concatenate([strap[0] for strap in straps]), np.concatenate([strap[1] for strap in straps]))
    order = np.argsort(when, kind="stable")
    return Beats(when[order], rate[order])


def _fill_from_strap(beats: Beats, time: Floats, channels: dict[str, Floats]) -> None:
    latest = np.searchsorted(beats.time, time, side="right") - 1
    before = np.maximum(latest, 0)
    fresh = (latest >= 0) & (time - beats.time[before] <= STRAP_MEMORY)
    sent = np.where(fresh, beats.rate[before], np.nan)
    channels["heart_rate"] = np.where(np.isfinite(channels["heart_rate"]), channels["heart_rate"], sent)


def _strap(beats: Table) -> tuple[Floats, Floats]:
    """Epoch seconds and bpm of every stored beat: event times count 1/1024 s, twelve bits packed and rolling over."""
    stamps = beats.stamps() + np.nan_to_num(beats.column(0, 32768)) + FIT_EPOCH
    exact, rates = beats.values(9), beats.values(6)
    whole, packed = np.isfinite(exact), beats.bytes(10, 15)
    is_whole: NDArray[np.bool_] = np.any(whole, axis=1)
    known = ~(packed == 0xFF).all(axis=1)
    # A message holds as many times as rates, from the first on.
    count = np.maximum(np.isfinite(rates).sum(axis=1), 1)
    used = (np.arange(10) < count[:, None]) & (known & ~is_whole)[:, None]
    row, place = np.nonzero(np.hstack([whole, used]))
    times = np.hstack([np.where(whole, exact, 0).astype(np.int64), _twelve_bits(packed)])[row, place]
    elapsed = rolled_on(times, is_whole[row], 12) / 1024
    # Whole times say what moment they are; those that roll over count on from it.
    first = np.searchsorted(row, np.arange(len(beats)))
    anchored = np.flatnonzero(is_whole & np.isfinite(stamps))
    last = np.searchsorted(anchored, row, side="right") - 1
    anchors = stamps[anchored] - elapsed[first[anchored]]
    slot = np.arange(len(row)) - first[row]
    told = (last >= 0) & (slot < rates.shape[1])
    rate = rates[row[told], slot[told]]
    found = np.isfinite(rate)
    return (anchors[last[told]] + elapsed[told])[found], rate[found]


def _twelve_bits(packed: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Two numbers from every three bytes."""
    low, middle, high = (packed[:, at::3].astype(np.int64) for at in range(3))
    return np.stack([low | (middle & 0x0F) << 8, middle >> 4 | high << 4], axis=2).reshape(len(packed), -1)


def _developer_channels(
    records: Table, described: Sequence[Description]
) -> tuple[dict[str, Floats], dict[str, Floats], dict[str, str]]:
    shapes = {
        (shape.developer, shape.number)
        for part in records.parts
        for shape in part.definition.fields
        if shape.developer is not None
    }
    found: dict[str, Floats] = {}
    stand_ins: dict[str, Floats] = {}
    writers: dict[str, str] = {}
    natives = {fields[-1].number: name for name, fields in RECORD_CHANNELS.items() if name in STAND_INS}
    for one in described:
        if one.key not in shapes:
            continue
        values = records.values(one.number, one.index, one.base_type)[:, 0] / one.scale - one.offset
        if one.since or one.until < sys.maxsize:
            values = np.where((records.offsets >= one.since) & (records.offsets < one.until), values, np.nan)
        name = one.name if one.name not in found else f"{one.name} {one.index}"
        found[name] = values
        target = "power" if one.name.lower() == "power" else natives.get(one.native or -1)
        if target is None:
            continue
        if target not in stand_ins:
            stand_ins[target], writers[target] = values, one.writer or one.name
        elif writers[target] == (one.writer or one.name):
            stand_ins[target] = np.where(np.isfinite(stand_ins[target]), stand_ins[target], values)
    return found, stand_ins, writers
