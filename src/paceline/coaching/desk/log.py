"""What a coach did at the desk: the log of decisions, how quickly they came, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text

from paceline.coaching.desk.model import DecisionRow
from paceline.core.relationships import athletes_of
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of

OVER = timedelta(days=28)
# Whether a decision held shows only after a while.
SETTLES_IN = timedelta(days=14)

_REPLIES = text(
    """
    SELECT count(*) AS decided, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS slow,
           count(*) FILTER (WHERE seconds <= 86400) AS within_24, count(*) FILTER (WHERE seconds <= 259200) AS within_72
    FROM (SELECT coalesce(reply_seconds, extract(epoch FROM at - flagged_at)) AS seconds FROM desk_decision
          WHERE coach_id = :coach AND at > :since AND by_id IS NOT NULL AND decision NOT IN ('reopened', 'undone')) AS all_of
    """
)
# Came back: another intervention about the athlete was flagged within two weeks on one of the same rules.
_OUTCOMES = text(
    """
    SELECT d.decision, count(*) AS number, count(*) FILTER (WHERE d.at <= :settled) AS judged,
           count(*) FILTER (WHERE d.at <= :settled AND EXISTS (
               SELECT FROM desk_intervention later, jsonb_array_elements(later.factors) AS again,
                   jsonb_array_elements(was.factors) AS before
               WHERE later.coach_id = :coach AND later.athlete_id = d.athlete_id AND later.id <> was.id
                 AND later.flagged_at > d.at AND later.flagged_at <= d.at + CAST(:settles AS interval)
                 AND again ->> 'rule_id' = before ->> 'rule_id')) AS returned
    FROM desk_decision d JOIN desk_intervention was ON was.id = d.intervention_id
    WHERE d.coach_id = :coach AND d.at > :since AND d.decision NOT IN ('reopened', 'undone')
    GROUP BY d.decision ORDER BY number DESC, d.decision
    """
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One decision, with the name of whom it was about."""

    row: DecisionRow
    name: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What became of one kind of decision: how many, and of those old enough how many came back within two weeks."""

    decision: str
    number: int
    judged: int
    returned: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Four weeks of decisions; times are in seconds of the coach's working clock and None before the first decision."""

    decided: int
    median: float | None
    slow: float | None
    within_24: int
    within_72: int
    outcomes: Sequence[OutcomeLine]


async def log_page(tx: Tx, *, size: int = 50, cursor: str | None = None) -> Page[LogLine]:
    """Every decision, the latest first, as far as the athlete still shares."""
    query = select(DecisionRow).where(DecisionRow.coach_id == tx.person)
    if cursor:
        before: tuple[datetime, UUID] = decode_cursor(cursor, datetime.fromisoformat, UUID)
        query = query.where(
            (DecisionRow.at < before[0]) | ((DecisionRow.at == before[0]) & (DecisionRow.id < before[1]))
        )
    rows = (
        await tx.session.scalars(query.order_by(DecisionRow.at.desc(), DecisionRow.id.desc()).limit(size + 1))
    ).all()
    names = {client.id: client.name for client in await athletes_of(tx)}
    page = page_of(rows, size, lambda row: encode_cursor(row.at, row.id))
    lines = [LogLine(row, names[row.athlete_id]) for row in page.items if row.athlete_id in names]
    return Page(lines, page.next_cursor)


async def statistics(tx: Tx) -> Statistics:
    """Response times and outcomes of the last four weeks."""
    values = {"coach": tx.person, "since": tx.now - OVER}
    row = (await tx.session.execute(_REPLIES, values)).one()
    settled = {**values, "settled": tx.now - SETTLES_IN, "settles": SETTLES_IN, "since": tx.now - OVER - SETTLES_IN}
    outcomes = [OutcomeLine(*one) for one in await tx.session.execute(_OUTCOMES, settled)]
    median, slow = (None if one is None else float(one) for one in (row.median, row.slow))
    return Statistics(row.decided, median, slow, row.within_24, row.within_72, outcomes)
