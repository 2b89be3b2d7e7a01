"""Reads of activities: lists, days, parts and imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, TextClause, and_, case, func, select, text, tuple_
from sqlalchemy.orm import aliased, load_only

from paceline.endurance.activities.model import Activity, Best, Import, ImportFile, Lap
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

_LISTED = (
    Activity.id,
    Activity.athlete_id,
    Activity.sport,
    Activity.sub_sport,
    Activity.family,
    Activity.name,
    Activity.started_at,
    Activity.time_zone,
    Activity.utc_offset,
    Activity.day,
    Activity.moving,
    Activity.timer,
    Activity.elapsed,
    Activity.distance,
    Activity.ascent,
    Activity.average_speed,
    Activity.average_heart_rate,
    Activity.load,
    Activity.load_method,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which activities a list shows."""

    sport: str | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""


def cursor_of(activity: Activity) -> str:
    """Where the page after this activity starts."""
    return encode_cursor(activity.started_at, activity.id)


async def activities_page(tx: Tx, athlete_id: UUID, wanted: Wanted, size: int, cursor: str | None) -> Page[Activity]:
    """An athlete's activities, the latest first."""
    query = _wanted(select(Activity).options(load_only(*_LISTED)), athlete_id, wanted)
    query = query.order_by(Activity.started_at.desc(), Activity.id.desc()).limit(size + 1)
    if cursor:
        query = query.where(
            tuple_(Activity.started_at, Activity.id) < tuple_(*decode_cursor(cursor, datetime.fromisoformat, UUID))
        )
    return page_of((await tx.session.scalars(query)).all(), size, cursor_of)


def _wanted(query: Select[Activity], athlete_id: UUID, wanted: Wanted) -> Select[Activity]:
    query = query.where(Activity.athlete_id == athlete_id, Activity.deleted_at.is_(None))
    if wanted.sport:
        query = query.where(Activity.sport == wanted.sport)
    if wanted.first:
        query = query.where(Activity.day >= wanted.first)
    if wanted.last:
        query = query.where(Activity.day <= wanted.last)
    if wanted.words:
        query = query.where(Activity.name.icontains(wanted.words, autoescape=True))
    return query


async def activities_between(tx: Tx, athlete_id: UUID, first: date, last: date) -> Sequence[Activity]:
    """An athlete's activities on the days from first to last, in the order they happened."""
    query = _wanted(select(Activity), athlete_id, Wanted(first=first, last=last)).order_by(
        Activity.started_at, Activity.id
    )
    return (await tx.session.scalars(query)).all()


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


@dataclass(frozen=True, slots=True)
class ImportState:
    """An upload with what became of its files."""

    id: UUID
    state: str
    created_at: datetime
    finished_at: datetime | None
    counts: Mapping[str, int]
    files: Sequence[ImportFile]

    @property
    def total(self) -> int:
        """Files to look at, archives not counted."""
        return sum(count for state, count in self.counts.items() if state != "opened")


async def import_state(tx: Tx, found: Import, *, files: int = 500) -> ImportState:
    """How far an upload is."""
    mine = and_(ImportFile.import_id == found.id, ImportFile.athlete_id == found.athlete_id)
    counted = await tx.session.execute(select(ImportFile.state, func.count()).where(mine).group_by(ImportFile.state))
    counts = {state: count for state, count in counted}
    listed = await tx.session.scalars(select(ImportFile).where(mine).order_by(ImportFile.number).limit(files))
    return ImportState(found.id, found.state, found.created_at, found.finished_at, counts, listed.all())


async def latest_imports(tx: Tx, most: int = 3) -> Sequence[ImportState]:
    """The actor's last uploads, the latest first."""
    query = select(Import).where(Import.athlete_id == tx.person).order_by(Import.id.desc()).limit(most)
    return [await import_state(tx, found, files=60) for found in await tx.session.scalars(query)]
