"""The caseload: everybody a coach looks after as one table, searched, filtered, sorted and paged, with saved views."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, select, text

from paceline.coaching.desk.events import ViewSaved
from paceline.coaching.desk.model import View
from paceline.coaching.desk.schemas import SaveView
from paceline.coaching.desk.standing import FRESH, Bucket, bucket_of
from paceline.coaching.desk.types import LoadTrend, Trend, TrendLine
from paceline.core.relationships import Client, RosterCell, RosterColumn, athletes_of
from paceline.infra.ids import new_id
from paceline.infra.machinery import Machinery
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, NotFound

Show = Literal["all", "waiting", "at_risk", "watch", "stable", "unknown", "quiet", "overreaching", "hurt", "racing"]
Sort = Literal["risk", "-risk", "name", "-name", "race", "-race", "readiness", "-readiness", "looked", "-looked"]
SIZE = 50
MOST_VIEWS = 20
# Columns of the roster that stand here as a line.
DRAWN = frozenset({"Readiness"})
# What the kinds of evidence of the last look say of somebody.
SIGNS: Mapping[str, frozenset[str]] = {
    "quiet": frozenset({"silence"}),
    "overreaching": frozenset({"load", "low_readiness", "falling_readiness"}),
    "hurt": frozenset({"pain", "illness"}),
}

_LOOKED = text(
    """
    SELECT e.athlete_id, e.risk, e.kinds, e.evaluated_at, i.id, i.version, i.status, i.headline
    FROM desk_evaluation e LEFT JOIN desk_intervention i
        ON i.coach_id = e.coach_id AND i.athlete_id = e.athlete_id AND i.status IN ('open', 'snoozed')
    WHERE e.coach_id = :coach
    """
)


@dataclass(frozen=True, slots=True)
class Person:
    """One row before its lines are drawn."""

    client: Client
    bucket: Bucket
    risk: int | None
    kinds: frozenset[str]
    looked_at: datetime | None
    waiting: UUID | None
    version: int
    snoozed: bool
    headline: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row with what other slices say of the person."""

    person: Person
    readiness: TrendLine | None
    load: TrendLine | None
    cells: Sequence[RosterCell | None]


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of the table, and how many there are in all and after the filter."""

    rows: Sequence[Row]
    columns: Sequence[str]
    page: int
    pages: int
    found: int
    roster: int
    counts: Mapping[str, int]


async def caseload(tx: Tx, gear: Machinery, *, search: str, show: Show, sort: Sort, number: int) -> Caseload:
    """Everybody is filtered and sorted; only the page shown is drawn."""
    everybody = await _everybody(tx)
    columns = [one for one in gear.plugged(RosterColumn) if one.label not in DRAWN]
    columns.sort(key=lambda one: one.place)
    races = await _races(tx, columns, [one.client.id for one in everybody])
    counts = {name: sum(_shown(one, name, races) for one in everybody) for name in SHOWS}
    words = search.casefold().split()
    kept = [
        one for one in everybody if _shown(one, show, races) and all(w in one.client.name.casefold() for w in words)
    ]
    ordered = await _sorted(tx, gear, kept, sort, races)
    pages = max(1, -(-len(ordered) // SIZE))
    page = min(max(1, number), pages)
    here = ordered[(page - 1) * SIZE : page * SIZE]
    return Caseload(
        await _drawn(tx, gear, here, columns),
        [one.label for one in columns],
        page,
        pages,
        len(kept),
        len(everybody),
        counts,
    )


SHOWS: tuple[Show, ...] = (
    "all",
    "waiting",
    "at_risk",
    "watch",
    "stable",
    "unknown",
    "quiet",
    "overreaching",
    "hurt",
    "racing",
)


async def _everybody(tx: Tx) -> list[Person]:
    looked = {row.athlete_id: row for row in await tx.session.execute(_LOOKED, {"coach": tx.person})}
    return [_person(client, looked.get(client.id), tx.now) for client in await athletes_of(tx)]


def _person(client: Client, row: Any, now: datetime) -> Person:
    # Without the consent to training nothing of an earlier look may be said any more.
    if row is None or "training" not in client.scopes or now - row.evaluated_at > FRESH:
        at = row.evaluated_at if row is not None and "training" in client.scopes else None
        return Person(client, "unknown", None, frozenset(), at, None, 0, False, "")
    snoozed = row.status == "snoozed"
    return Person(
        client,
        bucket_of(row.risk),
        row.risk,
        frozenset(row.kinds),
        row.evaluated_at,
        row.id,
        row.version or 0,
        snoozed,
        row.headline or "",
    )


async def _races(tx: Tx, columns: Sequence[RosterColumn], ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """The order in which people race; the column that tells of races lists the earliest first."""
    for column in columns:
        if "race" in column.label.casefold() and ids:
            return {one: place for place, one in enumerate(await column.roster_cells(tx, ids, tx.now))}
    return {}


def _shown(one: Person, show: Show, races: Mapping[UUID, int]) -> bool:
    if show == "all":
        return True
    if show == "waiting":
        return one.waiting is not None and not one.snoozed
    if show == "racing":
        return one.client.id in races
    if show in SIGNS:
        return bool(one.kinds & SIGNS[show])
    return one.bucket == show


async def _sorted(
    tx: Tx, gear: Machinery, kept: Sequence[Person], sort: Sort, races: Mapping[UUID, int]
) -> list[Person]:
    key = sort.removeprefix("-")
    scores: Mapping[UUID, float | None] = {}
    if key == "readiness":
        lines = await _trends(tx, gear, [one.client.id for one in kept])
        scores = {one: line.values[-1] if line.values else None for one, line in lines.items()}
    values: dict[str, Callable[[Person], Any]] = {
        "risk": lambda one: one.risk,
        "name": lambda one: one.client.name.casefold(),
        "race": lambda one: races.get(one.client.id),
        "readiness": lambda one: scores.get(one.client.id),
        "looked": lambda one: one.looked_at,
    }
    value = values[key]
    # What is not known stands last, whichever way the rest is sorted; equals stay in the order of names.
    known = [one for one in kept if value(one) is not None]
    known.sort(key=lambda one: value(one), reverse=sort.startswith("-"))
    return [*known, *(one for one in kept if value(one) is None)]


async def _drawn(tx: Tx, gear: Machinery, here: Sequence[Person], columns: Sequence[RosterColumn]) -> list[Row]:
    ids = [one.client.id for one in here]
    if not ids:
        return []
    readiness = await _trends(tx, gear, ids)
    load: dict[UUID, TrendLine] = {}
    for source in gear.plugged(LoadTrend):
        load.update(await source.load_trends(tx, ids, tx.now))
    cells = [await column.roster_cells(tx, ids, tx.now) for column in columns]
    return [
        Row(one, readiness.get(one.client.id), load.get(one.client.id), [cell.get(one.client.id) for cell in cells])
        for one in here
    ]


async def _trends(tx: Tx, gear: Machinery, ids: Sequence[UUID]) -> dict[UUID, TrendLine]:
    found: dict[UUID, TrendLine] = {}
    for source in gear.plugged(Trend) if ids else []:
        found.update(await source.trends(tx, ids, tx.now))
    return found


async def trends_of(tx: Tx, gear: Machinery, athlete_id: UUID) -> list[TrendLine]:
    """Every line there is about one athlete."""
    found = [await source.trends(tx, [athlete_id], tx.now) for source in gear.plugged(Trend)]
    found += [await source.load_trends(tx, [athlete_id], tx.now) for source in gear.plugged(LoadTrend)]
    return [lines[athlete_id] for lines in found if athlete_id in lines]


async def views_of(tx: Tx) -> Sequence[View]:
    """The acting coach's saved views, by name."""
    return (await tx.session.scalars(select(View).where(View.coach_id == tx.person).order_by(View.name))).all()


async def save_view(tx: Tx, command: SaveView) -> View:
    """Keep filters under a name; the same name is changed."""
    known = await views_of(tx)
    row = next((one for one in known if one.name == command.name), None)
    if row is None and len(known) >= MOST_VIEWS:
        raise Conflict("You have 20 views already. Delete one first.", code="too_many")
    if row is None:
        row = View(id=new_id(), coach_id=tx.person, name=command.name, query=command.query, made_at=tx.now)
        tx.session.add(row)
    row.query = command.query
    await tx.session.flush()
    await tx.emit(ViewSaved(row.id, tx.person))
    return row


async def delete_view(tx: Tx, view_id: UUID) -> None:
    """Forget a view."""
    gone = await tx.session.execute(
        delete(View).where(View.id == view_id, View.coach_id == tx.person).returning(View.id)
    )
    if gone.first() is None:
        raise NotFound()
