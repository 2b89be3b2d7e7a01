"""Days of fitness from daily loads: the one arithmetic behind what is kept and what is computed on the spot."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from paceline.endurance.metrics.types import FitnessDay
from paceline.kit.days import days_between
from paceline.science.endurance.fitness import fitness_series
from paceline.science.endurance.streams import Array

WEEK = 7


@dataclass(frozen=True, slots=True)
class Kept:
    """Consecutive evenings as they are kept: the first of them, and the very first day of the athlete."""

    begun: date
    first: date
    load: Array
    ctl: Array
    atl: Array

    @property
    def last(self) -> date:
        """The day of the last evening."""
        return self.first + timedelta(days=self.load.size - 1)


@dataclass(frozen=True, slots=True)
class Series:
    """Consecutive days from `first`, as arrays; `begun` is the athlete's first day, and the ramp is NaN in its first week."""

    begun: date
    first: date
    load: Array
    ctl: Array
    atl: Array
    tsb: Array
    ramp: Array

    def __len__(self) -> int:
        return int(self.load.size)

    def since(self, day: date) -> "Series":
        """The part from a day on."""
        skip = max(0, (day - self.first).days)
        parts = (self.load, self.ctl, self.atl, self.tsb, self.ramp)
        return Series(self.begun, self.first + timedelta(days=skip), *(part[skip:] for part in parts))

    def days(self) -> list[FitnessDay]:
        """The same, a day at a time."""
        history = (self.first - self.begun).days + 1
        rows = zip(
            self.load.tolist(), self.ctl.tolist(), self.atl.tolist(), self.tsb.tolist(), self.ramp.tolist(), strict=True
        )
        return [
            FitnessDay(
                self.first + timedelta(days=n), load, ctl, atl, tsb, ramp if math.isfinite(ramp) else None, history + n
            )
            for n, (load, ctl, atl, tsb, ramp) in enumerate(rows)
        ]


def before(first: date, last: date, begun: date | None) -> list[FitnessDay]:
    """The days ahead of the first load, of which nothing can be said."""
    end = last if begun is None else min(last, begun - timedelta(days=1))
    return [FitnessDay(day, 0.0, None, None, None, None, 0) for day in days_between(first, end)]


def all_days(series: Series | None, first: date, last: date) -> list[FitnessDay]:
    """Every day from first to last, those ahead of the first load included."""
    if series is None:
        return before(first, last, None)
    return [*before(first, last, series.begun), *series.since(first).days()]


def computed(loads: Mapping[date, float], last: date) -> Series | None:
    """Everything up to the last day out of all loads; None when there is no load by then."""
    begun = min(loads, default=None)
    if begun is None or begun > last:
        return None
    daily = [loads.get(day, 0.0) for day in days_between(begun, last)]
    found = fitness_series(daily)
    return Series(begun, begun, np.array(daily), found.ctl, found.atl, found.tsb, found.ramp)


def extended(kept: Kept, last: date) -> Series:
    """The kept days and those up to the last: after the last session nothing is done, and both values fade."""
    quiet = (last - kept.last).days
    load, ctl, atl = kept.load, kept.ctl, kept.atl
    if quiet > 0:
        rest = fitness_series([0.0] * quiet, initial_ctl=float(ctl[-1]), initial_atl=float(atl[-1]))
        load = np.concatenate((load, np.zeros(quiet)))
        ctl, atl = np.concatenate((ctl, rest.ctl)), np.concatenate((atl, rest.atl))
    # The athlete begins from nothing; of later days the first has no evening before it here, and is never shown.
    evening = np.concatenate(([0.0], ctl))
    tsb = (evening - np.concatenate(([0.0], atl)))[:-1]
    ramp = np.full(load.size, math.nan)
    gap = WEEK - 1 if kept.first == kept.begun else WEEK
    if load.size > gap:
        ramp[gap:] = evening[gap + 1 :] - evening[gap + 1 - WEEK : -WEEK]
    return Series(kept.begun, kept.first, load, ctl, atl, tsb, ramp)
