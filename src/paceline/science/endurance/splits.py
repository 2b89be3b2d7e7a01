"""A session cut at given moments: time, distance, heart rate, power, cadence and climb of every piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from paceline.science.endurance.streams import Array, Pause, ascent_descent, in_order, paused_until, sample_seconds
from paceline.science.endurance.summary import Summary, Thresholds, summarise

SHORTEST_LAST = 1.0  # s or m; a remainder smaller than this is no piece


@dataclass(frozen=True, slots=True)
class Split:
    """One piece from `start` to `end` on the recording's clock; `seconds` are without pauses, `speed` is in m/s."""

    start: float
    end: float
    seconds: float
    distance: float | None
    speed: float | None
    average_heart_rate: float | None
    max_heart_rate: float | None
    average_power: float | None
    average_cadence: float | None
    ascent: float | None


def part_of(
    time: Array, channels: Mapping[str, Array], start: float, end: float, *, counted_anew: bool = True
) -> tuple[Array, dict[str, Array]]:
    """The samples from start to end, both included, with the distance counted from there."""
    first, last = np.searchsorted(time, (start, end + 1e-6))
    kept = {name: values[first:last] for name, values in channels.items()}
    if "distance" in kept and counted_anew:
        known = kept["distance"][np.isfinite(kept["distance"])]
        if known.size:
            kept["distance"] = kept["distance"] - known[0]
    return time[first:last], kept


def summarise_part(
    time: Array, channels: Mapping[str, Array], sport: str, pauses: Sequence[Pause], start: float, end: float
) -> Summary:
    """A stretch of a session measured as whole sessions are; pieces that share an end add up."""
    clock, kept = part_of(time, channels, start, end)
    within = [(max(a, start), min(b, end)) for a, b in pauses if b > start and a < end]
    return summarise(clock, kept, sport, within, (), Thresholds())


def marks_by_distance(time: Array, distance: Array, every: float) -> Array:
    """When each `every` metres were done, with the start and the end; empty without distance."""
    known = np.isfinite(distance) & in_order(time)
    if known.sum() < 2 or every <= 0:
        return np.zeros(0)
    clock, road = time[known], np.maximum.accumulate(distance[known])
    wanted = np.arange(road[0] + every, road[-1] - SHORTEST_LAST, every)
    # Standing at a mark belongs to the piece behind it: the mark is where it was first reached.
    right = np.clip(np.searchsorted(road, wanted, side="left"), 1, road.size - 1)
    span = road[right] - road[right - 1]
    share = np.where(span > 0, (wanted - road[right - 1]) / np.where(span > 0, span, 1.0), 0.0)
    moments = clock[right - 1] + share * (clock[right] - clock[right - 1])
    return np.concatenate((clock[:1], moments, clock[-1:]))


def marks_by_time(time: Array, every: float) -> Array:
    """Every `every` seconds of the clock, with the start and the end."""
    if time.size < 2 or every <= 0:
        return np.zeros(0)
    inner = np.arange(time[0] + every, time[-1] - SHORTEST_LAST, every)
    return np.concatenate((time[:1], inner, time[-1:]))


def split_at(
    time: Array, channels: Mapping[str, Array], pauses: Sequence[Pause], spans: Sequence[tuple[float, float]]
) -> tuple[Split, ...]:
    """The pieces from each start to its end."""
    keep = in_order(time)
    clock = time[keep]
    if clock.size < 2:
        return ()
    cleaned = {name: values[keep] for name, values in channels.items()}
    cut = _Cut(clock, cleaned, sample_seconds(clock, pauses), _road(clock, cleaned))
    edges = np.array([edge for span in spans for edge in span], dtype=np.float64)
    paused = paused_until(edges, pauses)
    return tuple(
        cut.piece(start, end, float(paused[2 * n + 1] - paused[2 * n]))
        for n, (start, end) in enumerate(spans)
        if end > start
    )


def _road(clock: Array, channels: Mapping[str, Array]) -> tuple[Array, Array] | None:
    distance = channels.get("distance")
    known = np.isfinite(distance) if distance is not None else None
    if distance is None or known is None or known.sum() < 2:
        return None
    return clock[known], np.maximum.accumulate(distance[known])


@dataclass(frozen=True, slots=True)
class _Cut:
    """What every piece is cut from: each sample stands for the seconds before it."""

    clock: Array
    channels: Mapping[str, Array]
    weights: Array
    road: tuple[Array, Array] | None

    def piece(self, start: float, end: float, paused: float) -> Split:
        first, last = (int(place) for place in np.searchsorted(self.clock, (start, end), side="right"))
        seconds = end - start - paused
        distance = None
        if self.road is not None:
            before, after = np.interp((start, end), *self.road)
            distance = float(after - before)
        pulse = self._known("heart_rate", first, last)
        climb = (
            ascent_descent(self.channels["altitude"][max(0, first - 1) : last]) if "altitude" in self.channels else None
        )
        return Split(
            start=start,
            end=end,
            seconds=seconds,
            distance=distance,
            speed=distance / seconds if distance is not None and seconds > 0 else None,
            average_heart_rate=self._mean("heart_rate", first, last),
            max_heart_rate=float(pulse.max()) if pulse.size else None,
            average_power=self._power(first, last),
            average_cadence=self._mean("cadence", first, last),
            ascent=climb.ascent.value if climb else None,
        )

    def _known(self, name: str, first: int, last: int) -> Array:
        values = self.channels.get(name, np.zeros(0))[first:last]
        return values[np.isfinite(values) & (values > 0)]

    def _mean(self, name: str, first: int, last: int) -> float | None:
        """Over the time each sample stands for; zero is no reading."""
        if name not in self.channels:
            return None
        values, weights = self.channels[name][first:last], self.weights[first:last]
        known = np.isfinite(values) & (values > 0)
        total = float(weights[known].sum())
        return float((values[known] * weights[known]).sum()) / total if total > 0 else None

    def _power(self, first: int, last: int) -> float | None:
        """Missing power is coasting, as in every mean of power."""
        if "power" not in self.channels:
            return None
        values, weights = self.channels["power"][first:last], self.weights[first:last]
        total = float(weights.sum())
        if not np.isfinite(values).any() or total <= 0:
            return None
        return float((np.where(np.isfinite(values), np.maximum(values, 0), 0) * weights).sum()) / total
