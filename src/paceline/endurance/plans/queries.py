"""Reads of plans: the one that leads an athlete, lists, and what the athlete did lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from paceline.endurance.activities import activities_between
from paceline.endurance.athletes import Athlete
from paceline.endurance.plans.model import Plan
from paceline.endurance.plans.types import PlanWeek
from paceline.infra.tx import Tx
from paceline.kit.days import monday
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class RecentVolume:
    """What an athlete did a week over the last four whole weeks; None where nothing is known."""

    seconds: float | None = None
    metres: float | None = None
    longest_seconds: float | None = None


async def active_plan(tx: Tx, athlete_id: UUID) -> Plan | None:
    """The plan that leads an athlete now."""
    return await tx.session.scalar(select(Plan).where(Plan.athlete_id == athlete_id, Plan.status == "published"))


async def plan_week(tx: Tx, athlete_id: UUID, day: date) -> PlanWeek | None:
    """The week of the leading plan a day lies in, with its phase and reason."""
    plan = await active_plan(tx, athlete_id)
    if plan is None:
        return None
    return next((week for week in plan.read().weeks if week.starts_on == monday(day)), None)


async def plans_page(tx: Tx, athlete_ids: Sequence[UUID], size: int, cursor: str | None) -> Page[Plan]:
    """Plans of these athletes, the latest first."""
    query = select(Plan).where(Plan.athlete_id.in_(athlete_ids)).order_by(Plan.id.desc()).limit(size + 1)
    if cursor:
        query = query.where(Plan.id < decode_cursor(cursor, UUID)[0])
    return page_of((await tx.session.scalars(query)).all(), size, lambda plan: encode_cursor(plan.id))


async def recent_volume(tx: Tx, athlete: Athlete, family: str) -> RecentVolume:
    """The weekly mean of the last four weeks up to yesterday, by the sport the plan is for."""
    last = tx.today(athlete) - timedelta(days=1)
    first = last - timedelta(days=7 * RECENT_WEEKS - 1)
    done = [one for one in await activities_between(tx, athlete.id, first, last) if one.family == family]
    seconds = [one.timer if one.timer is not None else one.elapsed for one in done]
    known = [value for value in seconds if value is not None]
    metres = [one.distance for one in done if one.distance is not None]
    if not known:
        return RecentVolume()
    return RecentVolume(sum(known) / RECENT_WEEKS, sum(metres) / RECENT_WEEKS if metres else None, max(known))
