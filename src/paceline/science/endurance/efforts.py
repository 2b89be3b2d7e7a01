"""Best efforts: the highest mean over every duration, and the least time over every distance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from paceline.science.endurance.streams import Array, Count, in_order

STANDARD_DURATIONS = (1, 5, 10, 15, 30, 60, 120, 180, 300, 480, 600, 1200, 1800, 3600, 5400, 7200, 10800, 14400, 21600)
STANDARD_DISTANCES = (
    400.0, 800.0, 1000.0, 1609.344, 3000.0, 3218.688, 5000.0, 10000.0, 15000.0, 16093.44, 21097.5, 30000.0, 42195.0,
    50000.0, 80467.2, 100000.0, 160934.4,
)  # fmt: skip
LEAST_COVERAGE = 0.95
BLOCK = 0.02  # of the samples a distance takes on average
ROUNDING = 0.001


@dataclass(frozen=True, slots=True)
class TimeEffort:
    """The highest mean of a channel over `duration` seconds, starting at second `start` of the recorded stream."""

    duration: int
    value: float
    start: int


@dataclass(frozen=True, slots=True)
class DistanceEffort:
    """The least time over `distance` metres, with the clock's moment (epoch seconds) at which it began."""

    distance: float
    duration: float
    start: float


def best_by_time(
    values: Array, durations: Sequence[int] = STANDARD_DURATIONS, missing: Literal["zero", "gap"] = "gap"
) -> tuple[TimeEffort, ...]:
    """Exact mean-maximal values of a 1 Hz channel, including the windows at its first second and of its whole length.

    Missing power is coasting (`zero`). Missing heart rate is never bridged (`gap`): a window counts when 95 % of it is
    known, and its mean is that of the known seconds. Durations longer than the channel are left out.
    """
    known = np.isfinite(values)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0))))
    counted = np.concatenate(([0], np.cumsum(known if missing == "gap" else np.ones_like(known))))
    found = (_best_window(total, counted, duration) for duration in durations if 0 < duration <= values.size)
    return tuple(effort for effort in found if effort is not None)


def mean_maximal(values: Array, missing: Literal["zero", "gap"] = "zero", points: int = 120) -> tuple[TimeEffort, ...]:
    """The whole curve at about `points` log-spaced durations from one second to the full length."""
    if values.size == 0:
        return ()
    spaced = np.unique(np.round(np.geomspace(1, values.size, points)).astype(np.int64))
    return best_by_time(values, [int(duration) for duration in spaced], missing)


def best_by_distance(
    time: Array,
    distance: Array,
    targets: Sequence[float] = STANDARD_DISTANCES,
    fastest: float | None = None,
) -> tuple[DistanceEffort, ...]:
    """Exact least times with both ends interpolated; stops count, as they do in a race.

    With `fastest` (m/s) any quicker step is cut to that speed, so a jump of the positioning cannot make a record.
    """
    keep = in_order(time) & np.isfinite(distance)
    clock, metres = time[keep], distance[keep]
    if clock.size < 2:
        return ()
    steps = np.maximum(np.diff(np.maximum.accumulate(metres)), 0)
    if fastest is not None:
        steps = np.minimum(steps, fastest * np.diff(clock))
    road = np.concatenate(([0.0], np.cumsum(steps)))
    found = (_least_time(clock, road, target) for target in targets if 0 < target <= road[-1])
    return tuple(effort for effort in found if effort is not None)


def _best_window(total: Array, counted: Count, duration: int) -> TimeEffort | None:
    covered = counted[duration:] - counted[:-duration]
    enough = covered >= LEAST_COVERAGE * duration
    if not enough.any():
        return None
    means = np.full(covered.size, -np.inf)
    means[enough] = (total[duration:] - total[:-duration])[enough] / covered[enough]
    start = int(np.argmax(means))
    return TimeEffort(duration, float(means[start]), start)


def _least_time(clock: Array, road: Array, target: float) -> DistanceEffort | None:
    """The best window begins or ends at a sample, because distance is linear in between; both families are tried."""

    def from_starts(at: Count) -> Array:
        return _first_moment_at(clock, road, road[at] + target) - clock[at]

    def to_ends(at: Count) -> Array:
        return clock[at] - _last_moment_at(clock, road, road[at] - target)

    block = int(BLOCK * road.size * target / float(road[-1]))
    starts = _likely(np.flatnonzero(road + target <= road[-1]), from_starts, clock, block)
    ends = _likely(np.flatnonzero(road - target >= 0)[::-1], to_ends, clock, block)[::-1]
    from_start, to_end = from_starts(starts), to_ends(ends)
    if from_start.size and (not to_end.size or from_start.min() <= to_end.min()):
        best = int(np.argmin(from_start))
        return _effort(target, float(from_start[best]), float(clock[starts[best]]))
    if not to_end.size:
        return None
    best = int(np.argmin(to_end))
    return _effort(target, float(to_end[best]), float(clock[ends[best]] - to_end[best]))


def _likely(asked: Count, taken: Callable[[Count], Array], clock: Array, block: int) -> Count:
    """The samples that may begin (or end) the best window, looked at in blocks.

    A window that begins later in a block cannot end before the block's first does, so it is shorter by the block's own
    time at most.
    """
    if block < 2 or asked.size < 4 * block:
        return asked
    first = asked[::block]
    last = asked[np.minimum(np.arange(block - 1, first.size * block, block), asked.size - 1)]
    times = taken(first)
    hopeful = times - np.abs(clock[last] - clock[first]) <= times.min() + ROUNDING
    return asked[np.repeat(hopeful, block)[: asked.size]]


def _effort(distance: float, duration: float, start: float) -> DistanceEffort | None:
    return DistanceEffort(distance, duration, start) if duration > 0 else None


def _first_moment_at(clock: Array, road: Array, marks: Array) -> Array:
    """When each mark was first reached; a stop on the mark ends the effort as it begins."""
    right = np.clip(np.searchsorted(road, marks, side="left"), 1, road.size - 1)
    return _moment(clock, road, marks, right)


def _last_moment_at(clock: Array, road: Array, marks: Array) -> Array:
    """When each mark was last stood on; a stop on the mark ends before the effort begins."""
    right = np.clip(np.searchsorted(road, marks, side="right"), 1, road.size - 1)
    return _moment(clock, road, marks, right)


def _moment(clock: Array, road: Array, marks: Array, right: Count) -> Array:
    left = right - 1
    span = road[right] - road[left]
    share = np.where(span > 0, (marks - road[left]) / np.where(span > 0, span, 1.0), 0.0)
    return clock[left] + np.clip(share, 0, 1) * (clock[right] - clock[left])
