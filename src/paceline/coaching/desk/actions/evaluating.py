"""Looks at one athlete for one coach, as the coach, and keeps what it finds in the coach's queue."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from paceline.coaching.desk.actions.acting import OWN, PLACE, Looked, act, recorded
from paceline.coaching.desk.actions.suggesting import suggest
from paceline.coaching.desk.events import InterventionOpened, InterventionResolved
from paceline.coaching.desk.kept import factor_of
from paceline.coaching.desk.model import Evaluation, Intervention
from paceline.coaching.desk.plugged import Plugged
from paceline.coaching.desk.policies import clocked, hours_of, limits_for
from paceline.coaching.desk.rules import Standing, due_after_news, news, next_step, not_excused
from paceline.coaching.desk.types import KnowledgeSource
from paceline.coaching.desk.working_hours import instant_at, ticks_at
from paceline.coaching.recommendations import Assessment, Evidence, Recommendation, recommend
from paceline.core.relationships import Client, client_for_coach
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx

_SETTLED = text(
    """
    SELECT DISTINCT factor ->> 'fingerprint' FROM desk_intervention, jsonb_array_elements(factors) AS factor
    WHERE coach_id = :coach AND athlete_id = :athlete AND status = 'closed' AND outcome <> 'expired'
      AND factor ->> 'fingerprint' = ANY(:known)
    """
)
_EXCUSED = text(
    """
    SELECT EXISTS (
        SELECT FROM desk_decision d WHERE d.coach_id = :coach AND d.athlete_id = :athlete AND d.decision = 'excused'
          AND d.arguments ->> 'until' >= :today AND NOT EXISTS (
            SELECT FROM desk_decision back WHERE back.intervention_id = d.intervention_id
              AND back.decision = 'reopened' AND back.id > d.id))
    """
)
_LAST_DECIDED = text(
    """
    SELECT d.decision, d.at FROM desk_decision d JOIN desk_intervention i ON i.id = d.intervention_id
    WHERE d.coach_id = :coach AND d.athlete_id = :athlete AND d.decision NOT IN ('expired', 'reopened', 'automatic', 'undone')
      AND (i.id = :waiting OR i.status = 'closed' AND i.outcome <> 'expired')
    ORDER BY d.at DESC, d.id DESC LIMIT 1
    """
)


async def evaluate(tx: Tx, plugged: Plugged, athlete_id: UUID) -> Intervention | None:
    """Look at an athlete for the coach who acts; what waits or was just resolved, if anything."""
    client = await client_for_coach(tx, athlete_id)
    if "training" not in client.scopes:
        return None
    looked = await _look(tx, plugged, client)
    found = looked.recommendation.found
    waiting = await _waiting(tx, athlete_id)
    settled = await _settled(tx, athlete_id, found)
    await _looked(tx, athlete_id, found)
    step = next_step(_standing(waiting), found, settled, tx.now)
    if step == "nothing":
        return waiting
    if step == "resolve" and waiting is not None:
        return await _resolve(tx, waiting)
    limits = await limits_for(tx, athlete_id)
    suggestion = None
    if limits.mode != "manual":
        suggestion = await suggest(tx, plugged, athlete_id, found, settled, looked.today)
    if step == "refresh" and waiting is not None:
        row = await _refresh(tx, waiting, looked, suggestion)
    else:
        row = await _open(tx, waiting, athlete_id, looked, suggestion, settled)
    return await act(tx, plugged, row, looked, limits)


async def _look(tx: Tx, plugged: Plugged, client: Client) -> Looked:
    today = tx.today(client)
    evidence: list[Evidence] = []
    unknowns: list[str] = []
    for source in plugged.sources:
        # Row-level security decided what the source could read; a scope that is not given is refused here once more.
        evidence += [e for e in await source.evidence(tx, client.id, today) if e.scope in client.scopes]
        if isinstance(source, KnowledgeSource):
            told = await source.unknowns(tx, client.id, today)
            unknowns += [one.sentence for one in told if one.scope in client.scopes]
    evidence = not_excused(evidence, await _is_excused(tx, client.id, today))
    return Looked(recommend(evidence, client.scopes, unknowns), today, client.time_zone)


async def _is_excused(tx: Tx, athlete_id: UUID, today: date) -> bool:
    return bool(await tx.session.scalar(_EXCUSED, {"coach": tx.person, "athlete": athlete_id, "today": str(today)}))


async def _waiting(tx: Tx, athlete_id: UUID) -> Intervention | None:
    return await tx.session.scalar(
        select(Intervention)
        .where(
            Intervention.coach_id == tx.person,
            Intervention.athlete_id == athlete_id,
            Intervention.status.in_(("open", "snoozed")),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _standing(row: Intervention | None) -> Standing | None:
    if row is None:
        return None
    return Standing(row.status, _known(row), row.snoozed_until)  # type: ignore[arg-type]


def _known(row: Intervention) -> frozenset[str]:
    return frozenset(factor["fingerprint"] for factor in row.factors)


async def _settled(tx: Tx, athlete_id: UUID, found: Assessment) -> frozenset[str]:
    known = [e.fingerprint for e in found.factors]
    if not known:
        return frozenset()
    rows = await tx.session.scalars(_SETTLED, {"coach": tx.person, "athlete": athlete_id, "known": known})
    return frozenset(rows)


async def _looked(tx: Tx, athlete_id: UUID, found: Assessment) -> None:
    kinds = sorted({str(one.kind) for one in found.factors})
    row = {"coach_id": tx.person, "athlete_id": athlete_id, "evaluated_at": tx.now, "risk": found.risk, "kinds": kinds}
    query = insert(Evaluation).values(row)
    await tx.session.execute(
        query.on_conflict_do_update(
            index_elements=["coach_id", "athlete_id"], set_={"evaluated_at": tx.now, "risk": found.risk, "kinds": kinds}
        )
    )


async def _resolve(tx: Tx, row: Intervention) -> Intervention:
    row.status, row.outcome, row.snoozed_until, row.closed_at = "closed", "expired", None, tx.now
    row.evaluated_at = tx.now
    row.version += 1
    tx.session.add(recorded(tx, row, "expired", by_itself=True))
    await tx.session.flush()
    await tx.emit(InterventionResolved(row.id, row.coach_id, row.athlete_id))
    await tx.tell(row.coach_id, PLACE, scope=OWN)
    return row


async def _refresh(tx: Tx, row: Intervention, looked: Looked, suggestion: dict[str, Any] | None) -> Intervention:
    row.evaluated_at = tx.now
    found = looked.recommendation.found
    if (found.fingerprint, suggestion) == (row.fingerprint, row.suggestion):
        await tx.session.flush()
        return row
    hours = await hours_of(tx)
    fresh = news(found, _known(row))
    row.clock_due = due_after_news(row.clock_from, row.clock_due, fresh, ticks_at(hours, tx.now))
    row.reply_due_at = max(instant_at(hours, row.clock_due), row.flagged_at + timedelta(seconds=1))
    _write(row, looked.recommendation, suggestion)
    row.version += 1
    await tx.session.flush()
    await tx.tell(row.coach_id, PLACE, scope=OWN)
    return row


async def _open(
    tx: Tx,
    waiting: Intervention | None,
    athlete_id: UUID,
    looked: Looked,
    suggestion: dict[str, Any] | None,
    settled: Collection[str],
) -> Intervention:
    found = looked.recommendation.found
    row = waiting or Intervention(id=new_id(), coach_id=tx.person, athlete_id=athlete_id, version=0, closed_at=None)
    row.changed_since = await _changed_since(tx, waiting, athlete_id, found, settled)
    row.status, row.outcome, row.snoozed_until = "open", None, None
    row.flagged_at, row.evaluated_at = tx.now, tx.now
    clock = clocked(await hours_of(tx), tx.now, found.reply_within)
    row.clock_from, row.clock_due, row.reply_due_at = clock.clock_from, clock.clock_due, clock.due_at
    row.held = []
    _write(row, looked.recommendation, suggestion)
    row.version += 1
    tx.session.add(row)
    await tx.session.flush()
    await tx.emit(InterventionOpened(row.id, row.coach_id, row.athlete_id))
    await tx.tell(row.coach_id, PLACE, scope=OWN)
    return row


async def _changed_since(
    tx: Tx, waiting: Intervention | None, athlete_id: UUID, found: Assessment, settled: Collection[str]
) -> dict[str, Any] | None:
    """The decision the new facts overtake; also said when a put-off one comes back on time."""
    if waiting is None and not settled:
        return None
    known: Collection[str] = _known(waiting) if waiting else settled
    ids = {"coach": tx.person, "athlete": athlete_id, "waiting": waiting.id if waiting else None}
    last = (await tx.session.execute(_LAST_DECIDED, ids)).one_or_none()
    if last is None:
        return None
    return {"decision": last.decision, "at": last.at.isoformat(), "changed": bool(news(found, known))}


def _write(row: Intervention, made: Recommendation, suggestion: dict[str, Any] | None) -> None:
    found = made.found
    row.action, row.confidence, row.engine, row.unknowns = made.action, made.confidence, made.version, [*made.unknowns]
    row.headline, row.risk, row.band = found.headline, found.risk, found.band
    row.factors = factors_of(found.factors)
    row.fingerprint, row.suggestion = found.fingerprint, suggestion


def factors_of(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Evidence as it is kept, strongest first."""
    return [factor_of(e) for e in evidence]
