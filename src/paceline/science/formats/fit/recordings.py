"""Assembles recordings from the FIT messages: one for each session, with its records, laps, lengths and pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..cleaning import both_feet, clean, plausible, valid_time
from ..recording import Decoded, Floats, Lap, Length, Recording, Unreadable, WorkSet
from ..words import duration
from .channels import Beats, preferred, record_columns, strap_beats
from .columns import Offsets, Table, tables
from .identity import activity_name, device_name, device_names, file_type, local_offset, sport_of
from .profile import (
    EVENT,
    EXERCISES,
    FILE_ACTIVITY,
    FIT_EPOCH,
    HR,
    HRV,
    LAP,
    LAP_STATED,
    LAP_TRIGGERS,
    LENGTH,
    OTHER_FILES,
    RECORD,
    SESSION,
    SESSION_STATED,
    SET,
    START_EVENT,
    STOP_EVENTS,
    STROKES,
    TIMER_EVENT,
    WANTED,
)
from .reader import Frame, frames

NO_ACTIVITY = "This FIT file holds no recorded activity."
CLOCK_NOT_SET = "The times in this file are impossible: the clock of the device was probably not set while recording."
# Beat intervals of 15 to 300 bpm; anything else is a lost or doubled beat of the transmission itself.
SHORTEST_BEAT, LONGEST_BEAT = 0.2, 4.0
LONGEST_SESSION = 60 * 86_400.0
ACTIVE_SET = 1


def decode_fit(data: bytes) -> Decoded:
    """Every activity of every FIT file in the bytes."""
    recordings: list[Recording] = []
    notes: list[str] = []
    refusals: list[str] = []
    chain = list(frames(data))
    beats = strap_beats(tables(frame, (HR,))[HR] for frame in chain)
    for frame in chain:
        try:
            found = _Activity(frame, beats).decoded()
        except Unreadable as refusal:
            refusals.append(_truncated(frame, str(refusal)))
            continue
        recordings.extend(found.recordings)
        notes.extend(found.notes)
    if not recordings:
        raise Unreadable(refusals[0] if refusals else "The beginning of this FIT file is damaged; export it again.")
    if chain[-1].end < len(data):
        notes.append("There is more in the file after the activity, but it is damaged and was left out.")
    return Decoded(tuple(recordings), tuple(dict.fromkeys(notes)))


def _truncated(frame: Frame, refusal: str) -> str:
    if frame.cut_off and refusal == NO_ACTIVITY:
        return "This FIT file is cut off before the first point of an activity; export or copy it again."
    return refusal


@dataclass(frozen=True, slots=True)
class _Span:
    """One session: its row in the session table (None when there is none) and the time it covers."""

    row: int | None
    begin: float
    end: float


class _Activity:
    """The messages of one FIT file on their way to recordings."""

    def __init__(self, frame: Frame, beats: Beats) -> None:
        self.frame = frame
        self.tables: Mapping[int, Table] = tables(frame, WANTED)
        self.records, self.sessions = self.tables[RECORD], self.tables[SESSION]
        kind = file_type(self.tables)
        if not len(self.sessions) and (not len(self.records) or (kind or FILE_ACTIVITY) in OTHER_FILES):
            raise Unreadable(OTHER_FILES.get(kind or FILE_ACTIVITY, NO_ACTIVITY))
        self.time: Floats = self.records.stamps() + FIT_EPOCH
        columns = record_columns(frame, self.tables, beats)
        self.channels, self.developer, self.stand_ins = (columns.channels, columns.developer, columns.stand_ins)
        self.writers = columns.writers
        self.pauses = _pauses(self.tables[EVENT])
        self.notes: list[str] = []

    def decoded(self) -> Decoded:
        spans = self._spans()
        owner = np.searchsorted(np.array([span.begin for span in spans[1:]]), self.time, side="right")
        found = [self._recording(span, np.flatnonzero(owner == index)) for index, span in enumerate(spans)]
        recordings = [recording for recording in found if recording is not None]
        if not recordings:
            raise Unreadable(CLOCK_NOT_SET if len(self.records) else NO_ACTIVITY)
        return Decoded(tuple(recordings), (*self.notes, *self._frame_notes(recordings)))

    def _spans(self) -> list[_Span]:
        """Sessions in order of time; with several, each lasts until the next begins."""
        starts = self.sessions.column(2) + FIT_EPOCH
        known = np.flatnonzero(valid_time(starts))
        if len(known) < 2:
            row = int(known[0]) if len(known) else (0 if len(self.sessions) else None)
            return [_Span(row, -np.inf, np.inf)]
        rows = known[np.argsort(starts[known], kind="stable")]
        begins = [float(starts[row]) for row in rows]
        ends = [*begins[1:], np.inf]
        return [_Span(int(row), begin, end) for row, begin, end in zip(rows, begins, ends, strict=True)]

    def _recording(self, span: _Span, rows: Offsets) -> Recording | None:
        sport, sub_sport = sport_of(self.tables, span.row)
        channels = {name: values[rows] for name, values in self.channels.items()}
        sources: dict[str, str] = {}
        for name, values in self.stand_ins.items():
            # Sport by sport: a triathlon may have a power meter on the bike and an app's power on the run.
            if name not in channels or not np.isfinite(channels[name]).any():
                channels[name] = values[rows]
                sources[name] = self.writers[name]
        self._rebase(channels, rows)
        feet = both_feet(channels.get("cadence", np.empty(0)), sport)
        if "cadence" in channels:
            channels["cadence"] = channels["cadence"] * feet
        developer = {name: values[rows] for name, values in self.developer.items()}
        cleaned = clean(self.time[rows], channels, sport, developer)
        stated = self._stated(span, feet)
        start = self._start(span, cleaned.time, stated)
        if start is None:
            return None
        self.notes.extend(cleaned.notes)
        return Recording(
            format="fit",
            sport=sport,
            sub_sport=sub_sport,
            start=start,
            utc_offset=local_offset(self.tables),
            device=device_name(self.tables),
            name=activity_name(self.tables, span.row),
            time=cleaned.time,
            channels=cleaned.channels,
            laps=self._laps(span, feet),
            lengths=self._lengths(span),
            pauses=_within(self.pauses, cleaned.time),
            rr_intervals=self._beats(rows),
            stated=stated,
            developer=cleaned.developer,
            removed=cleaned.removed,
            sets=self._sets(span),
            devices=device_names(self.tables),
            sources={name: writer for name, writer in sources.items() if name in cleaned.channels},
        )

    def _rebase(self, channels: dict[str, Floats], rows: Offsets) -> None:
        """Some devices count distance on through a multisport event: each recording starts at its own zero."""
        distance = channels.get("distance")
        if distance is None or not len(rows) or rows[0] == 0:
            return
        earlier = self.channels["distance"][: rows[0]]
        earlier, own = earlier[np.isfinite(earlier)], distance[np.isfinite(distance)]
        if len(earlier) and len(own) and 0 < earlier[-1] <= own[0] + 1:
            channels["distance"] = np.maximum(distance - earlier[-1], 0.0)

    def _stated(self, span: _Span, feet: float) -> dict[str, float]:
        if span.row is None:
            return {}
        columns = {name: preferred(self.sessions, fields) for name, fields in SESSION_STATED.items()}
        stated = {name: _stated_value(name, float(column[span.row]), feet) for name, column in columns.items()}
        return {name: value for name, value in stated.items() if value is not None}

    def _start(self, span: _Span, time: Floats, stated: Mapping[str, float]) -> float | None:
        """The stated start when it fits the points; without points and totals there is no recording."""
        start = np.nan if span.row is None else float(self.sessions.column(2)[span.row]) + FIT_EPOCH
        known = bool(valid_time(np.array([start]))[0])
        if len(time):
            return start if known and abs(start - time[0]) < 86_400 and start <= time[-1] else float(time[0])
        return start if known and stated.get("elapsed", 0.0) > 0 else None

    def _laps(self, span: _Span, feet: float) -> tuple[Lap, ...]:
        table = self.tables[LAP]
        starts = table.column(2) + FIT_EPOCH
        columns = {name: preferred(table, fields) for name, fields in LAP_STATED.items()}
        starts = np.where(valid_time(starts), starts, table.stamps() + FIT_EPOCH - columns["elapsed"])
        triggers = table.column(24)
        inside = np.flatnonzero(valid_time(starts) & (starts >= span.begin) & (starts < span.end))
        laps: list[Lap] = []
        for row in inside[np.argsort(starts[inside], kind="stable")]:
            stated = {name: _stated_value(name, float(column[row]), feet) for name, column in columns.items()}
            elapsed = stated.pop("elapsed") or stated["timer"]
            if elapsed is not None:
                trigger = None if np.isnan(triggers[row]) else LAP_TRIGGERS.get(int(triggers[row]))
                laps.append(Lap(float(starts[row]), elapsed, trigger=trigger, **stated))
        return tuple(laps)

    def _lengths(self, span: _Span) -> tuple[Length, ...]:
        table = self.tables[LENGTH]
        starts = table.column(2) + FIT_EPOCH
        elapsed = np.where(np.isfinite(table.column(3)), table.column(3, 1000), table.column(4, 1000))
        strokes, styles, kinds = table.column(5), table.column(7), table.column(12)
        with np.errstate(invalid="ignore"):
            inside = valid_time(starts) & (elapsed >= 0) & (elapsed < 86_400)
            inside &= (starts >= span.begin) & (starts < span.end)
        return tuple(
            Length(
                float(starts[row]),
                float(elapsed[row]),
                None if np.isnan(strokes[row]) else float(strokes[row]),
                None if np.isnan(styles[row]) else STROKES.get(int(styles[row])),
                bool(kinds[row] == 1) or (np.isnan(kinds[row]) and bool(strokes[row] > 0)),
            )
            for row in np.flatnonzero(inside)
        )

    def _sets(self, span: _Span) -> tuple[WorkSet, ...]:
        table = self.tables[SET]
        starts, elapsed = table.column(6) + FIT_EPOCH, table.column(0, 1000)
        when = np.where(valid_time(starts), starts, table.stamps() + FIT_EPOCH - elapsed)
        counts, weights, kinds, names = table.column(3), table.column(4, 16), table.column(5), table.column(7)
        with np.errstate(invalid="ignore"):
            inside = (elapsed >= 0) & (elapsed < 86_400) & ~((when < span.begin) | (when >= span.end))
        return tuple(
            WorkSet(
                None if np.isnan(when[row]) else float(when[row]),
                float(elapsed[row]),
                bool(kinds[row] == ACTIVE_SET),
                None if np.isnan(counts[row]) else int(counts[row]),
                None if np.isnan(weights[row]) else float(weights[row]),
                None if np.isnan(names[row]) else EXERCISES.get(int(names[row])),
            )
            for row in np.flatnonzero(inside)
        )

    def _beats(self, rows: Offsets) -> Floats | None:
        """Beat intervals carry no time: they belong to the recording whose records surround them."""
        table = self.tables[HRV]
        if not len(table):
            return None
        intervals = table.values(0) / 1000
        if len(rows) < len(self.records):
            owner = np.maximum(np.searchsorted(self.records.offsets, table.offsets) - 1, 0)
            intervals = intervals[np.isin(owner, rows)]
        flat = intervals[np.isfinite(intervals)]
        flat = flat[(flat >= SHORTEST_BEAT) & (flat <= LONGEST_BEAT)]
        return flat if len(flat) else None

    def _frame_notes(self, recordings: list[Recording]) -> list[str]:
        last = next((recording for recording in reversed(recordings) if len(recording.time)), None)
        reached = "" if last is None else f" after {duration(float(last.time[-1]) - recordings[0].start)}"
        if self.frame.cut_off:
            return [f"The file is cut off{reached}; everything before that was read."]
        if self.frame.gaps:
            lost = sum(resumed - stopped for stopped, resumed in self.frame.gaps)
            return [f"The file is damaged in the middle: {lost} bytes made no sense and were left out."]
        if self.frame.damaged:
            return [f"The file is damaged{reached}; everything before that was read."]
        if not self.frame.checksum_ok:
            return ["The checksum of the file does not match, so some values may be damaged."]
        if not len(self.sessions):
            return ["The device wrote no totals at the end of this file, so only the points are known."]
        return []


def _stated_value(name: str, value: float, feet: float) -> float | None:
    """A stated total that somebody could have reached; zero heart rate, power or cadence means 'not measured'."""
    quantity = name.partition("_")[2] if name.startswith(("avg_", "max_")) else name
    if quantity == "normalized_power":
        quantity = "power"
    if quantity == "cadence":
        value *= feet
    if quantity in ("heart_rate", "power", "cadence") and value == 0:
        return None
    if quantity in ("elapsed", "timer", "moving") and not 0 <= value <= LONGEST_SESSION:
        return None
    return plausible(quantity, value)


def _pauses(events: Table) -> list[tuple[float, float]]:
    """From each stop of the timer to the start that follows."""
    time, kind, what = events.stamps() + FIT_EPOCH, events.column(1), events.column(0)
    rows = np.flatnonzero((what == TIMER_EVENT) & valid_time(time))
    pauses: list[tuple[float, float]] = []
    stopped: float | None = None
    for row in rows:
        if kind[row] in STOP_EVENTS:
            stopped = float(time[row]) if stopped is None else stopped
        elif kind[row] == START_EVENT and stopped is not None:
            if time[row] > stopped:
                pauses.append((stopped, float(time[row])))
            stopped = None
    return pauses


def _within(pauses: list[tuple[float, float]], time: Floats) -> tuple[tuple[float, float], ...]:
    if not len(time):
        return ()
    return tuple(pause for pause in pauses if pause[0] >= time[0] and pause[1] <= time[-1])
