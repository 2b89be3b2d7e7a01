"""Reads of the desk: the queue in its order, one case, and the counts above them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Float, and_, cast, func, literal, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.elements import ColumnElement

from paceline.coaching.desk.cases import Case, case_of
from paceline.coaching.desk.model import DecisionRow, Intervention
from paceline.coaching.desk.policies import hours_of
from paceline.coaching.desk.types import Tab
from paceline.coaching.desk.working_hours import WorkingHours, next_start, ticks_at
from paceline.core.relationships import Client, athletes_of
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

MEDIAN_OVER = timedelta(days=28)
# A query in its order, and how a row becomes the cursor after it.
Ordered = tuple[Any, Callable[[Any], str]]

_COUNTS = text(
    """
    SELECT count(*) FILTER (WHERE needs) AS needs, count(*) FILTER (WHERE needs AND reply_due_at < :now) AS overdue,
           count(*) FILTER (WHERE status = 'snoozed' AND NOT needs) AS snoozed,
           count(*) FILTER (WHERE status = 'closed') AS closed,
           count(*) FILTER (WHERE needs AND :clock - clock_from >= 86400) AS over_24,
           count(*) FILTER (WHERE needs AND :clock - clock_from >= 259200) AS over_72,
           (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(reply_seconds, extract(epoch FROM at - flagged_at)))
            FROM desk_decision WHERE coach_id = :coach AND at > :since AND by_id IS NOT NULL
              AND decision NOT IN ('expired', 'reopened', 'undone')) AS median_reply,
           (SELECT max(evaluated_at) FROM desk_evaluation WHERE coach_id = :coach) AS looked_at
    FROM (SELECT status, reply_due_at, clock_from, status = 'open' OR status = 'snoozed' AND snoozed_until <= :now AS needs
          FROM desk_intervention WHERE coach_id = :coach) AS mine
    """
)
_WAITING = text(
    "SELECT count(*) FROM desk_intervention"
    " WHERE coach_id = :coach AND (status = 'open' OR status = 'snoozed' AND snoozed_until <= :now)"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits; the median reply in seconds is None until there was a decision."""

    needs: int
    overdue: int
    snoozed: int
    closed: int
    median_reply: float | None
    looked_at: datetime | None
    over_24: int
    over_72: int
    resumes_at: datetime | None


async def counts(tx: Tx) -> Counts:
    """The numbers above the coach's queue."""
    hours = await hours_of(tx)
    values = {"coach": tx.person, "now": tx.now, "since": tx.now - MEDIAN_OVER, "clock": ticks_at(hours, tx.now)}
    row = (await tx.session.execute(_COUNTS, values)).one()
    median = None if row.median_reply is None else float(row.median_reply)
    resumes = next_start(hours, tx.now)
    return Counts(
        row.needs, row.overdue, row.snoozed, row.closed, median, row.looked_at, row.over_24, row.over_72, resumes
    )


async def waiting_count(tx: Tx) -> int:
    """How many people need the coach now."""
    return (await tx.session.scalar(_WAITING, {"coach": tx.person, "now": tx.now})) or 0


def _needs(now: datetime) -> ColumnElement[bool]:
    """Open, or put off for a time that is over: a deferral returns without anybody's help."""
    back = and_(Intervention.status == "snoozed", Intervention.snoozed_until <= now)
    return or_(Intervention.status == "open", back)


def _used(clock_now: float) -> ColumnElement[float]:
    """Risk times the share of the time to reply that has gone: `rules.priority`, for sorting."""
    gone = func.greatest(literal(clock_now) - Intervention.clock_from, 0.0)
    whole = func.greatest(Intervention.clock_due - Intervention.clock_from, 1.0)
    return cast(Intervention.risk * gone / whole, Float)


async def queue_page(
    tx: Tx, tab: Tab, *, size: int, cursor: str | None = None, clients: Sequence[Client] | None = None
) -> Page[Case]:
    """One page of a tab, with names and only the factors whose consent is still given.

    `clients` are the coach's athletes, when the caller knows them already.
    """
    hours = await hours_of(tx)
    query, cursor_of = _open(tx, cursor, hours) if tab == "open" else _QUERIES[tab](tx, cursor)
    rows = (await tx.session.execute(query.where(Intervention.coach_id == tx.person).limit(size + 1))).all()
    page = page_of(rows, size, cursor_of)
    found = [row[0] for row in page.items]
    decided = await last_decisions(tx, [row.id for row in found]) if tab != "open" else {}
    return Page(await cases(tx, found, decided, clients, hours), page.next_cursor)


async def cases(
    tx: Tx,
    rows: Sequence[Intervention],
    decided: Mapping[UUID, DecisionRow] | None = None,
    clients: Sequence[Client] | None = None,
    hours: WorkingHours | None = None,
) -> list[Case]:
    """Interventions as the coach may see them; those about people no longer coached are left out."""
    clock = hours or await hours_of(tx)
    known = {client.id: client for client in (await athletes_of(tx) if clients is None else clients)}
    last = decided or {}
    return [
        case_of(row, known[row.athlete_id].name, known[row.athlete_id].scopes, tx.now, last.get(row.id), clock)
        for row in rows
        if row.athlete_id in known
    ]


async def last_decisions(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, DecisionRow]:
    """The latest decision about each."""
    rows = await tx.session.scalars(
        select(DecisionRow)
        .where(DecisionRow.intervention_id.in_(ids))
        .ext(distinct_on(DecisionRow.intervention_id))
        .order_by(DecisionRow.intervention_id, DecisionRow.at.desc(), DecisionRow.id.desc())
    )
    return {row.intervention_id: row for row in rows}


async def decisions_about(tx: Tx, athlete_id: UUID, most: int = 20) -> Sequence[DecisionRow]:
    """What the coach decided about an athlete, the latest first."""
    query = select(DecisionRow).where(DecisionRow.coach_id == tx.person, DecisionRow.athlete_id == athlete_id)
    return (await tx.session.scalars(query.order_by(DecisionRow.at.desc(), DecisionRow.id.desc()).limit(most))).all()


def _open(tx: Tx, cursor: str | None, hours: WorkingHours | None) -> Ordered:
    # The order moves with the clock, so a cursor keeps the instant its first page was read at.
    as_of, after = tx.now, None
    if cursor:
        stamp, *after = decode_cursor(cursor, datetime.fromisoformat, float, int, UUID)
        as_of = stamp
    order = _used(ticks_at(hours, as_of))
    query = select(Intervention, order.label("order")).where(_needs(tx.now))
    if after is not None:
        query = query.where(tuple_(order, Intervention.risk, Intervention.id) < tuple_(*[literal(v) for v in after]))
    query = query.order_by(order.desc(), Intervention.risk.desc(), Intervention.id.desc())
    return query, lambda row: encode_cursor(as_of, row[1], row[0].risk, row[0].id)


def _snoozed(tx: Tx, cursor: str | None) -> Ordered:
    query = select(Intervention).where(Intervention.status == "snoozed", Intervention.snoozed_until > tx.now)
    if cursor:
        after = decode_cursor(cursor, datetime.fromisoformat, UUID)
        query = query.where(tuple_(Intervention.snoozed_until, Intervention.id) > after)
    query = query.order_by(Intervention.snoozed_until, Intervention.id)
    return query, lambda row: encode_cursor(row[0].snoozed_until, row[0].id)


def _closed(tx: Tx, cursor: str | None) -> Ordered:
    query = select(Intervention).where(Intervention.status == "closed")
    if cursor:
        before = decode_cursor(cursor, datetime.fromisoformat, UUID)
        query = query.where(tuple_(Intervention.closed_at, Intervention.id) < before)
    query = query.order_by(Intervention.closed_at.desc(), Intervention.id.desc())
    return query, lambda row: encode_cursor(row[0].closed_at, row[0].id)


_QUERIES = {"snoozed": _snoozed, "closed": _closed}
