"""Fitness and flags of days: read from what is kept, or computed on the spot while that is being brought up to date."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from paceline.endurance.activities import daily_loads, longest_in
from paceline.endurance.metrics.keeping import BEGINNING
from paceline.endurance.metrics.series import Kept, Series, all_days, computed, extended
from paceline.endurance.metrics.types import FitnessDay, LoadFlags
from paceline.endurance.metrics.versions import DAYS
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.science.endurance.flags import (
    CHRONIC_DAYS,
    acute_chronic_ratio,
    monotony,
    ramp_rate,
    session_spike,
    spike_band,
    strain,
)
from paceline.science.endurance.streams import Array

LOOK_BACK_DAYS = 30  # Frandsen 2025 compares with the longest session of the 30 days before
_NEEDED_BEFORE = 8  # the evening before, and the seven days a ramp looks back

# Columns travel as the bytes of their numbers: ten years are one row, and numpy reads them where they lie.
_KEPT = """
SELECT state.stale_from, version.version, ends.begun, days.first, days.load, days.ctl, days.atl
FROM metrics_state AS state
LEFT JOIN metrics_version AS version ON version.athlete_id = state.athlete_id AND version.metric = %(metric)s,
LATERAL (SELECT min(day) AS begun, max(day) AS last FROM metrics_day WHERE athlete_id = %(athlete)s) AS ends,
LATERAL (
    SELECT min(day) AS first, string_agg(float8send(load), ''::bytea ORDER BY day) AS load,
        string_agg(float8send(ctl), ''::bytea ORDER BY day) AS ctl, string_agg(float8send(atl), ''::bytea ORDER BY day) AS atl
    FROM metrics_day
    WHERE athlete_id = %(athlete)s AND day BETWEEN least(%(first)s::date, ends.last) AND %(last)s::date
) AS days
WHERE state.athlete_id = %(athlete)s
"""


async def fitness_on(tx: Tx, athlete_id: UUID, day: date) -> FitnessDay:
    """The evening of one day."""
    return (await fitness_between(tx, athlete_id, day, day))[0]


async def fitness_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[FitnessDay]:
    """Every day from first to last; the series starts with the athlete's first session, from nothing."""
    return all_days(await series_until(tx, athlete_id, first, last), first, last)


async def series_until(tx: Tx, athlete_id: UUID, first: date, last: date) -> Series | None:
    """The days up to the last, from the first or earlier; None when nothing was done by then."""
    start = max(first, BEGINNING) - timedelta(days=_NEEDED_BEFORE)
    known = {"athlete": athlete_id, "metric": DAYS.metric, "first": start, "last": last}
    rows = await ask(tx.session, _KEPT, known)
    if not rows or rows[0][0] is not None or rows[0][1] != DAYS.version:
        return computed(await daily_loads(tx, athlete_id, BEGINNING, last), last)
    begun, kept_first, load, ctl, atl = rows[0][2:]
    if kept_first is None:
        return None
    return extended(Kept(begun, kept_first, _numbers(load), _numbers(ctl), _numbers(atl)), last)


def _numbers(packed: bytes) -> Array:
    return np.frombuffer(packed, dtype=">f8").astype(np.float64)


async def load_flags(tx: Tx, athlete_id: UUID, day: date) -> LoadFlags:
    """What stands out on a day: the ramp, the longest run against the month before, sameness, and the last week's share."""
    days = await fitness_between(tx, athlete_id, day - timedelta(days=CHRONIC_DAYS - 1), day)
    longest = await longest_in(tx, athlete_id, day, day)
    earlier = await longest_in(tx, athlete_id, day - timedelta(days=LOOK_BACK_DAYS), day - timedelta(days=1))
    return flags_of(days, longest, earlier)


def flags_of(days: Sequence[FitnessDay], longest: float | None, earlier: float | None) -> LoadFlags:
    """The same from four weeks of days and the longest runs of the day and of the month before it."""
    known = [one for one in days if one.days_of_history]
    loads = [one.load for one in known]
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
