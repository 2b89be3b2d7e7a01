"""Values of a day from the files a watch writes beside activities: daily monitoring, sleep, HRV status, weight, blood pressure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from .cleaning import EARLIEST, LATEST
from .fit.messages import Messages, Value, read_messages
from .fit.profile import FIT_EPOCH

DAY: Final = 86_400.0
EPOCH: Final = date(1970, 1, 1)
MMHG: Final = 133.322387415  # pascals (NIST SP 811)
ON_FOOT: Final = (1.0, 6.0)  # activity types running and walking, whose cycles are steps taken with one foot
# A night belongs to the day one wakes on; what ends after six in the evening belongs to the next.
EVENING: Final = 6 * 3_600.0
NIGHT_OVER: Final = 5 * 3_600.0
# Levels of sleep as the profile numbers them: 1 awake, 2 light, 3 deep, 4 REM; 0 could not be measured.
LEVELS: Final = {1.0: "sleep_awake", 2.0: "sleep_light", 3.0: "sleep_deep", 4.0: "sleep_rem"}
WESTMOST, EASTMOST = -43_200.0, 50_400.0
NO_ZONE: Final = "The file does not say its time zone, so its days are counted by UTC."
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ToldDay:
    """One value of one day in the unit of its kind, and on how many measurements it rests."""

    day: date
    kind: str
    value: float
    measured: int = 1


@dataclass(slots=True)
class _Days:
    """Gathers what the messages of one file say."""

    offset: float | None
    means: dict[tuple[str, date], list[float]] = field(default_factory=dict[tuple[str, date], list[float]])
    lasts: dict[tuple[str, date], tuple[float, float]] = field(
        default_factory=dict[tuple[str, date], tuple[float, float]]
    )
    counts: dict[tuple[str, date], dict[float, float]] = field(
        default_factory=dict[tuple[str, date], dict[float, float]]
    )

    def day(self, at: float, ahead: float = 0.0) -> date:
        return EPOCH + timedelta(days=int((at + FIT_EPOCH + (self.offset or 0.0) + ahead) // DAY))

    def mean(self, kind: str, at: float | None, value: float | None) -> None:
        if at is not None and _known(at) and value is not None:
            self.means.setdefault((kind, self.day(at - 1)), []).append(value)

    def last(self, kind: str, at: float | None, value: float | None, ahead: float = 0.0) -> None:
        """What is stamped at midnight sums up the day that ends then, and of several the latest counts."""
        if at is not None and _known(at) and value is not None:
            key = (kind, self.day(at - 1, ahead))
            self.lasts[key] = max(self.lasts.get(key, (at, value)), (at, value))

    def count(self, kind: str, at: float | None, what: float, value: float | None) -> None:
        """A count that grows through the day, for each sort of moving."""
        if at is not None and _known(at) and value is not None:
            known = self.counts.setdefault((kind, self.day(at - 1)), {})
            known[what] = max(known.get(what, 0.0), value)

    def told(self) -> list[ToldDay]:
        found = [ToldDay(day, kind, sum(all_) / len(all_), len(all_)) for (kind, day), all_ in self.means.items()]
        found += [ToldDay(day, kind, value) for (kind, day), (_, value) in self.lasts.items()]
        sums = {key: sum(parts.values()) for key, parts in self.counts.items()}
        # A count rests on what it counts, so that a fuller file of the same day is believed.
        found += [ToldDay(day, kind, value, max(1, round(value))) for (kind, day), value in sums.items()]
        return sorted(found, key=lambda one: (one.day, one.kind))


def days_of(data: bytes) -> tuple[tuple[ToldDay, ...], tuple[str, ...]]:
    """Every value of a day in a FIT file, and what is not kept of it; raises `Unreadable` when it is no FIT file."""
    told: list[ToldDay] = []
    notes: list[str] = []
    for messages in read_messages(data):
        names = {block.name for block in messages.blocks}
        days = _Days(_offset(messages))
        for name, read in _READERS.items():
            if name in names:
                read(days, messages.rows(name))
        found = days.told()
        told += found
        if found and days.offset is None:
            notes.append(NO_ZONE)
        if found:
            notes += _left_out(names, messages)
    return tuple(told), tuple(dict.fromkeys(notes))


def _known(at: float) -> bool:
    return EARLIEST <= at + FIT_EPOCH < LATEST


def _number(row: Row, name: str) -> float | None:
    found = row.get(name)
    return found if isinstance(found, float) else None


def _offset(messages: Messages) -> float | None:
    """Local time minus UTC, where a message states both."""
    for name in ("monitoring_info", "monitoring", "skin_temp_overnight", "activity"):
        for row in messages.rows(name) if any(block.name == name for block in messages.blocks) else ():
            at, local = _number(row, "timestamp"), _number(row, "local_timestamp")
            if at is not None and local is not None and WESTMOST <= local - at <= EASTMOST:
                return round((local - at) / 900.0) * 900.0
    return None


def _monitoring(days: _Days, rows: Sequence[Row]) -> None:
    at: float | None = None
    for row in rows:
        at = _stamp(row, at)
        kind = _number(row, "activity_type")
        if kind in ON_FOOT:
            days.count("steps", at, kind or 0.0, _steps(row))
        days.count("active_energy", at, -1.0 if kind is None else kind, _number(row, "active_calories"))
        beats = _number(row, "heart_rate")
        days.mean("heart_rate", at, beats or None)


def _stamp(row: Row, before: float | None) -> float | None:
    """The moment of a message; to save room most give only its last 16 bits, counted on from the one before."""
    full, short = _number(row, "timestamp"), _number(row, "timestamp_16")
    if full is not None or short is None or before is None:
        return full if full is not None else before
    return before + ((int(short) - int(before)) & 0xFFFF)


def _steps(row: Row) -> float | None:
    stated = _number(row, "steps")
    cycles = _number(row, "cycles")
    return stated if stated is not None else None if cycles is None else cycles * 2


def _each(
    kind: str, value: Callable[[Row], float | None], *, mean: bool = False, stamp: str = "timestamp", ahead: float = 0.0
) -> Callable[[_Days, Sequence[Row]], None]:
    def read(days: _Days, rows: Sequence[Row]) -> None:
        for row in rows:
            if mean:
                days.mean(kind, _number(row, stamp), value(row))
            else:
                days.last(kind, _number(row, stamp), value(row), ahead)

    return read


def _scaled(name: str, factor: float = 1.0, least: float = 0.0) -> Callable[[Row], float | None]:
    def value(row: Row) -> float | None:
        found = _number(row, name)
        return None if found is None or found < least else found * factor

    return value


def _together(*readers: Callable[[_Days, Sequence[Row]], None]) -> Callable[[_Days, Sequence[Row]], None]:
    def read(days: _Days, rows: Sequence[Row]) -> None:
        for one in readers:
            one(days, rows)

    return read


def _resting(row: Row) -> float | None:
    """Of the day where it is known, else the mean of the week that the watch keeps."""
    return _number(row, "current_day_resting_heart_rate") or _number(row, "resting_heart_rate")


def _sleep(days: _Days, rows: Sequence[Row]) -> None:
    stamped = sorted(
        (at, level)
        for row in rows
        if (at := _number(row, "timestamp")) is not None
        and (level := _number(row, "sleep_level")) is not None
        and _known(at)
    )
    for night in _nights(stamped):
        _add_night(days, night)


def _nights(stamped: Iterable[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    nights: list[list[tuple[float, float]]] = []
    for at, level in stamped:
        if not nights or at - nights[-1][-1][0] > NIGHT_OVER:
            nights.append([])
        nights[-1].append((at, level))
    return nights


def _add_night(days: _Days, night: Sequence[tuple[float, float]]) -> None:
    """A level holds until the next one; the last says only when the night was over."""
    spent: dict[str, float] = {}
    for (at, level), (until, _) in pairwise(night):
        if level in LEVELS:
            spent[LEVELS[level]] = spent.get(LEVELS[level], 0.0) + until - at
    end = night[-1][0]
    asleep = sum(seconds for kind, seconds in spent.items() if kind != "sleep_awake")
    for kind, seconds in {**spent, "sleep": asleep}.items():
        if asleep:
            _longest(days, kind, end, seconds, asleep)


def _longest(days: _Days, kind: str, end: float, seconds: float, asleep: float) -> None:
    """Of a night and a nap on one day the longer counts."""
    key = (kind, days.day(end, EVENING))
    known = days.lasts.get(key)
    if known is None or known[0] < asleep:
        days.lasts[key] = (asleep, seconds)


_READERS: Mapping[str, Callable[[_Days, Sequence[Row]], None]] = {
    "monitoring": _monitoring,
    "monitoring_hr_data": _each("resting_heart_rate", _resting),
    "stress_level": _each("stress", _scaled("stress_level_value"), mean=True, stamp="stress_level_time"),
    # The overnight mean of RMSSD, in milliseconds.
    "hrv_status_summary": _each("hrv_rmssd", _scaled("last_night_average", 0.001, 1e-6)),
    "sleep_level": _sleep,
    "respiration_rate": _each("respiration", _scaled("respiration_rate", 1.0, 1e-6), mean=True),
    "spo2_data": _each("spo2", _scaled("reading_spo2", 0.01, 1e-6), mean=True),
    "weight_scale": _together(
        _each("body_mass", _scaled("weight")), _each("body_fat", _scaled("percent_fat", 0.01, 1e-6))
    ),
    "blood_pressure": _together(
        _each("blood_pressure_systolic", _scaled("systolic_pressure", MMHG)),
        _each("blood_pressure_diastolic", _scaled("diastolic_pressure", MMHG)),
    ),
    "max_met_data": _each("vo2max", _scaled("vo2_max"), stamp="update_time"),
    "skin_temp_overnight": _together(
        _each("skin_temperature", _scaled("nightly_value")),
        _each("skin_temperature_deviation", _scaled("average_deviation", 1.0, -50.0)),
    ),
}
_BY_MEAN: Final = {
    "stress_level": "stress",
    "respiration_rate": "breathing rate",
    "spo2_data": "blood oxygen",
}
_NOT_KEPT: Final = {
    "sleep_assessment": "sleep scores",
    "hsa_stress_data": "stress every minute",
    "hsa_respiration_data": "breathing every minute",
    "hsa_spo2_data": "blood oxygen every minute",
    "hsa_heart_rate_data": "heart rate every minute",
    "hsa_body_battery_data": "body battery",
    "hsa_step_data": "steps every minute",
}


def _left_out(names: set[str], messages: Messages) -> list[str]:
    """What the file says beyond what is kept."""
    meant = [words for name, words in _BY_MEAN.items() if name in names]
    fields = {name for block in messages.blocks if block.name == "monitoring" for name in block.columns}
    meant = (["heart rate"] if "heart_rate" in fields else []) + meant
    dropped = [words for name, words in _NOT_KEPT.items() if name in names]
    if fields & {"moderate_activity_minutes", "vigorous_activity_minutes", "intensity"}:
        dropped.append("intensity minutes")
    if fields & {"ascent", "descent"}:
        dropped.append("climbed height")
    notes = [f"Kept as the mean of the day, not moment by moment: {', '.join(meant)}."] if meant else []
    return notes + ([f"Not kept: {', '.join(dropped)}."] if dropped else [])
