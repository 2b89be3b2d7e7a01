"""Writes a recording as a FIT activity file, the way a watch would have written it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .fit.profile import (
    ACTIVITY,
    CADENCE,
    DEVELOPMENT,
    EVENT,
    FILE_ACTIVITY,
    FILE_ID,
    FIT_EPOCH,
    FRACTIONAL_CADENCE,
    HRV,
    LAP,
    LAP_STATED,
    LAP_TRIGGERS,
    LENGTH,
    RECORD,
    RECORD_CHANNELS,
    SESSION,
    SESSION_STATED,
    SPORT_CODES,
    START_EVENT,
    STOP_ALL_EVENT,
    STROKES,
    SUB_SPORT_CODES,
    SUB_SPORTS,
    TIMER_EVENT,
    TIMESTAMP,
    Field,
)
from .fit.writing import Layout, framed, invalid, layout, one, text
from .recording import Floats, Lap, Length, Recording
from .words import FOOT_SPORTS

LONGEST_DEVICE: Final = 63
# Local message numbers, so that every kind keeps its definition.
(FILE_LOCAL, EVENT_LOCAL, RECORD_LOCAL, HRV_LOCAL, LENGTH_LOCAL, LAP_LOCAL, SESSION_LOCAL, ACTIVITY_LOCAL) = range(8)
BEATS_PER_MESSAGE: Final = 5
EVENT_SESSION, EVENT_LAP, EVENT_LENGTH, EVENT_ACTIVITY, STOP = 8, 9, 28, 26, 1


def encode_activity(recording: Recording) -> bytes:
    """A complete activity: points in time order with the timer events among them, then laps, session and totals."""
    feet = 2.0 if recording.sport in FOOT_SPORTS else 1.0
    end = _end(recording)
    return framed(
        [
            _file_id(recording),
            *_points(recording, end, feet),
            *_beats(recording.rr_intervals),
            *_lengths(recording.lengths),
            *_laps(recording, end, feet),
            _session(recording, end, feet),
            _activity(recording, end),
        ]
    )


def _stamp(epoch: float) -> int:
    return round(epoch) - FIT_EPOCH


def _end(recording: Recording) -> float:
    last = float(recording.time[-1]) if len(recording.time) else recording.start
    return max(last, recording.start + recording.stated.get("elapsed", 0.0))


def _stored(values: Floats, field: Field, base: str) -> NDArray[Any]:
    """Raw integers; what is missing or does not fit becomes 'invalid'."""
    raw = np.round((values / field.unit + field.offset) * field.scale)
    kind = np.iinfo(base)
    fits = np.isfinite(raw) & (raw >= kind.min) & (raw <= kind.max)
    return np.where(fits, raw, invalid(base)).astype(base)


def _value(value: float | None, field: Field) -> int | None:
    return None if value is None else int(_stored(np.array([value]), field, field.base)[0])


def _file_id(recording: Recording) -> bytes:
    device = text(recording.device or "Paceline", LONGEST_DEVICE)
    shape = layout(
        FILE_LOCAL, FILE_ID, ((0, "enum"), (1, "u2"), (2, "u2"), (3, "u4z"), (4, "u4")), ((8, len(device) + 1),)
    )
    stamp = _stamp(recording.start)
    return one(shape, {0: FILE_ACTIVITY, 1: DEVELOPMENT, 2: 0, 3: (stamp & 0x7FFFFFFF) or 1, 4: stamp, 8: device})


def _points(recording: Recording, end: float, feet: float) -> Iterator[bytes]:
    """Records in stretches between the stops of the timer."""
    yield _event(recording.start, START_EVENT)
    rows = _records(recording, feet)
    yield rows[0].definition()
    at = 0
    for stopped, resumed in recording.pauses:
        until = int(np.searchsorted(recording.time, stopped, side="right"))
        yield rows[1][at:until].tobytes()
        yield _event(stopped, STOP_ALL_EVENT)
        yield _event(resumed, START_EVENT)
        at = max(until, at)
    yield rows[1][at:].tobytes()
    yield _event(end, STOP_ALL_EVENT)


def _event(epoch: float, what: int) -> bytes:
    shape = layout(EVENT_LOCAL, EVENT, ((TIMESTAMP, "u4"), (0, "enum"), (1, "enum")))
    return one(shape, {TIMESTAMP: _stamp(epoch), 0: TIMER_EVENT, 1: what})


def _records(recording: Recording, feet: float) -> tuple[Layout, NDArray[Any]]:
    present = {name: fields[0] for name, fields in RECORD_CHANNELS.items() if name in recording.channels}
    cadence = ((CADENCE, "u1"), (FRACTIONAL_CADENCE, "u1")) if "cadence" in recording.channels else ()
    fields = ((TIMESTAMP, "u4"), *((field.number, field.base) for field in present.values()), *cadence)
    shape = layout(RECORD_LOCAL, RECORD, fields)
    rows = shape.rows(len(recording.time))
    rows[str(TIMESTAMP)] = np.round(recording.time - FIT_EPOCH)
    for name, field in present.items():
        rows[str(field.number)] = _stored(recording.channels[name], field, field.base)
    if cadence:
        turns = recording.channels["cadence"] / feet
        whole = np.floor(turns)
        rows[str(CADENCE)] = _stored(whole, Field(CADENCE, "u1"), "u1")
        rows[str(FRACTIONAL_CADENCE)] = _stored(turns - whole, Field(FRACTIONAL_CADENCE, "u1", 128), "u1")
    return shape, rows


def _beats(intervals: Floats | None) -> Iterator[bytes]:
    """Five beat intervals a message, as watches write them."""
    if intervals is None or not len(intervals):
        return
    count = -(-len(intervals) // BEATS_PER_MESSAGE)
    table = np.full(count * BEATS_PER_MESSAGE, invalid("u2"), "<u2")
    table[: len(intervals)] = _stored(intervals, Field(0, "u2", 1000), "u2")
    header = np.full((count, 1), HRV_LOCAL, np.uint8)
    yield bytes((0x40 | HRV_LOCAL, 0, 0, HRV, 0, 1, 0, 2 * BEATS_PER_MESSAGE, 0x84))
    yield np.hstack([header, table.reshape(count, -1).view(np.uint8)]).tobytes()


def _table(shape: Layout, rows: Sequence[Mapping[int, int | None]]) -> Iterator[bytes]:
    table = shape.rows(len(rows))
    for place, row in enumerate(rows):
        for number, value in row.items():
            if value is not None:
                table[str(number)][place] = value
    yield shape.definition()
    yield table.tobytes()


def _lengths(lengths: Sequence[Length]) -> Iterator[bytes]:
    if not lengths:
        return
    strokes = {name: code for code, name in STROKES.items()}
    fields = ((254, "u2"), (TIMESTAMP, "u4"), (0, "enum"), (1, "enum"), (2, "u4"), (3, "u4"), (4, "u4"))
    shape = layout(LENGTH_LOCAL, LENGTH, (*fields, (5, "u2"), (7, "enum"), (12, "enum")))
    seconds = Field(3, "u4", 1000)
    yield from _table(
        shape,
        [
            {
                254: place,
                TIMESTAMP: _stamp(length.start + length.elapsed),
                0: EVENT_LENGTH,
                1: STOP,
                2: _stamp(length.start),
                3: _value(length.elapsed, seconds),
                4: _value(length.elapsed, seconds),
                5: _value(length.strokes, Field(5)),
                7: strokes.get(length.stroke or ""),
                12: int(length.active),
            }
            for place, length in enumerate(lengths)
        ],
    )


def _laps(recording: Recording, end: float, feet: float) -> Iterator[bytes]:
    laps = recording.laps or (Lap(recording.start, end - recording.start, trigger="session_end"),)
    triggers = {name: code for code, name in sorted(LAP_TRIGGERS.items(), reverse=True)}
    fields = [fields[0] for fields in LAP_STATED.values()]
    numbers = ((254, "u2"), (TIMESTAMP, "u4"), (0, "enum"), (1, "enum"), (2, "u4"), (24, "enum"))
    shape = layout(LAP_LOCAL, LAP, (*numbers, *((field.number, field.base) for field in fields)))
    rows: list[Mapping[int, int | None]] = []
    for place, lap in enumerate(laps):
        stated = {name: getattr(lap, name) for name in LAP_STATED}
        stated["avg_cadence"] = None if lap.avg_cadence is None else lap.avg_cadence / feet
        head = {254: place, TIMESTAMP: _stamp(lap.start + lap.elapsed), 0: EVENT_LAP, 1: STOP, 2: _stamp(lap.start)}
        values = {fields[0].number: _value(stated[name], fields[0]) for name, fields in LAP_STATED.items()}
        rows.append({**head, 24: triggers.get(lap.trigger or ""), **values})
    yield from _table(shape, rows)


def _session(recording: Recording, end: float, feet: float) -> bytes:
    stated = {"elapsed": end - recording.start, **recording.stated}
    stated.setdefault("timer", stated["elapsed"] - sum(resumed - stopped for stopped, resumed in recording.pauses))
    for name in ("avg_cadence", "max_cadence"):
        if name in stated:
            stated[name] /= feet
    fields = {name: fields[0] for name, fields in SESSION_STATED.items() if name in stated}
    numbers = ((254, "u2"), (TIMESTAMP, "u4"), (0, "enum"), (1, "enum"), (2, "u4"), (5, "enum"), (6, "enum"))
    counts = ((25, "u2"), (26, "u2"))
    shape = layout(
        SESSION_LOCAL, SESSION, (*numbers, *counts, *((field.number, field.base) for field in fields.values()))
    )
    head: dict[int, int | bytes | None] = {254: 0, TIMESTAMP: _stamp(end), 0: EVENT_SESSION, 1: STOP}
    head |= {2: _stamp(recording.start), 5: SPORT_CODES.get(recording.sport, 0), 6: _sub_sport(recording)}
    head |= {25: 0, 26: max(len(recording.laps), 1)}
    return one(shape, head | {field.number: _value(stated[name], field) for name, field in fields.items()})


def _sub_sport(recording: Recording) -> int:
    if recording.sport == "strength":
        return 20
    codes = {name: code for code, name in sorted(SUB_SPORTS.items(), reverse=True)}
    word = recording.sub_sport or ""
    return SUB_SPORT_CODES.get((recording.sport, word), codes.get(word, 0))


def _activity(recording: Recording, end: float) -> bytes:
    shape = layout(
        ACTIVITY_LOCAL,
        ACTIVITY,
        ((TIMESTAMP, "u4"), (0, "u4"), (1, "u2"), (2, "enum"), (3, "enum"), (4, "enum"), (5, "u4")),
    )
    timer = _value(recording.stated.get("timer", end - recording.start), Field(0, "u4", 1000))
    local = None if recording.utc_offset is None else _stamp(end + recording.utc_offset)
    return one(shape, {TIMESTAMP: _stamp(end), 0: timer, 1: 1, 2: 0, 3: EVENT_ACTIVITY, 4: STOP, 5: local})
