"""Fitness and flags, computed from the loads of calendar days: quick enough not to be stored."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from paceline.endurance.activities import daily_loads, longest_in
from paceline.endurance.metrics.types import FitnessDay, LoadFlags
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.science.endurance.fitness import fitness_series
from paceline.science.endurance.flags import (
    CHRONIC_DAYS,
    acute_chronic_ratio,
    monotony,
    ramp_rate,
    session_spike,
    spike_band,
    strain,
)

LOOK_BACK_DAYS = 30  # Frandsen 2025 compares with the longest session of the 30 days before
BEGINNING = date(1970, 1, 1)


async def fitness_on(tx: Tx, athlete_id: UUID, day: date) -> FitnessDay:
    """The evening of one day."""
    return (await fitness_between(tx, athlete_id, day, day))[0]


async def fitness_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[FitnessDay]:
    """Every day from first to last; the series starts with the athlete's first session, from nothing."""
    loads = await daily_loads(tx, athlete_id, BEGINNING, last)
    start = min(loads, default=None)
    return [*_before(first, last, start), *_since(loads, start, first, last)]


def _before(first: date, last: date, start: date | None) -> list[FitnessDay]:
    end = last if start is None else min(last, start - timedelta(days=1))
    return [FitnessDay(day, 0.0, None, None, None, None, 0) for day in days_between(first, end)]


def _since(loads: Mapping[date, float], start: date | None, first: date, last: date) -> list[FitnessDay]:
    if start is None:
        return []
    days = days_between(start, last)
    daily = [loads.get(day, 0.0) for day in days]
    series = fitness_series(daily)
    return [
        FitnessDay(
            day,
            daily[n],
            float(series.ctl[n]),
            float(series.atl[n]),
            float(series.tsb[n]),
            float(series.ramp[n]) if math.isfinite(series.ramp[n]) else None,
            n + 1,
        )
        for n, day in enumerate(days)
        if day >= first
    ]


async def load_flags(tx: Tx, athlete_id: UUID, day: date) -> LoadFlags:
    """What stands out on a day: the ramp, the longest run against the month before, sameness, and the last week's share."""
    days = await fitness_between(tx, athlete_id, day - timedelta(days=CHRONIC_DAYS - 1), day)
    known = [one for one in days if one.days_of_history]
    loads = [one.load for one in known]
    longest = await longest_in(tx, athlete_id, day, day)
    earlier = await longest_in(tx, athlete_id, day - timedelta(days=LOOK_BACK_DAYS), day - timedelta(days=1))
    spike = session_spike(longest, [earlier])
    week = [one.load for one in days[-7:]] if known and known[-1].days_of_history >= 7 else []
    return LoadFlags(
        ramp=ramp_rate([one.ctl for one in known if one.ctl is not None]),
        spike=spike,
        spike_band=None if spike.value is None else spike_band(spike.value),
        monotony=monotony(week),
        strain=strain(week),
        acute_chronic=acute_chronic_ratio(loads),
    )
