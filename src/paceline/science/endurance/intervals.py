"""Finds the hard parts of a session and the recoveries between them, from power or speed alone."""

import itertools
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from paceline.science.endurance.streams import Array

Kind: TypeAlias = Literal["before", "work", "rest", "after"]

WINDOW = 9  # s of smoothing: short enough for 30 s repetitions, long enough for one pedal stroke [own synthesis]
SHORTEST_WORK, SHORTEST_REST = 15, 10  # s [own synthesis]
LEVELS = 64
BACKLASH = 0.05  # what the output must fall below the level before work counts as over [own synthesis]
LEAST_CONTRAST = {"power": 1.25, "speed": 1.12}  # work over everything else, on average [own synthesis]
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Interval:
    """Seconds `start` to `end` (not included) of the recorded stream and the mean output in them."""

    kind: Kind
    start: int
    end: int
    mean: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """Every second of the session in order, or nothing with the reason."""

    found: tuple[Interval, ...] = ()
    reason: str | None = None

    @property
    def work(self) -> tuple[Interval, ...]:
        """The hard parts alone."""
        return tuple(one for one in self.found if one.kind == "work")


def find_intervals(output: Array, channel: Literal["power", "speed"]) -> Intervals:
    """Work and rest of a channel at 1 Hz; missing output is none.

    The level between the two is the one above the mean that separates the seconds best (Otsu 1979, IEEE Trans. Syst.
    Man Cybern. 9:62): what lies below the mean tells easy running from standing, which is no interval.
    """
    values = np.maximum(np.where(np.isfinite(output), output, 0.0), 0.0)
    if values.size < 4 * SHORTEST_WORK or not values.any():
        return Intervals(reason="The session is too short to find intervals in it.")
    smooth = np.convolve(values, np.ones(WINDOW) / WINDOW, mode="same")
    level = _level(smooth)
    if level is None:
        return Intervals(reason="The effort was even throughout.")
    spans = _lasting(_above(smooth, level))
    if len(spans) < FEWEST:
        return Intervals(reason="There were no repeated hard parts.")
    hard = np.zeros(values.size, dtype=np.bool_)
    for first, last in spans:
        hard[first:last] = True
    if float(values[hard].mean()) < LEAST_CONTRAST[channel] * float(values[~hard].mean() if (~hard).any() else 0.0):
        return Intervals(reason="The hard parts hardly differ from the rest, so they are not shown as intervals.")
    return Intervals(_laid_out(values, spans))


def _level(smooth: Array) -> float | None:
    """The split with the largest variance between the two sides; None for a flat line."""
    low, high = float(smooth.mean()), float(np.quantile(smooth, 0.995))
    if high <= low * 1.02:
        return None
    ordered = np.sort(smooth)
    sums = np.concatenate(([0.0], np.cumsum(ordered)))
    levels = np.linspace(low, high, LEVELS, endpoint=False)
    below = np.clip(np.searchsorted(ordered, levels), 1, ordered.size - 1)
    share = below / ordered.size
    gap = (sums[-1] - sums[below]) / (ordered.size - below) - sums[below] / below
    between = share * (1 - share) * gap**2
    # Between two clusters every level separates equally well; the middle one is true to both edges.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-6))
    return float(levels[best[best.size // 2]])


def _above(smooth: Array, level: float) -> list[tuple[int, int]]:
    """Runs above the level; once in, small dips do not end them."""
    state = np.where(smooth >= level, 1, np.where(smooth < level * (1 - BACKLASH), 0, -1))
    known = np.maximum.accumulate(np.where(state >= 0, np.arange(state.size), -1))
    inside = np.where(known >= 0, state[np.maximum(known, 0)], 0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], inside, [0]))))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _lasting(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs with short dips bridged and short bursts left out."""
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        if joined and first - joined[-1][1] < SHORTEST_REST:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [run for run in joined if run[1] - run[0] >= SHORTEST_WORK]


def _laid_out(values: Array, spans: list[tuple[int, int]]) -> tuple[Interval, ...]:
    edges = [0, *(edge for span in spans for edge in span), int(values.size)]
    found: list[Interval] = []
    for place, (first, last) in enumerate(itertools.pairwise(edges)):
        if last <= first:
            continue
        rest: Kind = "before" if place == 0 else "after" if place == len(edges) - 2 else "rest"
        found.append(Interval("work" if place % 2 else rest, first, last, float(values[first:last].mean())))
    return tuple(found)
