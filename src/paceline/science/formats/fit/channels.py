"""Builds the channels of all FIT records: preferred fields, packed components, heart rate straps, developer fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..recording import Floats
from .columns import Table
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

# A developer field may stand in for these when the device has no value of its own.
STAND_INS: Final = ("heart_rate", "power", "speed", "distance", "altitude", "temperature")
# How long a strap's value, sent late after a swim, still describes the moment.
STRAP_MEMORY: Final = 10.0


def preferred(table: Table, fields: tuple[Field, ...]) -> Floats:
    """The first field that has a value, message by message, in SI units."""
    column = np.full(len(table), np.nan)
    for choice in fields:
        if table.has(choice.number):
            column = np.where(np.isfinite(column), column, table.column(choice.number, choice.scale, choice.offset))
            column = column if choice.unit == 1.0 else column * choice.unit
    return column


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Native channels, developer fields by name, and developer fields that may stand in for a missing channel."""

    channels: dict[str, Floats]
    developer: dict[str, Floats]
    stand_ins: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Beats:
    """Heart rate that a strap kept by itself, in order of time."""

    time: Floats
    rate: Floats


def record_columns(tables: Mapping[int, Table], beats: Beats) -> RecordColumns:
    """One value a record; a column without a finite value is left out."""
    records = tables[RECORD]
    channels = {name: preferred(records, fields) for name, fields in RECORD_CHANNELS.items()}
    channels["cadence"] = _cadence(records)
    _unpack_speed_distance(records, channels)
    _fill_from_strap(beats, records.stamps() + FIT_EPOCH, channels)
    developer, stand_ins = _developer_channels(records, descriptions(tables))
    return RecordColumns(_known(channels), _known(developer), _known(stand_ins))


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
    if not len(beats.time):
        return
    latest = np.searchsorted(beats.time, time, side="right") - 1
    before = np.maximum(latest, 0)
    fresh = (latest >= 0) & (time - beats.time[before] <= STRAP_MEMORY)
    sent = np.where(fresh, beats.rate[before], np.nan)
    channels["heart_rate"] = np.where(np.isfinite(channels["heart_rate"]), channels["heart_rate"], sent)


def _strap(beats: Table) -> tuple[Floats, Floats]:
    """Epoch seconds and bpm of every stored beat: event times count 1/1024 s, twelve bits packed and rolling over."""
    stamps = beats.stamps() + np.nan_to_num(beats.column(0, 32768)) + FIT_EPOCH
    exact, rates = beats.values(9), beats.values(6)
    packed = beats.bytes(10, 15).astype(np.int64)
    when: list[float] = []
    rate: list[float] = []
    last, anchor, anchored = 0, 0.0, False
    for row in range(len(beats)):
        times = [int(value) for value in exact[row] if np.isfinite(value)]
        if times and np.isfinite(stamps[row]):
            anchor, anchored = float(stamps[row]) - times[0] / 1024, True
        if times:
            last = times[-1]
        elif not (packed[row] == 0xFF).all():
            times = _rolled(packed[row].tolist(), last)[: max(int(np.isfinite(rates[row]).sum()), 1)]
            last = times[-1]
        if anchored:
            pairs = [(anchor + t / 1024, float(r)) for t, r in zip(times, rates[row], strict=False) if np.isfinite(r)]
            when.extend(pair[0] for pair in pairs)
            rate.extend(pair[1] for pair in pairs)
    return np.array(when), np.array(rate)


def _rolled(packed: list[int], last: int) -> list[int]:
    """Two times from every three bytes, each counting on from the one before."""
    times: list[int] = []
    for at in range(0, 15, 3):
        low, middle, high = packed[at : at + 3]
        for twelve in (low | (middle & 0x0F) << 8, middle >> 4 | high << 4):
            last += (twelve - last) & 0xFFF
            times.append(last)
    return times


def _developer_channels(
    records: Table, described_fields: Mapping[tuple[int, int], Description]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    shapes = {
        (shape.developer, shape.number)
        for part in records.parts
        for shape in part.definition.fields
        if shape.developer is not None
    }
    found: dict[str, Floats] = {}
    stand_ins: dict[str, Floats] = {}
    natives = {fields[-1].number: name for name, fields in RECORD_CHANNELS.items() if name in STAND_INS}
    for key, described in described_fields.items():
        if key not in shapes:
            continue
        raw = records.values(described.number, described.index, described.base_type)[:, 0]
        values = raw / described.scale - described.offset
        name = described.name if described.name not in found else f"{described.name} {described.index}"
        found[name] = values
        target = "power" if described.name.lower() == "power" else natives.get(described.native or -1)
        if target is not None:
            stand_ins.setdefault(target, values)
    return found, stand_ins
