"""Reads an activity file into totals, laps, best efforts and quality notes; pure, for imports and the command line alike."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from paceline.science.endurance.efforts import best_by_distance, best_by_time
from paceline.science.endurance.heart import heart_rate_stress_score, trimp_from_average
from paceline.science.endurance.load import Load, activity_load
from paceline.science.endurance.sports import family
from paceline.science.endurance.streams import (
    Array,
    Pause,
    distance_from_positions,
    even_clock,
    even_seconds,
    speed_from_distance,
)
from paceline.science.endurance.summary import TOP_SPEED, Lap, Summary, Thresholds, summarise
from paceline.science.formats import Length, Recording, decode

LEAST_SPEED = 0.5  # share of samples that must know their speed for it to count [own synthesis]
ThresholdsFor = Callable[[str], Thresholds]
# What the device states, for totals the samples cannot give.
STATED = {
    "elapsed": "elapsed",
    "timer": "timer",
    "moving": "moving",
    "distance": "distance",
    "ascent": "ascent",
    "descent": "descent",
    "average_speed": "avg_speed",
    "max_speed": "max_speed",
    "average_heart_rate": "avg_heart_rate",
    "max_heart_rate": "max_heart_rate",
    "average_power": "avg_power",
    "max_power": "max_power",
    "normalized_power": "normalized_power",
    "average_cadence": "avg_cadence",
    "average_temperature": "avg_temperature",
}


@dataclass(frozen=True, slots=True)
class Effort:
    """A best effort; `span` and `value` are seconds and a mean, or for a distance metres and seconds."""

    kind: str
    span: float
    value: float
    start_offset: float


@dataclass(frozen=True, slots=True)
class Session:
    """One recording of the file with everything computed from it."""

    recording: Recording
    channels: Mapping[str, Array]
    summary: Summary
    efforts: tuple[Effort, ...]
    rpe: float | None

    @property
    def has_track(self) -> bool:
        """Whether it says where it went."""
        return "latitude" in self.recording.channels and "longitude" in self.recording.channels


@dataclass(frozen=True, slots=True)
class Analysis:
    """All sessions of a file and what the athlete should know about its quality."""

    name: str
    sessions: tuple[Session, ...]
    notes: tuple[str, ...]

    def to_json(self) -> str:
        """Summary, laps and notes as a JSON text, in SI units."""
        document = {
            "file": self.name,
            "notes": list(self.notes),
            "sessions": [_plain_session(one) for one in self.sessions],
        }
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)


def analyse(data: bytes, name: str, thresholds: ThresholdsFor | None = None) -> Analysis:
    """Everything in one FIT, GPX or TCX file; raises `paceline.science.formats.Unreadable` with a sentence."""
    decoded = decode(data, name)
    known = thresholds or _nothing_known
    return Analysis(
        name, tuple(session_of(recording, known(recording.sport)) for recording in decoded.recordings), decoded.notes
    )


def load_of_totals(
    sport: str, duration: float | None, average_heart_rate: float | None, rpe: float | None, known: Thresholds
) -> Load:
    """The load of a session of which only totals are known."""
    stress = None
    if duration is not None and average_heart_rate is not None:
        body = {"max_hr": known.max_hr, "resting_hr": known.resting_hr, "sex": known.sex}
        impulse = trimp_from_average(duration, average_heart_rate, **body)  # type: ignore[arg-type]
        stress = heart_rate_stress_score(impulse.value, lthr=known.lthr, **body).value  # type: ignore[arg-type]
    return activity_load(sport=sport, duration=duration, heart_rate_stress=stress, rpe=rpe)


def load_of_samples(
    time: Array,
    channels: Mapping[str, Array],
    sport: str,
    pauses: Sequence[Pause],
    laps: Sequence[Lap],
    has_lengths: bool,
    known: Thresholds,
    rpe: float | None,
) -> tuple[Load, float | None]:
    """The load and intensity of samples that are kept already, against today's thresholds."""
    summary = summarise(time, _dependable(channels, has_lengths), sport, pauses, laps, known, rpe)
    return summary.load, summary.intensity


def _nothing_known(sport: str) -> Thresholds:
    return Thresholds()


def session_of(recording: Recording, known: Thresholds) -> Session:
    """Everything computed from one recording, against the thresholds of its athlete."""
    channels = _completed(recording)
    laps = tuple(Lap(lap.start, lap.elapsed, lap.distance) for lap in recording.laps)
    rpe = _felt(recording)
    counted = _dependable(channels, bool(recording.lengths))
    summary = summarise(recording.time, counted, recording.sport, recording.pauses, laps, known, rpe)
    summary = _without_rests(_with_stated(summary, recording, known, rpe), recording.lengths)
    return Session(recording, channels, summary, _efforts(recording, channels), rpe)


def _completed(recording: Recording) -> dict[str, Array]:
    """The channels, with distance and speed worked out from positions when the device wrote neither."""
    channels = dict(recording.channels)
    if "distance" not in channels and "latitude" in channels and "longitude" in channels:
        channels["distance"] = distance_from_positions(channels["latitude"], channels["longitude"])
    if "speed" not in channels and "distance" in channels and family(recording.sport) != "swimming":
        channels["speed"] = speed_from_distance(recording.time, channels["distance"])
    if recording.lengths and recording.stated.get("pool_length", 0) > 0:
        channels["speed"] = _pool_speed(recording, recording.stated["pool_length"])
    return {name: values for name, values in channels.items() if np.isfinite(values).any()}


def _pool_speed(recording: Recording, pool: float) -> Array:
    """Watches know the speed of a length only when it is over; here it holds for the whole length."""
    speed = np.full(len(recording.time), np.nan)
    for length in recording.lengths:
        if length.active and length.elapsed > 0:
            first, last = np.searchsorted(recording.time, (length.start, length.start + length.elapsed))
            speed[first:last] = pool / length.elapsed
    return speed


def _dependable(channels: Mapping[str, Array], has_lengths: bool) -> dict[str, Array]:
    """The channels totals are made of: a speed written only now and then would make moving time a few seconds."""
    sparse = (
        "speed" in channels and float(np.isfinite(channels["speed"]).mean()) < LEAST_SPEED and "distance" in channels
    )
    return {name: values for name, values in channels.items() if name != "speed" or not (has_lengths or sparse)}


def _without_rests(summary: Summary, lengths: Sequence[Length]) -> Summary:
    """In the pool moving time is the time of the lengths swum."""
    swum = float(sum(length.elapsed for length in lengths if length.active))
    if not swum:
        return summary
    speed = summary.distance / swum if summary.distance else None
    return replace(summary, moving=swum, average_speed=speed if speed is not None else summary.average_speed)


def _felt(recording: Recording) -> float | None:
    stated = recording.stated.get("rating_of_perceived_exertion")
    return stated if stated is not None and 0 < stated <= 10 else None


def _with_stated(summary: Summary, recording: Recording, known: Thresholds, rpe: float | None) -> Summary:
    # A single sample spans no time, so there the device's totals are the better ones.
    alone = len(recording.time) < 2
    stated = {
        field: float(recording.stated[name])
        for field, name in STATED.items()
        if (alone or getattr(summary, field) is None) and math.isfinite(recording.stated.get(name, math.nan))
    }
    if not stated:
        return summary
    fuller = replace(summary, **stated, reasons={k: v for k, v in summary.reasons.items() if k not in stated})
    if fuller.load.value is not None and not alone:
        return fuller
    return replace(
        fuller,
        load=load_of_totals(recording.sport, fuller.timer or fuller.elapsed, fuller.average_heart_rate, rpe, known),
    )


def _efforts(recording: Recording, channels: Mapping[str, Array]) -> tuple[Effort, ...]:
    found: list[Effort] = []
    clock = even_clock(recording.time, recording.pauses)
    for kind, missing in (("power", "zero"), ("heart_rate", "gap")):
        if kind in channels and clock.size:
            even = even_seconds(recording.time, channels[kind], recording.pauses)
            best = best_by_time(even, missing=missing)  # type: ignore[arg-type]
            found += [Effort(kind, one.duration, one.value, float(clock[one.start]) - recording.start) for one in best]
    kind_of_sport = family(recording.sport)
    if "distance" in channels and kind_of_sport != "other":
        fastest = best_by_distance(recording.time, channels["distance"], fastest=TOP_SPEED[kind_of_sport])
        found += [Effort("distance", one.distance, one.duration, one.start - recording.start) for one in fastest]
    return tuple(found)


def _plain_session(session: Session) -> dict[str, Any]:
    recording = session.recording
    summary = {key: value for key, value in asdict(session.summary).items() if key not in ("reasons", "cautions")}
    return {
        "sport": recording.sport,
        "sub_sport": recording.sub_sport,
        "name": recording.name,
        "device": recording.device,
        "start": recording.start,
        "utc_offset": recording.utc_offset,
        "samples": len(recording.time),
        "channels": sorted(recording.channels),
        "summary": summary,
        "unknown": dict(session.summary.reasons),
        "cautions": dict(session.summary.cautions),
        "laps": [asdict(lap) for lap in recording.laps],
        "lengths": sum(1 for length in recording.lengths if length.active),
        "best_efforts": [asdict(one) for one in session.efforts],
    }
