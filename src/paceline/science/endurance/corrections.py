"""Corrections of a recording: an ordered list of changes applied to what the file holds; the file itself stays as it is.

Every moment in a correction is seconds after the start of the original recording, whatever was corrected before it, so
that taking one correction away leaves the others where they were.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from paceline.science.endurance import repairs
from paceline.science.endurance.relapping import lapped
from paceline.science.endurance.repairs import Uncorrectable, completed, present
from paceline.science.endurance.streams import Array, Mask
from paceline.science.formats import Recording

# What the device stated of the whole session is no longer true of a part of it; this still is.
STILL_TRUE: Final = ("pool_length", "rating_of_perceived_exertion")
LEFT: Final = 2  # samples; fewer span no time
NOTHING_LEFT: Final = "Nothing would be left of this session. Keep at least a few seconds."
TOTALS_ONLY: Final = "This file holds totals only, nothing along the way, so there is no stretch to take out."


@dataclass(frozen=True, slots=True)
class Correction:
    """One change: its kind, its values, and for a join the recording that follows."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    other: Recording | None = None


def corrected(recording: Recording, corrections: Sequence[Correction]) -> Recording:
    """The recording with every correction applied in order; without any the recording itself."""
    shown, origin = recording, recording.start
    for one in corrections:
        shown = KINDS[one.kind](shown, one, origin)
        if one.kind == "clock":
            origin += float(one.values.get("seconds") or 0.0)
    return shown


def with_sport(recording: Recording, sport: str, sub_sport: str | None) -> Recording:
    """The recording as another sport, as its athlete says it was."""
    return replace(recording, sport=sport, sub_sport=sub_sport)


def lead(corrections: Sequence[tuple[str, Mapping[str, Any]]]) -> float:
    """Seconds between the start of the original recording and the start of what is left of it."""
    starts = [float(values["start"]) for kind, values in corrections if kind == "trim" and values.get("start")]
    return max(starts, default=0.0)


def _trim(recording: Recording, one: Correction, origin: float) -> Recording:
    """Only what lies between two moments; either may be left open."""
    _needs_samples(recording)
    start, end = one.values.get("start"), one.values.get("end")
    first = recording.start if start is None else max(recording.start, origin + float(start))
    last = np.inf if end is None else origin + float(end)
    keep = (recording.time >= first) & (recording.time <= last)
    if int(keep.sum()) < LEFT:
        raise Uncorrectable(NOTHING_LEFT)
    base = 0.0 if start is None else _reached(recording, first)
    if start is None:
        first = recording.start
    kept = _only(recording, keep, start=first, base=base)
    # Where the trim falls into a pause the session ends with the last sample before it.
    bounds = (first, float(kept.time[-1]))
    pauses = [(max(a, bounds[0]), min(b, bounds[1])) for a, b in recording.pauses]
    kept = replace(
        kept,
        pauses=tuple((a, b) for a, b in pauses if b > a),
        lengths=tuple(x for x in recording.lengths if bounds[0] <= x.start + x.elapsed / 2 <= bounds[1]),
        sets=tuple(x for x in recording.sets if x.start is None or bounds[0] <= x.start <= bounds[1]),
    )
    return replace(kept, laps=lapped(kept, recording.laps, within=bounds, touched=bounds, outside=True))


def _split(recording: Recording, one: Correction, origin: float) -> Recording:
    """What comes after the moment is a session of its own."""
    return _trim(recording, Correction("trim", {"end": one.values["end"]}), origin)


def _cut(recording: Recording, one: Correction, origin: float) -> Recording:
    """Take a stretch out of the middle: it becomes a pause, and its distance is not covered."""
    _needs_samples(recording)
    first, last = origin + float(one.values["start"]), origin + float(one.values["end"])
    before, after = recording.time <= first, recording.time >= last
    if not before.any() or not after.any():
        raise Uncorrectable("This stretch reaches the beginning or the end. Trim the session instead.")
    keep = before | after
    if int(keep.sum()) < LEFT:
        raise Uncorrectable(NOTHING_LEFT)
    stop, again = float(recording.time[before][-1]), float(recording.time[after][0])
    if again <= stop:
        return recording
    covered = _reached(recording, again) - _reached(recording, stop)
    kept = _only(recording, keep, start=recording.start, base=0.0)
    channels = dict(kept.channels)
    if "distance" in channels:
        channels["distance"] = np.where(kept.time >= again, channels["distance"] - covered, channels["distance"])
    kept = replace(
        kept,
        channels=MappingProxyType(channels),
        pauses=tuple(sorted([*recording.pauses, (stop, again)])),
        lengths=tuple(x for x in recording.lengths if not first < x.start + x.elapsed / 2 < last),
    )
    everything = (recording.start, float(recording.time[-1]))
    return replace(kept, laps=lapped(kept, recording.laps, within=everything, touched=(stop, again)))


def _joined(recording: Recording, one: Correction, origin: float) -> Recording:
    """A second recording follows after a pause."""
    other = one.other
    if other is None:
        raise Uncorrectable("The recording that was joined to this one is not kept any more.")
    _needs_samples(recording)
    _needs_samples(other)
    stop, again = float(recording.time[-1]), float(other.time[0])
    if again <= stop:
        raise Uncorrectable("These two overlap in time, so one cannot follow the other.")
    mine, theirs = completed(recording), completed(other)
    if "distance" in theirs:
        theirs["distance"] = theirs["distance"] + _furthest(mine.get("distance"))
    return replace(
        recording,
        time=np.concatenate((recording.time, other.time)),
        channels=MappingProxyType(_appended(mine, theirs, recording.time.size, other.time.size)),
        developer=MappingProxyType(
            _appended(recording.developer, other.developer, recording.time.size, other.time.size)
        ),
        removed=MappingProxyType(_appended(recording.removed, other.removed, recording.time.size, other.time.size)),
        pauses=(*recording.pauses, (stop, again), *other.pauses),
        laps=(*recording.laps, *other.laps),
        lengths=(*recording.lengths, *other.lengths),
        sets=(*recording.sets, *other.sets),
        rr_intervals=None,
        stated=_still_true(recording),
    )


def _clock(recording: Recording, one: Correction, origin: float) -> Recording:
    """Another start, another offset from UTC, or both; everything moves together."""
    by = float(one.values.get("seconds") or 0.0)
    offset = one.values.get("utc_offset")
    return replace(
        recording,
        start=recording.start + by,
        time=recording.time + by,
        utc_offset=recording.utc_offset if offset is None else float(offset),
        pauses=tuple((a + by, b + by) for a, b in recording.pauses),
        laps=tuple(replace(lap, start=lap.start + by) for lap in recording.laps),
        lengths=tuple(replace(length, start=length.start + by) for length in recording.lengths),
        sets=tuple(x if x.start is None else replace(x, start=x.start + by) for x in recording.sets),
    )


def _repair(function: Callable[[Recording, Mapping[str, Any], float], Recording]) -> "Step":
    def step(recording: Recording, one: Correction, origin: float) -> Recording:
        return function(recording, one.values, origin)

    return step


Step = Callable[[Recording, Correction, float], Recording]
KINDS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        "trim": _trim,
        "split": _split,
        "cut": _cut,
        "joined": _joined,
        "clock": _clock,
        "spikes": _repair(repairs.without_values),
        "dropouts": _repair(repairs.bridged),
        "elevation": _repair(repairs.elevation),
        "power": _repair(repairs.scaled_power),
        "distance": _repair(repairs.scaled_distance),
        "pool": _repair(repairs.pool_length),
    }
)


def _needs_samples(recording: Recording) -> None:
    if recording.time.size < LEFT:
        raise Uncorrectable(TOTALS_ONLY)


def _reached(recording: Recording, moment: float) -> float:
    """Metres covered up to a moment."""
    distance = recording.channels.get("distance")
    if distance is None:
        return 0.0
    known = np.isfinite(distance) & (recording.time <= moment)
    return float(distance[known][-1]) if known.any() else 0.0


def _furthest(distance: Array | None) -> float:
    known = np.zeros(0) if distance is None else distance[np.isfinite(distance)]
    return float(known.max()) if known.size else 0.0


def _only(recording: Recording, keep: Mask, *, start: float, base: float) -> Recording:
    channels = present({name: values[keep] for name, values in recording.channels.items()})
    if "distance" in channels and base:
        channels["distance"] = np.maximum(channels["distance"] - base, 0.0)
    return replace(
        recording,
        start=start,
        time=recording.time[keep],
        channels=MappingProxyType(channels),
        developer=MappingProxyType(present({name: values[keep] for name, values in recording.developer.items()})),
        removed=MappingProxyType(present({name: values[keep] for name, values in recording.removed.items()})),
        # Beats are not tied to samples, so nobody knows which of them are left.
        rr_intervals=None,
        stated=_still_true(recording),
    )


def _still_true(recording: Recording) -> Mapping[str, float]:
    return MappingProxyType({name: value for name, value in recording.stated.items() if name in STILL_TRUE})


def _appended(one: Mapping[str, Array], other: Mapping[str, Array], size: int, more: int) -> dict[str, Array]:
    return {
        name: np.concatenate((one.get(name, np.full(size, np.nan)), other.get(name, np.full(more, np.nan))))
        for name in dict.fromkeys((*one, *other))
    }
