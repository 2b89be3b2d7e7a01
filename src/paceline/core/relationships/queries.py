"""Reads of relationships: who coaches whom, who may see what, what is waiting for an answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_

from paceline.core.identity import Account, Person, people
from paceline.core.relationships.model import Grant, Invitation, Relationship, Transition
from paceline.core.relationships.rules import Standing, invitation_status
from paceline.core.relationships.schemas import InvitationOut, RelationshipOut
from paceline.core.relationships.types import OPEN, Client, Coach, Side
from paceline.infra.tx import Tx
from paceline.kit.paging import Page, decode_cursor, encode_cursor, page_of


async def coaches_of(tx: Tx, athlete_id: UUID) -> list[Coach]:
    """The athlete's active coaches; complete only for the athlete and the system."""
    rows = await tx.session.execute(
        select(Relationship.coach_id, Person.name, Relationship.id)
        .join(Person, Person.account_id == Relationship.coach_id)
        .where(Relationship.athlete_id == athlete_id, Relationship.status == "active")
        .order_by(Person.name)
    )
    return [Coach(row[0], row[1], row[2]) for row in rows]


async def active_coach_ids(tx: Tx, athlete_id: UUID) -> list[UUID]:
    """Who coaches the athlete now; for the athlete's and the system's jobs."""
    rows = await tx.session.scalars(
        select(Relationship.coach_id)
        .where(Relationship.athlete_id == athlete_id, Relationship.status == "active")
        .order_by(Relationship.created_at)
    )
    return list(rows)


async def athletes_of(tx: Tx) -> list[Client]:
    """Everybody the acting coach coaches now, by name."""
    rows = await tx.session.execute(
        select(Person.account_id, Person.name, Person.time_zone, Relationship.id)
        .join(Relationship, Relationship.athlete_id == Person.account_id)
        .where(Relationship.coach_id == tx.person, Relationship.status == "active")
        .order_by(Person.name, Person.account_id)
    )
    granted: dict[UUID, set[str]] = {}
    for grant in await tx.session.execute(select(Grant.athlete_id, Grant.scope).where(Grant.coach_id == tx.person)):
        granted.setdefault(grant.athlete_id, set()).add(grant.scope)
    return [Client(row[0], row[1], row[2], row[3], frozenset(granted.get(row[0], ()))) for row in rows]


async def has_consent(tx: Tx, athlete_id: UUID, scope: str) -> bool:
    """Whether the actor may see that kind of the athlete's data; always true of one's own."""
    if athlete_id == tx.person:
        return True
    found = await tx.session.scalar(
        select(Grant.scope).where(Grant.coach_id == tx.person, Grant.scope == scope, Grant.athlete_id == athlete_id)
    )
    return found is not None


async def relationships_page(
    tx: Tx, *, side: Side | None = None, statuses: Sequence[str] = (), size: int = 50, cursor: str | None = None
) -> Page[RelationshipOut]:
    """The actor's relationships, the newest first, with the names that may be known."""
    mine = {"coach": Relationship.coach_id == tx.person, "athlete": Relationship.athlete_id == tx.person}
    query = select(Relationship).where(mine[side] if side else or_(*mine.values()))
    if statuses:
        query = query.where(Relationship.status.in_(statuses))
    if cursor:
        query = query.where(Relationship.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Relationship.id.desc()).limit(size + 1))).all()
    found = page_of(rows, size, lambda row: encode_cursor(row.id))
    return Page(await named(tx, found.items), found.next_cursor)


async def roster_page(tx: Tx, statuses: Sequence[str], size: int, cursor: str | None) -> Page[RelationshipOut]:
    """The people of the acting coach by name."""
    by_name = func.coalesce(func.lower(Person.name), "")
    query = (
        select(Relationship, by_name)
        .outerjoin(Person, Person.account_id == Relationship.athlete_id)
        .where(Relationship.coach_id == tx.person, Relationship.status.in_(statuses))
        .order_by(by_name, Relationship.id)
    )
    if cursor:
        query = query.where(tuple_(by_name, Relationship.id) > tuple_(*decode_cursor(cursor, str, UUID)))
    rows = (await tx.session.execute(query.limit(size + 1))).all()
    found = page_of(rows, size, lambda row: encode_cursor(row[1], row[0].id))
    return Page(await named(tx, [row[0] for row in found.items]), found.next_cursor)


async def named(tx: Tx, rows: Sequence[Relationship]) -> list[RelationshipOut]:
    """Relationships with the names the actor may know: nobody else's after the end."""
    still = {one for row in rows if row.status in OPEN for one in (row.coach_id, row.athlete_id)} | {tx.person}
    known = await people(tx, list(still))
    shapes = [RelationshipOut.model_validate(row) for row in rows]
    for shape in shapes:
        shape.coach_name = known[shape.coach_id].name if shape.coach_id in known else None
        shape.athlete_name = known[shape.athlete_id].name if shape.athlete_id in known else None
    return shapes


async def transitions_of(tx: Tx, relationship_id: UUID) -> Sequence[Transition]:
    """How it came to be what it is, the latest first."""
    rows = await tx.session.scalars(
        select(Transition)
        .where(
            Transition.relationship_id == relationship_id,
            or_(Transition.coach_id == tx.person, Transition.athlete_id == tx.person),
        )
        .order_by(Transition.id.desc())
        .limit(200)
    )
    return rows.all()


def standing_of(row: Relationship) -> Standing:
    """What decides which changes are lawful."""
    paused_by = side_of(row, row.paused_by) if row.paused_by else None
    return Standing(row.status, side_of(row, row.started_by), paused_by)  # type: ignore[arg-type]


def side_of(row: Relationship, account_id: UUID) -> Side:
    """Which of the two somebody is."""
    return "coach" if account_id == row.coach_id else "athlete"


async def invitations_page(
    tx: Tx, *, pending: bool = False, size: int = 50, cursor: str | None = None
) -> Page[InvitationOut]:
    """The acting coach's invitations, the newest first."""
    query = select(Invitation).where(Invitation.coach_id == tx.person)
    if pending:
        query = query.where(Invitation.status == "pending", Invitation.expires_at > tx.now)
    if cursor:
        query = query.where(Invitation.id < decode_cursor(cursor, UUID)[0])
    rows = (await tx.session.scalars(query.order_by(Invitation.id.desc()).limit(size + 1))).all()
    found = page_of(rows, size, lambda row: encode_cursor(row.id))
    return Page([shown(tx, row) for row in found.items], found.next_cursor)


def shown(tx: Tx, row: Invitation) -> InvitationOut:
    """An invitation with the status it has at this instant."""
    shape = InvitationOut.model_validate(row)
    shape.status = invitation_status(row.status, row.expires_at, tx.now)
    return shape


async def invitations_to(tx: Tx, account_id: UUID) -> list[tuple[Invitation, str]]:
    """What waits for the owner of a confirmed address, with who asks; a system transaction."""
    rows = await tx.session.execute(
        select(Invitation, Person.name)
        .join(Account, Account.email == Invitation.email)
        .join(Person, Person.account_id == Invitation.coach_id)
        .where(
            Account.id == account_id,
            Account.email_verified_at.is_not(None),
            Invitation.status == "pending",
            Invitation.expires_at > tx.now,
        )
        .order_by(Invitation.id.desc())
        .limit(50)
    )
    return [(row[0], row[1]) for row in rows]
