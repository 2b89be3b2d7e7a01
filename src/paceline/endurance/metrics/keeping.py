"""Keeping the days of fitness true: what changed on a day is computed anew from that day on, once, by whoever comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from paceline.endurance.activities import daily_loads
from paceline.endurance.metrics.model import Day, SportDay, State
from paceline.endurance.metrics.series import computed
from paceline.endurance.metrics.versions import DAYS, note_version, version_of
from paceline.infra.database.fast import ask
from paceline.infra.tx import Tx
from paceline.kit.days import days_between
from paceline.science.endurance.fitness import fitness_series

BEGINNING = date(1970, 1, 1)
END = date(9999, 1, 1)
AT_ONCE_DAYS = 92  # a quarter is computed within a few milliseconds; more waits for a worker

_WRITE = text(
    """
    INSERT INTO metrics_day (athlete_id, day, load, ctl, atl, tsb, ramp)
    SELECT :athlete, one.* FROM unnest(CAST(:days AS date[]), CAST(:load AS float8[]), CAST(:ctl AS float8[]),
        CAST(:atl AS float8[]), CAST(:tsb AS float8[]), CAST(:ramp AS float8[])) AS one
    """
)
_SPORTS = text(
    """
    INSERT INTO metrics_sport (athlete_id, day, family, sessions, load, seconds, distance, ascent)
    SELECT athlete_id, day, family, count(*), coalesce(sum(load), 0), coalesce(sum(coalesce(moving, timer, elapsed)), 0),
        coalesce(sum(distance), 0), coalesce(sum(ascent), 0)
    FROM activities_activity WHERE athlete_id = :athlete AND deleted_at IS NULL AND day >= :first
    GROUP BY athlete_id, day, family
    """
)
_LAST = text("SELECT max(day) FROM activities_activity WHERE athlete_id = :athlete AND deleted_at IS NULL")
_STANDING = """
SELECT state.measured_against, version.metric, version.replaced_at FROM (VALUES (%(athlete)s::uuid)) AS asked (id)
LEFT JOIN metrics_state AS state ON state.athlete_id = asked.id
LEFT JOIN metrics_version AS version ON version.athlete_id = asked.id
ORDER BY version.metric
"""


@dataclass(frozen=True, slots=True)
class _Evening:
    day: date
    ctl: float
    atl: float


async def freshen(tx: Tx, athlete_id: UUID, *, at_once: bool = False) -> bool:
    """Compute what is stale when that is little, or asked for; whether everything kept is true now."""
    state = await _state(tx, athlete_id)
    if state is None:
        return True
    kept = await version_of(tx, athlete_id, DAYS.metric)
    if kept == DAYS.version and state.stale_from is None:
        return True
    stale = state.stale_from if kept in (None, DAYS.version) and state.stale_from else BEGINNING
    last = await tx.session.scalar(_LAST, {"athlete": athlete_id}) or stale
    if not at_once and (last - stale).days > AT_ONCE_DAYS:
        return False
    await _recompute(tx, athlete_id, stale, last)
    state.stale_from = None
    await tx.session.flush()
    await note_version(tx, athlete_id, DAYS, kept)
    return True


async def _state(tx: Tx, athlete_id: UUID) -> State | None:
    """The state, held until the transaction ends: two who change the same history take turns."""
    return await tx.session.scalar(
        select(State).where(State.athlete_id == athlete_id).with_for_update().execution_options(populate_existing=True)
    )


async def _recompute(tx: Tx, athlete_id: UUID, stale: date, last: date) -> None:
    before = await _evening_before(tx, athlete_id, stale)
    first = stale if before is None else min(stale, before.day + timedelta(days=1))
    for table in (Day, SportDay):
        await tx.session.execute(delete(table).where(table.athlete_id == athlete_id, table.day >= first))
    await tx.session.execute(_SPORTS, {"athlete": athlete_id, "first": first})
    loads = await daily_loads(tx, athlete_id, first, END)
    if before is None:
        await _write(tx, athlete_id, _from_nothing(loads, last))
    else:
        past = await _week_before(tx, athlete_id, first)
        await _write(tx, athlete_id, _from_evening(loads, before, first, last, past))


async def _evening_before(tx: Tx, athlete_id: UUID, day: date) -> _Evening | None:
    row = (
        await tx.session.execute(
            select(Day.day, Day.ctl, Day.atl)
            .where(Day.athlete_id == athlete_id, Day.day < day)
            .order_by(Day.day.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else _Evening(row[0], row[1], row[2])


async def _week_before(tx: Tx, athlete_id: UUID, first: date) -> Mapping[date, float]:
    """The fitness of the eight evenings before a day, and nought for the evening before the very first."""
    rows = await tx.session.execute(
        select(Day.day, Day.ctl).where(
            Day.athlete_id == athlete_id, Day.day.between(first - timedelta(days=8), first - timedelta(days=1))
        )
    )
    found = {day: ctl for day, ctl in rows}
    begun = min(found)
    if begun > first - timedelta(days=8):
        found[begun - timedelta(days=1)] = 0.0
    return found


def _from_nothing(loads: Mapping[date, float], last: date) -> dict[str, list[Any]]:
    found = computed(loads, last)
    days = found.days() if found else []
    return {
        "days": [one.day for one in days],
        **{name: [getattr(one, name) for one in days] for name in ("load", "ctl", "atl", "tsb", "ramp")},
    }


def _from_evening(
    loads: Mapping[date, float], before: _Evening, first: date, last: date, past: Mapping[date, float]
) -> dict[str, list[Any]]:
    days = days_between(first, last)
    daily = [loads.get(day, 0.0) for day in days]
    series = fitness_series(daily, initial_ctl=before.ctl, initial_atl=before.atl)
    ctl = dict(past) | dict(zip(days, series.ctl.tolist(), strict=True))
    earlier = [ctl.get(day - timedelta(days=7)) for day in days]
    return {
        "days": days,
        "load": daily,
        "ctl": series.ctl.tolist(),
        "atl": series.atl.tolist(),
        "tsb": series.tsb.tolist(),
        "ramp": [None if then is None else ctl[day] - then for day, then in zip(days, earlier, strict=True)],
    }


async def _write(tx: Tx, athlete_id: UUID, columns: Mapping[str, list[Any]]) -> None:
    if columns["days"]:
        await tx.session.execute(_WRITE, {"athlete": athlete_id, **columns})


async def remember_stale(tx: Tx, athlete_id: UUID) -> None:
    """Everything is to be computed anew, whatever the reason."""
    write = insert(State).values(athlete_id=athlete_id, stale_from=BEGINNING, measured_against=None)
    await tx.session.execute(
        write.on_conflict_do_update(
            index_elements=["athlete_id"], set_={"stale_from": BEGINNING, "measured_against": None}
        )
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What an athlete's activities were last measured against, all of them, and which metrics another formula replaced."""

    measured_against: str | None
    replaced: Mapping[str, datetime]


async def standing_of(tx: Tx, athlete_id: UUID) -> Standing:
    """How true everything kept is."""
    rows = await ask(tx.session, _STANDING, {"athlete": athlete_id})
    return Standing(rows[0][0], {metric: at for _, metric, at in rows if at is not None})
