"""Starting a relationship and changing its status; the grants follow in the same transaction."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from paceline.core.relationships.events import (
    RelationshipEnded,
    RelationshipPaused,
    RelationshipResumed,
    RelationshipStarted,
)
from paceline.core.relationships.model import Grant, Relationship, Transition
from paceline.core.relationships.queries import side_of, standing_of
from paceline.core.relationships.rules import check_move, check_scopes
from paceline.core.relationships.types import BETWEEN_THEM, LIFE, OPEN, Status
from paceline.infra.ids import new_id
from paceline.infra.tx import Tx
from paceline.kit.errors import Conflict, Forbidden

TWICE = "You two are connected already, or one of you has asked."


async def start_relationship(tx: Tx, coach_id: UUID, athlete_id: UUID, scopes: Iterable[str]) -> Relationship:
    """A relationship that is active from now on with the athlete's consent; a system transaction."""
    row = await _open(tx, coach_id, athlete_id, coach_id, "invited", check_scopes(scopes))
    await _record(tx, row, "active", athlete_id, "")
    await give(tx, row, row.scopes)
    await tx.emit(RelationshipStarted(row.id, row.coach_id, row.athlete_id))
    await _tell_coach(tx, row, "started")
    return row


async def request_coach(tx: Tx, coach_id: UUID, scopes: Iterable[str]) -> Relationship:
    """The athlete asks a coach; the scopes they would share are kept and put in force when the coach accepts."""
    if coach_id == tx.person:
        raise Conflict("You cannot coach yourself here.", code="self_invitation")
    row = await _open(tx, coach_id, tx.person, tx.person, "requested", check_scopes(scopes))
    await _tell_coach(tx, row, "requested")
    return row


async def _open(tx: Tx, coach_id: UUID, athlete_id: UUID, by: UUID, status: Status, scopes: list[str]) -> Relationship:
    if coach_id == athlete_id:
        raise Conflict("This invitation is your own. Send it to somebody you coach.", code="self_invitation")
    await _give_way(tx, coach_id, athlete_id, by)
    row = Relationship(
        id=new_id(),
        coach_id=coach_id,
        athlete_id=athlete_id,
        status=status,
        started_by=by,
        scopes=scopes,
        created_at=tx.now,
        changed_at=tx.now,
    )
    try:
        async with tx.session.begin_nested():
            tx.session.add(row)
            await tx.session.flush()
    except IntegrityError as error:
        raise Conflict(TWICE, code="already_connected") from error
    tx.session.add(_transition(tx, row, None, status, by, ""))
    await tx.session.flush()
    return row


async def _give_way(tx: Tx, coach_id: UUID, athlete_id: UUID, by: UUID) -> None:
    """A request that ran out, or that the other side answers by asking too, makes room."""
    row = await tx.session.scalar(
        select(Relationship)
        .where(
            Relationship.coach_id == coach_id, Relationship.athlete_id == athlete_id, Relationship.status == "requested"
        )
        .with_for_update()
    )
    if row is not None and row.created_at + LIFE <= tx.now:
        await _record(tx, row, "expired", row.started_by, "It ran out.")
    elif row is not None and row.started_by != by:
        await _record(tx, row, "revoked", row.started_by, "The other side asked too.")


async def move(tx: Tx, row: Relationship, to: Status, reason: str = "") -> Relationship:
    """Change the status as one of the two sides, if that is lawful; the row must be locked.

    Accepting a request and resuming put the athlete's recorded scopes in force, which takes the system's hand.
    """
    check_move(standing_of(row), to, side_of(row, tx.person))
    if row.status in ("requested", "invited") and row.created_at + LIFE <= tx.now and to == "active":
        raise Conflict("This request ran out after 14 days. Ask for a new one.", code="request_expired")
    if to == "active":
        await _begin(tx, row, reason)
    elif to in ("paused", "ended"):
        await _stop(tx, row, to, reason)
    else:
        await _tell_coach(tx, row, to)
        await tx.tell(row.athlete_id, f"relationships.{to}", scope=BETWEEN_THEM)
        await _record(tx, row, to, tx.person, reason)
    return row


async def _begin(tx: Tx, row: Relationship, reason: str) -> None:
    if row.status == "requested" and "coach" not in tx.actor.roles:
        raise Forbidden("Only a coach can accept this.", code="wrong_role")
    happened = RelationshipResumed if row.status == "paused" else RelationshipStarted
    await _record(tx, row, "active", tx.person, reason)
    await give(tx, row, row.scopes)
    await tx.emit(happened(row.id, row.coach_id, row.athlete_id))
    await _tell_coach(tx, row, happened.name.partition(".")[2])


async def _stop(tx: Tx, row: Relationship, to: Status, reason: str) -> None:
    # Said while the door is still open: reactions and live hints must reach both sides one last time.
    happened = RelationshipPaused if to == "paused" else RelationshipEnded
    await tx.emit(happened(row.id, row.coach_id, row.athlete_id))
    await _tell_coach(tx, row, to)
    await tx.session.execute(delete(Grant).where(Grant.coach_id == row.coach_id, Grant.athlete_id == row.athlete_id))
    await _record(tx, row, to, tx.person, reason)


async def give(tx: Tx, row: Relationship, scopes: Iterable[str]) -> None:
    """Put scopes in force, in the athlete's own transaction or the system's."""
    rows = [
        {
            "coach_id": row.coach_id,
            "athlete_id": row.athlete_id,
            "scope": scope,
            "relationship_id": row.id,
            "granted_at": tx.now,
        }
        for scope in scopes
    ]
    if rows:
        await tx.session.execute(insert(Grant), rows)


async def expire_requests(tx: Tx) -> int:
    """Close requests nobody answered; a system transaction."""
    rows = (
        await tx.session.scalars(
            select(Relationship)
            .where(Relationship.status.in_(OPEN[:2]), Relationship.created_at <= tx.now - LIFE)
            .limit(1000)
            .with_for_update(skip_locked=True)
        )
    ).all()
    for row in rows:
        check_move(standing_of(row), "expired", None)
        await _record(tx, row, "expired", row.started_by, "It ran out.")
    return len(rows)


async def _record(tx: Tx, row: Relationship, to: Status, by: UUID, reason: str) -> None:
    tx.session.add(_transition(tx, row, row.status, to, by, reason))
    row.status, row.changed_at = to, tx.now
    row.paused_by = by if to == "paused" else None
    await tx.session.flush()


def _transition(tx: Tx, row: Relationship, before: str | None, after: str, by: UUID, reason: str) -> Transition:
    return Transition(
        id=new_id(),
        relationship_id=row.id,
        coach_id=row.coach_id,
        athlete_id=row.athlete_id,
        from_status=before,
        to_status=after,
        by_id=by,
        at=tx.now,
        reason=reason,
    )


async def _tell_coach(tx: Tx, row: Relationship, what: str) -> None:
    await tx.tell(row.coach_id, f"relationships.{what}", scope=BETWEEN_THEM)
