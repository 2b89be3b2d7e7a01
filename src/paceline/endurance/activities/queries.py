"""Reads of activities: lists, days, parts and imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, TextClause, case, func, select, text
from sqlalchemy.orm import aliased

from paceline.endurance.activities.model import Activity, Best, Lap
from paceline.infra.tx import Tx


async def activities_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[Activity]:
    """An athlete's activities on the days from first to last, in the order they happened."""
    query = select(Activity).where(
        Activity.athlete_id == athlete_id, Activity.deleted_at.is_(None), Activity.day.between(first, last)
    )
    return (await tx.session.scalars(query.order_by(Activity.started_at, Activity.id))).all()


async def daily_loads(tx: Tx, athlete_id: UUID, first: date, last: date) -> Mapping[date, float]:
    """The load of each day that has one."""
    rows = await tx.session.execute(
        select(Activity.day, func.sum(Activity.load))
        .where(
            Activity.athlete_id == athlete_id,
            Activity.deleted_at.is_(None),
            Activity.load.is_not(None),
            Activity.day.between(first, last),
        )
        .group_by(Activity.day)
        .order_by(Activity.day)
    )
    return {day: float(load or 0) for day, load in rows}


async def longest_in(tx: Tx, athlete_id: UUID, first: date, last: date, family: str = "running") -> float | None:
    """The longest distance of one session of a family of sports on the days from first to last, in metres."""
    return await tx.session.scalar(
        select(func.max(Activity.distance)).where(
            Activity.athlete_id == athlete_id,
            Activity.deleted_at.is_(None),
            Activity.family == family,
            Activity.day.between(first, last),
        )
    )


async def laps_of(tx: Tx, activity: Activity) -> Sequence[Lap]:
    """The laps in order."""
    query = (
        select(Lap).where(Lap.activity_id == activity.id, Lap.athlete_id == activity.athlete_id).order_by(Lap.number)
    )
    return (await tx.session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class ComparedBest:
    """A best effort beside the best of the year before it, None when there was none."""

    kind: str
    span: float
    value: float
    season: float | None


def _season(activity: Activity, order: TextClause) -> ScalarSelect[float]:
    """The first of the year's other efforts in an order the index knows, so that few of them are looked at."""
    other = aliased(Best, name="other")
    return (
        select(other.value)
        .join(Activity, Activity.id == other.activity_id)
        .where(
            other.athlete_id == activity.athlete_id,
            other.kind == Best.kind,
            other.span == Best.span,
            other.activity_id != activity.id,
            Activity.deleted_at.is_(None),
            Activity.family == activity.family,
            Activity.day.between(activity.day - timedelta(days=365), activity.day),
        )
        .order_by(order)
        .limit(1)
        .correlate(Best)
        .scalar_subquery()
    )


async def bests_of(tx: Tx, activity: Activity) -> Sequence[ComparedBest]:
    """The best efforts of an activity, each against the other sessions of its sport in the year up to it."""
    least, most = _season(activity, text("other.value")), _season(activity, text("other.value DESC"))
    rows = await tx.session.execute(
        select(Best.kind, Best.span, Best.value, case((Best.kind == "distance", least), else_=most))
        .where(Best.activity_id == activity.id, Best.athlete_id == activity.athlete_id)
        .order_by(Best.kind, Best.span)
    )
    return [ComparedBest(*row) for row in rows]
